import type { PlatformName } from '../../core/ids.ts';
import type { Line } from '../../core/posts/content.ts';
import { deskWords } from '../../core/wording/desk-words.ts';
import type { Caller } from '../../ports/commands/caller.ts';
import type { CommandRequest, Level } from '../../ports/commands/command.ts';
import type { VoterHasher } from '../../ports/voter-hasher.ts';

export interface LevelRules {
  /** Account ids from the operator's file. */
  readonly showrunners: Readonly<Record<PlatformName, readonly string[]>>;
  readonly hashVoter: VoterHasher;
}

const PSEUDONYM_DIGITS = 8;

/**
 * The one place that decides who may use a command. Showrunners only by their account; moderators because their
 * platform says that they moderate the very community in which the command was used. A channel that posts as itself is
 * not a person.
 */
export async function mayUse(
  rules: LevelRules,
  level: Level,
  request: CommandRequest,
): Promise<{ readonly caller: Caller } | { readonly refusal: Line }> {
  const showrunner = callerOf(rules, request, false).showrunner;
  if (level === 'showrunner') {
    return showrunner
      ? { caller: callerOf(rules, request, false) }
      : { refusal: request.account === undefined ? await faceless(request) : deskWords.showrunnersOnly };
  }
  if (showrunner) return { caller: callerOf(rules, request, false) };
  if (level === 'everyone' && request.account !== undefined) {
    return { caller: callerOf(rules, request, false) };
  }
  if (request.place.community === undefined) return { refusal: deskWords.inCommunity };
  const moderator = await request.moderates().catch(() => undefined);
  if (moderator === undefined) return { refusal: deskWords.levelUnknown(request.platform) };
  if (moderator) return { caller: callerOf(rules, request, true) };
  return {
    refusal: request.account === undefined ? deskWords.nobody : deskWords.moderatorsOnly,
  };
}

/** An anonymous administrator moderates, but has no account that could be a showrunner's. */
async function faceless(request: CommandRequest): Promise<Line> {
  const moderator = await request.moderates().catch(() => false);
  return moderator ? deskWords.showrunnersOnly : deskWords.nobody;
}

/** The pseudonyms under which a person may have steered. `voter`: the keyed hash of their account. */
export const pseudonymsOf = (voter: string): readonly string[] =>
  (['showrunner', 'moderator'] as const).map((role) => pseudonym(role, voter));

const pseudonym = (role: 'showrunner' | 'moderator' | 'fan', voter: string): string =>
  `${role}-${voter.slice(0, PSEUDONYM_DIGITS)}`;

export function callerOf(rules: LevelRules, request: CommandRequest, moderator: boolean): Caller {
  const { platform, account } = request;
  const showrunner = account !== undefined && rules.showrunners[platform]?.includes(account) === true;
  const role = showrunner ? 'showrunner' : moderator ? 'moderator' : 'fan';
  const who =
    account === undefined ? `${role}-anonymous` : pseudonym(role, rules.hashVoter(platform, account));
  return { platform, pseudonym: who, showrunner, moderator };
}
