import { createHash } from 'node:crypto';
import type { Outlet, TruePoll } from '../outlets.ts';
import { type Item, OWED, type ScriptedChoice } from '../script.ts';
import { type Evidence, type Receipt, type Status, saidOf } from './evidence.ts';
import type { Attempt, Taken } from './journal.ts';
import { checkDeadline, checkExtensions } from './verify-extensions.ts';

type ReceiptOutlet = Receipt['outlets'][number];

/** The platform may have taken a request that was running when the bot was killed this long before, or after. */
const UNDER_WAY_MS = 2_500;

export interface Verdict {
  /** Sentences; empty if everything is as it must be. */
  readonly faults: readonly string[];
  /** Messages that may or may not be there; the bot can't know. */
  readonly unknown: number;
}

/** Compares one season with the platforms. Shares no code with the bot. */
export function verify(evidence: Evidence): Verdict {
  const { show, status } = evidence;
  const faults: string[] = [];
  if (status.state !== 'ended' && status.state !== 'undecided') {
    faults.push(`the season is ${status.state}, not ended`);
  }
  let unknown = 0;
  for (const outlet of show.outlets) {
    const said = saidOf(status, outlet);
    if (said === undefined && neverJoined(evidence, outlet)) continue;
    if (said === undefined) {
      faults.push(`${outlet.key}: the status does not name the outlet`);
      continue;
    }
    unknown += said.deliveries.filter((delivery) => delivery.status === 'unknown').length;
    faults.push(
      ...checkDeliveries(evidence, outlet, said.deliveries).map((fault) => `${outlet.key}: ${fault}`),
    );
  }
  return { faults: [...faults, ...checkStory(evidence), ...checkExtensions(evidence)], unknown };
}

/** A season that waits for a showrunner owes nothing after the poll of its last round. */
export const owedIn = ({ state, rounds }: Status): readonly Item[] =>
  state === 'undecided' ? OWED.slice(0, OWED.indexOf(`poll ${rounds.length}`) + 1) : OWED;

/** The bot was removed before the season began, and says so. */
const neverJoined = ({ status, leeway }: Evidence, outlet: Outlet): boolean =>
  leeway.refused === 'gone' &&
  saidOf(status, outlet) === undefined &&
  (status.unplayable ?? []).some((one) => outlet.ids.some((id) => `${one.outlet} ${one.name}`.includes(id)));

type Said = Status['deliveries'][number]['deliveries'];

function checkDeliveries(evidence: Evidence, outlet: Outlet, said: Said): readonly string[] {
  const { journal, leeway } = evidence;
  const taken = journal.taken.filter((one) => one.outlet === outlet);
  const faults = taken
    .filter(({ item }) => item === undefined)
    .map(({ words }) => `nobody owed the message ${words.slice(0, 200)}`);
  for (const item of owedIn(evidence.status)) {
    const there = taken.filter((one) => one.item === item);
    const stated = said.filter(({ kind, number }) => `${kind} ${number}` === item);
    if (there.length > 1) faults.push(`${item} was posted ${there.length} times`);
    const [delivery] = stated;
    if (delivery === undefined) {
      // Outlets that the bot was removed from may be owed less; but it must know what was posted.
      if (leeway.refused !== 'gone' || there.length > 0) faults.push(`${item} is not among the deliveries`);
      continue;
    }
    if (stated.length > 1) faults.push(`${item} stands ${stated.length} times among the deliveries`);
    const why = delivery.reason === undefined ? '' : ` (${delivery.reason})`;
    const fault = judge(evidence, outlet, item, delivery.status, there);
    if (fault !== undefined) faults.push(`${item} is ${delivery.status}${why}: ${fault}`);
  }
  return faults;
}

function judge(
  evidence: Evidence,
  outlet: Outlet,
  item: Item,
  status: Said[number]['status'],
  there: readonly Taken[],
): string | undefined {
  const { leeway } = evidence;
  switch (status) {
    case 'sent':
      return there.length === 1 ? undefined : `the platform has ${there.length}`;
    case 'refused':
      if (there.length > 0) return 'the platform has it';
      if (leeway.refused === undefined) return 'nothing stood against it';
      return leeway.refused === 'too-late' && !item.startsWith('poll') ? 'it cannot be too late' : undefined;
    case 'unknown':
      // Where the bot was removed, it can't look any more.
      if (outlet.platform === 'discord' && leeway.refused !== 'gone') return 'Discord can be asked';
      if (leeway.unknown === undefined) return 'every answer arrived';
      return wasCutOff(evidence, outlet, item, there) ? undefined : 'its answer was not lost';
    case 'owed':
    case 'sending':
      return 'it is neither sent nor named as not sent';
  }
}

