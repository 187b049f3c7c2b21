import { type Cast, permissionsOf } from '../../audience/cast.ts';
import type { Town } from '../../audience/town.ts';
import type { InteractionOutcome } from '../../discord/interactions/interactions.ts';
import type { InteractionSpec } from '../../discord/interactions/payload.ts';
import type { SentFile } from '../files.ts';
import type { AnswerPart, DiscordMessage } from '../state.ts';
import type { ActionOf, Reply } from './action.ts';

/** Older answers go when newer ones come. */
const MOST_ANSWERS = 24;

interface Asked {
  readonly id: string;
  readonly person: string;
  readonly channel: string;
  readonly command: string;
  outcome: InteractionOutcome | undefined;
  readonly at: number;
}

type Interaction =
  | ActionOf<'discord-command'>
  | ActionOf<'discord-press'>
  | ActionOf<'discord-submit'>
  | ActionOf<'discord-complete'>;

/** What people do on Discord, and the private answers that they got. */
export class DiscordActions {
  readonly #discord: Town['discord'];
  readonly #cast: Cast;
  readonly #asked: Asked[] = [];
  #numbers = 0;

  constructor({ discord }: Town, cast: Cast) {
    this.#discord = discord;
    this.#cast = cast;
  }

  get answers(): readonly AnswerPart[] {
    return this.#asked.flatMap((asked) => {
      const { outcome } = asked;
      const messages = (outcome?.messages() ?? []).filter(({ ephemeral }) => ephemeral);
      if (outcome?.status === 'answered' && messages.length === 0) return [];
      const status = outcome === undefined || outcome.status === 'deferred' ? 'thinking' : outcome.status;
      const { id, person, channel, command } = asked;
      return [
        { id, person, channel, command, status, messages: messages.map((one) => this.#shown(one, asked.at)) },
      ];
    });
  }

  /** A file of a private answer; undefined if there is none. */
  file(message: string, index: number): Pick<SentFile, 'content'> | undefined {
    const messages = this.#asked.flatMap(({ outcome }) => outcome?.messages() ?? []);
    const file = messages.find(({ id }) => id === message)?.attachments[index];
    return file && { content: Buffer.from(file.content) };
  }

  say({ person, channel, text }: ActionOf<'discord-say'>): Reply {
    if (text.trim() === '') return { error: 'There is nothing to send' };
    this.#discord.say(channel, this.#cast.person(person).discord, text);
    return {};
  }

  dismiss({ answer }: ActionOf<'dismiss'>): Reply {
    const index = this.#asked.findIndex(({ id }) => id === answer);
    if (index >= 0) this.#asked.splice(index, 1);
    return {};
  }

  async complete(action: ActionOf<'discord-complete'>): Promise<Reply> {
    const { command, options, focused } = action;
    const outcome = await this.#discord.interact({
      ...this.#seat(action),
      kind: 'autocomplete',
      command,
      options,
      focused,
    });
    if (outcome.status === 'did not respond') return { error: 'Loading options failed' };
    return {
      choices: outcome.choices.map(({ name, value }) => ({
        name: String(name),
        value: typeof value === 'number' ? value : String(value),
      })),
    };
  }

  command(action: ActionOf<'discord-command'>): Promise<Reply> {
    const { command, options } = action;
    return this.#interact(action, `/${command}`, { ...this.#seat(action), command, options });
  }

  press(action: ActionOf<'discord-press'>): Promise<Reply> {
    const { message, button, values } = action;
    const press = { kind: 'press', message, customId: button, ...(values && { values }) } as const;
    return this.#interact(action, '', { ...this.#seat(action), ...press });
  }

  submit(action: ActionOf<'discord-submit'>): Promise<Reply> {
    const { form, fields } = action;
    return this.#interact(action, '', { ...this.#seat(action), kind: 'submit', customId: form, fields });
  }

  async #interact({ person, channel }: Interaction, command: string, spec: InteractionSpec): Promise<Reply> {
    this.#numbers += 1;
    const asked: Asked = {
      id: String(this.#numbers),
      person,
      channel,
      command,
      outcome: undefined,
      at: Date.now(),
    };
    // It may be refused before it is sent.
    const sending = this.#discord.interact(spec);
    this.#asked.push(asked);
    this.#asked.splice(0, this.#asked.length - MOST_ANSWERS);
    try {
      asked.outcome = await sending;
    } catch (error) {
      this.dismiss({ do: 'dismiss', answer: asked.id });
      throw error;
    }
    return asked.outcome.modal === null ? {} : { form: asked.outcome.modal };
  }

  #seat({ person: id, channel: place }: Interaction) {
    const person = this.#cast.person(id);
    const channel = this.#discord.world.channel(place);
    const permissions = permissionsOf(person);
    return {
      guild: channel.guildId,
      channel: channel.id,
      user: person.discord,
      ...(permissions !== undefined && { permissions }),
    };
  }

  #shown(message: ReturnType<InteractionOutcome['messages']>[number], at: number): DiscordMessage {
    const { world } = this.#discord;
    return {
      id: message.id,
      type: 20,
      author: { id: world.bot.id, name: world.bot.username, bot: true },
      content: message.content,
      embeds: message.embeds,
      components: message.components,
      files: message.attachments.map(({ filename }, index) => ({
        id: `${message.id}.${index}`,
        name: filename,
        address: `/files/answer/${message.id}/${index}`,
        picture: false,
        alt: filename,
      })),
      at,
      edited: false,
      pings: false,
      pinned: false,
      reply: null,
      poll: null,
      ephemeral: true,
      thread: null,
    };
  }
}
