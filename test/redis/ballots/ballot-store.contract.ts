import { describe, expect, it } from 'vitest';
import {
  type NativeAnswerId,
  nativeAnswerId,
  nativePollId,
  type OptionId,
  outletId,
  type RoundNumber,
  roundNumber,
  seasonId,
  showId,
  voterHash,
} from '../../../src/core/ids.ts';
import type {
  Ballot,
  BallotBatch,
  BallotStore,
  OpenPoll,
  Snapshot,
} from '../../../src/ports/stores/ballot-store.ts';

const season = seasonId(showId('night-shift'), 1);
const one = roundNumber(1);
const id = nativePollId('discord:110}{|/__proto__');

const openPoll = (changes: Partial<OpenPoll> & { readonly named?: boolean } = {}): OpenPoll => ({
  season,
  round: changes.round ?? one,
  outlet: outletId('telegram:-100123/12'),
  poll: changes.poll ?? {
    id,
    message: { id: '7', in: '8' },
    answers: { '10': 'brother', '2': 'stranger', x: 'nobody' } as unknown as Record<NativeAnswerId, OptionId>,
  },
  namedVotes: changes.named ?? true,
  openedAt: changes.openedAt ?? 5,
});
const [brother, stranger, nobody] = [nativeAnswerId('10'), nativeAnswerId('2'), nativeAnswerId('x')];

const voter = (number: number) => voterHash(number.toString(16).padStart(2, '0').repeat(8).slice(0, 16));
const cast = (account: number, answer: NativeAnswerId): Ballot => ({ voter: voter(account), answer });
const withdrawn = (account: number, ...answers: NativeAnswerId[]): Ballot => ({
  voter: voter(account),
  withdrawn: answers,
});
const batch = (number: number, ballots: readonly Ballot[], more: Partial<BallotBatch> = {}): BallotBatch => ({
  poll: id,
  epoch: 1,
  number,
  ballots,
  ...more,
});
const snapshot = (sequence: number, counts: Record<string, number>, closed = false): Snapshot => ({
  sequence,
  counts: counts as Snapshot['counts'],
  closed,
  question: 'Wer?',
  labels: ['a', 'b'],
});
const counts = (ofBrother: number, ofStranger: number, ofNobody = 0) => ({
  brother: ofBrother,
  stranger: ofStranger,
  nobody: ofNobody,
});
async function* pages(...lists: (readonly [number, NativeAnswerId][])[]) {
  for (const list of lists) yield list.map(([account, answer]) => ({ voter: voter(account), answer }));
}

type MakeStore = (options?: {
  readonly cachedPolls?: number;
  readonly holdLimits?: { readonly ofPoll: number; readonly ofAll: number; readonly polls: number };
}) => BallotStore;

/**
 * What every ballot store does. `makeStore` opens one on the same, empty database each time within a test: two
 * of them stand for two processes.
 */