/** Whether the bot can't know: it was killed while it sent this, or never got an answer. */
function wasCutOff(
  { journal, kills }: Evidence,
  outlet: Outlet,
  item: Item,
  there: readonly Taken[],
): boolean {
  const attempts = journal.attempts.filter((one) => one.outlet === outlet && one.item === item);
  if (attempts.some(({ told }) => !told)) return true;
  if (attempts.length === 0 && there.length === 0) return kills.length > 0;
  const moments: readonly Pick<Attempt, 'at'>[] = [...attempts, ...there];
  return moments.some(({ at }) => kills.some((kill) => Math.abs(kill - at) < UNDER_WAY_MS));
}

/** Both rounds, and that the story went where they sent it. */
function checkStory(evidence: Evidence): readonly string[] {
  const { show, status, receipts } = evidence;
  const faults: string[] = [];
  const path = [show.script.opening];
  for (const number of status.state === 'undecided' ? status.rounds.map((round) => round.number) : [1, 2]) {
    const choice = show.script.episodes.get(path.at(-1) ?? '')?.choice;
    const receipt = receipts.find(({ round }) => round === number);
    if (choice === undefined || receipt === undefined) {
      faults.push(`round ${number} has no receipt`);
      break;
    }
    faults.push(...checkRound(evidence, choice, receipt).map((fault) => `round ${number}: ${fault}`));
    const next = choice.options.find(({ id }) => id === receipt.decision?.option)?.next;
    if (next !== undefined) path.push(next);
  }
  const played = status.path.map(({ id }) => id);
  if (played.join(' ') !== path.join(' ')) {
    faults.push(`it played ${played.join(', ')}, but was decided to play ${path.join(', ')}`);
  }
  const urls = path.map((id) => show.script.episodes.get(id)?.url ?? '');
  const wrong = evidence.journal.taken.filter(
    ({ show: of, item, words }) =>
      of === show && item?.startsWith('drop') && !urls.some((url) => words.includes(url)),
  );
  if (wrong.length > 0) faults.push(`${wrong.length} drops of episodes that it did not play`);
  return faults;
}

function checkRound(evidence: Evidence, choice: ScriptedChoice, receipt: Receipt): readonly string[] {
  const { show, journal, status } = evidence;
  const faults: string[] = [];
  if (receipt.question !== choice.question) faults.push('the receipt is of another question');
  if (receipt.hash !== hashOf(receipt)) faults.push('the hash of the receipt is wrong');
  for (const outlet of show.outlets.filter((one) => !neverJoined(evidence, one))) {
    const id = saidOf(status, outlet)?.outlet;
    const polls = outlet.polls().filter(({ question }) => question === choice.question);
    const stated = receipt.outlets.filter((one) => one.outlet === id);
    const [first] = stated;
    if (first === undefined || stated.length > 1) {
      faults.push(`${outlet.key} stands ${stated.length} times on the receipt`);
      continue;
    }
    const amended = receipt.amendments.filter((one) => one.outlet.outlet === id).at(-1)?.outlet;
    const counts = [
      ...checkDeadline(evidence, polls[0], receipt),
      ...checkCount(evidence, outlet, choice, polls[0], first, amended !== undefined),
      ...(amended === undefined ? [] : checkCount(evidence, outlet, choice, polls[0], amended, false)),
    ];
    faults.push(...counts.map((fault) => `${outlet.key} ${fault}`));
  }
  const sums = choice.options.map(({ id }) =>
    receipt.outlets.reduce((sum, one) => sum + (one.status === 'missing' ? 0 : (one.counts[id] ?? 0)), 0),
  );
  const total = sums.reduce((sum, count) => sum + count, 0);
  for (const [index, { id, label }] of choice.options.entries()) {
    const said = receipt.options.find((option) => option.id === id)?.count;
    if (said !== sums[index]) faults.push(`"${label}" has ${said}, its outlets add up to ${sums[index]}`);
  }
  if (receipt.total !== total) faults.push(`the total is ${receipt.total}, the outlets add up to ${total}`);
  const isMissing = receipt.outlets.every((one) => one.status === 'missing');
  if (receipt.decision === null) {
    const waits = status.state === 'undecided' && receipt.round === status.rounds.length;
    if (!isMissing || !waits) faults.push(`nothing was declared, all outlets missing: ${isMissing}`);
    return faults;
  }
  if (isMissing !== (receipt.decision.because === 'nobody-could')) {
    faults.push(`it was declared because ${receipt.decision.because}, all outlets missing: ${isMissing}`);
  }
  // The tie rule of these stories: the option listed first.
  const winner = choice.options[sums.indexOf(Math.max(...sums))];
  if (receipt.decision?.option !== winner?.id) {
    faults.push(`"${receipt.decision?.label}" was declared, the counts say "${winner?.label}"`);
  }
  const results = journal.taken.filter((one) => one.show === show && one.item === `result ${choice.round}`);
  const wrong = results.filter(
    ({ words }) => !words.includes(winner?.label ?? '') || !new RegExp(`(?<!\\d)${total}(?!\\d)`).test(words),
  );
  if (wrong.length > 0) faults.push(`${wrong.length} results without "${winner?.label}" and ${total}`);
  return faults;
}

