import { z } from 'zod';
import type { Instant, Milliseconds } from '../../../core/ids.ts';
import { plain, titleLine } from '../../../core/posts/content.ts';
import { shownLabel } from '../../../core/story/story.ts';
import type { OutletProblem, ResolvedOutlet } from '../../../ports/platform/outlet.ts';
import type { WantedPost } from '../../../ports/platform/platform.ts';
import { count, Message, maybe, noneOr, Poll, User } from '../wire/objects.ts';
import { clean } from '../wire/text.ts';
import { sameVisibly } from '../wire/votes.ts';

/** How much our clock and Telegram's may differ. */
const CLOCK_MARGIN: Milliseconds = 300_000;

/** A message as an edit returns it: everything that shows whose it is and what it says. */
export const SeenMessage = Message.extend({
  /** Unix time in seconds. */
  date: count,
  from: noneOr(User),
  via_bot: noneOr(z.unknown()),
  forward_origin: noneOr(z.unknown()),
  /** Before Bot API 7.0. */
  forward_date: noneOr(z.unknown()),
  text: maybe(z.string()),
  caption: maybe(z.string()),
  poll: maybe(
    Poll.extend({
      type: maybe(z.string()),
      is_anonymous: maybe(z.boolean()),
      allows_multiple_answers: maybe(z.boolean()),
      /** Servers that report this (10.0 and later) also report the description. */
      members_only: maybe(z.boolean()),
      description: maybe(z.string()),
    }),
  ),
});
export type SeenMessage = z.infer<typeof SeenMessage>;

/**
 * Why a message is not the one we want; undefined if everything that Telegram reports agrees. In a channel posts have no
 * author, and a bot may edit those of other administrators: there the poll's own settings have to tell them apart.
 */
export function whyNotThat(
  message: SeenMessage,
  { post, since }: WantedPost,
  outlet: ResolvedOutlet,
  botId: number,
): OutletProblem | undefined {
  const { from, via_bot, forward_origin, forward_date, date, poll } = message;
  if (forward_origin !== undefined || forward_date !== undefined) return forwarded;
  if ((from !== undefined && from.id !== botId) || via_bot !== undefined) return notOurs;
  if (isBefore(date, since)) return tooOld;
  if (post.kind !== 'poll')
    return says(message, plain(titleLine(post.title)), namesIn(post)) ? undefined : otherMessage;
  if (poll === undefined || !asksTheSame(poll, post)) return otherMessage;
  const isAnonymous = outlet.traits.kind === 'channel';
  const asSent =
    (poll.type ?? 'regular') === 'regular' &&
    poll.allows_multiple_answers !== true &&
    (poll.is_anonymous ?? isAnonymous) === isAnonymous &&
    tellsRule(poll, post);
  return asSent ? undefined : notOurs;
}

const isBefore = (date: number, since: Instant): boolean => date * 1_000 < since - CLOCK_MARGIN;

/** A notice may have changed since it was sent, but not whom or what it names. */
function namesIn(post: WantedPost['post']): readonly string[] {
  if (!('lines' in post)) return [];
  return (post.lines[0] ?? []).flatMap((span) => (span.kind === 'strong' ? [span.text] : []));
}

function says({ text, caption }: SeenMessage, title: string, names: readonly string[]): boolean {
  const said = clean(text ?? caption ?? '');
  return [title, ...names].every((words) => said.includes(clean(words)));
}

/** Stricter than matching the answers of a poll that we just sent: here we only have the words. */
function asksTheSame(
  { question, options }: NonNullable<SeenMessage['poll']>,
  post: Extract<WantedPost['post'], { kind: 'poll' }>,
): boolean {
  return (
    sameVisibly(question ?? '', post.question) &&
    options.length === post.options.length &&
    post.options.every(
      (option) => options.filter(({ text }) => sameVisibly(text ?? '', shownLabel(option))).length === 1,
    )
  );
}

/** The rule is on every poll of ours. A line with a time in it changes with the deadline. */
function tellsRule(
  { members_only, description }: NonNullable<SeenMessage['poll']>,
  { rule }: Extract<WantedPost['post'], { kind: 'poll' }>,
): boolean {
  if (members_only === undefined && description === undefined) return true;
  const told = clean(description ?? '');
  const lasting = rule.filter((line) => line.every(({ kind }) => kind !== 'time'));
  return lasting.every((line) => told.includes(clean(plain(line))));
}

const forwarded: OutletProblem = {
  code: 'forwarded',
  what: 'That message was forwarded from somewhere else.',
  fix: 'Copy the link of the message that the bot posted there itself.',
};
const notOurs: OutletProblem = {
  code: 'not-ours',
  what: 'The bot did not post that message.',
  fix: 'Copy the link of the message that the bot posted, or have it sent again.',
};
const tooOld: OutletProblem = {
  code: 'too-old',
  what: 'That message was there before the bot tried to post this one.',
  fix: 'Copy the link of the later message, or have it sent again.',
};
export const otherMessage: OutletProblem = {
  code: 'other-message',
  what: 'That is not the message we are looking for.',
  fix: 'Copy the link of the right message, or have it sent again. If you gave the link of a drop, /episode link restores its button.',
};
