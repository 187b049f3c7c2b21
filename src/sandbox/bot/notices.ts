/** What the bot's process tells the sandbox. */
export type BotNotice =
  | { readonly kind: 'ready'; readonly address: string }
  | { readonly kind: 'failed'; readonly what: string; readonly fix?: string };
