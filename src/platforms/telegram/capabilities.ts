import type { Capabilities } from '../../core/posts/capabilities.ts';

/** Longest caption of a picture; a longer text goes without the picture (sendPhoto, "0-1024 characters"). */
export const CAPTION_MAX = 1024;
/** Shortest and longest distance of a poll's `close_date` from now, in seconds (sendPoll, "5-2628000"). */
export const POLL_LASTS_SECONDS = { min: 5, max: 2_628_000 } as const;

const TEXT_MAX = 4096;
const BUTTON_URL_MAX = 2048;
/** Room in a drop for what the bot adds: its number, the vote that led to it, when the next one opens and ends. */
const DROP_NOTES = 400;

/** Limits from https://core.telegram.org/bots/api (10.1). Texts are counted after entities were parsed. */
export const TELEGRAM: Capabilities = {
  platform: 'telegram',
  lostSend: 'cannot-look',
  poll: {
    question: 300,
    options: { min: 1, max: 12 },
    label: 100,
    lasts: { min: POLL_LASTS_SECONDS.min * 1000, max: POLL_LASTS_SECONDS.max * 1000, step: 1000 },
    rule: 1024,
    sealed: true,
    toldOfUnasked: true,
  },
  drop: { title: TEXT_MAX, synopsis: TEXT_MAX, total: TEXT_MAX - DROP_NOTES },
  notice: { total: TEXT_MAX },
  // Not documented; servers and browsers accept this length everywhere.
  url: BUTTON_URL_MAX,
  image: BUTTON_URL_MAX,
};
