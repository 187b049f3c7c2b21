import { beforeEach, describe } from 'vitest';
import type { BallotStore } from '../../src/ports/stores/ballot-store.ts';
import { jobsContract } from '../queues/jobs.contract.ts';
import { ballotStoreContract } from '../redis/ballots/ballot-store.contract.ts';
import { closingsContract } from '../redis/ballots/closings.contract.ts';
import { roundCountsContract } from '../redis/ballots/round-counts.contract.ts';
import { deliveryLedgerContract } from '../redis/ledger/delivery-ledger.contract.ts';
import { postedRequestsContract } from '../redis/posted-requests.contract.ts';
import { connectionsContract } from '../redis/seasons/connections.contract.ts';
import { feedStoreContract } from '../redis/seasons/feed-store.contract.ts';
import { outboxContract } from '../redis/seasons/outbox.contract.ts';
import { seasonLogContract } from '../redis/seasons/season-log.contract.ts';
import { seasonOutletsContract } from '../redis/seasons/season-outlets.contract.ts';
import { clockContract } from '../redis/shared/clock.contract.ts';
import { MemoryBallots } from '../support/memory/ballots.ts';
import { ClosingsShelf, MemoryClosings } from '../support/memory/closings.ts';
import { JobBoard, MemoryJobs } from '../support/memory/jobs.ts';
import { MemoryLedger } from '../support/memory/ledger.ts';
import { MemoryPostedRequests } from '../support/memory/posted-requests.ts';
import { memoryStores } from '../support/stage-stores.ts';

/** What the tests of the application run on keeps every promise that Redis keeps. */
describe('ports in memory', () => {
  const processes = { newLease: () => 'a', isGone: async () => false };
  let stores = memoryStores(processes).ports;
  let ledger: MemoryLedger;
  let ballots: BallotStore | undefined;
  let closings: ClosingsShelf;
  let board: JobBoard;
  beforeEach(() => {
    stores = memoryStores(processes).ports;
    ledger = new MemoryLedger();
    ballots = undefined;
    closings = new ClosingsShelf();
    board = new JobBoard();
  });

  seasonLogContract('memory', () => stores);
  outboxContract('memory', () => stores);
  roundCountsContract('memory', () => stores);
  seasonOutletsContract('memory', () => stores.outlets);
  connectionsContract('memory', () => stores.connections);
  feedStoreContract('memory', () => stores.feeds);
  clockContract('memory', () => stores.clock);
  deliveryLedgerContract('memory', () => ledger);
  ballotStoreContract('memory', (options) => {
    ballots ??= new MemoryBallots(options?.holdLimits);
    return ballots;
  });
  closingsContract('memory', (one) => new MemoryClosings(one, closings));
  postedRequestsContract('memory', (limits) => new MemoryPostedRequests(limits));
  jobsContract(
    'memory',
    () => new MemoryJobs(board),
    async () => Date.now(),
  );
});
