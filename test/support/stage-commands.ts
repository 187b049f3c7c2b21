import type { InteractionOutcome } from '../../src/sandbox/discord/interactions.ts';
import type { MessageRecord } from '../../src/sandbox/discord/records.ts';
import type { Pressed } from '../../src/sandbox/telegram/people.ts';
import type { InlineKeyboardButton, Message } from '../../src/sandbox/telegram/types.ts';
import { discordPosts } from '../../src/sandbox/town-posts.ts';
import { type Finished, SeasonStage, type StagePlan } from './season-stage.ts';

/** Of Discord's permissions: what a moderator has and a fan has not. */
const MANAGE_GUILD = 1n << 5n;
/** What the bot says of a command that is still under way; its end follows. */
const UNDER_WAY = 'longer than usual';

/** A stage whose season begins by command, with a showrunner and an alerts place on both platforms. */
export interface CommandStage<Key extends string> {
  readonly stage: SeasonStage<Key>;
  readonly discord: {
    readonly showrunner: DiscordPerson;
    /** Where the alerts go. */
    readonly alerts: DiscordSeat;
    /** Resolves with the alert that holds these words. */
    alert(words: string): Promise<MessageRecord>;
    /** Somebody in a place of the story, or anywhere else on Discord. */
    person(name: string, where: DiscordSeat, may?: 'moderates'): DiscordPerson;
    in(key: Key): DiscordSeat;
  };
  readonly telegram: {
    /** In private with the bot. */
    readonly showrunner: TelegramPerson;
    /** The group of the alerts. */
    readonly alerts: number;
    alert(words: string): Promise<Message>;
    /** In private with the bot where no chat is named. */
    person(name: string, chat?: number): TelegramPerson;
  };
}

export interface DiscordSeat {
  readonly guild: string;
  readonly channel: string;
}

export async function onCommand<Key extends string>(
  plan: StagePlan<Key>,
  onFinished: Finished,
): Promise<CommandStage<Key>> {
  const stage = await SeasonStage.set(plan, onFinished);
  const { discord, telegram } = stage;
  const { id: guild, channels } = discord.addGuild({ name: 'Showrunners', channels: [{ name: 'alerts' }] });
  const desk: DiscordSeat = { guild, channel: channels.alerts ?? '' };
  const group = telegram.world.addSupergroup({ title: 'Showrunners' }).id;

  const person = (name: string, seat: DiscordSeat, may?: 'moderates') =>
    new DiscordPerson(stage, { ...seat, user: discord.addUser(name) }, may === 'moderates');
  const chatter = (name: string, chat?: number): TelegramPerson => {
    const { id } = telegram.world.addUser({ first_name: name });
    return new TelegramPerson(stage, id, chat ?? telegram.world.addPrivateChat(id).id);
  };
  const showrunners = { discord: person('Sam', desk, 'moderates'), telegram: chatter('Sam') };
  await stage.write('cliffhanger.yaml', {
    ...plan.operator,
    showrunners: { discord: [showrunners.discord.user], telegram: [showrunners.telegram.user] },
    alerts: { discord: desk.channel, telegram: group },
    shows: [{ story: 'story.yaml', starts: 'on-command', outlets: stage.all.map(({ entry }) => entry) }],
  });
  const look = (): void => stage.book.changed();
  discord.onExchange(look);
  telegram.onExchange(look);
  telegram.onEdit(look);

  const found = async <One>(words: string, find: () => One | undefined): Promise<One> => {
    await stage.book.untilTrue(`an alert says "${words}"`, () => find() !== undefined);
    const one = find();
    if (one === undefined) throw new Error('an alert was there and is gone');
    return one;
  };
  return {
    stage,
    discord: {
      showrunner: showrunners.discord,
      alerts: desk,
      person,
      in: (key) => ({ guild: stage.places[key].guild ?? '', channel: stage.places[key].id }),
      alert: (words) =>
        found(words, () => discord.messages(desk.channel).find((one) => shownText(one).includes(words))),
    },
    telegram: {
      showrunner: showrunners.telegram,
      alerts: group,
      person: chatter,
      alert: (words) =>
        found(words, () => telegram.messages(group).find(({ text }) => text?.includes(words) === true)),
    },
  };
}

