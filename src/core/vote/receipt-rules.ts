import type { OptionId, OutletId, PlatformName } from '../ids.ts';
import type { ReportedOutletCount } from '../report.ts';
import { verdictOn } from './decision.ts';
import { repeatsAnother, type UnhashedReceipt } from './receipt.ts';
import { areNotesOf } from './receipt-notes.ts';
import { isCounted, timeFaults, windowFaults } from './receipt-times.ts';
import { sentenceFaults } from './rule-sentence.ts';
import type { OutletCount } from './tally.ts';

/**
 * Rules between the parts of a receipt, beyond the shape of each part (config/report-schema.ts). Every
 * receipt that `receiptOf` writes satisfies them; a test makes sure of that.
 * @returns each contradiction as a sentence without its full stop; empty for a sound receipt.
 */
export function contradictionsIn(receipt: UnhashedReceipt, links: LinkRules): readonly string[] {
  const named = [...nameFaults(receipt), ...optionFaults(receipt), ...outletFaults(receipt, links)];
  // The checks below look up options and outlets by name.
  if (named.length > 0) return named;
  const sums = [...sumFaults(receipt)];
  return [
    ...sums,
    ...windowFaults(receipt),
    ...timeFaults(receipt),
    ...wordFaults(receipt),
    ...absenceFaults(receipt),
    ...(sums.length > 0 ? [] : decisionFaults(receipt)),
  ];
}

const SHOW = /^[a-z0-9-]{1,40}$/;
const OPTION = /^[\w-]{1,40}$/;
/** No platform allows more. */
const MOST_OPTIONS = 10;
/** Where each platform's messages have their addresses. */
export type LinkRules = Readonly<Record<PlatformName, RegExp>>;

function* nameFaults(receipt: UnhashedReceipt): Iterable<string> {
  const { show, season, kind, round } = receipt;
  if (!SHOW.test(show)) yield 'Its show has an invalid name';
  for (const [what, text] of textsOf(receipt)) if (text.trim() === '') yield `${what} is empty`;
  const ordinal = season.startsWith(`${show}.`) ? season.slice(show.length + 1) : '';
  if (!/^[1-9]\d{0,8}$/.test(ordinal)) yield `${season} is not a season of ${show}`;
  if (kind !== 'first' && round === 1) yield `Round 1 is a ${kind}, but no round came before it`;
}

/** Every text that must not be empty. */
function* textsOf(receipt: UnhashedReceipt): Iterable<readonly [what: string, text: string]> {
  const { episode, question, rule, options, outlets, amendments, interventions } = receipt;
  yield ['The question', question];
  yield ['The id of the episode', episode.id];
  yield ['The title of the episode', episode.title];
  yield ['The rule', rule.sentence];
  for (const { id, label } of options) yield [`The label of option ${id}`, label];
  for (const one of [...outlets, ...amendments.map(({ outlet }) => outlet)]) {
    yield ['The id of an outlet', one.outlet];
    if (one.status === 'missing') yield [`The reason why ${one.name} is missing`, one.reason];
  }
  for (const { what, by, reason } of interventions) {
    yield [`Who ${what} the vote`, by];
    yield [`The reason why the vote was ${what}`, reason];
  }
}

function* optionFaults({ options }: UnhashedReceipt): Iterable<string> {
  if (options.length > MOST_OPTIONS) yield `There are ${options.length} options, more than a poll can have`;
  for (const { id } of options) if (!OPTION.test(id)) yield `${id} is not a valid name of an option`;
  if (options.length < 2)
    yield `There ${options.length === 1 ? 'is one option' : 'are no options'} to choose from`;
  for (const id of repeated(options.map((option) => option.id))) yield `Option ${id} is listed twice`;
  for (const label of repeated(options.map((option) => option.label.normalize('NFC').trim().toLowerCase())))
    yield `Two options are called ${label}`;
}

