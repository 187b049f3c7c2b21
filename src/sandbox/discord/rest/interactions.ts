import { readModal } from '../forms/component.ts';
import { FormErrors, isRecord } from '../forms/errors.ts';
import { type MessageForm, readEditForm, readMessageForm } from '../forms/message.ts';
import type { Interactions, PendingInteraction } from '../interactions/interactions.ts';
import { InteractionType } from '../interactions/payload.ts';
import { resolvePings } from '../mentions.ts';
import type { Messages } from '../messages.ts';
import { Permission } from '../permissions.ts';
import type { Polls } from '../polls.ts';
import { Refusal, refusals } from '../refusal.ts';
import type { MessageState } from '../types.ts';
import { MessageFlag, MessageType } from '../types.ts';
import type { World } from '../world.ts';
import type { Answer, Call, Route } from './rest.ts';

/** Interaction callback types (Discord reference, "Interaction Callback Type"). */
const Callback = {
  message: 4,
  deferMessage: 5,
  deferUpdate: 6,
  update: 7,
  autocomplete: 8,
  modal: 9,
} as const;

/** The routes by which a bot answers interactions: the first answer, its edits, and follow-ups. */
export function interactionRoutes(
  world: World,
  messages: Messages,
  polls: Polls,
  interactions: Interactions,
): Route[] {
  const desk = new AnswerDesk(world, messages, polls, interactions);
  const message = '/webhooks/:application/:token/messages/:message';
  return [
    {
      method: 'POST',
      path: '/interactions/:interaction/:token/callback',
      byInteractionToken: true,
      answer: (call) => desk.callback(call),
    },
    {
      method: 'POST',
      path: '/webhooks/:application/:token',
      byInteractionToken: true,
      answer: (call) => ({ status: 200, body: messages.wire(desk.followUp(call)) }),
    },
    {
      method: 'GET',
      path: message,
      byInteractionToken: true,
      answer: (call) => ({ status: 200, body: messages.wire(desk.find(desk.open(call), call)) }),
    },
    {
      method: 'PATCH',
      path: message,
      byInteractionToken: true,
      answer: (call) => ({ status: 200, body: messages.wire(desk.edit(call)) }),
    },
    {
      method: 'DELETE',
      path: message,
      byInteractionToken: true,
      answer: (call) => desk.remove(call),
    },
  ];
}

/** Takes the bot's answers and puts each one where the person sees it. */
class AnswerDesk {
  readonly #world: World;
  readonly #messages: Messages;
  readonly #polls: Polls;
  readonly #interactions: Interactions;

  constructor(world: World, messages: Messages, polls: Polls, interactions: Interactions) {
    this.#world = world;
    this.#messages = messages;
    this.#polls = polls;
    this.#interactions = interactions;
  }

