import type { z } from 'zod';
import type { SeasonId } from '../../core/ids.ts';
import { EVENT_VERSION, type SeasonEvent } from '../../core/season/events.ts';
import { replay } from '../../core/season/evolve.ts';
import { impossibleIn } from '../../core/season/possible.ts';
import { writePath } from '../../core/story/fault.ts';
import type { StoredKey } from '../../ports/stores/season-archive.ts';
import { decodeRecord } from '../shared/records.ts';
import type { SeasonShapes } from './season-shapes.ts';

/** Thrown inside and caught at the end, because a check can fail in many places. */
class Unsound extends Error {}

const fail = (what: string): never => {
  throw new Unsound(what);
};

/**
 * Whether this program can read a season: every record has its shape, the log is one that a season can have, and no
 * key refers to something that does not exist. Ballots may be left out.
 * @param keys names inside the season, as in a backup.
 * @param shapes those of the bot's platforms: a season on another platform can't be read.
 * @returns the first fault, as a clause that begins with the key; undefined for a sound season.
 */
export const faultInSeason = (
  season: SeasonId,
  keys: readonly StoredKey[],
  shapes: SeasonShapes,
): string | undefined => faultIn(keys, shapes, (all) => check(season, all));

/** The same for the bot's own alerts, which have no log. */
export const faultInAlerts = (keys: readonly StoredKey[], shapes: SeasonShapes): string | undefined =>
  faultIn(keys, shapes, checkMessages);

function faultIn(
  keys: readonly StoredKey[],
  shapes: SeasonShapes,
  look: (keys: Keys) => void,
): string | undefined {
  try {
    look(new Keys(keys, shapes));
    return undefined;
  } catch (error) {
    if (error instanceof Unsound) return error.message;
    throw error;
  }
}

type Type = StoredKey['type'];

/** As Redis writes a score. No spaces, which JavaScript would accept. */
const SCORE = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/;

/** Looks keys up by name and checks their type. */
class Keys {
  readonly shapes: SeasonShapes;
  readonly #all = new Map<string, StoredKey>();

