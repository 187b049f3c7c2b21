import type { PlatformName } from '../../ids.ts';
import { platformTitle } from '../../platform-name.ts';
import type { Line, Span } from '../../posts/content.ts';
import type { Late } from '../../season/state.ts';
import type { Absence } from '../../vote/absence.ts';
import type { Undecided } from '../../vote/decision.ts';

/** What is said of a vote in which communities were missing, and of one that waits for a person. */
export interface WaitingWords {
  /** Stands with the poll where showrunners are asked before a vote without so many is decided. */
  readonly rule: Line;
  /** In a result: without whom it was decided. */
  readonly without: (absence: Absence) => Line;
  /** Who was missing, while nothing is decided. */
  readonly missing: (absence: Absence) => Line;
  readonly title: string;
  readonly cause: (cause: Exclude<Undecided['cause'], 'missing'>, votes: number) => Line;
  readonly team: Line;
  /** So many had too little time, because the bot was away for so long. */
  readonly late: (late: Pick<Late, 'lost' | 'outlets'>) => Line;
  /** What came of it: the new deadline, or none. */
  readonly extended: (closes: Span) => Line;
  readonly wentOn: Line;
  /** @param by as it is typed; absent where the polls cannot stay open for longer. */
  readonly howToLate: (show: string, by: string | undefined) => Line;
  /** At most 40 code points. */
  readonly moreTime: (by: string) => string;
  readonly letStand: string;
  /** When it is decided at the latest. */
  readonly until: (at: Span) => Line;
  /** For showrunners: what to type. */
  readonly howToCount: (show: string) => Line;
  readonly elseCounted: (at: Span) => Line;
  readonly elseFirst: (at: Span) => Line;
  /** At most 40 code points. */
  readonly countButton: string;
  readonly notice: string;
}

/** Titles of platforms, joined by the word for "and". */
export const named = (platforms: readonly PlatformName[], and: string): string =>
  platforms.map(platformTitle).join(` ${and} `);
