/** Answers that fans ask the bot to show to everybody in a channel. Rejects when Redis can't be reached. */
export interface PublicAnswers {
  /**
   * Takes a channel's turn, by the key of its address, over all processes.
   * @returns false if it was taken less than a minute ago.
   */
  take(channel: string): Promise<boolean>;
}
