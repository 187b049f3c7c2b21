/** What the bot's process tells the sandbox. */
export type BotNotice =
  | { readonly kind: 'ready'; readonly address: string }
  | { readonly kind: 'failed'; readonly what: string; readonly fix?: string };

/** What the sandbox tells the bot's process: how far its clock is ahead, in milliseconds. */
export interface ClockNotice {
  readonly ahead: number;
}
