import type { OutletId, PlatformName, SeasonId, ShowId } from './ids.ts';
import type { ToldProblem } from './outlet-cause.ts';

/** Alerts to showrunners that belong to no season. Each carries everything that its sentence needs. */
export type BotAlert =
  /**
   * Communities want to join. Who is waiting is looked up when the message is written. It is rewritten with every answer and
   * every further request of the same hour.
   */
  | {
      readonly code: 'outlets-waiting';
      readonly show: AlertedShow;
      /** Whole hours since the Unix epoch: requests of one hour share one message. */
      readonly hour: number;
      /** The latest answer. `by`: pseudonym. */
      readonly answered?: { readonly name: string; readonly approved: boolean; readonly by: string };
    }
  /** The bot can't play there; it joins by itself once it can. `more`: how many others are not named. */
  | {
      readonly code: 'outlets-unplayable';
      readonly show: AlertedShow;
      readonly outlets: readonly UnplayableOutlet[];
      readonly more: number;
    }
  /** The platform refuses the bot until a person acts. */
  | {
      readonly code: 'platform-shut-out';
      readonly platform: PlatformName;
      readonly what: string;
      readonly fix: string;
    }
  /** The data of the show's last season is missing. `found`: see `PastQuestion`. */
  | {
      readonly code: 'played-before';
      readonly show: AlertedShow;
      readonly found: 'folder' | 'platform';
      /** `by`: pseudonym of the person, if it was answered by command. */
      readonly answered?: { readonly how: 'fresh' | 'restored'; readonly by?: string };
    }
  /**
   * Another process runs the same bot with other data. `goesOn`: what the process that stays needs; absent in older
   * alerts.
   */
  | {
      readonly code: 'another-bot';
      readonly platform: PlatformName;
      readonly goesOn?: 'by-itself' | 'restarted';
    }
  /** Its stored data is damaged, or a newer version wrote it. It waits, and all other seasons go on. */
  | { readonly code: 'season-unreadable'; readonly season: SeasonId; readonly why: string }
  /** The same for communities that joined by command. `outlets`: each with the reason. `more`: as above. */
  | {
      readonly code: 'communities-unreadable';
      readonly show: AlertedShow;
      readonly outlets: readonly string[];
      readonly more: number;
    }
  /** The show's feed could not be read for a while. `what`: a sentence. */
  | { readonly code: 'feed-failing'; readonly show: AlertedShow; readonly what: string }
  /** It can be read again, after an alert. */
  | { readonly code: 'feed-back'; readonly show: AlertedShow }
  /** New items of the show's feed that can't be posted. `more`: as above. */
  | {
      readonly code: 'feed-items-unusable';
      readonly show: AlertedShow;
      /** `name`: title, or id where there is none. */
      readonly items: readonly { readonly name: string; readonly why: UnusableWhy }[];
      readonly more: number;
    };

/** Why an item of a feed can't be posted. `no-words`: it has neither a title nor a text. */
export type UnusableWhy = 'no-link' | 'no-words';

/** A community that waits for a showrunner's approval. */
export interface WaitingOutlet {
  readonly id: OutletId;
  /** The name that people see. */
  readonly name: string;
  /** Pseudonym of the person who asked. */
  readonly by: string;
  /** Of its community, if the platform told us. */
  readonly members?: number;
}

/** A problem with an outlet of the operator's file. */
export interface UnplayableOutlet extends Omit<ToldProblem, 'code'> {
  /** The outlet's name as people know it, or the entry in the operator's file if the outlet is unknown. */
  readonly name: string;
  /** Absent in older alerts. */
  readonly cause?: string;
}

/** `language`: of the show's story, one that has a catalogue. */
export interface AlertedShow {
  readonly id: ShowId;
  readonly title: string;
  readonly language: string;
}

/** Alerts that must not wait behind others in a showrunners' channel: something is stuck, or votes are at risk. */
const URGENT: Readonly<Record<BotAlert['code'], boolean>> = {
  'outlets-waiting': false,
  'outlets-unplayable': false,
  'platform-shut-out': true,
  'played-before': true,
  'another-bot': true,
  'season-unreadable': true,
  'communities-unreadable': false,
  'feed-failing': false,
  'feed-back': false,
  'feed-items-unusable': false,
};

export const isUrgentBotAlert = ({ code }: BotAlert): boolean => URGENT[code];