export function ballotStoreContract(name: string, makeStore: MakeStore): void {
  const registered = async (poll = openPoll()) => {
    const store = makeStore();
    await store.register(poll);
    return store;
  };

  describe(`ballot store: ${name}`, () => {
    it('gives every listener that starts a higher epoch', async () => {
      const first = await makeStore().nextEpoch();
      expect(await makeStore().nextEpoch()).toBeGreaterThan(first);
    });

    describe('polls', () => {
      it('are found by their native id once registered', async () => {
        const store = makeStore();
        expect(await store.find(id)).toBeUndefined();
        expect(await store.register(openPoll())).toEqual([]);
        expect(await store.find(id)).toEqual({ ...openPoll(), state: { kind: 'open' } });
        expect(await makeStore().find(id)).toEqual({ ...openPoll(), state: { kind: 'open' } });
      });

      it('stay as they were first registered', async () => {
        const store = await registered();
        await store.count(batch(1, [cast(1, brother)]), 1);
        expect(await store.register(openPoll({ openedAt: 99 }))).toEqual([]);
        expect((await makeStore().find(id))?.openedAt).toBe(5);
        expect(await store.live(id)).toEqual(counts(1, 0));
      });

      it('are listed by round, and as open until closed', async () => {
        const store = makeStore();
        const poll = (name: string, round: RoundNumber, openedAt: number) =>
          openPoll({ round, openedAt, poll: { ...openPoll().poll, id: nativePollId(name) } });
        await store.register(poll('b', one, 2));
        await store.register(poll('a', roundNumber(2), 3));
        await store.register(poll('c', one, 1));
        await store.close(nativePollId('b'), { kind: 'lost', why: 'gone', at: 9 });
        const ids = (polls: readonly { poll: { id: string } }[]) => polls.map((each) => each.poll.id);
        expect(ids(await store.polls(season, one))).toEqual(['c', 'b']);
        expect((await store.polls(season, one))[1]?.state).toEqual({ kind: 'lost', why: 'gone', at: 9 });
        expect(ids(await store.open(season))).toEqual(['c', 'a']);
        expect(await store.polls(season, roundNumber(3))).toEqual([]);
        expect(await store.open(seasonId(showId('other'), 1))).toEqual([]);
      });

      it('remember when their platform was asked to end them, until it did', async () => {
        const store = await registered();
        await store.asked(id, 7);
        expect((await makeStore().find(id))?.state).toEqual({ kind: 'open', askedAt: 7 });
        expect((await store.polls(season, one))[0]?.state).toEqual({ kind: 'open', askedAt: 7 });
        const lost = { kind: 'lost', why: 'gone', at: 9 } as const;
        await store.close(id, lost);
        await store.asked(id, 11);
        await store.asked(nativePollId('nobody-knows'), 11);
        expect((await store.find(id))?.state).toEqual(lost);
      });

      it('are found by round while one of them is open', async () => {
        const store = await registered();
        expect(await store.anyOpen(season, one)).toBe(true);
        expect(await store.anyOpen(season, roundNumber(2))).toBe(false);
        await store.close(id, { kind: 'lost', why: 'gone', at: 9 });
        expect(await store.anyOpen(season, one)).toBe(false);
      });

      it('are refused if they have more answers than can be counted', async () => {
        const answers = Object.fromEntries(Array.from({ length: 16 }, (_, index) => [`a${index}`, 'x']));
        const poll = { ...openPoll().poll, answers: answers as OpenPoll['poll']['answers'] };
        await expect(makeStore().register(openPoll({ poll }))).rejects.toThrow(RangeError);
        expect(await makeStore().open(season)).toEqual([]);
      });

      it('must be registered for live counts, closing and rebuilding', async () => {
        const store = makeStore();
        expect(await store.live(id)).toEqual({});
        await expect(store.close(id, { kind: 'lost', why: '', at: 1 })).rejects.toThrow('is not registered');
        await expect(store.rebuild(id, pages())).rejects.toThrow('is not registered');
      });

      it('may have answers named like a property of every object', async () => {
        const answers = JSON.parse('{"constructor": "__proto__", "__proto__": "constructor"}');
        const store = await registered(openPoll({ poll: { ...openPoll().poll, answers } }));
        await store.count(
          batch(1, [cast(1, nativeAnswerId('__proto__')), cast(2, nativeAnswerId('toString'))]),
          1,
        );
        expect(Object.entries(await store.live(id)).sort()).toEqual([
          ['__proto__', 0],
          ['constructor', 1],
        ]);
      });
    });

    describe('counting', () => {
      it('starts with zero for every option', async () => {
        expect(await (await registered()).live(id)).toEqual(counts(0, 0));
      });

      it('counts an account once, with its last vote', async () => {
        const store = await registered();
        expect(
          await store.count(batch(1, [cast(1, brother), cast(2, brother), cast(3, stranger)]), 1),
        ).toEqual({
          kind: 'counted',
          poll: openPoll(),
          changed: 3,
        });
        expect(await store.count(batch(2, [cast(1, stranger), cast(2, brother)]), 1)).toMatchObject({
          changed: 1,
        });
        expect(await store.live(id)).toEqual(counts(1, 2));
      });

      it('withdraws a vote if it is for one of the answers given, or for any', async () => {
        const store = await registered();
        await store.count(batch(1, [cast(1, brother), cast(2, brother), cast(3, stranger)]), 1);
        const ballots = [
          withdrawn(1, stranger, nobody),
          withdrawn(2, stranger, brother),
          withdrawn(3),
          withdrawn(4),
        ];
        expect(await store.count(batch(2, ballots), 1)).toMatchObject({ changed: 2 });
        expect(await store.live(id)).toEqual(counts(1, 0));
      });

      it('applies the votes of one account in one batch in order', async () => {
        const store = await registered();
        await store.count(
          batch(1, [
            cast(1, brother),
            withdrawn(1, brother),
            cast(1, stranger),
            cast(2, brother),
            withdrawn(2),
            withdrawn(3),
            cast(3, nobody),
            withdrawn(3, brother),
          ]),
          1,
        );
        expect(await store.live(id)).toEqual(counts(0, 1, 1));
        await store.count(batch(2, [withdrawn(1), cast(1, brother), withdrawn(3), withdrawn(3)]), 1);
        expect(await store.live(id)).toEqual(counts(1, 0));
      });

      it('skips a batch that is not newer than the last', async () => {
        const store = await registered();
        const repeated = { kind: 'skipped', why: 'repeated' };
        await store.count(batch(2, [cast(1, brother)], { epoch: 2 }), 1);
        expect(await store.count(batch(2, [cast(1, brother)], { epoch: 2 }), 1)).toEqual(repeated);
        expect(await store.count(batch(1, [cast(2, brother)], { epoch: 2 }), 1)).toEqual(repeated);
        expect(await store.count(batch(9, [cast(2, brother)], { epoch: 1 }), 1)).toEqual(repeated);
        expect(await store.count(batch(0, [cast(2, brother)], { epoch: 3 }), 1)).toMatchObject({
          changed: 1,
        });
        expect(await store.live(id)).toEqual(counts(2, 0));
      });

      it('counts a batch once, however many processes try', async () => {
        await registered();
        const tries = await Promise.all(
          [1, 2, 3, 4].map(() => makeStore().count(batch(1, [cast(1, brother)]), 1)),
        );
        expect(tries.filter(({ kind }) => kind === 'counted')).toHaveLength(1);
        expect(await makeStore().live(id)).toEqual(counts(1, 0));
      });

      it('refuses a voter that is not a keyed hash', async () => {
        const store = await registered();
        for (const bad of ['123456789', '0123456789abcdef0', 'x123456789abcdef']) {
          const ballots = [{ voter: voterHash(bad), answer: brother }];
          await expect(store.count(batch(1, ballots), 1)).rejects.toThrow(RangeError);
        }
      });

      it('keeps the counts right while the ballots outgrow many buckets', async () => {
        const store = await registered();
        const total = 3_000;
        const hash = (number: number) =>
          voterHash(((number * 2654435761) % 2 ** 32).toString(16).padStart(8, '0').repeat(2));
        const all = (answer: NativeAnswerId) =>
          Array.from({ length: total }, (_, number): Ballot => ({ voter: hash(number), answer }));
        expect(await store.count(batch(1, all(brother)), 1)).toMatchObject({ changed: total });
        expect(await store.count(batch(2, all(stranger).slice(0, 1_000)), 1)).toMatchObject({
          changed: 1_000,
        });
        expect(await store.count(batch(3, all(stranger)), 1)).toMatchObject({ changed: total - 1_000 });
        const gone = all(brother).map((ballot): Ballot => ({ voter: ballot.voter, withdrawn: [] }));
        expect(await store.count(batch(4, gone.slice(1)), 1)).toMatchObject({ changed: total - 1 });
        expect(await store.live(id)).toEqual(counts(0, 1));
      });
    });

    describe('closing', () => {
      const final = { kind: 'final', counts: counts(1, 2), closedAt: 9 } as const;
      const provisional = {
        kind: 'provisional',
        counts: counts(1, 1),
        closedAt: 8,
        note: 'keyboard',
      } as const;
      const lost = { kind: 'lost', why: 'deleted', at: 7 } as const;

      it('keeps the state, and only replaces it by a better one', async () => {
        const store = await registered();
        expect(await store.close(id, lost)).toBe(true);
        expect(await store.close(id, provisional)).toBe(true);
        expect(await store.close(id, lost)).toBe(false);
        expect(await store.close(id, provisional)).toBe(false);
        expect((await store.find(id))?.state).toEqual(provisional);
        expect(await store.close(id, final)).toBe(true);
        expect(await store.close(id, { ...final, counts: counts(9, 9) })).toBe(false);
        expect(await store.close(id, provisional)).toBe(false);
        expect((await makeStore().find(id))?.state).toEqual(final);
        expect(await store.open(season)).toEqual([]);
      });

      it('accepts no more ballots', async () => {
        const store = await registered();
        await store.count(batch(1, [cast(1, brother)]), 1);
        await store.close(id, provisional);
        expect(await store.count(batch(2, [cast(2, brother)]), 1)).toEqual({
          kind: 'skipped',
          why: 'closed',
        });
        expect(await store.live(id)).toEqual(counts(1, 0));
      });

      it('deletes the ballots and keeps the counts', async () => {
        const store = await registered();
        await store.count(batch(1, [cast(1, brother), cast(2, stranger)]), 1);
        await store.close(id, lost);
        expect(await store.live(id)).toEqual(counts(1, 1));
        expect(await store.forget(season, voter(1))).toHaveLength(0);
        expect(await store.live(id)).toEqual(counts(1, 1));
      });

      it('ends a running rebuild, and lets none begin', async () => {
        const store = await registered();
        await store.count(batch(1, [cast(1, brother)]), 1);
        async function* overtaken() {
          yield [{ voter: voter(2), answer: stranger }];
          await store.close(id, lost);
          yield [{ voter: voter(3), answer: stranger }];
        }
        await expect(store.rebuild(id, overtaken())).rejects.toThrow('the poll was closed');
        await expect(store.rebuild(id, pages([[2, stranger]]))).rejects.toThrow('is closed');
        expect(await store.live(id)).toEqual(counts(1, 0));
      });

      it('still accepts a snapshot, which may be the last count of a closed poll', async () => {
        const store = await registered();
        await store.close(id, provisional);
        const last = snapshot(4, { 10: 6 }, true);
        await store.count(batch(2, [], { snapshot: last }), 1);
        expect(await store.snapshot(id)).toEqual(last);
      });
    });

    describe('forgetting a voter', () => {
      it('removes the ballot from open polls and from their counts', async () => {
        const store = await registered();
        const other = nativePollId('other');
        await store.register(openPoll({ poll: { ...openPoll().poll, id: other } }));
        await store.count(batch(1, [cast(1, brother), cast(2, brother)]), 1);
        await store.count(batch(1, [cast(1, stranger)], { poll: other }), 1);
        expect(await store.forget(season, voter(1))).toHaveLength(2);
        expect(await store.live(id)).toEqual(counts(1, 0));
        expect(await store.live(other)).toEqual(counts(0, 0));
        expect(await store.forget(season, voter(1))).toHaveLength(0);
        expect(await store.forget(seasonId(showId('night-shift'), 2), voter(2))).toHaveLength(0);
      });

      it('finds the ballot among many, and counts a later vote as a new one', async () => {
        const store = await registered();
        const hash = (number: number) =>
          voterHash(((number * 2654435761) % 2 ** 32).toString(16).padStart(16, '0'));
        const all = Array.from(
          { length: 1_500 },
          (_, number): Ballot => ({ voter: hash(number), answer: brother }),
        );
        await store.count(batch(1, all), 1);
        for (const number of [0, 700, 1_499])
          expect(await store.forget(season, hash(number))).toHaveLength(1);
        expect(await store.live(id)).toEqual(counts(1_497, 0));
        await store.count(batch(2, [{ voter: hash(700), answer: stranger }]), 1);
        expect(await store.live(id)).toEqual(counts(1_497, 1));
      });

      it('also removes it from a list that is being built', async () => {
        const store = await registered();
        async function* list() {
          yield [1, 2].map((account) => ({ voter: voter(account), answer: brother }));
          await store.forget(season, voter(1));
        }
        expect(await store.rebuild(id, list())).toEqual(counts(1, 0));
      });

      it('does not touch a vote that was withdrawn already', async () => {
        const store = await registered();
        await store.count(batch(1, [cast(1, brother)]), 1);
        await store.count(batch(2, [withdrawn(1)]), 1);
        expect(await store.forget(season, voter(1))).toHaveLength(0);
        expect(await store.live(id)).toEqual(counts(0, 0));
      });
    });

    describe('snapshots', () => {
      it('of a poll whose counts are hidden say nothing while they are all zero, held or not', async () => {
        const store = makeStore();
        const { poll } = openPoll();
        await store.count(batch(1, [], { snapshot: snapshot(1, { 10: 0, 2: 0, x: 0 }) }), 1);
        await store.register(openPoll({ named: false, poll: { ...poll, sealed: true } }));
        await store.count(batch(2, [], { snapshot: snapshot(2, { 10: 3, 2: 1, x: 0 }) }), 1);
        await store.count(batch(3, [], { snapshot: snapshot(3, { 10: 0, 2: 0, x: 0 }) }), 1);
        expect(await store.live(id)).toEqual(counts(3, 1));
        await store.count(batch(4, [], { snapshot: snapshot(4, { 10: 0, 2: 0, x: 0 }, true) }), 1);
        expect(await store.live(id)).toEqual(counts(0, 0));
        expect((await store.find(id))?.poll.sealed).toBe(true);
      });

      it('make the live counts if votes have no names', async () => {
        const store = await registered(openPoll({ named: false }));
        expect(await store.live(id)).toEqual(counts(0, 0));
        await store.count(batch(1, [], { snapshot: snapshot(1, { 10: 3, x: 1, toString: 9 }) }), 1);
        expect(await store.live(id)).toEqual(counts(3, 0, 1));
      });

      it('are read together with the ballots of other polls', async () => {
        const store = await registered(openPoll({ named: false }));
        const named = openPoll({ poll: { ...openPoll().poll, id: nativePollId('telegram:7') } });
        await store.register(named);
        await store.count(batch(1, [], { snapshot: snapshot(1, { 10: 3, x: 1 }) }), 1);
        await store.count({ ...batch(1, [cast(1, stranger)]), poll: named.poll.id }, 1);
        const both = [id, named.poll.id, nativePollId('unknown')];
        const expected = new Map([
          [id, counts(3, 0, 1)],
          [named.poll.id, counts(0, 1)],
        ]);
        expect(await store.liveOf(both)).toEqual(expected);
        expect(await makeStore().liveOf(both)).toEqual(expected);
        expect(await store.liveOf([])).toEqual(new Map());
      });

      it('are kept by sequence, whatever the order of their batches', async () => {
        const store = await registered();
        expect(await store.snapshot(id)).toBeUndefined();
        await store.count(batch(1, [], { snapshot: snapshot(10, { 2: 5 }) }), 1);
        await store.count(batch(2, [], { snapshot: snapshot(9, { 2: 4 }) }), 1);
        expect((await store.snapshot(id))?.sequence).toBe(10);
        await store.count(batch(1, [], { snapshot: snapshot(11, { 2: 6 }) }), 1);
        expect((await store.snapshot(id))?.sequence).toBe(11);
        expect(await store.live(id)).toEqual(counts(0, 0));
      });

      it('of an unknown poll are kept as well', async () => {
        const store = makeStore();
        await store.count(batch(1, [], { snapshot: snapshot(2, { 2: 5 }, true) }), 1);
        await store.count(batch(2, [], { snapshot: snapshot(1, { 2: 4 }) }), 1);
        expect(await store.snapshot(id)).toEqual(snapshot(2, { 2: 5 }, true));
      });
    });

    describe('batches of a poll that is not known yet', () => {
      const held = { kind: 'held' };

      it('are held, and passed on in order at the registration', async () => {
        const store = makeStore();
        const late = batch(10, [cast(1, stranger)]);
        const early = batch(9, [cast(1, brother), cast(2, brother)], { snapshot: snapshot(1, { 10: 1 }) });
        expect(await store.count(late, 1)).toEqual(held);
        expect(await store.count(early, 1)).toEqual(held);
        expect(await store.count(early, 2)).toEqual(held);
        expect(await store.register(openPoll())).toEqual([early, late]);
      });

      it('count once each, even if the hand-over is interrupted and repeated', async () => {
        const store = makeStore();
        for (const number of [1, 2]) await store.count(batch(number, [cast(number, brother)]), 1);
        const [first] = await store.register(openPoll());
        expect(await store.count(first ?? batch(0, []), 2)).toMatchObject({ kind: 'counted', changed: 1 });
        const rest = await makeStore().register(openPoll());
        expect(rest).toEqual([batch(2, [cast(2, brother)])]);
        for (const each of rest) await makeStore().count(each, 3);
        expect(await makeStore().register(openPoll())).toEqual([]);
        expect(await store.live(id)).toEqual(counts(2, 0));
      });

      it('count before any later batch, whichever process counts that', async () => {
        const holder = makeStore();
        await holder.count(batch(1, [cast(1, brother), cast(2, brother)]), 1);
        await holder.count(batch(2, [cast(1, stranger)], { snapshot: snapshot(5, { 2: 1 }) }), 1);
        await makeStore().register(openPoll());
        expect(await holder.count(batch(3, [cast(3, stranger)]), 2)).toMatchObject({ changed: 1 });
        expect(await holder.live(id)).toEqual(counts(1, 2));
        expect((await holder.snapshot(id))?.sequence).toBe(5);
        expect(await makeStore().register(openPoll())).toEqual([]);
      });

      it('all count when batches and the registration race', async () => {
        const numbers = Array.from({ length: 30 }, (_, index) => index + 1);
        const lane = makeStore();
        const counting = (async () => {
          for (const number of numbers) await lane.count(batch(number, [cast(number, brother)]), 1);
        })();
        const sender = makeStore();
        for (const each of await sender.register(openPoll())) await sender.count(each, 1);
        await counting;
        expect(await lane.live(id)).toEqual(counts(30, 0));
      });

      it('are dropped when they are too old, and reported', async () => {
        const store = makeStore();
        await store.count(batch(1, [cast(1, brother), cast(2, brother)], { snapshot: snapshot(1, {}) }), 10);
        await store.count(batch(2, [cast(3, brother)]), 20);
        expect(await store.dropHeld(10)).toEqual({ ballots: 0, polls: 0 });
        expect(await store.dropHeld(20)).toEqual({ ballots: 2, polls: 0 });
        expect(await store.snapshot(id)).toBeUndefined();
        expect(await store.register(openPoll())).toEqual([batch(2, [cast(3, brother)])]);
        expect(await store.dropHeld(30)).toEqual({ ballots: 1, polls: 0 });
        expect(await store.dropHeld(30)).toEqual({ ballots: 0, polls: 0 });
      });

      it('are refused past the limits, and reported with those dropped', async () => {
        const store = makeStore({ holdLimits: { ofPoll: 2, ofAll: 3, polls: 9 } });
        const two = [cast(1, brother), cast(2, brother)];
        const other = (ballots: readonly Ballot[]) => batch(1, ballots, { poll: nativePollId('other') });
        await store.count(batch(1, two), 10);
        await store.count(batch(1, two), 10);
        expect(await store.dropHeld(10)).toEqual({ ballots: 0, polls: 0 });
        expect(await store.count(batch(2, [cast(3, brother)]), 10)).toEqual(held);
        expect(await store.dropHeld(10)).toEqual({ ballots: 1, polls: 0 });
        await store.count(other(two), 10);
        expect(await store.dropHeld(10)).toEqual({ ballots: 2, polls: 0 });
        const handedOver = await store.register(openPoll());
        expect(handedOver).toEqual([batch(1, two)]);
        for (const each of handedOver) await store.count(each, 10);
        await store.count(other(two), 10);
        expect(await store.dropHeld(10)).toEqual({ ballots: 0, polls: 0 });
        await store.count(batch(1, two, { poll: nativePollId('third') }), 10);
        expect(await store.dropHeld(11)).toEqual({ ballots: 2 + 2, polls: 0 });
      });

      it('are held for a limited number of polls: the one held first is dropped with its ballots, and reported', async () => {
        const store = makeStore({ holdLimits: { ofPoll: 9, ofAll: 9, polls: 2 } });
        const [first, second, third] = [nativePollId('first'), nativePollId('second'), nativePollId('third')];
        const two = [cast(1, brother), cast(2, brother)];
        await store.count(batch(1, two, { poll: first, snapshot: snapshot(1, {}) }), 10);
        await store.count(batch(1, [], { poll: second, snapshot: snapshot(1, {}) }), 11);
        await store.count(batch(2, [], { poll: second, snapshot: snapshot(2, {}) }), 12);
        expect(await store.dropHeld(0)).toEqual({ ballots: 0, polls: 0 });
        await store.count(batch(1, two, { poll: third }), 13);
        expect(await store.dropHeld(0)).toEqual({ ballots: 2, polls: 1 });
        expect(await store.dropHeld(0)).toEqual({ ballots: 0, polls: 0 });
        expect(await store.snapshot(first)).toBeUndefined();
        expect(await store.snapshot(second)).toMatchObject({ sequence: 2 });
        // Dropped batches make room for others.
        for (let number = 2; number < 5; number += 1)
          await store.count(batch(number, two, { poll: third }), 14);
        expect(await store.dropHeld(0)).toEqual({ ballots: 0, polls: 0 });
        expect(await store.dropHeld(99)).toEqual({ ballots: 8, polls: 0 });
      });

      it('are held without a snapshot if its words are longer than any platform allows', async () => {
        const store = makeStore();
        const long = { ...snapshot(1, {}), question: 'W'.repeat(20_000) };
        await store.count(batch(1, [cast(1, brother)], { snapshot: long }), 10);
        expect(await store.snapshot(id)).toBeUndefined();
        expect(await store.register(openPoll())).toEqual([batch(1, [cast(1, brother)])]);
      });
    });

    describe('rebuilding', () => {
      it('replaces the ballots by a complete list', async () => {
        const store = await registered();
        await store.count(batch(1, [cast(1, brother), cast(2, brother), cast(3, stranger)]), 1);
        const list = pages(
          [
            [1, stranger],
            [4, stranger],
          ],
          [],
          [[5, nobody]],
        );
        expect(await store.rebuild(id, list)).toEqual(counts(0, 2, 1));
        expect(await store.live(id)).toEqual(counts(0, 2, 1));
        await store.count(batch(2, [cast(1, brother), cast(2, brother), withdrawn(4, stranger)]), 1);
        expect(await store.live(id)).toEqual(counts(2, 0, 1));
      });

      it('shows nothing of an unfinished list, and drops it when the list breaks off', async () => {
        const store = await registered();
        await store.count(batch(1, [cast(1, brother)]), 1);
        async function* broken() {
          yield [{ voter: voter(2), answer: stranger }];
          expect(await store.live(id)).toEqual(counts(1, 0));
          throw new Error('the platform is gone');
        }
        await expect(store.rebuild(id, broken())).rejects.toThrow('the platform is gone');
        expect(await store.live(id)).toEqual(counts(1, 0));
        expect(await store.rebuild(id, pages([[2, stranger]]))).toEqual(counts(0, 1));
      });

      it('loses no ballot that is counted meanwhile', async () => {
        const store = await registered();
        await store.count(
          batch(
            1,
            [1, 2, 3, 4, 5].map((account) => cast(account, brother)),
          ),
          1,
        );
        async function* list() {
          yield [1, 2].map((account) => ({ voter: voter(account), answer: brother }));
          await store.count(
            batch(2, [
              cast(1, stranger),
              withdrawn(2, brother),
              cast(3, stranger),
              withdrawn(4, brother),
              cast(6, nobody),
            ]),
            1,
          );
          await store.count(batch(3, [withdrawn(5, nobody), withdrawn(7)]), 1);
          expect(await store.live(id)).toEqual(counts(1, 2, 1));
          yield [3, 4, 5, 7].map((account) => ({ voter: voter(account), answer: brother }));
        }
        expect(await store.rebuild(id, list())).toEqual(counts(1, 2, 1));
        await store.count(
          batch(4, [cast(4, stranger), withdrawn(6), cast(7, stranger), cast(1, brother)]),
          1,
        );
        expect(await store.live(id)).toEqual(counts(2, 3));
      });

      it('keeps the later entry of a voter who is listed twice', async () => {
        const store = await registered();
        expect(await store.rebuild(id, pages([[1, brother]], [[1, stranger]]))).toEqual(counts(0, 1));
      });

      it('gives way to a later rebuild of the same poll', async () => {
        const store = await registered();
        async function* overtaken() {
          yield [{ voter: voter(1), answer: brother }];
          await makeStore().rebuild(id, pages([[2, stranger]]));
          yield [{ voter: voter(3), answer: brother }];
        }
        await expect(store.rebuild(id, overtaken())).rejects.toThrow('Another rebuild of poll');
        expect(await store.live(id)).toEqual(counts(0, 1));
      });

      it('accepts long lists', async () => {
        const store = await registered();
        async function* long() {
          for (let page = 0; page < 3; page += 1) {
            yield Array.from({ length: 1_500 }, (_, index) => ({
              voter: voterHash((page * 1_500 + index).toString(16).padStart(4, '0').repeat(4)),
              answer: index % 3 === 0 ? brother : stranger,
            }));
          }
        }
        expect(await store.rebuild(id, long())).toEqual(counts(1_500, 3_000));
        expect(await store.rebuild(id, pages([[1, nobody]]))).toEqual(counts(0, 0, 1));
      });
    });

    it('works with a cache for a single poll', async () => {
      const store = makeStore({ cachedPolls: 1 });
      const other = nativePollId('other');
      await store.register(openPoll());
      await store.register(openPoll({ poll: { ...openPoll().poll, id: other } }));
      for (const number of [1, 2]) {
        await store.count(batch(number, [cast(number, brother)]), 1);
        await store.count(batch(number, [cast(number, stranger)], { poll: other }), 1);
      }
      expect(await store.live(id)).toEqual(counts(2, 0));
      expect(await store.live(other)).toEqual(counts(0, 2));
    });
  });
}
