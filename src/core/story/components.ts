/**
 * The strongly connected components of a directed graph: sets of nodes that can all reach each other. A node on no cycle is a
 * component by itself. In topological order: every edge between two components leads from an earlier one to a later one.
 * Kosaraju's algorithm, without recursion, because a story may be one long line.
 */
export function componentsOf<Node>(
  nodes: readonly Node[],
  edges: (node: Node) => readonly Node[],
): readonly (readonly Node[])[] {
  const incoming = new Map<Node, Node[]>(nodes.map((node) => [node, []]));
  for (const node of nodes) for (const target of edges(node)) incoming.get(target)?.push(node);

  const left: Node[] = [];
  const seen = new Set<Node>();
  for (const node of nodes) {
    walk(
      node,
      (each) => edges(each).filter((target) => incoming.has(target)),
      seen,
      (each) => left.push(each),
    );
  }
  const taken = new Set<Node>();
  const components: Node[][] = [];
  for (const node of left.reverse()) {
    if (taken.has(node)) continue;
    const component: Node[] = [];
    walk(
      node,
      (each) => incoming.get(each) ?? [],
      taken,
      (each) => component.push(each),
    );
    components.push(component);
  }
  return components;
}

/**
 * Depth first from `start` over unseen nodes; `leave` gets each node once all nodes behind it have been left.
 */
function walk<Node>(
  start: Node,
  edges: (node: Node) => readonly Node[],
  seen: Set<Node>,
  leave: (node: Node) => void,
): void {
  if (seen.has(start)) return;
  seen.add(start);
  const open = [{ node: start, rest: edges(start)[Symbol.iterator]() }];
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const next = top.rest.next();
    if (next.done === true) {
      open.pop();
      leave(top.node);
    } else if (!seen.has(next.value)) {
      seen.add(next.value);
      open.push({ node: next.value, rest: edges(next.value)[Symbol.iterator]() });
    }
  }
}
