import { Routes, SnowflakeUtil } from 'discord.js';
import { z } from 'zod';
import type { Instant } from '../../../core/ids.ts';
import type { Drop, Notice } from '../../../core/posts/content.ts';
import { urlOf } from '../../../core/text/url.ts';
import type { LeftOff, Shortfall } from '../../../core/vote/shortfall.ts';
import type { OutletProblem, ResolvedOutlet } from '../../../ports/platform/outlet.ts';
import type { EditOutcome, FoundPost, WantedPost } from '../../../ports/platform/platform.ts';
import type { MessageRef } from '../../../ports/platform/sending.ts';
import { discordAddress } from '../address.ts';
import type { Self } from '../inspect.ts';
import { classify, shortfallOf } from '../requests/errors.ts';
import type { Requests } from '../requests/requests.ts';
import { CLOCK_MARGIN } from '../requests/snowflakes.ts';
import { carriesMark, endsInMark } from '../wire/marks.ts';
import { dropEdit, isOwnPost, partsOf } from '../wire/messages.ts';
import { noticeEdit } from '../wire/notices.ts';
import { anyShape, messageShape, type WireMessage } from '../wire/objects.ts';
import { messageLink, nativePoll } from '../wire/polls.ts';
import { refusedParts } from './refused-parts.ts';
import { partsToLeave } from './send.ts';

/** After a lost answer, the same edit can safely be repeated. */
const AGAIN_AFTER = 1_000;

/**
 * Updates a posted drop to what `drop` says now. Only for drops: Discord does not allow polls to be edited.
 */
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
      // It was posted without an embed, as text with the link of that time.
      if (body.content === undefined && endsInMark(edited.content ?? '', drop.mark))
        await requests.patch(route, anyShape, { body: { content: '' } });
      return { status: 'edited', ...(refused.length === 0 ? {} : { shortfalls: refused }) };
    } catch (error) {
      const left = partsToLeave(parts, refusedParts(error), refused.length);
      if (left.length === 0) return notDone(error);
      refused.push(...left.map((code) => shortfallOf(code, classify(error))));
    }
  }
}

/**
 * Updates a posted notice to what `notice` says now. The picture of a result stays where it is: inside the embed, whose other
 * words may change, it has to be named again.
 */
export async function editNotice(
  requests: Requests,
  message: MessageRef,
  notice: Notice,
): Promise<EditOutcome> {
  const route = Routes.channelMessage(message.in, message.id);
  const refused: Shortfall[] = [];
  try {
    const shown = notice.kind === 'result' ? await requests.get(route, messageShape) : undefined;
    const hasCard = shown?.embeds.some(({ image }) => image != null) ?? false;
    const asText: readonly LeftOff[] = shown?.embeds.length === 0 ? ['embed'] : [];
    for (;;) {
      const without = new Set([...asText, ...refused.map(({ code }) => code)]);
      const body = noticeEdit(notice, without, hasCard && !without.has('picture'));
      const failure = await requests.patch(route, anyShape, { body }).then(
        () => undefined,
        (error: unknown) => ({ error }),
      );
      if (failure === undefined)
        return { status: 'edited', ...(refused.length > 0 && { shortfalls: refused }) };
      const left = partsToLeave(partsOf(body, notice), refusedParts(failure.error), refused.length);
      if (left.length === 0) return notDone(failure.error);
      refused.push(...left.map((code) => shortfallOf(code, classify(failure.error))));
    }
  } catch (error) {
    return notDone(error);
  }
}

/** Only the text of an edit's answer is read. */
const textShape = z.object({ content: z.string().nullish().catch(undefined) }).catch({});

/** Checks the message that a person says is ours. */
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
  // Every delivery has its own mark, but an earlier run of the bot with other data had the same marks.
  const isOlder = SnowflakeUtil.timestampFrom(found.id) < since - CLOCK_MARGIN;
  if (!carriesMark(found, post.mark) || isOlder) return refused(notThat(outlet));
  const own = messageLink(outlet.community, channel, found.id);
  const message: MessageRef = { id: found.id, in: channel, link: own };
  if (post.kind !== 'poll') return { status: 'found', message };
  const poll = nativePoll(found, channel, own, post.options);
  return poll === undefined ? refused(notThat(outlet)) : { status: 'found', message, poll };
}

const HOSTS = /^(?:(?:ptb|canary)\.)?discord(?:app)?\.com$/;

/** Id of the message with this address, if it is in this channel. A bare id also counts as an address. */
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
  what: `That is not a link to a message in ${outlet.name}.`,
  fix: 'Right-click the message, choose Copy Message Link, and paste that.',
});
const notOurs = (self: Self): OutletProblem => ({
  code: 'not-our-message',
  what: `That message is not from ${self.name}.`,
  fix: 'Give the link to the message that the bot posted, or have it sent again.',
});
const notThat = (outlet: ResolvedOutlet): OutletProblem => ({
  code: 'another-message',
  what: `That is a different message of the bot in ${outlet.name}.`,
  fix: 'Give the link to the missing message, or have it sent again.',
});
