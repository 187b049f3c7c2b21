import { readFile } from 'node:fs/promises';
import { Redis } from 'ioredis';
import { expect, it } from 'vitest';
import { reportReceipt } from '../../../src/app/reports/report-receipt.ts';
import { reportStatus } from '../../../src/app/reports/report-status.ts';
import { createSeasonStates } from '../../../src/app/season/season-states.ts';
import { roundNumber } from '../../../src/core/ids.ts';
import type { ReceiptReport, StatusReport } from '../../../src/core/report.ts';
import type { Season } from '../../../src/core/season/state.ts';
import type { SeasonBackup } from '../../../src/ports/stores/season-archive.ts';
import { seasonJobRemover } from '../../../src/queues/season-jobs.ts';
import { createRedisDeliveryLedger } from '../../../src/redis/ledger/ledger.ts';
import { createRedisSeasonStores } from '../../../src/redis/seasons/stores.ts';
import { createRedisSeasonVault } from '../../../src/redis/seasons/vault.ts';
import { startRedis } from '../../support/redis.ts';
import { storedShapes } from '../../support/stored-shapes.ts';

interface Recorded {
  /** Every key of a season that version 1 played to its end: a tie, its runoff and a second choice in four outlets. */
  readonly backup: SeasonBackup;
  /** The receipts that version 1 made of them. */
  readonly season: Season;
  readonly status: StatusReport;
  readonly receipts: readonly ReceiptReport[];
}

it('a season that version 1 wrote is still the same season, with the same receipts to the hash', async () => {
  const file = new URL('../../fixtures/season-log-v1.json', import.meta.url);
  const recorded = JSON.parse(await readFile(file, 'utf8')) as Recorded;
  const server = await startRedis();
  const redis = new Redis(server.url);
  try {
    expect(
      await createRedisSeasonVault(redis, seasonJobRemover(redis, ['discord', 'telegram'])).restore(
        recorded.backup,
        undefined,
        recorded.backup.takenAt,
      ),
    ).toBe(true);
    const kept = createRedisSeasonStores(redis, storedShapes);
    const states = createSeasonStates(kept.seasons);
    const stores = { ...kept, states, ledger: createRedisDeliveryLedger(redis) };
    const { show, season } = recorded.backup;
    // What version 1 did not know can be derived from its log as well: it tells outlets nothing that would have to
    // wait.
    expect((await states.load(season)).season).toEqual({
      ...recorded.season,
      notices: [],
      items: [],
      questions: [],
    });
    expect(await reportStatus(stores, show, show)).toEqual(recorded.status);
    for (const receipt of recorded.receipts) {
      expect(await reportReceipt(stores, show, roundNumber(receipt.round))).toEqual(receipt);
    }
  } finally {
    redis.disconnect();
    await server.stop();
  }
});
