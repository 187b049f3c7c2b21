import { Routes, SnowflakeUtil } from 'discord.js';
import { z } from 'zod';
import type { Instant } from '../../core/ids.ts';
import type { Drop, Notice } from '../../core/posts/content.ts';
import { urlOf } from '../../core/text/url.ts';
import type { Shortfall } from '../../core/vote/shortfall.ts';
import type { OutletProblem, ResolvedOutlet } from '../../ports/outlet.ts';
import type { EditOutcome, FoundPost, MessageRef, WantedPost } from '../../ports/platform.ts';
import { discordAddress } from './address.ts';
import { classify, wordsOf } from './errors.ts';
import type { Self } from './inspect.ts';
import { refusedParts } from './refused-parts.ts';
import type { Requests } from './requests.ts';
import { partsToLeave } from './send.ts';
import { anyShape, messageShape, type WireMessage } from './shapes.ts';
import { CLOCK_MARGIN } from './snowflakes.ts';
import { carriesMark, endsInMark } from './wire/marks.ts';
import { dropEdit, isOwnPost, noticeEdit } from './wire/messages.ts';
import { messageLink, nativePoll } from './wire/polls.ts';

/** A lost answer: the same edit may be made again. */
const AGAIN_AFTER = 1_000;

/** Makes a posted drop say what `drop` says now. Only ever drops: Discord lets no poll be edited. */
export async function editDrop(
  requests: Requests,
  message: MessageRef,
  drop: Drop,
  now: Instant,
): Promise<EditOutcome> {
  const refused: Shortfall[] = [];
  const route = Routes.channelMessage(message.in, message.id);
  for (;;) {
    const composed = dropEdit(drop, now, new Set(refused.map(({ code }) => code)));
    if ('problem' in composed) return { status: 'refused', problem: composed.problem };
    const { body, parts } = composed;
    try {
      const edited = await requests.patch(route, textShape, { body });
      // It was posted without an embed, as text that names the link of then.
      if (body.content === undefined && endsInMark(edited.content ?? '', drop.mark))
        await requests.patch(route, anyShape, { body: { content: '' } });
      return { status: 'edited', ...(refused.length === 0 ? {} : { shortfalls: refused }) };
    } catch (error) {
      const left = partsToLeave(parts, refusedParts(error), refused.length);
      if (left.length === 0) return notDone(error);
      refused.push(...left.map((code) => ({ code, why: wordsOf(classify(error)) })));
    }
  }
}

/** Makes a posted notice say what `notice` says now. */
export async function editNotice(
  requests: Requests,
  message: MessageRef,
  notice: Notice,
): Promise<EditOutcome> {
  try {
    const body = noticeEdit(notice);
    await requests.patch(Routes.channelMessage(message.in, message.id), anyShape, { body });
    return { status: 'edited' };
  } catch (error) {
    return notDone(error);
  }
}

/** Of the answer to an edit only the text is looked at. */
const textShape = z.object({ content: z.string().nullish().catch(undefined) }).catch({});

/** Looks at the message that a person says is ours. */
export async function findPosted(
  requests: Requests,
  self: Self,
  outlet: ResolvedOutlet,
  link: string,
  { post, since, isTaken }: WantedPost,
): Promise<FoundPost> {
  const { channel } = discordAddress(outlet.address);
  const id = messageIn(channel, link);
  if (id === undefined) return refused(notHere(outlet));
  if (isTaken(id)) return refused(notThat(outlet));
  let found: WireMessage;
  try {
    found = await requests.get(Routes.channelMessage(channel, id), messageShape);
  } catch (error) {
    return notDone(error);
  }
  if (!isOwnPost(found, self)) return refused(notOurs(self));
  // Every delivery has a mark of its own; but a run of the bot with other data had the same ones.
  const isOlder = SnowflakeUtil.timestampFrom(found.id) < since - CLOCK_MARGIN;
  if (!carriesMark(found, post.mark) || isOlder) return refused(notThat(outlet));
  const own = messageLink(outlet.community, channel, found.id);
  const message: MessageRef = { id: found.id, in: channel, link: own };
  if (post.kind !== 'poll') return { status: 'found', message };
  const poll = nativePoll(found, channel, own, post.options);
  return poll === undefined ? refused(notThat(outlet)) : { status: 'found', message, poll };
}

const HOSTS = /^(?:(?:ptb|canary)\.)?discord(?:app)?\.com$/;

/** Id of the message whose address this is, where it stands in this channel. A bare id counts as an address. */
function messageIn(channel: string, link: string): string | undefined {
  const text = link.trim();
  if (/^\d{15,20}$/.test(text)) return text;
  const url = urlOf(text);
  if (url === undefined) return undefined;
  const { hostname, pathname } = url;
  const [, place, id] = /^\/channels\/\d{15,20}\/(\d{15,20})\/(\d{15,20})\/?$/.exec(pathname) ?? [];
  return HOSTS.test(hostname) && place === channel ? id : undefined;
}

function notDone(error: unknown): Exclude<EditOutcome, { status: 'edited' }> {
  const failure = classify(error);
  switch (failure.kind) {
    case 'refused':
      return refused(failure.problem);
    case 'retry':
      return { status: 'retry', after: failure.after, why: failure.why };
    case 'unknown':
      return { status: 'retry', after: AGAIN_AFTER, why: failure.why };
  }
}

const refused = (problem: OutletProblem) => ({ status: 'refused' as const, problem });

const notHere = (outlet: ResolvedOutlet): OutletProblem => ({
  code: 'not-a-message-here',
  what: `That is no address of a message in ${outlet.name}.`,
  fix: 'Right-click the message, Copy Message Link, and give that.',
});
const notOurs = (self: Self): OutletProblem => ({
  code: 'not-our-message',
  what: `That message is not from ${self.name}.`,
  fix: 'Give the link of the message that the bot posted, or have it sent again.',
});
const notThat = (outlet: ResolvedOutlet): OutletProblem => ({
  code: 'another-message',
  what: `That message in ${outlet.name} is another one of the bot.`,
  fix: 'Give the link of the message that is looked for, or have it sent again.',
});
