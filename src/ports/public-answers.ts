/** What fans have the bot show to everybody in a channel. Rejects when Redis cannot be reached. */
export interface PublicAnswers {
  /** Takes the turn of a channel, by the key of its address, whichever process asks. @returns false where it was taken less than a minute ago. */
  take(channel: string): Promise<boolean>;
}
