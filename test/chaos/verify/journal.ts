import type { Outlet } from '../outlets.ts';
import type { Item } from '../script.ts';
import type { Show, Stage } from '../stage.ts';

/** A message of the bot, at the moment that its platform accepted it. */
export interface Taken {
  readonly show: Show;
  readonly outlet: Outlet;
  /** Undefined for a message that no season owes. */
  readonly item: Item | undefined;
  readonly at: number;
  readonly words: string;
}

/** The bot's request to send something, and its outcome. */
export interface Attempt {
  readonly outlet: Outlet;
  readonly item: Item | undefined;
  readonly at: number;
  /** Whether the bot was told that the message is there. */
  readonly told: boolean;
}

/** What the platforms saw the bot do, in order. */
export interface Journal {
  readonly taken: readonly Taken[];
  readonly attempts: readonly Attempt[];
  /** Listeners run inside the platform's own step, before its answer leaves. */
  onTaken(listener: (taken: Taken) => void): void;
  /** Any successful request of an outlet: a send, a close, a read. */
  onDone(listener: (outlet: Outlet) => void): void;
  /** Any request to close a poll, before its answer leaves. */
  onClose(listener: () => void): void;
}

const SENDS = ['sendMessage', 'sendPhoto', 'sendPoll'];
/** An ordinary message and a reply; everything else is the platform's own. */
const DISCORD_MESSAGES = [0, 19];

export function keepJournal(stage: Stage): Journal {
  const taken: Taken[] = [];
  const attempts: Attempt[] = [];
  const onTaken: ((taken: Taken) => void)[] = [];
  const onDone: ((outlet: Outlet) => void)[] = [];
  const onClose: (() => void)[] = [];

  const lastRound = (outlet: Outlet): number | undefined => {
    const item = taken.findLast(
      (one) => one.outlet === outlet && /^(?:drop|poll) /.test(one.item ?? ''),
    )?.item;
    return item === undefined ? undefined : Number(item.slice('drop '.length));
  };
  const take = (id: string, isPoll: boolean, words: string): void => {
    const found = stage.find(id);
    if (found === undefined) return;
    const item = found.show.script.itemOf({ isPoll, words, round: lastRound(found.outlet) });
    const entry = { ...found, item, at: Date.now(), words };
    taken.push(entry);
    for (const listener of onTaken) listener(entry);
  };
  const attempt = (id: string, isPoll: boolean, body: unknown, told: boolean): void => {
    const found = stage.find(id);
    if (found === undefined) return;
    const item = found.show.script.itemOf({
      isPoll,
      words: JSON.stringify(body),
      round: lastRound(found.outlet),
    });
    attempts.push({ outlet: found.outlet, item, at: Date.now(), told });
  };
  const done = (id: string): void => {
    const found = stage.find(id);
    if (found !== undefined) for (const listener of onDone) listener(found.outlet);
  };

  stage.discord.onMessage(({ byBot, type, channelId, poll, ...message }) => {
    if (!byBot || !DISCORD_MESSAGES.includes(type)) return;
    take(
      channelId,
      poll !== null,
      JSON.stringify([message.content, message.embeds, message.components, poll]),
    );
  });
  stage.telegram.onMessage(({ chatId, message, byBot }) => {
    if (!byBot || (message.text ?? message.caption ?? message.poll) === undefined) return;
    // The message that it answers is included, and is not the bot's text.
    const { reply_to_message: _, ...own } = message;
    take(String(chatId), message.poll !== undefined, JSON.stringify(own));
  });
  stage.discord.onExchange(({ method, path, status, delivered, requestBody }) => {
    const [, channel = '', rest = ''] = /^\/channels\/(\d+)\/(.*)$/.exec(path) ?? [];
    if (method === 'POST' && rest === 'messages') {
      attempt(
        channel,
        JSON.stringify(requestBody).includes('"poll"'),
        requestBody,
        delivered && status < 500,
      );
    }
    if (/^polls\/\d+\/expire$/.test(rest)) for (const listener of onClose) listener();
    if (delivered && status < 300) done(channel);
  });
  stage.telegram.onExchange(({ method, params, status, lost }) => {
    const chat = String(params.chat_id ?? '');
    if (SENDS.includes(method)) attempt(chat, method === 'sendPoll', params, !lost && status < 500);
    if (method === 'stopPoll') for (const listener of onClose) listener();
    if (!lost && status < 300) done(chat);
  });
  return {
    taken,
    attempts,
    onTaken: (listener) => onTaken.push(listener),
    onDone: (listener) => onDone.push(listener),
    onClose: (listener) => onClose.push(listener),
  };
}
