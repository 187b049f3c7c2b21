import type { Milliseconds } from '../../../core/ids.ts';
import { decodeLook } from '../../../core/posts/button-code.ts';
import { isolatedRuns } from '../../../core/text/bidi.ts';
import type { Command } from '../../../ports/commands/command.ts';
import type { Administers } from '../administrators.ts';
import { formOf, listHtml } from '../wire/answers.ts';
import type { Written } from '../wire/objects.ts';
import { escapeHtml, inertHtml } from '../wire/text.ts';
import { placeAnswer, placeArguments, suggestions } from './arguments.ts';
import type { Conversation } from './asked.ts';
import { replyKey } from './conversation.ts';
import { phrases } from './phrases.ts';
import { commandsFor } from './register.ts';
import { placeOf, type Speaker, type Spot, sameSpeaker, speakerOf, spotOf } from './speaker.ts';
import { type CommandText, readCommandText } from './text.ts';

/** An older command was meant for another moment: the bot was away, and the story went on. */
const STALE: Milliseconds = 5 * 60_000;

/** Phones make a dash of a hyphen. */
const LEFT_OUT = /^[-–—]$/;

export interface SpokenParts {
  readonly conversation: Conversation;
  readonly administers: Administers;
  readonly botName: string | undefined;
  /** Only decides what is listed; the desk decides who may do what. */
  readonly isShowrunner: (user: number) => boolean;
  /**
   * How long ago the platform received a message with this date (Unix seconds), by its own clock; undefined without a date.
   */
  readonly ageOf: (date: number | undefined) => Milliseconds | undefined;
  /** A command was ignored because it is too old. */
  readonly onStale: (chat: Spot, age: Milliseconds) => void;
  /** A showrunner wrote to the bot in private. */
  readonly onShowrunner: (user: number) => void;
}

/**
 * Handles what was written in a chat: a command, the answer to a question of ours, or something that is not
 * for us.
 */
export async function hear(parts: SpokenParts, message: Written): Promise<void> {
  const { text } = message;
  // Forwarded, or from another bot: not the sender's own words.
  if (text === undefined || message.forward_origin !== undefined || message.via_bot !== undefined) return;
  const speaker = speakerOf(message);
  const spot: Spot = { ...spotOf(message), ...(speaker.kind === 'person' && { asker: speaker.user }) };
  const command = readCommandText(text, parts.botName);
  const age = parts.ageOf(message.date);
  const stale = age !== undefined && age > STALE;
  if (stale && command !== undefined) parts.onStale(spot, age);
  if (command === undefined) {
    if (!text.startsWith('/') && !stale) await hearReply(parts, message, text, speaker, spot);
  } else if (!stale) {
    await hearCommand(parts, command, speaker, spot);
  } else if (spot.type === 'private') {
    await parts.conversation.answering.say(spot, { html: phrases.stale });
  }
}

async function hearReply(
  { conversation }: SpokenParts,
  { reply_to_message: question }: Written,
  text: string,
  speaker: Speaker,
  spot: Spot,
): Promise<void> {
  if (question === undefined) return;
  const key = replyKey(spot.chat, question.message_id);
  const open = conversation.replies.get(key);
  if (open === undefined || !sameSpeaker(open.asked.speaker, speaker)) return;
  conversation.replies.delete(key);
  const { asked, parameter, optional } = open;
  const isLeftOut = optional === true && LEFT_OUT.test(text.trim());
  const value = isLeftOut
    ? ''
    : await placeAnswer(parameter, text, suggestions(conversation.desk, asked.request));
  const given = { ...asked.request.given, ...(value !== undefined && { [parameter.name]: value }) };
  const guided = parameter.asked === true ? { guided: true as const } : {};
  await conversation.ask({ ...asked, spot, request: { ...asked.request, given, ...guided } });
}