function* outletFaults(
  { options, outlets, amendments }: UnhashedReceipt,
  links: LinkRules,
): Iterable<string> {
  for (const id of repeated(outlets.map(({ outlet }) => outlet))) yield `Outlet ${id} is counted twice`;
  const known = new Set(options.map(({ id }) => id));
  for (const counted of [...outlets, ...amendments.map(({ outlet }) => outlet)]) {
    if (counted.status === 'missing') continue;
    const stray = Object.keys(counted.counts).find((option) => !known.has(option));
    if (stray !== undefined) yield `${counted.name} counts votes for ${stray}, which is not an option`;
    if (counted.link !== undefined && links[counted.platform]?.test(counted.link) !== true)
      yield `The link of ${counted.name} does not lead to ${counted.platform}`;
  }
  for (const [index, amendment] of amendments.entries()) {
    const { outlet } = amendment;
    if (outlets.some((one) => one.outlet === outlet.outlet && one.platform !== outlet.platform))
      yield `The amendment of ${outlet.name} is from another platform`;
    if (outlet.status === 'missing') yield `The amendment of ${outlet.name} has no count`;
    if (outlet.status !== 'missing' && repeatsAnother(amendment, amendments.slice(0, index)))
      yield `The same amendment of ${outlet.name} is listed twice`;
    if (!outlets.some((one) => one.outlet === outlet.outlet))
      yield `${outlet.name} is amended, but it is not among the outlets`;
  }
}

function* sumFaults({ options, outlets, amendments, total, provisional }: UnhashedReceipt): Iterable<string> {
  for (const { id, label, count } of options) {
    const sum = outlets.reduce((all, outlet) => all + votesFor(outlet, id), 0n);
    if (BigInt(count) !== sum) yield `${label} has ${count}, its outlets ${sum}`;
  }
  const sum = options.reduce((all, { count }) => all + BigInt(count), 0n);
  if (BigInt(total) !== sum) yield `The total is ${total}, its options have ${sum}`;
  for (const { outlet } of amendments) {
    const votes = options.reduce((all, { id }) => all + votesFor(outlet, id), 0n);
    if (votes > Number.MAX_SAFE_INTEGER) yield `The amendment of ${outlet.name} has ${votes} ballots`;
  }
  const awaited = outlets.some(({ status }) => status !== 'final');
  if (provisional !== awaited) {
    yield provisional
      ? 'It is called provisional, but every count is final'
      : 'It is called final, but not every count is';
  }
}

function* absenceFaults({ absent, late, outlets, interventions }: UnhashedReceipt): Iterable<string> {
  if (late?.outlets !== undefined && late.outlets.late * 3 <= late.outlets.of)
    yield `${late.outlets.late} of ${late.outlets.of} outlets that were late are too few to be reported`;
  const missing = outlets.filter((outlet) => !isCounted(outlet)).length;
  if (absent === undefined) {
    const isWhole = late === undefined && missing < outlets.length;
    if (isWhole && interventions.some(({ what }) => what === 'let-stand'))
      yield 'It was let stand, but no outlet was missing or late';
    return;
  }
  if (absent.absent > missing)
    yield `${absent.absent} outlets had no poll, but only ${missing} of them were not counted`;
  if (absent.absent > absent.of || absent.of > outlets.length)
    yield `It is without ${absent.absent} of ${absent.of} outlets, but has ${outlets.length}`;
  for (const platform of absent.platforms) {
    const counted = outlets.find((outlet) => outlet.platform === platform && isCounted(outlet));
    if (counted !== undefined) yield `It is without ${platform}, but counts ${counted.name}`;
    if (!outlets.some((outlet) => outlet.platform === platform))
      yield `It is without ${platform}, but has no outlet there`;
  }
  if (absent.platforms.length === 0 && (absent.of < 5 || absent.absent * 3 <= absent.of))
    yield `${absent.absent} of ${absent.of} outlets without a poll are too few to be reported`;
}

/** What the receipt says in sentences is what it says in fields. */
function* wordFaults(receipt: UnhashedReceipt): Iterable<string> {
  yield* sentenceFaults(receipt);
  if (!areNotesOf(receipt)) yield 'Its notes are not those of such a vote';
}

