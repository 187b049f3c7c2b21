import { describe, expect, it } from 'vitest';
import { backupSeason, restoreSeason } from '../../../src/app/keeping/backup-season.ts';
import { createSeasonStates, type SeasonStates } from '../../../src/app/season/season-states.ts';
import {
  deliveryId,
  nativeAnswerId,
  nativePollId,
  optionId,
  outletId,
  roundNumber,
  seasonId,
  showId,
  voterHash,
} from '../../../src/core/ids.ts';
import { parseBackup } from '../../../src/files/backup-files.ts';
import type { BallotBatch, BallotStore, OpenPoll } from '../../../src/ports/stores/ballot-store.ts';
import type { NewDelivery, RestorableLedger } from '../../../src/ports/stores/delivery-ledger.ts';
import type { SeasonBackup, SeasonVault } from '../../../src/ports/stores/season-archive.ts';
import type { SeasonOutlet } from '../../../src/ports/stores/season-outlets.ts';
import type { SeasonStores } from '../../../src/redis/seasons/stores.ts';
import { aStory, play, start } from '../../support/seasons/season-specification.ts';
import { storedShapes } from '../../support/stored-shapes.ts';

interface KeptStores extends SeasonStores {
  readonly ledger: RestorableLedger;
  readonly ballots: BallotStore;
  readonly vault: SeasonVault;
}

interface Stores extends KeptStores {
  readonly states: SeasonStates;
}

const show = showId('show');
const season = seasonId(show, 1);
const one = roundNumber(1);
const [club, news, talk] = [outletId('discord:1'), outletId('telegram:-2'), outletId('telegram:-3/4')];
const TAKEN_AT = 50_000;
const RESTORED_AT = 90_000;
const EXPIRES = 10_000_000;

const owed = (outlet: typeof club, kind: NewDelivery['kind'], dueAt: number): NewDelivery => ({
  id: deliveryId(kind, 1),
  outlet,
  kind,
  number: 1,
  dueAt,
  expiresAt: EXPIRES,
});
const outlet: SeasonOutlet = {
  id: club,
  outlet: {
    address: { platform: 'discord', channel: '1' },
    name: '#show ✓ "x"',
    community: '2',
    namedVotes: true,
    traits: { kind: 'text' },
  },
  joinedAt: 1,
};
const poll: OpenPoll = {
  season,
  round: one,
  outlet: club,
  poll: {
    id: nativePollId('discord:9'),
    message: { id: '9', in: '1' },
    answers: { [nativeAnswerId('1')]: optionId('left'), [nativeAnswerId('2')]: optionId('right') },
  },
  namedVotes: true,
  openedAt: 5,
};
const batch = (
  number: number,
  ...votes: readonly (readonly [voter: string, answer: string])[]
): BallotBatch => ({
  poll: poll.poll.id,
  epoch: 1,
  number,
  // Bytes that are not text.
  ballots: votes.map(([voter, answer]) => ({
    voter: voterHash(voter.repeat(8)),
    answer: nativeAnswerId(answer),
  })),
});

/** A season in the middle of a vote: one drop is sent, one is being sent, one waits; and another season beside it. */
async function running({ seasons, outlets, ledger, ballots, feeds }: Stores): Promise<void> {
  const { log } = play(start(aStory()));
  await seasons.claim(show, season, undefined);
  await seasons.append(season, 0, log, [{ kind: 'wake', dueAt: 7 }]);
  for (const id of [club, news, talk]) await outlets.put(season, { ...outlet, id });
  await ledger.owe(season, [owed(club, 'drop', 1), owed(news, 'drop', 1), owed(talk, 'drop', 1)], 1);
  await ledger.claim(season, club, 'a', 2, 30);
  const message = { id: '9', in: '1' };
  await ledger.settle(season, club, deliveryId('drop', 1), 'a', { kind: 'sent', message }, 3);
  await ledger.claim(season, news, 'b', 2, 30);
  await ballots.register(poll);
  await ballots.count(batch(1, ['ff', '1'], ['c3', '2'], ['00', '2']), 6);
  await feeds.put(
    season,
    { feed: 'ab12', readAt: 4, nextAt: 300_004, etag: '"1"' },
    new Map([
      ['mark', 'passed'],
      ['other', 'x'],
    ]),
  );
  await seasons.claim(showId('other'), seasonId(showId('other'), 1), undefined);
  await seasons.append(seasonId(showId('other'), 1), 0, log, []);
}

