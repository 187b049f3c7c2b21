import type { z } from 'zod';
import type { PlatformName } from '../../core/ids.ts';
import type { Log } from '../log.ts';
import type { RateLimiter } from '../rate-limiter.ts';
import type { SentPictures } from '../stores/sent-pictures.ts';
import type { WrittenMenus } from '../stores/written-menus.ts';
import type { TurnedAway } from '../turned-away.ts';
import type { Platform } from './platform.ts';
import type { PlatformFacts } from './platform-facts.ts';
import type { SettingProblem, ValuesOf, Variables } from './variable.ts';

/**
 * A platform as src/platforms/index.ts lists it: everything that the rest of the bot has to know to read its settings
 * and to open it. Only `open` loads its client library.
 */
export interface PlatformDefinition extends PlatformFacts {
  /**
   * Its environment variables. Their names begin with the platform's own in capitals. `<NAME>_TOKEN` turns the
   * platform on; `<NAME>_API_URL` is its address.
   */
  readonly variables: Variables;
  /** How its tokens look inside a longer text, with the flag `g`: libraries put them into errors, and logs hide them. */
  readonly secrets: RegExp;
  /**
   * Contradictions that no variable can know alone, whether the platform is on or off. `isUnset`: also not
   * wrong.
   */
  contradictions(
    values: ValuesOf<Variables>,
    isUnset: (variable: string) => boolean,
  ): readonly SettingProblem[];
  /** @param values of its variables; the token is among them, and all are valid. */
  settle(values: ValuesOf<Variables>): PlatformSettings;
  readonly keys: OperatorKeys;
  /** Parts of an address as they are stored, in addition to `platform`. */
  readonly address: z.ZodObject;
}

/**
 * The operator file's keys for a platform. Its name is a key under `showrunners` and `alerts` and in an outlet. The
 * schemas' messages say what would be right.
 */
export interface OperatorKeys {
  readonly showrunners: OperatorKey<readonly string[]>;
  /** The place or person where showrunners are alerted, like `place` of an outlet. */
  readonly alerts: OperatorKey<string | undefined>;
  /** What is wrong with an account id of the right form, as a clause that begins with the id. */
  readonly accountFault?: (id: string, under: 'showrunners' | 'alerts') => string | undefined;
  readonly outlet: OutletKeys;
  /** How many requests a second the platform allows a bot, unless it has raised that for this one. */
  readonly requestsASecond: number;
}

interface OperatorKey<Value> {
  readonly schema: z.ZodType<Value>;
  /** Of its value in YAML. */
  readonly example: string;
}

export interface OutletKeys {
  /** A channel, a chat: under the platform's name. `part`: what the address calls it. */
  readonly place: OperatorKey<string | undefined> & { readonly part: string };
  /**
   * Two texts mean the same place if they are equal in this form; without it, if they are equal as they are.
   */
  readonly spelling?: (place: string) => string;
  /** Other keys of an outlet. No two platforms share one. */
  readonly options?: Readonly<Record<string, OutletOption>>;
  /** What to use instead of another platform's option. */
  readonly instead?: Readonly<Record<string, string>>;
}

export interface OutletOption {
  /** It narrows the place, as a part of the address with its own name; or it is a role to ping. */
  readonly is: 'narrower' | 'mention';
  readonly schema: z.ZodType<string | number | undefined>;
  /** What other platforms do not have, as a plural: `topics`. */
  readonly means: string;
}

/** A platform that is on. */
export interface PlatformSettings {
  /** The values of its variables. Secrets are only available through `reveal()`. */
  readonly values: object;
  /**
   * Names of the leases that a process needs to listen. The holder of one of them listens to a part of the platform.
   */
  readonly leases: readonly string[];
  /**
   * Loads the platform's client. Sends nothing yet.
   * @throws StartupError if settings are wrong in a way that only the client knows.
   */
  open(surroundings: Surroundings): Promise<Platform>;
}

/** What the bot gives a platform to work with. */
export interface Surroundings {
  readonly log: Log;
  readonly limiter: RateLimiter;
  /** How many requests a second this bot may make, over all processes. */
  readonly requestsASecond: number;
  /** Refused requests of this platform, over all processes. */
  readonly turnedAway: TurnedAway;
  /** Called for every answer of 401, 403 and 429. */
  readonly onTurnedAway: (status: number) => void;
  readonly written: WrittenMenus;
  readonly sentPictures: SentPictures;
  /** Account ids of the operator's file. */
  readonly showrunners: readonly string[];
}

/** Every platform that exists, in the order in which people read about them. */
export type Platforms = readonly PlatformDefinition[];

/** Those that are on. */
export type PlatformsOn = Readonly<Record<PlatformName, PlatformSettings>>;