const shownText = (message: MessageRecord): string => discordPosts([message])[0]?.text ?? '';

type Options = Readonly<Record<string, string | number | boolean>>;
interface Button {
  readonly label: string;
  readonly custom_id: string;
}

function buttonsOf(message: { readonly components: readonly Record<string, unknown>[] }): readonly Button[] {
  return message.components.flatMap(({ components }) => (components ?? []) as readonly Button[]);
}

/** Somebody in a channel of a server. */
export class DiscordPerson {
  readonly user: string;
  readonly #stage: SeasonStage<string>;
  readonly #seat: DiscordSeat & { readonly user: string; readonly permissions?: bigint };

  constructor(stage: SeasonStage<string>, seat: DiscordSeat & { readonly user: string }, moderates: boolean) {
    this.#stage = stage;
    this.user = seat.user;
    this.#seat = { ...seat, ...(moderates && { permissions: MANAGE_GUILD }) };
  }

  /** @throws where Discord would not offer the command to this person. */
  async use(command: string, options: Options = {}): Promise<DiscordAnswer> {
    return this.#answer(await this.#stage.discord.interact({ ...this.#seat, command, options }));
  }

  /** What is offered while the option is being typed. */
  async typing(command: string, focused: string, typed: string, options: Options = {}): Promise<unknown> {
    const kind = 'autocomplete';
    const given = { ...options, [focused]: typed };
    const spec = { ...this.#seat, kind, command, options: given, focused } as const;
    return (await this.#stage.discord.interact(spec)).choices.map(({ value }) => value);
  }

  /** @param message of a channel, or of an answer. */
  async press(
    message: { readonly id: string; readonly components: readonly Record<string, unknown>[] },
    label: string,
  ): Promise<DiscordAnswer> {
    const button = buttonsOf(message).find((one) => one.label === label);
    if (button === undefined) throw new Error(`there is no button "${label}": ${JSON.stringify(message)}`);
    const press = { kind: 'press', message: message.id, customId: button.custom_id } as const;
    return this.#answer(await this.#stage.discord.interact({ ...this.#seat, ...press }));
  }

  #answer(outcome: InteractionOutcome): DiscordAnswer {
    if (outcome.status === 'did not respond') throw new Error('Discord got no answer within its 3 s');
    return new DiscordAnswer(this.#stage, this, outcome, async (customId, fields) =>
      this.#answer(await this.#stage.discord.interact({ ...this.#seat, kind: 'submit', customId, fields })),
    );
  }
}

/** What the bot shows the person who did something. */
export class DiscordAnswer {
  readonly #stage: SeasonStage<string>;
  readonly #person: DiscordPerson;
  readonly #outcome: InteractionOutcome;
  readonly #submit: (customId: string, fields: Readonly<Record<string, string>>) => Promise<DiscordAnswer>;

  constructor(
    stage: SeasonStage<string>,
    person: DiscordPerson,
    outcome: InteractionOutcome,
    submit: (customId: string, fields: Readonly<Record<string, string>>) => Promise<DiscordAnswer>,
  ) {
    this.#stage = stage;
    this.#person = person;
    this.#outcome = outcome;
    this.#submit = submit;
  }

  /** Without the signs of Discord's Markdown. */
  get text(): string {
    return this.#outcome
      .text()
      .replaceAll('**', '')
      .replaceAll(/\\([^\sa-zA-Z0-9])/g, '$1');
  }

  /** Resolves with the file that hangs on it or follows it. */
  async file(): Promise<{ readonly filename: string; readonly content: string }> {
    const first = () => this.#outcome.messages().flatMap(({ attachments }) => attachments)[0];
    await this.#stage.book.untilTrue('a file is attached', () => first() !== undefined);
    return first() ?? { filename: '', content: '' };
  }

  /** Whether nobody else sees it. */
  get private(): boolean {
    return this.#outcome.messages().every(({ ephemeral }) => ephemeral);
  }

  /** Resolves with the whole text. @throws where it says something else. */
  async says(...words: readonly string[]): Promise<string> {
    const ended = (): boolean => this.text !== '' && !this.text.includes(UNDER_WAY);
    await this.#stage.book.untilTrue(`an answer says "${words.join('", "')}"`, ended);
    return holding(this.text, words);
  }

