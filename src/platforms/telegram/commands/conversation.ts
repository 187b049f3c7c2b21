import type { Milliseconds } from '../../../core/ids.ts';
import { isolatedRuns } from '../../../core/text/bidi.ts';
import type { Place } from '../../../ports/commands/caller.ts';
import type { CommandAnswer, CommandDesk } from '../../../ports/commands/command.ts';
import type { Log } from '../../../ports/log.ts';
import { within } from '../../../time-limit.ts';
import type { Administers } from '../administrators.ts';
import {
  type AnswerMessage,
  confirmMessage,
  MOST_CHOICES,
  replyMessages,
  usageMessage,
} from '../wire/answers.ts';
import { inertHtml, lineHtml } from '../wire/text.ts';
import type { Answering } from './answering.ts';
import { type Choice, isListed } from './arguments.ts';
import { type Asked, type Conversation, QUESTION_LASTS } from './asked.ts';
import { Pending } from './callback-data.ts';
import { phrases } from './phrases.ts';
import { pointToPrivate, replyForOne, writeInPrivate } from './private-answers.ts';
import type { Speaker } from './speaker.ts';

/**
 * Of the three seconds within which a person gets an answer. The desk itself answers sooner, whatever
 * happens.
 */
const SLOW: Milliseconds = 2_500;

export function createConversation(parts: {
  readonly desk: CommandDesk;
  readonly answering: Answering;
  readonly administers: Administers;
  readonly botName: string | undefined;
  readonly log: Log;
}): Conversation {
  const { desk, answering, administers, botName, log } = parts;
  const presses: Conversation['presses'] = new Pending();
  const replies: Conversation['replies'] = new Pending();
  const starts: Conversation['starts'] = new Pending();

  function moderates(speaker: Speaker, { community }: Place): () => Promise<boolean> {
    return async () => {
      if (community === undefined) return false;
      switch (speaker.kind) {
        case 'person':
          return administers(Number(community), speaker.user);
        case 'anonymous-administrator':
          return true;
        case 'nobody':
          return false;
      }
    };
  }

  async function choicesOf(
    asked: Asked,
    answer: Extract<CommandAnswer, { kind: 'usage' }>,
  ): Promise<readonly (Choice & { readonly data: string })[]> {
    const { parameter } = answer;
    if (!isListed(parameter) || asked.speaker.kind === 'nobody') return [];
    const choices = await desk.complete(asked.request, parameter.name, '');
    if (choices.length === 0 || choices.length > MOST_CHOICES) return [];
    return choices.map(({ label, value }) => {
      const given = { ...asked.request.given, [parameter.name]: value };
      const chosen: Asked = { ...asked, request: { ...asked.request, given } };
      return { label, value, data: presses.add({ kind: 'ask', asked: chosen }, QUESTION_LASTS) };
    });
  }

  async function presentUsage(
    asked: Asked,
    answer: Extract<CommandAnswer, { kind: 'usage' }>,
  ): Promise<void> {
    const command = desk.commands.find(({ name }) => name === asked.request.name);
    if (command === undefined) {
      await answering.say(asked.spot, { html: isolatedRuns(inertHtml(answer.problem)) });
      return;
    }
    const choices = await choicesOf(asked, answer);
    const waitForReply = (question: number): void => {
      if (asked.speaker.kind === 'nobody') return;
      const { parameter, optional } = answer;
      const open = { asked, parameter, ...(optional && { optional }) };
      replies.set(replyKey(asked.spot.chat, question), open, QUESTION_LASTS);
    };
    const message = usageMessage(command, answer, asked.request.given, choices);
    const sent = await answering.say(asked.spot, message, { urgent: true, onLate: waitForReply });
    if (sent !== undefined) waitForReply(sent);
  }

  async function presentConfirm(
    asked: Asked,
    answer: Extract<CommandAnswer, { kind: 'confirm' }>,
  ): Promise<void> {
    const question = lineHtml(answer.question, 'en');
    const both: string[] = [];
    const given = answer.given ?? asked.request.given;
    const meant: Asked = { ...asked, request: { ...asked.request, given } };
    const go = presses.add({ kind: 'confirm', asked: meant, question, both }, QUESTION_LASTS);
    const cancel = presses.add({ kind: 'cancel', asked, question, both }, QUESTION_LASTS);
    both.push(go, cancel);
    await answering.say(asked.spot, confirmMessage(answer, { go, cancel }), { urgent: true });
  }

  async function presentAll(
    asked: Asked,
    messages: readonly AnswerMessage[],
    urgent: boolean,
  ): Promise<void> {
    for (const message of messages) await answering.say(asked.spot, message, { urgent });
  }

  const conversation: Conversation = {
    desk,
    answering,
    presses,
    replies,
    starts,
    botName,

    request({ name, given, speaker, place, confirmed = false }) {
      return {
        name,
        given,
        platform: 'telegram',
        ...(speaker.kind === 'person' && whoIs(speaker)),
        place,
        moderates: moderates(speaker, place),
        confirmed,
      };
    },

    async answer(request, onSlow) {
      const answering = desk.answer(request).catch((error: unknown): CommandAnswer => {
        log.error({ command: request.name, error }, 'a command failed');
        return { kind: 'refused', line: [{ kind: 'text', text: phrases.failed }] };
      });
      if ((await within(SLOW, answering)) === undefined) await onSlow();
      return answering;
    },

    async present(asked, answer) {
      switch (answer.kind) {
        case 'refused':
          await answering.say(asked.spot, { html: lineHtml(answer.line, 'en') || phrases.failed });
          conversation.follow(answer, (later) => conversation.present(asked, later));
          return;
        case 'confirm':
          await presentConfirm(asked, answer);
          return;
        case 'usage':
          await presentUsage(asked, answer);
          return;
        case 'reply': {
          const forOne = replyForOne(asked, answer);
          if (forOne !== undefined) {
            if (!(await writeInPrivate(conversation, asked, forOne)))
              await pointToPrivate(conversation, asked);
            return;
          }
          const steering = answer.reply.visibility === 'caller';
          await presentAll(asked, replyMessages(answer.reply), steering);
          if (answer.reply.file) await answering.attach(asked.spot, answer.reply.file);
          if (asked.origin && (steering || asked.origin.question === true)) {
            await answering.settle(asked.origin.message, asked.origin.pressed);
          }
        }
      }
    },

    follow(answer, say) {
      if (answer.kind !== 'refused' || answer.later === undefined) return;
      void answer.later.then(say).catch((error: unknown) => {
        log.error({ error }, 'could not tell how a slow command ended');
      });
    },

    async ask(asked) {
      const onSlow = () => answering.say(asked.spot, { html: phrases.slow });
      await conversation.present(asked, await conversation.answer(asked.request, onSlow));
    },
  };
  return conversation;
}

function whoIs({ user, displayName, language }: Extract<Speaker, { kind: 'person' }>) {
  return {
    account: String(user),
    ...(displayName !== undefined && { displayName }),
    ...(language !== undefined && { language }),
  };
}

export const replyKey = (chat: number, message: number): string => `${chat} ${message}`;
