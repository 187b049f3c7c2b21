import dagre from '@dagrejs/dagre';
import type { EpisodeId } from '../../core/ids.ts';
import { CARD_WIDTH, type Card } from './card.ts';
import type { Label } from './label.ts';
import type { MapArrow } from './story-map.ts';

/** Pixels from the top left corner of the drawing. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  /** Top left corner of each card. */
  readonly cards: ReadonlyMap<EpisodeId, Point>;
  /** In the order of the arrows. */
  readonly ways: readonly Way[];
}

/** An arrow's line, from the card that it leaves to the card that it enters. */
export interface Way {
  /** Between two points of the same `x` the line is straight; otherwise it swings over. */
  readonly points: readonly Point[];
  /** Middle of its label. */
  readonly label?: Point;
}

/** Between two cards of a row. */
const CARD_GAP = 36;
/** Between two arrows, or their labels. */
const ARROW_GAP = 20;
/** Between two rows of cards; their arrows' labels come on top of it. */
const ROW_GAP = 100;
/** The part of a card's edge at which arrows may begin and end. */
const DOCK = 0.7;
/** How far an arrow from an episode to itself reaches out. */
export const SELF_LOOP = 40;
/** Between its ends. */
const LEAST_LOOP = 36;
/** The last straight piece before a card, so that heads point at it. */
const STUB = 14;

type Graph = InstanceType<typeof dagre.graphlib.Graph>;

/**
 * Puts the cards in rows so that every arrow leads down, except those that lead back (layered drawing after Sugiyama, by
 * dagre). An arrow runs straight down between the cards of a row, and swings over only between two rows.
 */
export function layOut(
  cards: ReadonlyMap<EpisodeId, Card>,
  arrows: readonly MapArrow[],
  labels: readonly (Label | undefined)[],
): Layout {
  const graph: Graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', nodesep: CARD_GAP, edgesep: ARROW_GAP, ranksep: ROW_GAP });
  for (const [id, { height }] of cards) {
    const loops = loopsAt(id, arrows, labels);
    const room = loops.length === 0 ? 0 : SELF_LOOP + Math.max(...loops.map(({ width }) => width));
    graph.setNode(id, { width: CARD_WIDTH + room, height: Math.max(height, loops.length * slotOf(loops)) });
  }
  arrows.forEach(({ from, to, back }, index) => {
    if (from === to) return;
    const { width = 0, height = 0 } = labels[index] ?? {};
    graph.setEdge(back ? to : from, back ? from : to, { width, height, labelpos: 'c' }, String(index));
  });
  dagre.layout(graph);
  if (runsAgainstOrder(graph, arrows)) mirror(graph);

  const corners = new Map([...cards.keys()].map((id) => [id, cornerOf(graph, id, cards)]));
  const docks = docksOf(graph, cards, corners, arrows);
  const rows = rowsOf(graph);
  const ways = arrows.map((arrow, index): Way => {
    const edge = edgeAt(graph, arrow, index);
    if (edge === undefined) return loopOf(graph, index, loopsAt(arrow.from, arrows, labels), arrow.from);
    const { from, to } = docks[index] ?? { from: undefined, to: undefined };
    if (from === undefined || to === undefined) return { points: [] };
    const between = (edge.points ?? []).slice(1, -1).flatMap((point) => acrossRow(point, rows));
    const [upper, lower] = arrow.back ? [arrow.to, arrow.from] : [arrow.from, arrow.to];
    const [start, end] = arrow.back ? [to, from] : [from, to];
    const down = [
      start,
      { ...start, y: Math.max(start.y + STUB, rowAt(graph, rows, upper).bottom) },
      ...between,
      { ...end, y: Math.min(end.y - STUB, rowAt(graph, rows, lower).top) },
      end,
    ];
    return {
      points: arrow.back ? down.reverse() : down,
      ...(labels[index] !== undefined && { label: { x: edge.x ?? 0, y: edge.y ?? 0 } }),
    };
  });
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return { width, height, cards: corners, ways };
}

/** An arrow from an episode to itself. dagre has no part in it: it finds its room on the right of the card. */
interface Loop {
  readonly index: number;
  /** Of its label. */
  readonly width: number;
  readonly height: number;
  readonly hasLabel: boolean;
}

function loopsAt(
  id: EpisodeId,
  arrows: readonly MapArrow[],
  labels: readonly (Label | undefined)[],
): readonly Loop[] {
  return arrows.flatMap(({ from, to }, index) => {
    const label = labels[index];
    const { width = 0, height = LEAST_LOOP } = label ?? {};
    return from === id && to === id ? [{ index, width, height, hasLabel: label !== undefined }] : [];
  });
}

/** How high each of them is, one below the other. */
const slotOf = (loops: readonly Loop[]): number =>
  Math.max(0, ...loops.map(({ height }) => Math.max(height, LEAST_LOOP) + 8));

function loopOf(graph: Graph, arrow: number, loops: readonly Loop[], id: EpisodeId): Way {
  const node = nodeAt(graph, id);
  const place = loops.findIndex(({ index }) => index === arrow);
  const middle = node.y + (place - (loops.length - 1) / 2) * slotOf(loops);
  const right = node.x - node.width / 2 + CARD_WIDTH;
  const { width = 0, hasLabel = false } = loops[place] ?? {};
  return {
    points: [
      { x: right, y: middle + LEAST_LOOP / 2 },
      { x: right, y: middle - LEAST_LOOP / 2 },
    ],
    ...(hasLabel && { label: { x: right + SELF_LOOP * 0.85 + width / 2, y: middle } }),
  };
}