async function hearCommand(
  parts: SpokenParts,
  command: CommandText,
  speaker: Speaker,
  spot: Spot,
): Promise<void> {
  const { conversation, isShowrunner, onShowrunner } = parts;
  const inPrivate = spot.type === 'private';
  if (inPrivate && speaker.kind === 'person' && isShowrunner(speaker.user)) onShowrunner(speaker.user);
  // In a group, every bot understands these two.
  const meant = command.addressed || inPrivate;
  if (command.head === 'start' && command.rest !== '' && inPrivate)
    return hearStart(conversation, command.rest, speaker, spot);
  if (command.head === 'start' || command.head === 'help') {
    if (meant) await list(parts, phrases.help, conversation.desk.commands, speaker, spot);
    return;
  }
  const family = conversation.desk.commands.filter(
    ({ name }) => name === command.head || name.startsWith(`${command.head} `),
  );
  if (family.length === 0) {
    if (meant) await conversation.answering.say(spot, { html: phrases.unknown });
    return;
  }
  const found = commandOf(family, command);
  if (found === undefined) return list(parts, `/${command.head}`, family, speaker, spot);
  await perform(parts, found.command, found.rest, speaker, spot);
}

/** A person followed a link of ours to an answer for them alone. */
async function hearStart(
  conversation: Conversation,
  token: string,
  speaker: Speaker,
  spot: Spot,
): Promise<void> {
  // The links below results outlive the process.
  const look = decodeLook(token);
  if (look !== undefined) {
    const { command: name, given } = look;
    const request = conversation.request({ name, given, speaker, place: placeOf(spot) });
    return conversation.ask({ request, speaker, spot });
  }
  const asked = conversation.starts.get(`!${token}`);
  if (asked === undefined) {
    await conversation.answering.say(spot, { html: phrases.expired });
    return;
  }
  const { name, given, place } = asked.request;
  const request = conversation.request({ name, given, speaker, place });
  await conversation.ask({ ...asked, request, speaker });
}

/** The sub-command is the first word after the command. */
function commandOf(
  family: readonly Command[],
  { head, rest }: CommandText,
): { readonly command: Command; readonly rest: string } | undefined {
  const [first = ''] = /^\S+/.exec(rest) ?? [];
  const sub = family.find(({ name }) => name === `${head} ${first.toLowerCase()}`);
  if (sub !== undefined) return { command: sub, rest: rest.slice(first.length).trim() };
  const whole = family.find(({ name }) => name === head);
  return whole && { command: whole, rest };
}

async function perform(
  { conversation }: SpokenParts,
  command: Command,
  rest: string,
  speaker: Speaker,
  spot: Spot,
): Promise<void> {
  const place = placeOf(spot);
  const bare = conversation.request({ name: command.name, given: {}, speaker, place });
  const suggest = suggestions(conversation.desk, bare);
  const { given, surplus } = await placeArguments(command.parameters, rest, suggest);
  if (surplus !== undefined) {
    const form = `<code>${escapeHtml(formOf(command))}</code>`;
    await conversation.answering.say(spot, {
      html: `${isolatedRuns(inertHtml(phrases.surplus(surplus)))}\n${form}`,
    });
    return;
  }
  const request = conversation.request({ name: command.name, given, speaker, place });
  await conversation.ask({ request, speaker, spot });
}

async function list(
  parts: SpokenParts,
  heading: string,
  commands: readonly Command[],
  speaker: Speaker,
  spot: Spot,
): Promise<void> {
  const offered = commandsFor(commands, await audienceOf(parts, speaker, spot));
  const pages = offered.length > 0 ? listHtml(heading, offered) : [phrases.notForYou];
  for (const html of pages) await parts.conversation.answering.say(spot, { html });
}

async function audienceOf(
  { administers, isShowrunner }: SpokenParts,
  speaker: Speaker,
  spot: Spot,
): Promise<'fans' | 'moderators' | 'showrunners'> {
  switch (speaker.kind) {
    case 'nobody':
      return 'fans';
    case 'anonymous-administrator':
      return 'moderators';
    case 'person': {
      if (isShowrunner(speaker.user)) return 'showrunners';
      if (spot.type === 'private') return 'fans';
      const moderates = await administers(spot.chat, speaker.user).catch(() => false);
      return moderates ? 'moderators' : 'fans';
    }
  }
}
