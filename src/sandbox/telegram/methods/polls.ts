import { badRequest } from '../api-error.ts';
import { readInlineKeyboard } from '../messages/keyboard.ts';
import { readPollPhoto } from '../messages/photos.ts';
import { readDestination } from '../messages/sending.ts';
import { codePoints, formatText, readText } from '../messages/text.ts';
import type { Method } from '../method.ts';
import { isRecord, type Params } from '../params.ts';
import type { NewPoll } from '../polls/poll-objects.ts';
import { findMessage, requireEditable } from './messages.ts';

/** https://core.telegram.org/bots/api#sendpoll and #inputpolloption, Bot API 10.1. */
const LONGEST_QUESTION = 300;
const LONGEST_OPTION = 100;
const MOST_OPTIONS = 12;
const LONGEST_DESCRIPTION = 1024;
const LONGEST_EXPLANATION = 200;
const SHORTEST_PERIOD = 5;
const LONGEST_PERIOD = 2_628_000;

const sendPoll: Method = (params, platform) => {
  const poll = { ...readPoll(params, platform.now()), photo: readPollPhoto(params, platform) };
  const { chat, common } = readDestination(params, platform, 'can_send_polls', 'polls');
  if (chat.type === 'channel' && !poll.anonymous) {
    throw badRequest("non-anonymous polls can't be sent to channel chats");
  }
  if (chat.type !== 'channel' && (poll.membersOnly || poll.countryCodes.length > 0)) {
    throw badRequest('restrictions of voters are available in channel chats only');
  }
  return platform.messages.create(
    chat,
    platform.messages.botAuthor(chat),
    common,
    (messageId) => platform.polls.open(poll, { chatId: chat.id, messageId }).id,
  );
};

/**
 * Refusals use the server's words if we know them. For the periods, and for combinations that only Telegram's
 * closed part checks, the words are ours.
 */
function readPoll(params: Params, now: number): Omit<NewPoll, 'photo'> {
  const question = readPlain(params.text('question'), params.text('question_parse_mode'));
  if (question === '') throw badRequest('poll question must be non-empty');
  if (codePoints(question) > LONGEST_QUESTION) {
    throw badRequest(`poll question length must not exceed ${LONGEST_QUESTION}`);
  }
  const options = readOptions(params);
  const type = params.text('type') || 'regular';
  if (type !== 'regular' && type !== 'quiz') throw badRequest('unsupported poll type specified');
  const anonymous = params.has('is_anonymous') ? params.boolean('is_anonymous') : true;
  const addable = params.boolean('allow_adding_options');
  if (addable && (anonymous || type === 'quiz')) {
    throw badRequest("options can't be added to anonymous polls and quizzes");
  }
  const correct = (params.list('correct_option_ids') ?? []).map(Number);
  if (type === 'quiz') {
    const known = correct.every((id) => Number.isInteger(id) && id >= 0 && id < options.length);
    if (correct.length === 0 || !known) throw badRequest('wrong correct option ID specified');
  }
  return {
    question,
    options,
    anonymous,
    type,
    multiple: params.boolean('allows_multiple_answers'),
    revoting: params.has('allows_revoting') ? params.boolean('allows_revoting') : type === 'regular',
    hidden: params.boolean('hide_results_until_closes'),
    membersOnly: params.boolean('members_only'),
    countryCodes: (params.list('country_codes') ?? []).map(String),
    correctOptions: correct,
    explanation: readLong(params, 'explanation', LONGEST_EXPLANATION),
    description: readLong(params, 'description', LONGEST_DESCRIPTION),
    ...readPeriod(params, now),
    closed: params.boolean('is_closed'),
  };
}

/** Questions and options keep no formatting except custom emoji; other markup becomes plain text. */
function readPlain(source: string, parseMode: string): string {
  return formatText(source, parseMode, undefined).text;
}

function readOptions(params: Params): string[] {
  const list = params.list('options') ?? [];
  const options = list.map((option) => {
    // Before Bot API 7.3 options were plain strings; the server still takes them.
    if (typeof option === 'string') return readPlain(option, '');
    if (!isRecord(option) || typeof option.text !== 'string') {
      throw badRequest('can\'t parse options: Can\'t find field "text"');
    }
    return readPlain(option.text, typeof option.text_parse_mode === 'string' ? option.text_parse_mode : '');
  });
  if (options.length === 0) throw badRequest('poll must have at least 1 option');
  if (options.length > MOST_OPTIONS) throw badRequest(`poll can't have more than ${MOST_OPTIONS} options`);
  for (const option of options) {
    if (option === '') throw badRequest('poll options must be non-empty');
    if (codePoints(option) > LONGEST_OPTION) {
      throw badRequest(`poll options length must not exceed ${LONGEST_OPTION}`);
    }
  }
  return options;
}

function readLong(params: Params, name: string, longest: number): NewPoll['description'] {
  const formatted = readText(params, {
    text: name,
    parseMode: `${name}_parse_mode`,
    entities: `${name}_entities`,
  });
  if (codePoints(formatted.text) > longest)
    throw badRequest(`poll ${name} length must not exceed ${longest}`);
  return formatted.text === '' ? undefined : formatted;
}

function readPeriod(params: Params, now: number): Pick<NewPoll, 'openPeriod' | 'closeDate'> {
  const openPeriod = params.integer('open_period') || undefined;
  const closeDate = params.integer('close_date') || undefined;
  if (openPeriod !== undefined && closeDate !== undefined) {
    throw badRequest("open_period and close_date can't be used together");
  }
  const seconds = openPeriod ?? (closeDate === undefined ? undefined : closeDate - Math.floor(now / 1000));
  if (seconds !== undefined && (seconds < SHORTEST_PERIOD || seconds > LONGEST_PERIOD)) {
    const name = openPeriod !== undefined ? 'open_period' : 'close_date';
    throw badRequest(`${name} must be between ${SHORTEST_PERIOD} and ${LONGEST_PERIOD} seconds ahead`);
  }
  return { openPeriod, closeDate };
}

const stopPoll: Method = (params, platform) => {
  const keyboard = readInlineKeyboard(params);
  const { chat, stored } = findMessage(params, platform, 'edit', 'message with poll to stop');
  if (stored.pollId === undefined) throw badRequest('message is not a poll');
  if (!stored.byBot) throw badRequest("poll can't be stopped");
  requireEditable(chat, stored, platform, "poll can't be stopped");
  const poll = platform.polls.stop(platform.polls.get(stored.pollId));
  platform.messages.edited(chat, stored, keyboard ? { reply_markup: keyboard } : {});
  return poll;
};

export const pollMethods: Readonly<Record<string, Method>> = { sendPoll, stopPoll };
