import type { OutletAddress } from './outlet.ts';

/** What fans have the bot show to everybody in a channel. Rejects when Redis cannot be reached. */
export interface PublicAnswers {
  /** Takes the channel's turn, whichever process asks. @returns false where it was taken less than a minute ago. */
  take(place: OutletAddress): Promise<boolean>;
}
