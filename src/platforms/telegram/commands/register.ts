import { cut } from '../../../core/text/graphemes.ts';
import type { Command, Level } from '../../../ports/commands/command.ts';
import type { Log } from '../../../ports/log.ts';
import type { WrittenMenus } from '../../../ports/stores/written-menus.ts';
import type { BotApi } from '../requests/client.ts';
import { judgeAsk } from '../requests/errors.ts';
import { BotCommands } from '../wire/objects.ts';
import type { WireRequest } from '../wire/requests.ts';
import { clean } from '../wire/text.ts';

interface BotCommand {
  /** `[a-z0-9_]{1,32}`: the first word of our commands; the second is the first argument. */
  readonly command: string;
  /** 1-256 characters. */
  readonly description: string;
}

/** One menu: who sees it, in which language, and what it offers. */
export interface Menu {
  readonly scope: { readonly type: string; readonly chat_id?: number };
  /** ISO 639-1; absent: for everybody whose language has no menu. */
  readonly language?: string;
  readonly commands: readonly BotCommand[];
}

/** Descriptions in other languages, by language; absent if there is none. */
export type Translate = (description: string) => Readonly<Record<string, string>>;

const DESCRIPTION_MAX = 256;
/** setMyCommands: "At most 100 commands can be specified". */
const MENU_MAX = 100;

const FANS: readonly Level[] = ['everyone'];
const MODERATORS: readonly Level[] = ['everyone', 'moderator'];
const SHOWRUNNERS: readonly Level[] = ['everyone', 'moderator', 'showrunner'];

/**
 * Only a matter of display: a person can type a command that their menu does not offer, and the permission check refuses it.
 */
export function commandsFor(
  commands: readonly Command[],
  audience: 'fans' | 'moderators' | 'showrunners',
): readonly Command[] {
  const levels = { fans: FANS, moderators: MODERATORS, showrunners: SHOWRUNNERS }[audience];
  return commands.filter(({ level }) => levels.includes(level));
}

/**
 * Fans get the default menu, administrators of any group theirs, and each showrunner all of it in private
 * (https://core.telegram.org/bots/api#botcommandscope).
 * @param showrunners account ids.
 */
export function menusOf(
  commands: readonly Command[],
  showrunners: readonly string[],
  translate: Translate = () => ({}),
): readonly Menu[] {
  const audiences: readonly [Menu['scope'], readonly Command[]][] = [
    [{ type: 'default' }, commandsFor(commands, 'fans')],
    [{ type: 'all_chat_administrators' }, commandsFor(commands, 'moderators')],
    ...privateChats(showrunners).map((chat): [Menu['scope'], readonly Command[]] => [
      { type: 'chat', chat_id: chat },
      commandsFor(commands, 'showrunners'),
    ]),
  ];
  const languages = [...new Set(commands.flatMap(({ description }) => Object.keys(translate(description))))]
    .filter((language) => /^[a-z]{2}$/.test(language))
    .toSorted();
  return audiences.flatMap(([scope, offered]) => [
    { scope, commands: entriesOf(offered, (text) => text) },
    ...languages.map((language) => ({
      scope,
      language,
      commands: entriesOf(offered, (text) => translate(text)[language] ?? text),
    })),
  ]);
}

/** A private chat has the same id as its person. */
function privateChats(showrunners: readonly string[]): readonly number[] {
  return showrunners.map(Number).filter((id) => Number.isSafeInteger(id) && id > 0);
}

/** A two-word command is listed under its first word, whose entry names the second words. */
function entriesOf(
  commands: readonly Command[],
  say: (description: string) => string,
): readonly BotCommand[] {
  const heads = [...new Set(commands.map(({ name }) => name.split(' ')[0] ?? name))];
  return heads.slice(0, MENU_MAX).map((head) => {
    const own = commands.filter(({ name }) => name === head || name.startsWith(`${head} `));
    const [only] = own;
    const description =
      only?.name === head
        ? say(only.description)
        : own.map(({ name }) => name.slice(head.length + 1)).join(' · ');
    return { command: head, description: cut(clean(description), DESCRIPTION_MAX) || head };
  });
}

function menuRequest(menu: Menu): WireRequest {
  return { method: 'setMyCommands', params: { commands: menu.commands, ...placeOf(menu) } };
}

function placeOf({ scope, language }: Menu): Readonly<Record<string, unknown>> {
  return { scope, ...(language !== undefined && { language_code: language }) };
}

/**
 * Brings the menus on the server up to date; writes only those that differ. A showrunner who never wrote to the bot has no
 * chat yet, and gets the menu after their first message there. Never rejects.
 */
export async function syncMenus(
  api: BotApi,
  log: Log,
  menus: readonly Menu[],
  written?: WrittenMenus,
): Promise<void> {
  await written?.add(menus.map(placeNoteOf)).catch((error: unknown) => {
    log.warn({ error }, 'could not note where command menus are written');
  });
  for (const menu of menus) {
    const there = await api.call({ method: 'getMyCommands', params: placeOf(menu) });
    if (there.ok && sameCommands(there.result, menu.commands)) continue;
    const set = there.ok ? await api.call(menuRequest(menu)) : there;
    if (set.ok) continue;
    const { failure } = set;
    const noChatYet = failure.kind === 'answered' && menu.scope.type === 'chat';
    // The scope contains an account id, which must not be logged.
    const fields = { scope: menu.scope.type, failure };
    if (noChatYet) log.debug(fields, 'a showrunner has not written to the bot yet: no menu there');
    else log.warn(fields, 'could not set the command menu; commands still work');
  }
}

/**
 * Deletes menus that were written earlier and are no longer wanted: of a former showrunner, or of a language. What fails is
 * retried at the next start. Never rejects.
 */
export async function takeBackMenus(
  api: BotApi,
  log: Log,
  menus: readonly Menu[],
  written: WrittenMenus,
): Promise<void> {
  const wanted = new Set(menus.map(placeNoteOf));
  try {
    for (const note of await written.all()) {
      if (wanted.has(note)) continue;
      const place = readNote(note);
      if (place === undefined || (await isDeleted(api, place))) await written.remove(note);
      else log.warn({}, 'could not delete a command menu of former settings; the next start retries');
    }
  } catch (error) {
    log.warn({ error }, 'could not check command menus of former settings');
  }
}

/** Also where there is no such chat: somebody who never wrote to the bot, or whose account is gone, has no menu. */
async function isDeleted(api: BotApi, place: Readonly<Record<string, unknown>>): Promise<boolean> {
  const answer = await api.call({ method: 'deleteMyCommands', params: place });
  return answer.ok || judgeAsk(answer.failure).kind === 'gone';
}

const placeNoteOf = (menu: Menu): string => JSON.stringify(placeOf(menu));

function readNote(note: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const place: unknown = JSON.parse(note);
    return typeof place === 'object' && place !== null ? { ...place } : undefined;
  } catch {
    return undefined;
  }
}

function sameCommands(result: unknown, wanted: readonly BotCommand[]): boolean {
  const read = BotCommands.safeParse(result);
  return read.success && JSON.stringify(read.data) === JSON.stringify(wanted.map(ordered));
}

const ordered = ({ command, description }: BotCommand): BotCommand => ({ command, description });
