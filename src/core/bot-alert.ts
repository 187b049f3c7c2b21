import type { OutletId, PlatformName, SeasonId, ShowId } from './ids.ts';

/** What showrunners are told that belongs to no season. Each carries all that its sentence needs. */
export type BotAlert =
  /**
   * Communities want to play along. Who waits is looked up when the message is written, and it is written anew with every
   * answer and every further request of the same hour.
   */
  | {
      readonly code: 'outlets-waiting';
      readonly show: AlertedShow;
      /** Whole hours since the Unix epoch: requests of one hour are told in one message. */
      readonly hour: number;
      /** The answer that was given last. `by`: pseudonym. */
      readonly answered?: { readonly name: string; readonly approved: boolean; readonly by: string };
    }
  /** The bot cannot play there; it joins by itself once it can. `more`: how many others are not named. */
  | {
      readonly code: 'outlets-unplayable';
      readonly show: AlertedShow;
      readonly outlets: readonly UnplayableOutlet[];
      readonly more: number;
    }
  /** The platform lets the bot listen no more before a person has done something. */
  | {
      readonly code: 'platform-shut-out';
      readonly platform: PlatformName;
      readonly what: string;
      readonly fix: string;
    }
  /** The data of the show's last season is missing. `found`: see `PastQuestion`. */
  | { readonly code: 'played-before'; readonly show: AlertedShow; readonly found: 'folder' | 'platform' }
  /** Another process answers for this bot, with data of its own. `goesOn`: what the one that stays needs; absent in older alerts. */
  | {
      readonly code: 'another-bot';
      readonly platform: PlatformName;
      readonly goesOn?: 'by-itself' | 'restarted';
    }
  /** What is stored of it is damaged, or a newer version wrote it; it waits, and all others go on. */
  | { readonly code: 'season-unreadable'; readonly season: SeasonId; readonly why: string }
  /** The same of communities that came by command. `outlets`: each with the reason. `more`: as above. */
  | {
      readonly code: 'communities-unreadable';
      readonly show: AlertedShow;
      readonly outlets: readonly string[];
      readonly more: number;
    };

/** A community that waits for a showrunner's approval. */
export interface WaitingOutlet {
  readonly id: OutletId;
  /** As people know it. */
  readonly name: string;
  /** Pseudonym of who asked. */
  readonly by: string;
  /** Of its community, where the platform told how many. */
  readonly members?: number;
}

/** As its platform says. */
export interface UnplayableOutlet {
  /** As people know it, or as the operator's file has it where nothing is known of it. */
  readonly name: string;
  readonly what: string;
  readonly fix: string;
}

/** `language`: of the show's story, one that has a catalogue. */
export interface AlertedShow {
  readonly id: ShowId;
  readonly title: string;
  readonly language: string;
}

/** Those that must not wait behind others in a showrunners' channel: something stands still, or votes are at risk. */
const URGENT: Readonly<Record<BotAlert['code'], boolean>> = {
  'outlets-waiting': false,
  'outlets-unplayable': false,
  'platform-shut-out': true,
  'played-before': true,
  'another-bot': true,
  'season-unreadable': true,
  'communities-unreadable': false,
};

export const isUrgentBotAlert = ({ code }: BotAlert): boolean => URGENT[code];
