import { expect, it } from 'vitest';
import { readSettings } from '../../config/settings.ts';
import { platforms } from '../../src/platforms/index.ts';
import type { RateRule } from '../../src/ports/rate-limiter.ts';
import { notingTurnedAway, quiet } from '../support/discord/stage.ts';
import { memorySentPictures } from '../support/memory/sent-pictures.ts';

/** Nothing listens on this port. */
const NOWHERE = 'http://127.0.0.1:1';
const settings = readSettings({
  DISCORD_TOKEN: 'a.b.c',
  DISCORD_API_URL: NOWHERE,
  TELEGRAM_TOKEN: '123456789:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  TELEGRAM_API_URL: NOWHERE,
});

it.each(platforms.map(({ name }) => name))(
  '%s is asked as often a second as the operator says',
  async (name) => {
    const taken: RateRule[] = [];
    const platform = await settings.platforms[name]?.open({
      log: quiet,
      limiter: {
        async take(rules) {
          taken.push(...rules);
        },
        async pause() {},
      },
      requestsASecond: 7,
      turnedAway: notingTurnedAway(),
      onTurnedAway: () => undefined,
      written: { all: async () => [], add: async () => undefined, remove: async () => undefined },
      sentPictures: memorySentPictures(),
      showrunners: [],
    });
    expect(await platform?.prepare()).toMatchObject({ status: 'no-answer' });
    await platform?.stop();
    expect(taken).toContainEqual({ key: name, limit: 7, window: 1_000 });
  },
);
