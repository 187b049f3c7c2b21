import { ApplicationCommandOptionType, InteractionType, MessageFlags, PermissionFlagsBits } from 'discord.js';
import type { CommandRequest } from '../../../ports/commands/command.ts';
import {
  commandDataShape,
  interactionShape,
  pressDataShape,
  submitDataShape,
  type WireInteraction,
  type WireOption,
} from '../commands/interaction-shapes.ts';

/** Who asks, and where: everything of a request except its content. Discord guarantees every part of it. */
export type Asker = Pick<
  CommandRequest,
  'platform' | 'account' | 'displayName' | 'language' | 'place' | 'moderates'
>;

/** An interaction, as far as it can be answered. */
export interface Asked {
  /** A secret, valid for 15 minutes: with it anyone can answer in our name. */
  readonly id: string;
  readonly token: string;
  readonly asker: Asker;
  readonly act: Act;
}

export type Act =
  | { readonly kind: 'command'; readonly request: CommandRequest }
  | {
      readonly kind: 'complete';
      readonly request: CommandRequest;
      readonly parameter: string;
      readonly typed: string;
    }
  | {
      readonly kind: 'press';
      readonly customId: string;
      /** The button is on a message that only its caller sees, so it may be replaced. */
      readonly onEphemeral: boolean;
    }
  | {
      readonly kind: 'submit';
      readonly customId: string;
      readonly fields: Readonly<Record<string, string>>;
      readonly onEphemeral: boolean;
    }
  /** While a person is typing, the only possible answer is choices. */
  | { readonly kind: 'unreadable'; readonly typing: boolean };

/**
 * Translates one raw gateway payload.
 * @returns undefined if it is not an interaction of this application, or can't be answered.
 */
export function interactionOf(packet: unknown, application: string): Asked | undefined {
  if (typeof packet !== 'object' || packet === null || !('t' in packet) || !('d' in packet)) return undefined;
  if (packet.t !== 'INTERACTION_CREATE') return undefined;
  const read = interactionShape.safeParse(packet.d);
  if (!read.success || read.data.application_id !== application) return undefined;
  const asker = askerOf(read.data);
  const act = actOf(read.data, asker);
  return act && { id: read.data.id, token: read.data.token, asker, act };
}

const MODERATING = PermissionFlagsBits.ManageGuild | PermissionFlagsBits.Administrator;

function askerOf({ guild_id: guild, channel_id: channel, member, user, locale }: WireInteraction): Asker {
  const person = member?.user ?? user;
  const account = person?.id;
  const displayName = member?.nick || person?.global_name || person?.username;
  const moderates = guild != null && (BigInt(member?.permissions ?? 0) & MODERATING) !== 0n;
  return {
    platform: 'discord',
    ...(account === undefined ? {} : { account }),
    ...(displayName ? { displayName } : {}),
    ...(locale == null ? {} : { language: locale.slice(0, 2) }),
    place: {
      platform: 'discord',
      ...(guild == null ? {} : { community: guild }),
      // A private chat is not an outlet.
      ...(guild == null || channel == null ? {} : { outlet: { platform: 'discord', channel } }),
    },
    moderates: async () => moderates,
  };
}

function actOf(interaction: WireInteraction, asker: Asker): Act | undefined {
  const onEphemeral = ((interaction.message?.flags ?? 0) & MessageFlags.Ephemeral) !== 0;
  switch (interaction.type) {
    case InteractionType.ApplicationCommand:
    case InteractionType.ApplicationCommandAutocomplete:
      return commandAct(interaction, asker);
    case InteractionType.MessageComponent: {
      const press = pressDataShape.safeParse(interaction.data);
      if (!press.success) return UNREADABLE;
      return { kind: 'press', customId: press.data.custom_id, onEphemeral };
    }
    case InteractionType.ModalSubmit: {
      const form = submitDataShape.safeParse(interaction.data);
      if (!form.success) return UNREADABLE;
      const fields = form.data.components.flat().map((field): [string, string] => {
        return [field.custom_id, (field.value ?? '').trim()];
      });
      return {
        kind: 'submit',
        customId: form.data.custom_id,
        fields: Object.fromEntries(fields.filter(([, value]) => value !== '')),
        onEphemeral,
      };
    }
    default:
      return undefined;
  }
}

const UNREADABLE: Act = { kind: 'unreadable', typing: false };

function commandAct({ type, data }: WireInteraction, asker: Asker): Act {
  const typing = type === InteractionType.ApplicationCommandAutocomplete;
  const read = commandDataShape.safeParse(data);
  if (!read.success) return { kind: 'unreadable', typing };
  const { name, options } = read.data;
  const subcommand = options?.find((option) => option.type === ApplicationCommandOptionType.Subcommand);
  const given = (subcommand === undefined ? options : subcommand.options) ?? [];
  const request: CommandRequest = {
    ...asker,
    name: subcommand === undefined ? name : `${name} ${subcommand.name}`,
    // An option that is still being typed does not count as given.
    given: Object.fromEntries(given.filter((option) => option.focused !== true).flatMap(givenBy)),
    confirmed: false,
  };
  if (!typing) return { kind: 'command', request };
  const focused = given.find((option) => option.focused === true);
  if (focused === undefined) return { kind: 'unreadable', typing };
  return { kind: 'complete', request, parameter: focused.name, typed: String(focused.value ?? '').trim() };
}

/** A flag that is off counts as not given. */
function givenBy({ name, value }: WireOption): [string, string][] {
  const text = value === false ? '' : String(value ?? '').trim();
  return /^[a-z]{1,32}$/.test(name) && text !== '' ? [[name, text]] : [];
}
