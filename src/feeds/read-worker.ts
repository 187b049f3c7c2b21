import { parentPort, workerData } from 'node:worker_threads';
import { type FetchedFeed, readFeed } from './read-feed.ts';

/** A thread of its own for reading one feed, see `readApart`. */
parentPort?.postMessage(readFeed(workerData as FetchedFeed));
