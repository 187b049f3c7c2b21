import type { Capabilities } from '../../core/posts/capabilities.ts';

const HOUR = 3_600_000;

/**
 * What Discord can carry (poll and message resources of its API reference, checked 2026-11).
 *
 * For running text we declare less than half of Discord's limit, because escaping may double its length: so
 * whatever fits here fits on the wire. An embed's title holds 256 characters, its description 4096; a
 * message's content 2000.
 */
export const discordCapabilities: Capabilities = {
  platform: 'discord',
  lostSend: 'can-look',
  poll: {
    question: 300,
    options: { min: 2, max: 10 },
    label: 55,
    lasts: { min: HOUR, max: 768 * HOUR, step: HOUR },
    rule: 900,
    sealed: false,
    toldOfUnasked: false,
  },
  drop: { title: 120, synopsis: 1500, total: 1900 },
  notice: { total: 1900 },
  url: 512,
  image: 2048,
};

/** Limits of the wire that `fit` does not know; in characters. */
export const wireLimits = {
  content: 2000,
  embedTitle: 256,
  embedAuthor: 256,
  embedDescription: 4096,
  buttonLabel: 80,
  fileDescription: 1024,
  threadName: 100,
} as const;
