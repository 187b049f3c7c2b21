import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashed, saltedReceipt } from '../../../src/app/reports/report-receipt.ts';
import type { OptionId } from '../../../src/core/ids.ts';
import { pageOf } from '../../../src/core/page/page-of.ts';
import { pageReceipt, receiptsOnPage } from '../../../src/core/page/page-receipt.ts';
import { pageVote, votesOnPage } from '../../../src/core/page/page-vote.ts';
import { replay } from '../../../src/core/season/evolve.ts';
import { isOut } from '../../../src/core/season/state.ts';
import { anyHistory, playWithCounts } from '../../support/seasons/season-histories.ts';
import { MINUTE, T0 } from '../../support/seasons/season-specification.ts';

/** As Telegram has them: the first is a public chat, the others are not. */
const polls = [
  { outlet: 'outlet-0', platform: 'telegram', link: 'https://t.me/fans/1', counts: { left: 7, right: 2 } },
  { outlet: 'outlet-1', platform: 'telegram', link: 'https://t.me/c/4711/1', counts: { left: 1, yes: 3 } },
  {
    outlet: 'outlet-2',
    platform: 'discord',
    link: 'https://discord.com/channels/4711/1/1',
    counts: { on: 9 },
  },
] as const;
const nameIn = (link: string) => /^https:\/\/t\.me\/([a-z]+)\/1$/.exec(link)?.[1];
const communityOf = (outlet: string) => ({ key: `key-${outlet}`, words: { unnamed: 'a group', nameIn } });

describe('a page, whatever happened in a season,', () => {
  it('has nothing of what is to come, and nothing private', () => {
    let named = 0;
    fc.assert(
      fc.property(anyHistory, (history) => {
        const { log, counted } = playWithCounts(history);
        const season = replay(log);
        if (season === undefined) return;
        const page = pageOf(
          season,
          {},
          {
            votes: votesOnPage(season.rounds).map((round) =>
              pageVote(
                round,
                polls.map((poll) => ({ ...poll, counts: poll.counts as Record<OptionId, number> })),
                communityOf,
              ),
            ),
            receipts: receiptsOnPage(season).map((round) =>
              pageReceipt(
                season,
                hashed(
                  saltedReceipt(season, round, { counts: counted.get(round.number) ?? [], amendments: [] }),
                ),
                communityOf,
              ),
            ),
          },
          T0 + 1_000 * MINUTE,
        );
        const { position } = season;
        const goesOnTo =
          position.kind === 'scheduled' && position.via === undefined ? position.episode : undefined;
        const text = JSON.stringify(page);
        for (const { id, title, url = '' } of season.story.episodes) {
          // Every id of an episode is also the name of a way to it.
          expect(text).not.toContain(`"${id}"`);
          if (isOut(season, id)) continue;
          expect(text).not.toContain(url);
          const isTold = text.includes(`"${title}"`);
          if (isTold) named += 1;
          expect(isTold && id !== goesOnTo).toBe(false);
        }
        expect(text).not.toMatch(/outlet-|key-|4711|showrunner-1|"next":"[a-z]/);
      }),
      { numRuns: 400 },
    );
    // The one that the story simply goes on to is told, or this test could not fail.
    expect(named).toBeGreaterThan(0);
  });
});
