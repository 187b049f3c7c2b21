import type { Post } from '../audience/town-posts.ts';
import type { Book } from './book.ts';
import { type Boxes, countRounds, type TrueRound, truePath } from './ground-truth.ts';

/** What the bot says about one round: the parts of its public receipt that can be checked from outside. */
export interface StatedReceipt {
  readonly round: number;
  readonly question: string;
  readonly options: readonly { readonly id: string; readonly label: string; readonly count: number }[];
  readonly total: number;
  readonly decision: { readonly label: string; readonly because: string | null } | null;
  readonly outlets: readonly StatedOutlet[];
}

export interface StatedOutlet {
  readonly name: string;
  readonly status: string;
  readonly counts?: Readonly<Record<string, number>>;
  readonly link?: string;
}

export interface Statement {
  /** Ids of the episodes, in the order of their release. */
  readonly path: readonly string[];
  readonly receipts: readonly StatedReceipt[];
  /** The show's. */
  readonly title: string;
}

export interface Witness extends Boxes {
  readonly name: string;
  readonly posts: readonly Post[];
}

export interface Verdict {
  readonly decisions: number;
  /** Ballots in all polls that were counted. */
  readonly votes: number;
  /** Sentences; empty if everything agrees. */
  readonly differences: readonly string[];
}

/**
 * Compares what the bot says with what is on the platforms. It knows the story file, the polls and the posts, and shares no
 * code with the bot.
 */
export function compare(book: Book, witnesses: readonly Witness[], statement: Statement): Verdict {
  const rounds = countRounds(book, witnesses);
  const receipts = new Map(statement.receipts.map((receipt) => [receipt.round, receipt]));
  const differences = [
    ...rounds.flatMap((round) => compareRound(round, witnesses, receipts.get(round.number))),
    ...[...receipts.keys()]
      .filter((number) => !rounds.some((round) => round.number === number))
      .map((number) => `Round ${number} has a receipt, but no platform has its poll.`),
    ...comparePath(book, rounds, statement),
    ...witnesses.flatMap((witness) => comparePosts(book, rounds, statement, witness)),
  ];
  return {
    decisions: rounds.filter(({ outcome }) => outcome.kind === 'won').length,
    votes: rounds.reduce((sum, { total }) => sum + total, 0),
    differences,
  };
}

/** One round: its polls, its receipt's sums, what each outlet counted, and who won. */
export function compareRound(
  round: TrueRound,
  witnesses: readonly Pick<Witness, 'key' | 'name'>[],
  receipt: StatedReceipt | undefined,
): readonly string[] {
  const here = `Round ${round.number}`;
  const polls = witnesses.flatMap(({ key, name }) => {
    const poll = round.polls.get(key);
    if (poll === undefined) return [`${here}: ${name} has no poll of it.`];
    const same = poll.question === round.question && poll.labels.join('\n') === round.labels.join('\n');
    return [
      ...(same ? [] : [`${here}: the poll in ${name} asks something else.`]),
      ...(poll.closedAt === undefined ? [`${here}: the poll in ${name} is still open.`] : []),
    ];
  });
  if (receipt === undefined) return [...polls, `${here} has no receipt.`];
  return [
    ...polls,
    ...(receipt.question === round.question ? [] : [`${here}: the receipt is for another question.`]),
    ...compareSums(here, round, receipt),
    ...witnesses.flatMap(({ key, name }) => compareOutlet(`${here}, ${name}`, round.polls.get(key), receipt)),
    ...compareOutcome(here, round, receipt),
  ];
}

function compareSums(here: string, { labels, sums, total }: TrueRound, receipt: StatedReceipt): string[] {
  const differences = labels.flatMap((label, index) => {
    const option = receipt.options.find((one) => one.label === label);
    const counted = sums[index] ?? 0;
    if (option === undefined) return [`${here}: the receipt has no "${label}".`];
    const added = receipt.outlets.reduce((sum, { counts }) => sum + (counts?.[option.id] ?? 0), 0);
    return [
      ...differs(`${here}, "${label}": the receipt`, option.count, counted),
      ...(added === option.count
        ? []
        : [`${here}, "${label}": the receipt says ${option.count}, its outlets add up to ${added}.`]),
    ];
  });
  const more = receipt.options.length === labels.length ? [] : [`${here}: the receipt has other options.`];
  return [...differences, ...more, ...differs(`${here}, total: the receipt`, receipt.total, total)];
}