  callback({ params, query, body }: Call): Answer {
    const pending = this.#interactions.byToken(params.token);
    if (!pending || pending.id !== params.interaction) throw refusals.unknownInteraction();
    if (pending.acknowledged !== null) throw refusals.alreadyAcknowledged();
    if (this.#interactions.isTooLate(pending)) throw refusals.unknownInteraction();
    const answer = isRecord(body) ? body : {};
    const data = isRecord(answer.data) ? answer.data : {};
    const type = this.#readType(pending, answer.type);
    const done = this.#acknowledge(pending, type, data);
    pending.acknowledged = type;
    pending.acknowledgedAt = Date.now();
    if (done) pending.settle();
    return query.with_response === 'true'
      ? { status: 200, body: this.#describe(pending, type) }
      : { status: 204 };
  }

  open({ params }: Call): PendingInteraction {
    if (params.application !== this.#world.applicationId) throw refusals.unknownWebhook();
    const pending = this.#interactions.byToken(params.token);
    if (!pending) throw refusals.invalidWebhookToken();
    if (pending.acknowledged === null) throw refusals.unknownWebhook();
    return pending;
  }

  followUp(call: Call): MessageState {
    const pending = this.open(call);
    const form = readMessageForm(call.body, { files: call.files, nextId: () => this.#world.ids.next() });
    // The first follow-up to a deferral replaces the "thinking" message (Discord reference).
    if (pending.thinking && pending.acknowledged === Callback.deferMessage) return this.#fill(pending, form);
    const message = this.#show(pending, form, (form.flags & MessageFlag.ephemeral) !== 0);
    pending.followUps.push(message);
    pending.settle();
    return message;
  }

  edit(call: Call): MessageState {
    const pending = this.open(call);
    const original = call.params.message === '@original';
    if (original && pending.thinking && pending.acknowledged === Callback.deferMessage) {
      return this.#fill(pending, readMessageForm(call.body));
    }
    const message = this.find(pending, call);
    this.#change(message, call.body);
    if (message === pending.source) pending.original = message;
    pending.thinking = false;
    pending.settle();
    return message;
  }

  remove(call: Call): Answer {
    const pending = this.open(call);
    const message = this.find(pending, call);
    if (this.#world.messages.has(message.id)) this.#messages.remove(message);
    else message.deleted = true;
    return { status: 204 };
  }

  find(pending: PendingInteraction, { params }: Call): MessageState {
    const known = [pending.original, pending.source, ...pending.followUps];
    const found =
      params.message === '@original'
        ? (pending.original ?? pending.source)
        : known.find((message) => message?.id === params.message);
    if (!found || found.deleted) throw refusals.unknownMessage();
    return found;
  }

  #readType(pending: PendingInteraction, value: unknown): number {
    const completes = pending.type === InteractionType.autocomplete;
    const allowed: number[] = completes
      ? [Callback.autocomplete]
      : pending.type === InteractionType.modal
        ? [Callback.message, Callback.deferMessage, Callback.deferUpdate, Callback.update]
        : [Callback.message, Callback.deferMessage, Callback.modal];
    if (pending.type === InteractionType.component) allowed.push(Callback.deferUpdate, Callback.update);
    if (typeof value === 'number' && allowed.includes(value)) return value;
    const errors = new FormErrors();
    errors.add(['type'], 'BASE_TYPE_CHOICES', `Value must be one of {${allowed.join(', ')}}.`);
    throw errors.refusal();
  }

  /** Executes the first answer; true if the person sees something because of it. */
  #acknowledge(pending: PendingInteraction, type: number, data: Record<string, unknown>): boolean {
    const flags = typeof data.flags === 'number' ? data.flags : 0;
    const ephemeral = (flags & MessageFlag.ephemeral) !== 0;
    if (type === Callback.message) {
      pending.original = this.#show(
        pending,
        inData(() => readMessageForm(data)),
        ephemeral,
      );
    } else if (type === Callback.deferMessage) {
      pending.thinking = true;
      pending.ephemeral = ephemeral;
      return false;
    } else if (type === Callback.deferUpdate) {
      pending.thinking = true;
      return false;
    } else if (type === Callback.update) {
      if (!pending.source) throw refusals.unknownMessage();
      this.#change(pending.source, data);
      pending.original = pending.source;
    } else if (type === Callback.autocomplete) {
      pending.choices = readChoices(data);
    } else {
      const errors = new FormErrors();
      pending.modal = readModal(errors, data);
      errors.throwIfAny();
    }
    return true;
  }

  #fill(pending: PendingInteraction, form: MessageForm): MessageState {
    pending.original = this.#show(pending, form, pending.ephemeral);
    pending.thinking = false;
    pending.settle();
    return pending.original;
  }

  #show(pending: PendingInteraction, form: MessageForm, ephemeral: boolean): MessageState {
    const { channel } = pending;
    const guild = this.#world.guild(channel.guildId);
    const draft = {
      channel,
      author: this.#world.bot,
      type: pending.type === InteractionType.command ? MessageType.chatInputCommand : MessageType.default,
      form,
      poll: form.poll ? this.#polls.create(form.poll) : null,
      // An answer pings with everybody's rights, not with the bot's.
      pings: resolvePings(guild, form.content, form.allowedMentions, Permission.viewChannel),
      webhookId: this.#world.applicationId,
    };
    return this.#interactions.show(draft, ephemeral);
  }

  #change(message: MessageState, body: unknown): void {
    if (message.poll) throw refusals.pollMessageEdit();
    const form = readEditForm(body, message);
    if (this.#world.messages.has(message.id)) this.#messages.edit(message, form, null);
    else Object.assign(message, pick(form));
  }

  #describe(pending: PendingInteraction, type: number): Record<string, unknown> {
    const { original } = pending;
    const interaction = {
      id: pending.id,
      type: pending.type,
      channel_id: pending.channel.id,
      guild_id: pending.channel.guildId,
      ...(original
        ? {
            response_message_id: original.id,
            response_message_loading: false,
            response_message_ephemeral: (original.flags & MessageFlag.ephemeral) !== 0,
          }
        : { response_message_loading: pending.thinking, response_message_ephemeral: pending.ephemeral }),
    };
    const resource = original ? { resource: { type, message: this.#messages.wire(original) } } : {};
    return { interaction, ...resource };
  }
}

/** Faults of a callback's message are listed below `data`. */
function inData<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Refusal) || !error.errors) throw error;
    throw new Refusal(error.status, error.code, error.message, { data: error.errors });
  }
}

function pick(form: Partial<MessageForm>): Partial<MessageState> {
  return {
    ...(form.content === undefined ? {} : { content: form.content }),
    ...(form.embeds === undefined ? {} : { embeds: form.embeds }),
    ...(form.components === undefined ? {} : { components: form.components }),
  };
}

function readChoices(data: Record<string, unknown>): Record<string, unknown>[] {
  const errors = new FormErrors();
  const choices = errors.list(['data', 'choices'], data.choices, 0, 25).map((entry, index) => {
    const path = ['data', 'choices', index];
    const choice = errors.object(path, entry);
    errors.requiredText([...path, 'name'], choice.name, 1, 100);
    if (choice.value === undefined) errors.required([...path, 'value']);
    else if (typeof choice.value === 'string') errors.text([...path, 'value'], choice.value, 0, 100);
    return choice;
  });
  errors.throwIfAny();
  return choices;
}
