import type { Instant, NativeAnswerId, NativePollId, OptionId } from '../../../core/ids.ts';
import { nativeAnswerId, nativePollId } from '../../../core/ids.ts';
import { type Option, shownLabel } from '../../../core/story/story.ts';
import type { VoteFact } from '../../../ports/platform/listening.ts';
import { ballotAccount } from '../accounts.ts';
import { Poll, PollAnswer, type Update } from './objects.ts';
import { clean } from './text.ts';

/**
 * An answer of a native poll is identified by its persistent id (Bot API 9.6), or by its position if the
 * server is too old to send one. The two forms can't be confused.
 */
const byPersistentId = (id: string): NativeAnswerId => nativeAnswerId(`id:${id}`);
const byPosition = (index: number): NativeAnswerId => nativeAnswerId(`at:${index}`);

export function pollIdOf(poll: Poll): NativePollId {
  return nativePollId(poll.id);
}

/** Ids of a poll's answers in the response's order; all of one form. */
function answerIds(poll: Poll): readonly NativeAnswerId[] {
  const persistent = poll.options.flatMap((option) => option.persistent_id ?? []);
  const usable = new Set(persistent).size === poll.options.length;
  return poll.options.map((_, index) =>
    usable ? byPersistentId(persistent[index] ?? '') : byPosition(index),
  );
}

type Labelled = Pick<Option, 'id' | 'label' | 'emoji'>;

/**
 * Finds out what the answers of a sent poll mean, by their words and never by their order. A server may
 * change spaces and invisible characters; if one answer is left over, it can only be the one option that is
 * left over.
 * @returns undefined if the returned words are ambiguous or not ours.
 */
export function matchAnswers(
  poll: Poll,
  options: readonly Labelled[],
): Readonly<Record<NativeAnswerId, OptionId>> | undefined {
  if (poll.options.length !== options.length) return undefined;
  const ids = answerIds(poll);
  // Without any words nothing contradicts the order in which they were sent, since we did not ask for
  // shuffling.
  if (poll.options.every(({ text }) => text === undefined))
    return Object.fromEntries(options.map((option, index) => [ids[index], option.id]));
  const answers: Record<NativeAnswerId, OptionId> = {};
  let left = ids.map((id, index) => ({ id, text: poll.options[index]?.text ?? '' }));
  let open = options;
  for (const same of [sameLetters, sameVisibly, () => open.length === 1]) {
    for (const answer of left) {
      const [option, ...others] = open.filter((one) => same(shownLabel(one), answer.text));
      if (option === undefined || others.length > 0) continue;
      answers[answer.id] = option.id;
      open = open.filter((other) => other !== option);
      left = left.filter((other) => other !== answer);
    }
  }
  return left.length === 0 ? answers : undefined;
}

/** When the platform closes the poll by itself, if it has such a time. */
export const endOf = ({ close_date: seconds }: Poll): { readonly endsAt?: Instant } =>
  seconds === undefined ? {} : { endsAt: seconds * 1_000 };

function sameLetters(label: string, text: string): boolean {
  return clean(label) === clean(text);
}

/** Whether two texts read the same, ignoring spaces and invisible characters. */
export function sameVisibly(label: string, text: string): boolean {
  const visible = (words: string) =>
    clean(words).replace(/[\s\u2800\p{Default_Ignorable_Code_Point}]+/gu, '');
  return visible(label) === visible(text);
}

/**
 * Counts by answer, or undefined if the platform does not report them all. An option's count "may be 0 if unknown": we see
 * that when the counts add up to less than the number of voters, and expect it while results are hidden.
 * @param sealed results are hidden until the poll is closed.
 */
export function countsOf(poll: Poll, sealed = false): Readonly<Record<NativeAnswerId, number>> | undefined {
  const counts = poll.options.flatMap((option) => option.voter_count ?? []);
  if (counts.length < poll.options.length) return undefined;
  const sum = sumOf(poll);
  if (sum < (poll.total_voter_count ?? sum)) return undefined;
  if (sealed && poll.is_closed !== true && sum === 0) return undefined;
  return Object.fromEntries(answerIds(poll).map((id, index) => [id, counts[index] ?? 0]));
}

/** Of the known counts. */
export const sumOf = (poll: Poll): number =>
  poll.options.reduce((total, option) => total + (option.voter_count ?? 0), 0);

/** What an update says about votes; empty if it is about something else or makes no sense. */
export function votesOf(update: Update): readonly VoteFact[] {
  if (update.poll !== undefined) return snapshotOf(update);
  if (update.poll_answer !== undefined) return answerOf(update);
  return [];
}

function snapshotOf(update: Update): readonly VoteFact[] {
  const read = Poll.safeParse(update.poll);
  if (!read.success) return [];
  const poll = read.data;
  const counts = countsOf(poll);
  if (counts === undefined) return [];
  return [
    {
      kind: 'snapshot',
      poll: pollIdOf(poll),
      sequence: update.update_id,
      closed: poll.is_closed === true,
      counts,
      question: poll.question ?? '',
      labels: poll.options.map((option) => option.text ?? ''),
    },
  ];
}

function answerOf(update: Update): readonly VoteFact[] {
  const read = PollAnswer.safeParse(update.poll_answer);
  if (!read.success) return [];
  const given = read.data;
  const account = accountOf(given);
  if (account === undefined) return [];
  const poll = nativePollId(given.poll_id);
  if (given.option_ids.length === 0) return [{ kind: 'withdrawn', poll, account }];
  // Our polls allow one answer.
  const [index, ...more] = given.option_ids;
  if (index === undefined || more.length > 0) return [];
  const [persistent] = given.option_persistent_ids ?? [];
  const answer = persistent === undefined ? byPosition(index) : byPersistentId(persistent);
  return [{ kind: 'cast', poll, account, answer }];
}

/** An anonymous voter's `user` is a fake account that all of them share, so check the chat first. */
function accountOf(answer: PollAnswer): string | undefined {
  const voter = answer.voter_chat ?? answer.user;
  return voter && ballotAccount(String(voter.id));
}
