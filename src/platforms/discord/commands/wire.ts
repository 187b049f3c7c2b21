import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  ChannelType,
  InteractionContextType,
  PermissionFlagsBits,
  type RESTPutAPIApplicationCommandsJSONBody,
} from 'discord.js';
import { cut } from '../../../core/text/graphemes.ts';
import type { Command, Parameter, ParameterKind } from '../../../ports/commands/command.ts';
import { discordCapabilities } from '../capabilities.ts';

export type CommandBody = Extract<
  RESTPutAPIApplicationCommandsJSONBody[number],
  { description: string; type?: ApplicationCommandType.ChatInput | undefined }
>;

/** A text of a command in the other languages of the bot, by language: `{ de: 'Staffel' }`. */
export type Translate = (english: string) => Readonly<Record<string, string>>;

export interface RegistrationStyle {
  /**
   * Discord stores contexts only for commands of all servers, and refuses or drops them for those of one
   * server.
   */
  readonly scope: 'global' | 'guild';
  readonly translate: Translate;
}

/** Discord's limit for a description, in characters. */
const DESCRIPTION = 100;

/** Discord's names for the bot's languages; Discord may have several names for one language. */
const LOCALES: Readonly<Record<string, readonly string[]>> = {
  es: ['es-ES', 'es-419'],
  pt: ['pt-BR'],
  sv: ['sv-SE'],
  zh: ['zh-CN'],
};

/**
 * The whole list for `PUT /applications/{application}/commands`, sorted by name. Two-word commands with the same first word
 * become subcommands of one command.
 * @throws if a word is a command and also has subcommands: Discord does not allow that.
 */
export function commandBodies(commands: readonly Command[], style: RegistrationStyle): CommandBody[] {
  const groups = new Map<string, Command[]>();
  for (const command of commands) {
    const [root = ''] = command.name.split(' ');
    groups.set(root, [...(groups.get(root) ?? []), command]);
  }
  return [...groups]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([root, members]) => ({
      type: ApplicationCommandType.ChatInput as const,
      ...labels(root, describe(root, members), style.translate),
      ...nested(root, members, style.translate),
      // Hides commands that are not for fans. The check that counts is the desk's. A showrunner without Manage Server here
      // can use the commands in a private chat with the bot, or be allowed in Server Settings > Integrations.
      default_member_permissions: members.some(({ level }) => level === 'everyone')
        ? null
        : PermissionFlagsBits.ManageGuild.toString(),
      ...(style.scope === 'guild'
        ? {}
        : {
            contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
            integration_types: [ApplicationIntegrationType.GuildInstall],
          }),
    }));
}

/** Discord shows no description of a command with subcommands, but asks for one. */
function describe(root: string, members: readonly Command[]): string {
  const [first] = members;
  if (members.length === 1 && first?.name === root) return first.description;
  return cut(members.map(({ name }) => name.slice(root.length + 1)).join(' · '), DESCRIPTION);
}

function nested(
  root: string,
  members: readonly Command[],
  translate: Translate,
): { options?: APIApplicationCommandOption[] } {
  const own = members.find(({ name }) => name === root);
  if (own !== undefined) {
    if (members.length > 1) throw new Error(`/${root} is a command and has subcommands: Discord allows one`);
    return optionsOf(own, translate);
  }
  return {
    options: members.map((command) => ({
      type: ApplicationCommandOptionType.Subcommand,
      ...labels(command.name.slice(root.length + 1), command.description, translate),
      ...optionsOf(command, translate),
    })),
  };
}

function optionsOf(
  { parameters }: Command,
  translate: Translate,
): { options?: APIApplicationCommandBasicOption[] } {
  if (parameters.length === 0) return {};
  const options = parameters.map((parameter) => optionOf(parameter, translate));
  // Discord wants required ones first, and some of ours are asked for in another way.
  return {
    options: [...options.filter(({ required }) => required), ...options.filter(({ required }) => !required)],
  };
}

/** Longest text of an option, in characters; a completed value may have 100. */
export const LONGEST: Readonly<Record<TextKind, number>> = {
  show: 100,
  episode: 100,
  option: 100,
  round: 100,
  question: 100,
  answer: 100,
  draft: 100,
  'open-episode': 100,
  id: 40,
  outlet: 100,
  delivery: 100,
  duration: 20,
  time: 40,
  url: discordCapabilities.url,
  reason: 200,
  // Longer than what can be posted, so that the command can say what the limit is.
  text: 1_000,
  lines: 4_000,
  // The desk counts after blanks and invisible characters are removed.
  name: 100,
};
export type TextKind = Exclude<ParameterKind, 'role' | 'channel' | 'flag'>;

const COMPLETED: readonly ParameterKind[] = [
  'show',
  'episode',
  'draft',
  'open-episode',
  'option',
  'round',
  'question',
  'answer',
  'outlet',
  'delivery',
];

function optionOf(parameter: Parameter, translate: Translate): APIApplicationCommandBasicOption {
  const { kind } = parameter;
  const named = {
    ...labels(parameter.name, parameter.description, translate),
    // A form asks for what is missing.
    required: parameter.required && parameter.asked !== true,
  };
  switch (kind) {
    case 'flag':
      return { type: ApplicationCommandOptionType.Boolean, ...named };
    case 'role':
      return { type: ApplicationCommandOptionType.Role, ...named };
    case 'channel':
      return {
        type: ApplicationCommandOptionType.Channel,
        ...named,
        channel_types: [
          ChannelType.GuildText,
          ChannelType.GuildAnnouncement,
          ChannelType.AnnouncementThread,
          ChannelType.PublicThread,
          ChannelType.PrivateThread,
        ],
      };
    default:
      return {
        type: ApplicationCommandOptionType.String,
        ...named,
        ...(COMPLETED.includes(kind) ? { autocomplete: true as const } : {}),
        min_length: 1,
        max_length: LONGEST[kind],
      };
  }
}

function labels(name: string, description: string, translate: Translate) {
  const names = byLocale(translate(name));
  const descriptions = byLocale(translate(description));
  return {
    name,
    ...(names === undefined ? {} : { name_localizations: names }),
    description,
    ...(descriptions === undefined ? {} : { description_localizations: descriptions }),
  };
}

function byLocale(texts: Readonly<Record<string, string>>): Record<string, string> | undefined {
  const entries = Object.entries(texts).flatMap(([language, text]) =>
    (LOCALES[language] ?? [language]).map((locale): [string, string] => [locale, text]),
  );
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