function checkCount(
  evidence: Evidence,
  outlet: Outlet,
  choice: ScriptedChoice,
  poll: TruePoll | undefined,
  said: ReceiptOutlet,
  isAmended: boolean,
): readonly string[] {
  const { leeway, status } = evidence;
  if (said.status === 'missing') {
    const delivery = saidOf(status, outlet)?.deliveries.find(
      ({ kind, number }) => kind === 'poll' && number === choice.round,
    );
    // The deliveries decide whether its poll may be refused or unknown. A Discord poll that is found again
    // after the round was settled is missing too.
    const wasSent = delivery?.status === 'sent';
    return wasSent && leeway.unknown === undefined
      ? [`is missing (${said.reason}), though its poll was sent`]
      : [];
  }
  if (poll === undefined) return [`is ${said.status}, but has no such poll`];
  const faults: string[] = [];
  if (said.status === 'provisional') {
    // A poll that Telegram has, but whose message the bot never learned: it is known by its words, and can't be
    // closed.
    if (outlet.platform === 'telegram' && wasCutOff(evidence, outlet, `poll ${choice.round}`, [])) return [];
    if (leeway.provisional === undefined) faults.push(`is provisional (${said.note ?? 'no reason'})`);
  }
  if (said.status === 'final' && poll.closedAt === undefined && leeway.provisional === undefined) {
    faults.push('is called final, but its poll is open');
  }
  // What was found out later is on the receipt beside it; the winner never changes.
  if (said.status === 'provisional' && isAmended) return faults;
  for (const { id, label } of choice.options) {
    const counted = poll.counts.get(label) ?? 0;
    const stated = said.counts[id] ?? 0;
    if (stated !== counted) faults.push(`says ${stated} for "${label}", the platform ${counted}`);
  }
  return faults;
}

/** As docs/receipts.md says: each row's hash is over its open part and the hashes of its two salted parts. */
function hashOf({ hash: _, hashAtDecision: _at, form: _form, ...receipt }: Receipt): string {
  return sha256({
    ...receipt,
    outlets: receipt.outlets.map(rowHashOf),
    interventions: receipt.interventions.map(({ by, salt, ...open }) =>
      by === 'clock' ? { by, ...open } : { by: 'team', sealed: sha256({ salt, by }), ...open },
    ),
    amendments: receipt.amendments.map(({ at, outlet }) => ({
      at,
      of: receipt.outlets.findIndex((one) => one.outlet === outlet.outlet) + 1,
      row: rowHashOf(outlet),
    })),
  });
}

function rowHashOf(row: ReceiptOutlet): string {
  const { outlet, name, note, reason, link, salts, ...open } = {
    ...{ note: undefined, reason: undefined, link: null },
    ...row,
  };
  const hidden = { salt: salts?.private, outlet, name, note, reason };
  return sha256({ ...open, sealed: { link: sha256({ salt: salts?.link, link }), private: sha256(hidden) } });
}

const sha256 = (value: unknown): string => createHash('sha256').update(inOrder(value)).digest('hex');

function inOrder(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inOrder).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = new Map(Object.entries(value).filter(([, member]) => member !== undefined));
  const keys = [...members.keys()].sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${inOrder(members.get(key))}`).join(',')}}`;
}