function* decisionFaults(receipt: UnhashedReceipt): Iterable<string> {
  const { decision, decidedAt, options, interventions } = receipt;
  const byHand = interventions.filter(({ what }) => what === 'decided');
  const voided = interventions.some(({ what }) => what === 'voided');
  for (const what of repeated(interventions.map((one) => one.what).filter((one) => one !== 'extended')))
    yield `The vote was ${what} twice`;
  if ((decision === null) !== (decidedAt === null))
    yield decision === null ? 'It has the time of a decision, but no decision' : 'The decision has no time';
  if (decision === null) {
    if (byHand.length > 0) yield 'A showrunner decided, but there is no decision';
    if (!voided) yield* openFaults(receipt);
    return;
  }
  if (voided) yield 'A vote that was voided decides nothing';
  const chosen = options.find(({ id }) => id === decision.option);
  if (chosen === undefined) yield `${decision.option} won, but it is not an option`;
  else if (chosen.label !== decision.label)
    yield `${decision.option} is called ${decision.label} in the decision, ${chosen.label} among the options`;
  if (decision.rule === 'showrunner' ? byHand.length !== 1 : byHand.length > 0)
    yield decision.rule === 'showrunner'
      ? 'A showrunner decided, but no intervention mentions it'
      : `A showrunner decided, but the rule is ${decision.rule}`;
  else if (byHand[0] !== undefined && byHand[0].at !== decidedAt)
    yield 'The decision and the intervention that made it have different times';
  yield* ruleFaults(receipt, decision);
}

/** A receipt without a decision is right while it waits for a person or a runoff, or before the counts are in. */
function* openFaults(receipt: UnhashedReceipt): Iterable<string> {
  const { late, outlets, interventions } = receipt;
  // If outlets are missing, or the bot was late, a showrunner may be asked first.
  if (outlets.length === 0 || !outlets.every(isCounted)) return;
  if (late !== undefined && !interventions.some(({ what }) => what === 'let-stand')) return;
  const verdict = verdictOf(receipt);
  if (verdict.kind === 'decided')
    yield `Its counts decide for ${verdict.decision.option}, but there is no decision`;
}

function* ruleFaults(
  receipt: UnhashedReceipt,
  decision: NonNullable<UnhashedReceipt['decision']>,
): Iterable<string> {
  const verdict = verdictOf(receipt);
  const said = `${decision.option} won by ${[decision.rule, decision.because ?? []].flat().join(', ')}`;
  switch (verdict.kind) {
    case 'decided': {
      const { option, rule } = verdict.decision;
      const because = 'because' in rule ? rule.because : null;
      // A showrunner may have answered.
      if (because === 'nobody-could' && isByHandWithoutVotes(decision)) return;
      if (decision.option !== option || decision.rule !== rule.kind || decision.because !== because)
        yield `${said}, but the counts and the rules say ${option} by ${[rule.kind, because ?? []].flat().join(', ')}`;
      return;
    }
    case 'runoff':
      yield `${said}, but the counts are tied and the rules ask for a runoff`;
      return;
    case 'undecided': {
      const { among, cause } = verdict.why;
      if (cause === 'nobody-could' && isByHandWithoutVotes(decision)) return;
      if (decision.rule !== 'showrunner' || decision.because !== cause)
        yield `${said}, but the rules leave it to a showrunner (${cause})`;
      else if (!among.some((option) => option === decision.option))
        yield `${said}, but a showrunner may only choose among ${among.join(', ')}`;
    }
  }
}

/** Older versions said that nobody had voted when nobody could. */
const isByHandWithoutVotes = ({ rule, because }: NonNullable<UnhashedReceipt['decision']>): boolean =>
  rule === 'showrunner' && (because === 'nobody-could' || because === 'nobody-voted');

function verdictOf({ kind, options, rule, outlets }: UnhashedReceipt) {
  const round = { kind, options: options.map(({ id }) => ({ id: id as OptionId })), rules: rule };
  return verdictOn(round, outlets.map(asCounted)).verdict;
}

function asCounted(reported: ReportedOutletCount): OutletCount {
  const outlet = reported.outlet as OutletId;
  if (reported.status === 'missing') return { ...reported, outlet };
  // An option may have the name of a property that every object has.
  const counts = Object.assign(Object.create(null) as Record<string, number>, reported.counts);
  return { ...reported, outlet, counts, closedAt: Date.parse(reported.closedAt) };
}

const votesFor = (outlet: ReportedOutletCount, option: string): bigint =>
  isCounted(outlet) && Object.hasOwn(outlet.counts, option) ? BigInt(outlet.counts[option] ?? 0) : 0n;

const repeated = (names: readonly string[]): ReadonlySet<string> =>
  new Set(names.filter((name, index) => names.indexOf(name) !== index));
