import { setTimeout as sleep } from 'node:timers/promises';
import { backoff } from '../../core/backoff.ts';
import type { Milliseconds } from '../../core/ids.ts';
import { platformTitle, platformVariable } from '../../core/platform-name.ts';
import type { Log } from '../../ports/log.ts';
import type { Introduction, Platform } from '../../ports/platform/platform.ts';
import { StartupError } from '../../ports/startup-error.ts';
import type { Reach } from './reach.ts';

/**
 * Pause between two attempts: doubled each time, and cut by up to a quarter, so that many processes do not ask at
 * once.
 */
const ASK_AGAIN = { first: 500, most: 15_000 } as const;
/** A platform may ask for a longer pause; an hour covers the longest that an edge server imposes. */
const LONGEST_WAIT: Milliseconds = 3_600_000;
/**
 * For a while, an edge server may answer instead of the platform. Only after this long, and never while another
 * platform works, does it count as a wrong address.
 */
const STRANGER_FOR: Milliseconds = 60_000;

export interface Meeting {
  readonly reach: Reach;
  readonly log: Log;
  readonly signal: AbortSignal;
  /**
   * Makes the bot known to the stores.
   * @throws StartupError if they belong to another one.
   */
  readonly recognise: (account: string) => Promise<void>;
  /** It did not answer, so the others need not wait for it. */
  readonly onSilence: () => void;
  /** Whether this process has a platform that works. */
  readonly hasAnother: () => boolean;
  /** Default: a minute. */
  readonly strangerFor?: Milliseconds;
}

/**
 * Asks a platform who the bot is until it says so. No answer never counts as a "no": an outage at the start is waited
 * out.
 * @returns the bot's own id there; undefined if stopped before.
 * @throws StartupError if the platform refuses the token, or if something else has answered at its address for a
 * minute.
 */
export async function meetPlatform(platform: Platform, meeting: Meeting): Promise<string | undefined> {
  const { reach, log, signal, strangerFor = STRANGER_FOR } = meeting;
  const { name } = platform;
  let told: string | undefined;
  let strangerSince: number | undefined;
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    const answer = await platform.prepare(signal);
    if (signal.aborted) return undefined;
    if (answer.status === 'known') {
      await meeting.recognise(answer.account);
      if (signal.aborted) return undefined;
      reach.answered(name);
      if (told !== undefined) log.info({ platform: name }, `${platformTitle(name)} answers`);
      return answer.account;
    }
    reach.notYet(name, answer.why);
    if (told !== answer.why)
      log.warn(
        { platform: name, why: answer.why },
        `${platformTitle(name)} does not answer; retrying until it does`,
      );
    told = answer.why;
    meeting.onSilence();
    strangerSince = answer.stranger === true ? (strangerSince ?? performance.now()) : undefined;
    const isWrongAddress =
      strangerSince !== undefined && performance.now() - strangerSince > strangerFor && !meeting.hasAnother();
    if (isWrongAddress) throw wrongAddress(platform, answer.why);
    await sleep(pauseAfter(attempt, answer), undefined, { signal }).catch(() => undefined);
  }
  return undefined;
}

function pauseAfter(attempt: number, { after = 0 }: Extract<Introduction, { status: 'no-answer' }>) {
  return Math.max(
    backoff(ASK_AGAIN, attempt + 1) * (0.75 + Math.random() / 4),
    Math.min(after, LONGEST_WAIT),
  );
}

function wrongAddress({ name }: Platform, why: string): StartupError {
  const variable = platformVariable(name, 'API_URL');
  const title = platformTitle(name);
  return new StartupError(
    `The server at ${variable} is not ${title}'s API: ${why}`,
    `Correct ${variable}, or leave it out to use ${title} itself.`,
  );
}