function compareOutlet(
  here: string,
  poll:
    | { readonly link: string; readonly labels: readonly string[]; readonly counts: readonly number[] }
    | undefined,
  receipt: StatedReceipt,
): string[] {
  if (poll === undefined) return [];
  const [stated, ...others] = receipt.outlets.filter(({ link }) => link === poll.link);
  if (stated === undefined) return [`${here}: the receipt does not name the poll ${poll.link}.`];
  if (others.length > 0) return [`${here}: the receipt counts the poll ${poll.link} more than once.`];
  return poll.labels.flatMap((label, index) => {
    const option = receipt.options.find((one) => one.label === label);
    const said = stated.counts?.[option?.id ?? ''] ?? 0;
    return differs(`${here}, "${label}": the receipt`, said, poll.counts[index] ?? 0);
  });
}

function differs(what: string, said: number, counted: number): string[] {
  return said === counted ? [] : [`${what} says ${said}, the platforms count ${counted}.`];
}

function compareOutcome(here: string, { outcome }: TrueRound, { decision }: StatedReceipt): string[] {
  if (outcome.kind !== 'won') {
    const must = outcome.kind === 'runoff' ? `a runoff among ${outcome.among.join(' and ')}` : 'a showrunner';
    return decision === null ? [] : [`${here}: "${decision.label}" was declared, but it goes to ${must}.`];
  }
  const right = decision?.label === outcome.label && decision.because === outcome.because;
  if (right) return [];
  const said = decision === null ? 'nothing' : `"${decision.label}"${because(decision.because)}`;
  return [`${here}: the bot decided ${said}, right is "${outcome.label}"${because(outcome.because)}.`];
}

const because = (reason: string | null): string => (reason === null ? '' : ` (${reason})`);

function comparePath(book: Book, rounds: readonly TrueRound[], { path }: Statement): readonly string[] {
  const right = truePath(book, rounds);
  return right.join('\n') === path.join('\n')
    ? []
    : [`The season played ${path.join(', ')}; by the platforms' counts it is ${right.join(', ')}.`];
}

/**
 * One drop per episode, one result per decision, at most one reminder per round, at most one word that the show has ended, and
 * nothing else.
 */
function comparePosts(
  book: Book,
  rounds: readonly TrueRound[],
  { path, title }: Statement,
  { key, name, posts }: Witness,
): readonly string[] {
  const links = path.flatMap((id) => book.episodes.get(id)?.url ?? []);
  const drops = [...new Set(links)].flatMap((link) => {
    const wanted = links.filter((one) => one === link).length;
    const found = posts.filter((post) => post.links.includes(link)).length;
    return found === wanted ? [] : [`${name} got ${found} drops of ${link} instead of ${wanted}.`];
  });
  const others = new Set(posts.filter((post) => !post.links.some((link) => links.includes(link))));
  const results = rounds.flatMap(({ number, outcome, total, polls }) => {
    const closedAt = Math.min(
      ...[...polls.values()].map((poll) => poll.closedAt ?? Number.POSITIVE_INFINITY),
    );
    if (outcome.kind !== 'won') return [];
    const found = [...others].find(
      (post) => post.at >= closedAt && post.text.includes(outcome.label) && holdsNumber(post.text, total),
    );
    if (found === undefined)
      return [`${name} got no result of round ${number} with "${outcome.label}" and ${total}.`];
    others.delete(found);
    return [];
  });
  const reminders = rounds.flatMap(({ number, question, outcome, total, polls }) => {
    const poll = polls.get(key);
    const isResult = (post: Post) => outcome.kind === 'won' && tells(post, outcome.label, total);
    const found = [...others].filter(
      (post) =>
        !isResult(post) &&
        poll !== undefined &&
        post.text.includes(question) &&
        post.at >= poll.openedAt &&
        !isAfter(post, poll),
    );
    for (const post of found) others.delete(post);
    return found.length <= 1 ? [] : [`${name} was reminded ${found.length} times of round ${number}.`];
  });
  const [ending, ...endings] = [...others].filter(({ text }) => text.includes(`${title} has ended`));
  if (ending !== undefined && endings.length === 0) others.delete(ending);
  const stray = [...others].map(
    ({ text }) => `${name} got a post that was not expected: ${JSON.stringify(text.slice(0, 80))}.`,
  );
  return [...drops, ...results, ...reminders, ...stray];
}

/** A second's grace: Telegram dates its messages by the second. */
const isAfter = ({ at }: Post, { closedAt }: { readonly closedAt: number | undefined }): boolean =>
  closedAt !== undefined && at > closedAt + 1_000;

/** Whether a post names a winner and how many voted, as every result does. */
const tells = ({ text }: Post, winner: string, total: number): boolean =>
  text.includes(winner) && holdsNumber(text, total);

const holdsNumber = (text: string, number: number): boolean =>
  new RegExp(`(?<!\\d)${number}(?!\\d)`).test(text);
