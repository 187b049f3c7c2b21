import { DiscordAPIError } from 'discord.js';
import type { LeftOff } from '../../../core/vote/shortfall.ts';

/** Invalid form body: `errors` names every field that Discord refuses, as a tree. */
const INVALID_FORM = 50035;
/** An embed if the bot may not embed links, or a mention if the bot may not mention. */
const MISSING_PERMISSIONS = 50013;
/** A link that Discord's filter considers harmful, perhaps the picture's address. */
const HARMFUL_LINK = 240000;
/** A reply where the bot may not read the history. */
const UNREAD_REPLY = 160002;

/** A file is larger than the server allows, or than anything on the way does. */
const TOO_LARGE = 40005;

/**
 * The parts that Discord refused and that the message can do without. Empty if Discord names no part that we know: then any
 * of them may be meant.
 * @param hasFile whether the message came with a file: Discord does not say which permission is missing.
 * @returns undefined if the refusal is about something else.
 */
export function refusedParts(error: unknown, hasFile = false): readonly LeftOff[] | undefined {
  if (!(error instanceof DiscordAPIError)) return undefined;
  switch (error.code) {
    case INVALID_FORM:
      return partsNamed(error.rawError);
    case MISSING_PERMISSIONS:
      return [hasFile ? 'picture' : 'embed'];
    case TOO_LARGE:
      return ['picture'];
    case HARMFUL_LINK:
      return ['picture'];
    case UNREAD_REPLY:
      return ['reply'];
    default:
      return undefined;
  }
}

function partsNamed(raw: object): readonly LeftOff[] {
  const errors = 'errors' in raw ? raw.errors : undefined;
  return [...new Set(pathsIn(errors).flatMap((path) => partAt(path) ?? []))];
}

/** As deep as a message's fields are nested. Anything may have sent this answer. */
const DEEPEST = 8;

/** Paths of a tree whose leaves are lists called `_errors`. */
function pathsIn(node: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof node !== 'object' || node === null || path.length > DEEPEST) return [];
  return Object.entries(node).flatMap(([key, child]) =>
    key === '_errors' ? [path] : pathsIn(child, [...path, key]),
  );
}

function partAt([field, , ...inside]: readonly string[]): LeftOff | undefined {
  switch (field) {
    case 'attachments':
    case 'files':
      return 'picture';
    case 'components':
      return 'button';
    case 'message_reference':
      return 'reply';
    case 'allowed_mentions':
      return 'mention';
    case 'embeds':
      return inside.some((part) => ['image', 'thumbnail', 'icon_url'].includes(part)) ? 'picture' : 'embed';
    case 'poll':
      // An emoji that is too new for Discord.
      return inside.includes('emoji') ? 'formatting' : undefined;
    case 'content':
      return 'rules';
    default:
      return undefined;
  }
}
