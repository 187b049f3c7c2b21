import type { ShowState } from '../../report.ts';

/** What a show's page says beside what results, receipts and notices say. Plain text; the page escapes it. */
export interface PageWords {
  readonly language: string;
  /** The state of the show in a sentence. */
  readonly states: Readonly<Record<ShowState, string>>;
  readonly paused: string;
  /** The first link of the page, for people who use a keyboard. */
  readonly toVote: string;
  readonly nowPlaying: string;
  /** Instead of `nowPlaying` once the show is over. */
  readonly lastEpisode: string;
  readonly episode: (number: number) => string;
  readonly watch: string;
  readonly theEnd: string;
  readonly kinds: Readonly<Record<'vote' | 'prediction' | 'runoff' | 'rerun', string>>;
  readonly noVote: string;
  readonly lastVote: string;
  /** Each followed by a time. */
  readonly opens: string;
  readonly ends: string;
  readonly ended: string;
  /** Before a running countdown. */
  readonly timeLeft: string;
  readonly counting: string;
  readonly hidden: string;
  /** `1,015 votes` */
  readonly votes: (count: number) => string;
  /** `41 %` of 0-1, as the language writes it. */
  readonly percent: (share: number) => string;
  readonly leads: string;
  readonly won: string;
  /** @param places at least one platform's title. */
  readonly howToVote: (places: readonly string[]) => string;
  /** Before a list of public places. */
  readonly publicPolls: string;
  readonly byPlatform: string;
  readonly byCommunity: string;
  readonly community: string;
  /** A heading over numbers of votes. */
  readonly votesHeading: string;
  /**
   * @param platform its title.
   * @param called what its platform calls such a community, in English.
   */
  readonly unnamed: (platform: string, called: string | undefined) => string;
  /** Several told together, after others. */
  readonly more: (communities: number) => string;
  /** Several told together, alone. */
  readonly together: (communities: number) => string;
  readonly smallOnes: string;
  readonly next: string;
  readonly nextUndated: string;
  readonly nextLate: string;
  readonly nextByVote: string;
  readonly nextNone: string;
  readonly calendar: string;
  readonly path: string;
  readonly pathEmpty: string;
  /** Before the name of an option. */
  readonly taken: string;
  readonly notTaken: string;
  /** `5 of 6 votes` */
  readonly votesOf: (votes: number, total: number) => string;
  readonly openDoor: string;
  /** The link to what is folded up, with how many. */
  readonly earlier: (count: number) => string;
  readonly receipts: string;
  readonly receiptsIntro: string;
  readonly receiptsNone: string;
  readonly receipt: (round: number) => string;
  readonly tied: string;
  readonly provisional: string;
  readonly file: string;
  /** Before a command to type. */
  readonly verify: string;
  readonly notes: string;
  /** Before the time of the last change. */
  readonly changed: string;
  readonly data: string;
  /** Only seen where scripts are off. */
  readonly reload: string;
  /** While the page can't reach its server. */
  readonly stale: string;
}
