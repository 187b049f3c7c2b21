import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Node } from 'yaml';

/** A value of a YAML file with the places of everything in it. */
export interface Located {
  readonly value: unknown;
  /** Offset of the value in the text. */
  readonly offset: number;
  /** Offset of its key. */
  readonly keyOffset?: number;
  /** A scalar as it is written, if that may differ from its value. */
  readonly source?: string;
  readonly children: ReadonlyMap<string | number, Located>;
}

export interface TreeFault {
  readonly offset: number;
  readonly what: string;
  readonly right: string;
}

const DEEPEST = 20;
/** Values after aliases are resolved: a few nested aliases could otherwise stand for billions. */
const MOST_VALUES = 100_000;
const MOST_ALIASES = 100;

/** True for names that every JavaScript object already has, such as `constructor`. */
const isReservedName = (name: string): boolean => name in {};

/**
 * Turns a parsed document into plain data and records where each value is. Refuses what a story file has no
 * use for and what could harm the reader: tags, merge keys, reserved and repeated keys, and aliases that lead
 * into themselves or multiply.
 */
export function plantTree(
  document: Document.Parsed,
  { ofRepeated }: { readonly ofRepeated: 'first' | 'last' } = { ofRepeated: 'first' },
): { root: Located; faults: readonly TreeFault[] } {
  const planter = new Planter(ofRepeated);
  return { root: planter.plant(document.contents, 0, undefined, 0), faults: planter.faults };
}

class Planter {
  readonly faults: TreeFault[] = [];
  private readonly anchors = new Map<string, Node>();
  private readonly underWay = new Set<Node>();
  private values = 0;
  private aliases = 0;
  private exhausted = false;

  private readonly ofRepeated: 'first' | 'last';

  constructor(ofRepeated: 'first' | 'last') {
    this.ofRepeated = ofRepeated;
  }

  plant(node: unknown, fallback: number, keyOffset: number | undefined, depth: number): Located {
    const offset = isNode(node) ? (node.range?.[0] ?? fallback) : fallback;
    const place = { offset, ...(keyOffset !== undefined && { keyOffset }) };
    const nothing: Located = { ...place, value: null, children: new Map() };
    this.values += 1;
    if (!isNode(node) || this.isTooMuch(offset, depth)) return nothing;
    if (isAlias(node)) {
      const target = this.resolve(node.source, offset);
      return target === undefined ? nothing : this.plantOnce(target, place, depth);
    }
    return this.plantOnce(node, place, depth);
  }

  private plantOnce(node: Node, place: { offset: number; keyOffset?: number }, depth: number): Located {
    if (this.underWay.has(node)) {
      this.fault(place.offset, 'this alias leads into itself', 'write the value out');
      return { ...place, value: null, children: new Map() };
    }
    this.underWay.add(node);
    const planted = this.plantNode(node, place, depth);
    this.underWay.delete(node);
    return planted;
  }

  private plantNode(node: Node, place: { offset: number; keyOffset?: number }, depth: number): Located {
    if ('anchor' in node && node.anchor !== undefined) this.anchors.set(node.anchor, node);
    // The parser sets a tag only if the file does.
    if (node.tag !== undefined) {
      this.fault(place.offset, `the tag ${node.tag} means nothing here`, 'the value without a tag');
    }
    if (isMap(node)) return this.plantMap(node.items, place, depth);
    if (isSeq(node)) {
      const children = new Map(
        node.items.map(
          (item, index) => [index, this.plant(item, place.offset, undefined, depth + 1)] as const,
        ),
      );
      return { ...place, value: [...children.values()].map((child) => child.value), children };
    }
    const scalar = isScalar(node) ? node : undefined;
    return {
      ...place,
      value: scalar?.value ?? null,
      ...(typeof scalar?.source === 'string' && { source: scalar.source }),
      children: new Map(),
    };
  }

  private plantMap(
    items: readonly { key: unknown; value: unknown }[],
    place: { offset: number; keyOffset?: number },
    depth: number,
  ): Located {
    const children = new Map<string, Located>();
    // Without a prototype, a key can only mean itself.
    const value: Record<string, unknown> = Object.create(null);
    for (const { key, value: item } of items) {
      const keyOffset = isNode(key) ? (key.range?.[0] ?? place.offset) : place.offset;
      const name = this.nameOf(key, keyOffset);
      if (name === undefined) continue;
      if (children.has(name)) {
        this.fault(keyOffset, `"${name}" occurs a second time here`, 'each key once');
        if (this.ofRepeated === 'first') continue;
      }
      const child = this.plant(item, keyOffset, keyOffset, depth + 1);
      children.set(name, child);
      value[name] = child.value;
    }
    return { ...place, value, children };
  }

  private nameOf(key: unknown, offset: number): string | undefined {
    const name = isScalar(key) && typeof key.value === 'string' ? key.value : undefined;
    if (name === undefined) this.fault(offset, 'this key is not a plain word', 'a word as the key');
    else if (name === '<<') this.fault(offset, 'merge keys (<<) are not supported', 'write the values out');
    else if (isReservedName(name)) this.fault(offset, `"${name}" is a reserved word`, 'another name');
    else return name;
    return undefined;
  }

  private resolve(anchor: string, offset: number): Node | undefined {
    this.aliases += 1;
    const target = this.anchors.get(anchor);
    if (target === undefined)
      this.fault(offset, `there is no anchor before this called &${anchor}`, 'write the value out');
    else if (this.aliases <= MOST_ALIASES) return target;
    else this.giveUp(offset, `there are more than ${MOST_ALIASES} aliases`, 'write the values out');
    return undefined;
  }

  private isTooMuch(offset: number, depth: number): boolean {
    if (depth > DEEPEST) this.fault(offset, 'the nesting is too deep', 'the plain structure of the examples');
    if (this.values > MOST_VALUES)
      this.giveUp(offset, `there are more than ${MOST_VALUES} values`, 'a smaller file');
    return depth > DEEPEST || this.exhausted;
  }

  private giveUp(offset: number, what: string, right: string): void {
    if (!this.exhausted) this.fault(offset, what, right);
    this.exhausted = true;
  }

  private fault(offset: number, what: string, right: string): void {
    this.faults.push({ offset, what, right });
  }
}
