import type { InteractionOutcome } from '../../../src/sandbox/discord/interactions/interactions.ts';
import type { SeasonStage } from '../seasons/season-stage.ts';
import { holding, UNDER_WAY } from './answers.ts';

/** Discord permissions that a moderator has and a fan has not. */
const MANAGE_GUILD = 1n << 5n;

export interface DiscordSeat {
  readonly guild: string;
  readonly channel: string;
}

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

  /**
   * Waits until the bot has registered its commands.
   * @throws if Discord would not offer the command to this person.
   */
  async use(command: string, options: Options = {}): Promise<DiscordAnswer> {
    await this.#stage.book.until({ message: 'commands are registered' });
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

  /** Without Discord's Markdown characters. */
  get text(): string {
    return this.#outcome
      .text()
      .replaceAll('**', '')
      .replaceAll(/\\([^\sa-zA-Z0-9])/g, '$1');
  }

  /** Resolves with the file that is attached or follows. */
  async file(): Promise<{ readonly filename: string; readonly content: string }> {
    const first = () => this.#outcome.messages().flatMap(({ attachments }) => attachments)[0];
    await this.#stage.book.untilTrue('a file is attached', () => first() !== undefined);
    return first() ?? { filename: '', content: '' };
  }

  /** Whether it is hidden from others. */
  get private(): boolean {
    return this.#outcome.messages().every(({ ephemeral }) => ephemeral);
  }

  /**
   * Resolves with the whole text.
   * @throws if it says something else.
   */
  async says(...words: readonly string[]): Promise<string> {
    const ended = (): boolean => this.text !== '' && !this.text.includes(UNDER_WAY);
    await this.#stage.book.untilTrue(`an answer says "${words.join('", "')}"`, ended);
    return holding(this.text, words);
  }

  press(label: string): Promise<DiscordAnswer> {
    const messages = this.#outcome.messages();
    const hasIt = (one: (typeof messages)[number]) => buttonsOf(one).some((button) => button.label === label);
    // A file may follow the message with the buttons.
    const message = messages.findLast(hasIt) ?? messages.at(-1);
    if (message === undefined) throw new Error('the answer has no message, and so no button');
    return this.#person.press(message, label);
  }

  /** Submits the form that was opened. */
  fill(fields: Readonly<Record<string, string>>): Promise<DiscordAnswer> {
    const id = this.#outcome.modal?.custom_id;
    if (typeof id !== 'string') throw new Error(`no form was opened, but said: ${this.text}`);
    return this.#submit(id, fields);
  }
}