  press(label: string): Promise<DiscordAnswer> {
    const message = this.#outcome.messages().at(-1);
    if (message === undefined) throw new Error('the answer has no message, and so no button');
    return this.#person.press(message, label);
  }

  /** Sends the form in that was opened. */
  fill(fields: Readonly<Record<string, string>>): Promise<DiscordAnswer> {
    const id = this.#outcome.modal?.custom_id;
    if (typeof id !== 'string') throw new Error(`no form was opened, but said: ${this.text}`);
    return this.#submit(id, fields);
  }
}

/** Somebody in a chat, or in private with the bot. */
export class TelegramPerson {
  readonly user: number;
  readonly chat: number;
  readonly #stage: SeasonStage<string>;

  constructor(stage: SeasonStage<string>, user: number, chat: number) {
    this.#stage = stage;
    this.user = user;
    this.chat = chat;
  }

  /** The same account elsewhere. */
  in(chat: number): TelegramPerson {
    return new TelegramPerson(this.#stage, this.user, chat);
  }

  /** Writes, and resolves with the bot's next message in the chat. @throws where that says something else. */
  async say(text: string, words: readonly string[], replyTo?: Message): Promise<Message> {
    const before = this.#ours().length;
    const reply = replyTo === undefined ? {} : { replyTo: replyTo.message_id };
    this.#stage.telegram.say({ chat: this.chat, from: this.user, text, ...reply });
    return this.hears(before, words);
  }

  /** What the bot wrote here so far. */
  get heard(): number {
    return this.#ours().length;
  }

  /** Resolves with the bot's first message after so many. @throws where that says something else. */
  async hears(after: number, words: readonly string[]): Promise<Message> {
    const next = (): Message | undefined =>
      this.#ours()
        .slice(after)
        .find(({ text }) => text !== undefined && !text.includes(UNDER_WAY));
    await this.#stage.book.untilTrue(`the bot says "${words.join('", "')}"`, () => next() !== undefined);
    const message = next();
    if (message === undefined) throw new Error('a message was there and is gone');
    holding(message.text ?? '', words);
    return message;
  }

  /** Resolves with the name of the file that answers the same message as this one. */
  async file(answer: Message): Promise<string> {
    const asked = answer.reply_to_message?.message_id;
    const name = () =>
      this.#ours().find(
        ({ document, reply_to_message: to }) => document !== undefined && to?.message_id === asked,
      )?.document?.file_name;
    await this.#stage.book.untilTrue('a file follows', () => name() !== undefined);
    return name() ?? '';
  }

  /** Resolves once the message has been edited to hold these words. */
  async reads(message: Message, ...words: readonly string[]): Promise<Message> {
    const now = (): Message | undefined =>
      this.#stage.telegram
        .messages(message.chat.id)
        .find(({ message_id: id, text = '' }) => id === message.message_id && holds(text, words));
    await this.#stage.book.untilTrue(`a message reads "${words.join('", "')}"`, () => now() !== undefined);
    return now() ?? message;
  }

  press(message: Message, label: string): Promise<Pressed> {
    const buttons = keyboardOf(message);
    const data = buttons.find(({ text }) => text === label)?.callback_data;
    const there = buttons.map(({ text }) => text).join(', ') || 'none';
    if (data === undefined)
      throw new Error(`no button "${label}" under "${message.text}", there is: ${there}`);
    const { chat, message_id: id } = message;
    return this.#stage.telegram.press({ chat, message: id, data, from: this.user });
  }

  #ours(): readonly Message[] {
    const { bot } = this.#stage.telegram;
    return this.#stage.telegram.messages(this.chat).filter(({ from }) => from?.id === bot.id);
  }
}

export function keyboardOf(message: Message): readonly InlineKeyboardButton[] {
  return message.reply_markup?.inline_keyboard.flat() ?? [];
}

const holds = (text: string, words: readonly string[]): boolean => words.every((one) => text.includes(one));

function holding(text: string, words: readonly string[]): string {
  const missing = words.filter((one) => !text.includes(one));
  if (missing.length > 0) throw new Error(`"${missing.join('", "')}" is not in the answer:\n${text}`);
  return text;
}