async function backupOf({ seasons, vault }: Stores): Promise<SeasonBackup> {
  const backup = await backupSeason({ seasons, vault }, show, TAKEN_AT);
  return parseBackup('backup.json', Buffer.from(JSON.stringify(backup)), storedShapes);
}

/**
 * What every vault of seasons does. `openKept` opens the stores on the same, empty database each time within a test;
 * `empty` empties it again.
 */
export function seasonVaultContract(
  name: string,
  openKept: () => KeptStores,
  empty: () => Promise<void>,
): void {
  const open = (): Stores => {
    const kept = openKept();
    return { ...kept, states: createSeasonStates(kept.seasons) };
  };
  describe(`season vault: ${name}`, () => {
    const restored = async (): Promise<Stores> => {
      const before = open();
      await running(before);
      const backup = await backupOf(before);
      await empty();
      // Like another process: a store may remember the polls that it has seen.
      const stores = open();
      expect(await restoreSeason(stores, backup, RESTORED_AT)).toEqual({ ok: true, season });
      return stores;
    };

    it('restores a season into an empty store as it was', async () => {
      const before = open();
      await running(before);
      const was = {
        log: (await before.seasons.read(season)).events,
        effects: await before.outbox.overdue(season, 100, 10),
        outlets: await before.outlets.all(season),
        polls: await before.ballots.polls(season, one),
        feed: await before.feeds.state(season),
        marks: await before.feeds.marks(season, ['mark', 'other', 'unknown']),
      };
      expect(was.marks.size).toBe(2);
      expect(was.outlets.map(({ id }) => id)).toEqual([club, news, talk]);
      await empty();
      const { seasons, outbox, outlets, ballots, feeds } = await restored();
      expect({
        log: (await seasons.read(season)).events,
        effects: await outbox.overdue(season, 100, 10),
        outlets: await outlets.all(season),
        polls: await ballots.polls(season, one),
        feed: await feeds.state(season),
        marks: await feeds.marks(season, ['mark', 'other', 'unknown']),
      }).toEqual(was);
      expect(await seasons.current(show)).toBe(season);
      expect(await seasons.nextOrdinal(show)).toBe(2);
    });

    it('takes a backup while votes come in, with every voter exactly once', async () => {
      const before = open();
      await running(before);
      const voters = Array.from({ length: 4_000 }, (_, index) =>
        voterHash((index * 0x9e3779b1).toString(16).padStart(12, '0').slice(-12).padStart(16, '7')),
      );
      const cast = (stores: Stores, from: number, to: number, number: number, answer: string) =>
        stores.ballots.count(
          {
            ...batch(number),
            ballots: voters.slice(from, to).map((voter) => ({ voter, answer: nativeAnswerId(answer) })),
          },
          6,
        );
      await cast(before, 0, 2_000, 2, '1');
      const voting = (async () => {
        for (let from = 2_000; from < 4_000; from += 50)
          await cast(before, from, from + 50, 3 + from / 50, from % 100 === 0 ? '1' : '2');
      })();
      const backup = await backupOf(before);
      await voting;
      await empty();
      const stores = open();
      await restoreSeason(stores, backup, RESTORED_AT);
      const kept = backup.keys
        .filter(({ name }) => /^ballots:1:\d+:\d+$/.test(name))
        .reduce((sum, { values }) => sum + values.length / 2, 0);
      expect(kept).toBeGreaterThanOrEqual(2_000);
      const live = await stores.ballots.live(poll.poll.id);
      expect(Object.values(live).reduce((sum, count) => sum + count, 0)).toBe(kept);
      await cast(stores, 0, 4_000, 1_000, '2');
      // With the three who had voted before. In a wrong bucket, a voter would count twice.
      expect(await stores.ballots.live(poll.poll.id)).toEqual({ left: 1, right: 4_002 });
    });

    it('knows polls and voters again: a person who votes once more is counted once', async () => {
      const { ballots } = await restored();
      expect(await ballots.live(poll.poll.id)).toEqual({ left: 1, right: 2 });
      expect(await ballots.count(batch(1, ['ff', '2']), 100)).toMatchObject({ kind: 'skipped' });
      expect(await ballots.count(batch(2, ['c3', '1'], ['80', '1']), 100)).toMatchObject({ kind: 'counted' });
      expect(await ballots.live(poll.poll.id)).toEqual({ left: 3, right: 1 });
    });

    it('treats what was owed or being sent as perhaps sent since, and what was sent as sent', async () => {
      const { ledger } = await restored();
      const told = (await ledger.list(season)).map(({ status, firstTriedAt, doubt }) => [
        status.kind,
        firstTriedAt,
        doubt,
      ]);
      const why = 'It was due between a backup and its restore.';
      expect(told).toEqual([
        ['sent', undefined, undefined],
        ['sending', TAKEN_AT, why],
        ['owed', TAKEN_AT, why],
      ]);
    });

    it('treats what becomes owed as perhaps sent already, if it was due before the restore', async () => {
      const { ledger } = await restored();
      const later = [
        owed(club, 'poll', 30_000),
        owed(club, 'reminder', RESTORED_AT),
        owed(club, 'result', 90_001),
      ];
      await ledger.owe(season, later, 95_000);
      const told = (await ledger.list(season)).slice(3).map(({ firstTriedAt }) => firstTriedAt);
      expect(told).toEqual([TAKEN_AT, RESTORED_AT, undefined]);
    });

    it('keeps the doubts of an earlier restore', async () => {
      const stores = await restored();
      const again = { ...(await backupOf(stores)), takenAt: 95_000 };
      await empty();
      await restoreSeason(stores, again, 99_000);
      await stores.ledger.owe(season, [owed(club, 'poll', 60_000)], 99_500);
      const doubted = await stores.ledger.find(season, club, deliveryId('poll', 1));
      expect(doubted?.firstTriedAt).toBe(60_000);
    });

    it('begins a new life in the store that it was restored into', async () => {
      const stores = open();
      await running(stores);
      const backup = await backupOf(stores);
      const foreign = [
        { name: 'life', type: 'hash', values: ['run', 'another server'] },
        { name: 'senders', type: 'hash', values: ['x', '{"announcedAt":1,"begins":1,"ends":2}'] },
      ] as const;
      await empty();
      await restoreSeason(stores, { ...backup, keys: [...backup.keys, ...foreign] }, RESTORED_AT);
      expect(await stores.ledger.restart(season, RESTORED_AT)).toBeUndefined();
    });

    it('restores a season in place of one that can no longer be read', async () => {
      const before = open();
      await running(before);
      const backup = await backupOf(before);
      await before.outbox.owe(season, '9.9', { kind: 'nonsense', dueAt: 5 } as never);
      expect(await before.seasons.fault(season)).toContain('outbox, effect 9.9');
      expect(await restoreSeason(before, backup, RESTORED_AT)).toEqual({ ok: true, season });
      expect(await before.seasons.fault(season)).toBeUndefined();
    });

    it('refuses if the show is running, and changes nothing', async () => {
      const stores = open();
      await running(stores);
      const backup = await backupOf(stores);
      expect(await restoreSeason(stores, backup, RESTORED_AT)).toEqual({ ok: false, why: 'running', season });
      expect((await stores.ledger.find(season, talk, deliveryId('drop', 1)))?.firstTriedAt).toBeUndefined();
    });

    it('erases a season and its polls, and nothing of another', async () => {
      const stores = open();
      await running(stores);
      expect(await stores.vault.retire({ show, season }, 100)).toBe(true);
      await stores.vault.erase(season);
      expect(await stores.vault.backup(season)).toEqual([]);
      expect(await open().ballots.find(poll.poll.id)).toBeUndefined();
      expect(await stores.seasons.current(show)).toBeUndefined();
      expect(await stores.vault.retired(show)).toEqual([season]);
      const other = seasonId(showId('other'), 1);
      expect(await stores.seasons.hasBegun(other)).toBe(true);
      expect(await stores.vault.stored()).toEqual([{ show: showId('other'), season: other }]);
    });
  });
}