  constructor(keys: readonly StoredKey[], shapes: SeasonShapes) {
    this.shapes = shapes;
    for (const key of keys) {
      if (this.#all.has(key.name)) fail(`${key.name}: there twice`);
      this.#all.set(key.name, key);
    }
  }

  names(prefix = ''): readonly string[] {
    return [...this.#all.keys()].filter((name) => name.startsWith(prefix));
  }

  /** Undefined if there is no such key. */
  type(name: string, type: Type): StoredKey | undefined {
    const key = this.#all.get(name);
    if (key !== undefined && key.type !== type) fail(`${name}: a ${key.type} instead of a ${type}`);
    return key;
  }

  /** Empty if there is no such key, as in Redis. */
  values(name: string, type: Type): readonly string[] {
    const values = this.type(name, type)?.values ?? [];
    return values.map((value) =>
      typeof value === 'string' ? value : fail(`${name}: contains something that is not text`),
    );
  }

  pairs(name: string, type: 'hash' | 'zset'): ReadonlyMap<string, string> {
    const values = this.values(name, type);
    const pairs = new Map<string, string>();
    for (let at = 0; at < values.length; at += 2) pairs.set(values[at] ?? '', values[at + 1] ?? '');
    if (type === 'zset')
      for (const [member, score] of pairs) {
        if (!SCORE.test(score) || !Number.isFinite(Number(score))) fail(`${name}: ${member} has no number`);
      }
    return pairs;
  }

  /** A hash of whole numbers from `least`. */
  numbers(name: string, least: number): ReadonlyMap<string, number> {
    const pairs = [...this.pairs(name, 'hash')];
    return new Map(
      pairs.map(([field, text]) => {
        const value = Number(text);
        const right = /^\d{1,15}$/.test(text) && value >= least;
        return [field, right ? value : fail(`${name}: ${field} has no number`)];
      }),
    );
  }
}

function check(season: SeasonId, keys: Keys): void {
  const rounds = checkLog(season, keys);
  checkMessages(keys);
  for (const round of keys.pairs('counts', 'hash').keys()) knownRound('counts', round, rounds);
  for (const [round, text] of keys.pairs('counts', 'hash'))
    record(`counts of round ${round}`, text, keys.shapes.counts);
  for (const name of keys.names('amendments:')) {
    knownRound(name, name.slice('amendments:'.length), rounds);
    for (const text of keys.values(name, 'list')) record(name, text, keys.shapes.amendment);
  }
  for (const name of keys.names('samples:')) {
    knownRound(name, name.slice('samples:'.length), rounds);
    for (const text of keys.pairs(name, 'hash').values()) record(name, text, keys.shapes.sample);
  }
  checkPolls(season, keys, rounds);
  for (const [poll, text] of keys.pairs('closings', 'hash'))
    shaped(`closings, ${poll}`, jsonOf(`closings, ${poll}`, text), keys.shapes.closing);
  keys.pairs('traces', 'zset');
  for (const text of keys.values('feed', 'string')) record('feed', text, keys.shapes.feedState);
  keys.pairs('feed-marks', 'hash');
  checkBallots(keys);
}

/** Checks what is owed and sent, and where to. */
function checkMessages(keys: Keys): void {
  checkOutbox(keys);
  checkDeliveries(keys, checkOutlets(keys));
  for (const name of ['life', 'senders']) keys.type(name, 'hash');
  keys.type('ballots-to-discard', 'set');
}

function checkLog(season: SeasonId, keys: Keys): number {
  const texts = keys.values('events', 'list');
  if (texts.length === 0) fail('events: there are none');
  const events = texts.map(
    (text, index) =>
      record(`events, number ${index + 1}`, text, keys.shapes.event, EVENT_VERSION) as SeasonEvent,
  );
  const impossible = impossibleIn(events);
  if (impossible !== undefined) fail(`events: ${impossible}`);
  const played = replay(events);
  if (played?.id !== season || !season.startsWith(`${played.story.id}.`)) fail('events: of another season');
  return played?.rounds.length ?? 0;
}

function checkOutbox(keys: Keys): void {
  const owed = keys.pairs('outbox', 'hash');
  for (const [id, text] of owed) record(`outbox, effect ${id}`, text, keys.shapes.effect);
  const due = keys.pairs('outbox-due', 'zset');
  const lost = [...due.keys()].find((id) => !owed.has(id)) ?? [...owed.keys()].find((id) => !due.has(id));
  if (lost !== undefined) fail(`outbox: the effect ${lost} is incomplete`);
}

function checkOutlets(keys: Keys): ReadonlySet<string> {
  const outlets = keys.pairs('outlets', 'hash');
  for (const [id, text] of outlets) {
    const outlet = record(`outlets, ${id}`, text, keys.shapes.seasonOutlet);
    if (outlet.id !== id) fail(`outlets: ${id} holds ${outlet.id}`);
  }
  const order = keys.pairs('outlet-order', 'zset');
  const lost =
    [...order.keys()].find((id) => !outlets.has(id)) ?? [...outlets.keys()].find((id) => !order.has(id));
  if (lost !== undefined) fail(`outlets: ${lost} is incomplete`);
  return new Set(outlets.keys());
}

function checkDeliveries(keys: Keys, outlets: ReadonlySet<string>): void {
  const deliveries = keys.pairs('deliveries', 'hash');
  for (const [field, text] of deliveries) {
    const where = `deliveries, ${field}`;
    const { body } = shaped(where, jsonOf(where, text), keys.shapes.delivery) as { readonly body: string };
    const { kind, number } = JSON.parse(body) as { readonly kind: string; readonly number: number };
    const [delivery, outlet] = split(field);
    if (delivery !== `${kind}.${number}`) fail(`${where}: contains ${kind}.${number}`);
    if (!outlets.has(outlet)) fail(`${where}: of an outlet that does not exist`);
  }
  const known = (name: string, delivery: string, outlet: string) => {
    if (!deliveries.has(`${delivery}|${outlet}`)) fail(`${name}: ${delivery} to ${outlet} is not there`);
  };
  for (const name of keys.names('queue:'))
    for (const delivery of keys.values(name, 'list')) known(name, delivery, name.slice('queue:'.length));
  for (const name of keys.names('pending:'))
    for (const outlet of keys.values(name, 'set')) known(name, name.slice('pending:'.length), outlet);
  keys.numbers('delivery-orders', 0);
  keys.pairs('claimable', 'zset');
  const doubt = keys.pairs('doubt', 'hash');
  for (const name of ['since', 'until'])
    if (doubt.size > 0 && !Number.isFinite(Number(doubt.get(name) ?? 'none')))
      fail(`doubt: ${name} is not a time`);
}

/** A delivery id contains no `|`; an outlet may. */
function split(field: string): readonly [delivery: string, outlet: string] {
  const at = field.indexOf('|');
  return [field.slice(0, at), field.slice(at + 1)];
}

function checkPolls(season: SeasonId, keys: Keys, rounds: number): void {
  const numbers = keys.numbers('poll-numbers', 1);
  if (new Set(numbers.values()).size < numbers.size) fail('poll-numbers: two polls have the same number');
  const seen = new Map<string, string>();
  for (const name of keys.names('polls:')) {
    const round = name.slice('polls:'.length);
    knownRound(name, round, rounds);
    for (const [id, text] of keys.pairs(name, 'hash')) {
      const poll = record(`${name}, ${id}`, text, keys.shapes.openPoll);
      if (poll.poll.id !== id || poll.season !== season || String(poll.round) !== round)
        fail(`${name}: ${id} contains another poll`);
      if (!numbers.has(id)) fail(`${name}: ${id} has no number`);
      seen.set(id, round);
    }
  }
  for (const name of keys.names('poll-states:'))
    for (const [id, text] of keys.pairs(name, 'hash')) record(`${name}, ${id}`, text, keys.shapes.pollState);
  for (const [id, round] of keys.pairs('open-polls', 'hash'))
    if (seen.get(id) !== round) fail(`open-polls: ${id} is not there`);
  for (const id of numbers.keys()) if (!seen.has(id)) fail(`poll-numbers: ${id} is not there`);
}

const BUCKET = /^ballots:\d+:\d+:\d+$/;

/** Whether a key contains ballots themselves, and not data about all of them. */
export const isBallots = (name: string): boolean => BUCKET.test(name);

function checkBallots(keys: Keys): void {
  for (const name of keys.names('ballots:')) {
    // Voters are bytes, and the script that reads a value checks it.
    if (BUCKET.test(name)) continue;
    if (!/^ballots:\d+$/.test(name)) fail(`${name}: an unknown name`);
    const { snapshot, ...rest } = Object.fromEntries(keys.pairs(name, 'hash'));
    if (snapshot !== undefined) record(`${name}, snapshot`, snapshot, keys.shapes.snapshot);
    for (const [field, text] of Object.entries(rest))
      if (!Number.isFinite(Number(text))) fail(`${name}: ${field} is not a number`);
  }
}

/** Names of everything that a season has. */
const NAMES =
  /^(events|outbox|outbox-due|counts|outlets|outlet-order|feed|feed-marks|deliveries|claimable|delivery-orders|life|senders|doubt|poll-numbers|open-polls|ballots-to-discard|closings|traces|(amendments|samples|polls|poll-states):\d+|(pending|queue):.+|ballots:\d+(:\d+:\d+)?)$/s;
const BUCKET_VALUE = /^\d{1,5}$/;
const VOTER_BYTES = 8;

/**
 * Whether a backup may be restored: checks what `faultInSeason` does, that there is nothing else in it, and that its
 * ballots have their shape.
 */
export function faultInBackup(
  season: SeasonId,
  keys: readonly StoredKey[],
  shapes: SeasonShapes,
): string | undefined {
  for (const { name, type, values } of keys) {
    if (!NAMES.test(name)) return `${name}: an unknown name`;
    if (!BUCKET.test(name)) continue;
    if (type !== 'hash') return `${name}: a ${type} instead of a hash`;
    for (const [at, value] of values.entries()) {
      const right = at % 2 === 0 ? bytesIn(value) === VOTER_BYTES : BUCKET_VALUE.test(String(value));
      if (!right) return `${name}: contains something that is not a ballot`;
    }
  }
  return faultInSeason(season, keys, shapes);
}

const bytesIn = (value: StoredKey['values'][number]): number =>
  typeof value === 'string' ? Buffer.byteLength(value) : Buffer.from(value.base64, 'base64').length;

function knownRound(where: string, round: string, rounds: number): void {
  if (!/^[1-9]\d{0,8}$/.test(round) || Number(round) > rounds)
    fail(`${where}: of round ${round}, which does not exist`);
}

/** Parses what `encodeRecord` wrote, and checks its shape. */
function record<Shape extends z.ZodType>(
  where: string,
  text: string,
  shape: Shape,
  newest = 1,
): z.output<Shape> {
  try {
    return shaped(where, decodeRecord<unknown>(text, newest), shape);
  } catch (error) {
    if (error instanceof Unsound) throw error;
    return fail(`${where}: ${(error as Error).message}`);
  }
}

function jsonOf(where: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return fail(`${where}: is not JSON`);
  }
}

function shaped<Shape extends z.ZodType>(where: string, value: unknown, shape: Shape): z.output<Shape> {
  const read = shape.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const path = writePath((issue?.path ?? []).map((step) => (typeof step === 'number' ? step : String(step))));
  return fail(
    `${where}: ${path === '' ? '' : `${path} is invalid: `}${issue?.message ?? 'has another shape'}`,
  );
}
