import { expect, it } from 'vitest';
import { oneEmoji } from '../../../src/core/text/emoji.ts';

it.each([
  ['🎬', '🎬'],
  ['❤', '❤\uFE0F'],
  ['👩🏽‍🚀', '👩🏽‍🚀'],
  ['🇫🇷', '🇫🇷'],
  ['🏴󠁧󠁢󠁷󠁬󠁳󠁿', '🏴󠁧󠁢󠁷󠁬󠁳󠁿'],
  ['1️⃣', '1️⃣'],
  [' 🎬 ', '🎬'],
])('%j is one emoji', (text, emoji) => {
  expect(oneEmoji(text)).toBe(emoji);
});

it.each(['', 'a', '1', '#', '🎬🎬', '🇫', '\uFE0F', '\u200D', '🎬a', '<b>'])('%j is none', (text) => {
  expect(oneEmoji(text)).toBe(undefined);
});
