import { describe, expect, it } from 'vitest';
import { LatestPage } from '../../../src/app/pages/latest-page.ts';
import type { PageContent } from '../../../src/core/page/page-of.ts';
import type { PageSnapshot } from '../../../src/core/page/snapshot.ts';
import { logLines } from '../../support/log-lines.ts';
import { SNAPSHOTS } from '../../support/pages/snapshots.ts';

const { changedAt: _, ...content } = SNAPSHOTS.voting;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function latest(read: () => Promise<PageContent>) {
  let reads = 0;
  const { log, lines } = logLines();
  const page = new LatestPage({
    read: () => {
      reads += 1;
      return read();
    },
    now: () => reads * 1_000,
    log,
  });
  return { page, lines, reads: () => reads };
}

describe('the latest page', () => {
  it('is read once for all who ask within a second, also while it is being read', async () => {
    const { page, reads } = latest(async () => {
      await pause(20);
      return content;
    });
    const all = await Promise.all(Array.from({ length: 50 }, () => page.get()));
    expect(new Set(all).size).toBe(1);
    await page.get();
    expect(reads()).toBe(1);
  });

  it('keeps its time of change while nothing changes', async () => {
    const { page, reads } = latest(async () => ({ ...content }));
    const first = await page.get();
    await pause(1_020);
    expect(await page.get()).toBe(first);
    expect(reads()).toBe(2);
  });

  it('tells those who watch what differs, and is not read when nobody does', async () => {
    let title = 'one';
    const { page, reads } = latest(async () => ({ ...content, title }));
    const told: PageSnapshot[] = [];
    const end = page.watch((one) => told.push(one));
    await pause(1_100);
    title = 'two';
    await pause(2_100);
    end();
    expect(told.map((one) => one.title)).toEqual(['one', 'two']);
    const before = reads();
    await pause(1_200);
    expect(reads()).toBe(before);
  });

  it('is the last one while the stores are away, and says so once in the log', async () => {
    let away = false;
    const { page, lines } = latest(async () => {
      if (away) throw new Error('away');
      return content;
    });
    const before = await page.get();
    away = true;
    for (let at = 0; at < 2; at += 1) {
      await pause(1_020);
      expect(await page.get()).toBe(before);
    }
    expect(lines.filter(({ message }) => message.includes('could not read'))).toHaveLength(1);
  });

  it('rejects if there never was one', async () => {
    const { page } = latest(async () => {
      throw new Error('away');
    });
    await expect(page.get()).rejects.toThrow('away');
  });
});
