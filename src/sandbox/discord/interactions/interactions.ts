import { randomBytes } from 'node:crypto';
import { isRecord } from '../forms/errors.ts';
import type { Messages } from '../messages.ts';
import type { ChannelState, MessageState, WireObject } from '../types.ts';
import type { World } from '../world.ts';
import type { Commands } from './commands.ts';
import { type InteractionSpec, interactionPayload, typeOf } from './payload.ts';

/** How long an interaction's token can be used for edits and follow-ups. */
const TOKEN_LIFE_MS = 15 * 60_000;

/** What the person sees of one answer; other people don't see an `ephemeral` one. */
interface AnswerMessage {
  readonly id: string;
  readonly ephemeral: boolean;
  readonly content: string;
  readonly embeds: readonly WireObject[];
  readonly components: readonly WireObject[];
  /** Text files. */
  readonly attachments: readonly {
    readonly filename: string;
    readonly contentType: string;
    readonly content: string;
  }[];
}

/** The outcome of an interaction. `messages` follows later edits and follow-ups. */
export interface InteractionOutcome {
  /** `deferred`: the bot only said that it is thinking, and nothing followed before the wait ended. */
  readonly status: 'answered' | 'deferred' | 'did not respond';
  /** Milliseconds from the event to the first answer, or null. */
  readonly tookMs: number | null;
  readonly choices: readonly WireObject[];
  readonly modal: WireObject | null;
  readonly messages: () => readonly AnswerMessage[];
  /** Contents and embeds of all messages, as a person would read them. */
  readonly text: () => string;
}

/** A pending interaction, between the event and the end of its token's life. */
export interface PendingInteraction {
  readonly id: string;
  readonly token: string;
  readonly type: number;
  readonly channel: ChannelState;
  readonly createdAt: number;
  /** The message whose button was pressed. */
  readonly source: MessageState | null;
  /** The type of the first answer (Discord reference, "Interaction Callback Type"). */
  acknowledged: number | null;
  acknowledgedAt: number | null;
  /** True while a deferred answer shows "thinking". */
  thinking: boolean;
  ephemeral: boolean;
  original: MessageState | null;
  readonly followUps: MessageState[];
  choices: readonly WireObject[];
  modal: WireObject | null;
  readonly settle: () => void;
}

/** Sends interactions to the bot, and collects what it answers. */
export class Interactions {
  readonly #world: World;
  readonly #commands: Commands;
  readonly #messages: Messages;
  readonly #pending = new Map<string, PendingInteraction>();
  /** Ephemeral messages, by id: they are in no channel, but their buttons can be pressed. */
  readonly #ephemeral = new Map<string, MessageState>();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(world: World, commands: Commands, messages: Messages) {
    this.#world = world;
    this.#commands = commands;
    this.#messages = messages;
  }

  /**
   * Acts as a person. Resolves with the bot's first visible answer; after a deferral with what follows it, for which it waits
   * `patienceMs` milliseconds. Rejects if Discord would not offer the action.
   */
  async send(spec: InteractionSpec, patienceMs = 15_000): Promise<InteractionOutcome> {
    const identity = { id: this.#world.ids.next(), token: randomBytes(120).toString('base64url') };
    const visible = this.#commands.visibleIn(spec.guild);
    const source = spec.kind === 'press' ? this.#shown(spec.message) : null;
    const payload = interactionPayload(this.#world, spec, visible, identity, source);
    const channel = this.#world.channel(spec.channel);
    const pending = await new Promise<PendingInteraction>((resolve) => {
      const made: PendingInteraction = {
        ...identity,
        type: typeOf(spec),
        channel,
        createdAt: Date.now(),
        source,
        acknowledged: null,
        acknowledgedAt: null,
        thinking: false,
        ephemeral: false,
        original: null,
        followUps: [],
        choices: [],
        modal: null,
        settle: () => resolve(made),
      };
      this.#pending.set(identity.token, made);
      this.#later(this.#world.behaviour.interactionDeadlineMs, () => {
        if (made.acknowledged === null) resolve(made);
        else this.#later(patienceMs, () => resolve(made));
      });
      this.#later(TOKEN_LIFE_MS, () => this.#pending.delete(identity.token));
      this.#world.dispatch('INTERACTION_CREATE', spec.guild, payload);
    });
    return outcomeOf(pending);
  }

  byToken(token: string | undefined): PendingInteraction | undefined {
    return this.#pending.get(token ?? '');
  }

  /** Whether the first answer would come too late. */
  isTooLate(pending: PendingInteraction): boolean {
    return Date.now() - pending.createdAt > this.#world.behaviour.interactionDeadlineMs;
  }

  /** Shows a message as an answer: ephemeral ones exist only for the person, others are posted. */
  show(draft: Parameters<Messages['post']>[0], ephemeral: boolean): MessageState {
    if (!ephemeral) return this.#messages.post(draft);
    const message = this.#messages.compose(draft);
    message.flags |= 64;
    this.#ephemeral.set(message.id, message);
    return message;
  }

  #shown(messageId: string): MessageState | null {
    return this.#world.messages.get(messageId) ?? this.#ephemeral.get(messageId) ?? null;
  }

  /** Stops all waiting; those outcomes are read as they are now. */
  stop(): void {
    for (const pending of this.#pending.values()) pending.settle();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #later(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    timer.unref();
    this.#timers.add(timer);
  }
}

function outcomeOf(pending: PendingInteraction): InteractionOutcome {
  const messages = () =>
    [...(pending.original ? [pending.original] : []), ...pending.followUps]
      .filter((message) => !message.deleted)
      .map((message) => ({
        id: message.id,
        ephemeral: (message.flags & 64) !== 0,
        content: message.content,
        embeds: message.embeds,
        components: message.components,
        attachments: message.attachments.map(({ filename, contentType, bytes }) => ({
          filename,
          contentType,
          content: bytes.toString('utf8'),
        })),
      }));
  const silent = pending.acknowledged === null;
  const idle = pending.thinking && messages().length === 0;
  return {
    status: silent ? 'did not respond' : idle ? 'deferred' : 'answered',
    tookMs: pending.acknowledgedAt === null ? null : pending.acknowledgedAt - pending.createdAt,
    choices: pending.choices,
    modal: pending.modal,
    messages,
    text: () => messages().map(readable).join('\n'),
  };
}

function readable(message: AnswerMessage): string {
  const lines = [message.content];
  for (const embed of message.embeds) {
    for (const part of [embed.title, embed.description]) if (typeof part === 'string') lines.push(part);
    for (const field of Array.isArray(embed.fields) ? embed.fields.filter(isRecord) : []) {
      lines.push(`${String(field.name)}: ${String(field.value)}`);
    }
    if (isRecord(embed.footer)) lines.push(String(embed.footer.text));
  }
  return lines.filter((line) => line !== '').join('\n');
}