interface Node {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
interface Edge {
  readonly points?: readonly Point[];
  readonly x?: number;
  readonly y?: number;
  readonly height?: number;
}

const nodeAt = (graph: Graph, id: string): Node => graph.node(id) as Node;

function edgeAt(graph: Graph, { from, to, back }: MapArrow, index: number): Edge | undefined {
  return graph.edge(back ? to : from, back ? from : to, String(index)) as Edge | undefined;
}

function cornerOf(graph: Graph, id: EpisodeId, cards: ReadonlyMap<EpisodeId, Card>): Point {
  const { x, y, width } = nodeAt(graph, id);
  return { x: x - width / 2, y: y - (cards.get(id)?.height ?? 0) / 2 };
}

interface Row {
  readonly top: number;
  readonly bottom: number;
}
/** Where rows of cards and of labels begin and end, by the height of their middle. */
type Rows = ReadonlyMap<number, Row>;

const rowOf = (y: number): number => Math.round(y);

function rowsOf(graph: Graph): Rows {
  const rows = new Map<number, { top: number; bottom: number }>();
  const add = (y: number, height: number): void => {
    const half = Math.max(height / 2, (rows.get(rowOf(y))?.bottom ?? y) - y);
    rows.set(rowOf(y), { top: y - half, bottom: y + half });
  };
  for (const id of graph.nodes()) add(nodeAt(graph, id).y, nodeAt(graph, id).height);
  for (const id of graph.edges()) {
    const { y, height } = graph.edge(id) as Edge;
    if (y !== undefined) add(y, height ?? 0);
  }
  return rows;
}

function rowAt(graph: Graph, rows: Rows, id: EpisodeId): Row {
  const { y } = nodeAt(graph, id);
  return rows.get(rowOf(y)) ?? { top: y, bottom: y };
}

function acrossRow({ x, y }: Point, rows: Rows): readonly Point[] {
  const row = rows.get(rowOf(y));
  return row === undefined
    ? [{ x, y }]
    : [
        { x, y: row.top },
        { x, y: row.bottom },
      ];
}

interface Docks {
  readonly from: Point;
  readonly to: Point;
}

/** Options are read from left to right: more of them should stand in their order than not. */
function runsAgainstOrder(graph: Graph, arrows: readonly MapArrow[]): boolean {
  let balance = 0;
  for (const [index, arrow] of arrows.entries()) {
    const before = arrows[index - 1];
    if (before?.from !== arrow.from || before.back || arrow.back) continue;
    const [left, right] = [edgeAt(graph, before, index - 1), edgeAt(graph, arrow, index)];
    balance += Math.sign((right?.points?.[1]?.x ?? 0) - (left?.points?.[1]?.x ?? 0));
  }
  return balance < 0;
}

/** Turns the drawing over, left for right. */
function mirror(graph: Graph): void {
  const { width = 0 } = graph.graph() as { width?: number };
  for (const id of graph.nodes()) graph.setNode(id, { ...nodeAt(graph, id), x: width - nodeAt(graph, id).x });
  for (const id of graph.edges()) {
    const { points = [], x = 0, ...rest } = graph.edge(id) as Edge;
    graph.setEdge(
      id.v,
      id.w,
      { ...rest, x: width - x, points: points.map((at) => ({ ...at, x: width - at.x })) },
      id.name,
    );
  }
}

/** Where each arrow leaves and enters: side by side along the card's lower and upper edge, in the order in which they come. */
function docksOf(
  graph: Graph,
  cards: ReadonlyMap<EpisodeId, Card>,
  corners: ReadonlyMap<EpisodeId, Point>,
  arrows: readonly MapArrow[],
): readonly (Docks | undefined)[] {
  const lower = new Map<EpisodeId, { index: number; x: number }[]>();
  const upper = new Map<EpisodeId, { index: number; x: number }[]>();
  arrows.forEach((arrow, index) => {
    const points = edgeAt(graph, arrow, index)?.points?.slice(1, -1) ?? [];
    const [first, last] = [points[0], points.at(-1)];
    if (first === undefined || last === undefined) return;
    const [above, below] = arrow.back ? [arrow.to, arrow.from] : [arrow.from, arrow.to];
    lower.set(above, [...(lower.get(above) ?? []), { index, x: first.x }]);
    upper.set(below, [...(upper.get(below) ?? []), { index, x: last.x }]);
  });
  const below = sideBySide(lower, corners, (id) => cards.get(id)?.height ?? 0);
  const above = sideBySide(upper, corners, () => 0);
  return arrows.map(({ back }, index) => {
    const [start, end] = [below.get(index), above.get(index)];
    if (start === undefined || end === undefined) return undefined;
    return back ? { from: end, to: start } : { from: start, to: end };
  });
}

function sideBySide(
  arriving: ReadonlyMap<EpisodeId, readonly { readonly index: number; readonly x: number }[]>,
  corners: ReadonlyMap<EpisodeId, Point>,
  down: (id: EpisodeId) => number,
): ReadonlyMap<number, Point> {
  const docks = new Map<number, Point>();
  for (const [id, all] of arriving) {
    const { x, y } = corners.get(id) ?? { x: 0, y: 0 };
    const step = (CARD_WIDTH * DOCK) / all.length;
    const first = x + (CARD_WIDTH * (1 - DOCK)) / 2 + step / 2;
    const inOrder = [...all].sort((one, other) => one.x - other.x);
    for (const [place, { index }] of inOrder.entries()) {
      docks.set(index, { x: first + place * step, y: y + down(id) });
    }
  }
  return docks;
}
