import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Milliseconds } from '../core/ids.ts';
import type { Metrics } from '../ports/metrics.ts';
import { within } from '../time-limit.ts';

export interface MetricsPage {
  readonly contentType: string;
  text(): Promise<string>;
}

type Depths = Readonly<Record<string, number>>;

/** Prometheus gives up a scrape after ten seconds (`scrape_timeout`) and then loses every counter of it. */
const DEPTHS_WITHIN: Milliseconds = 1_000;

/**
 * Named as Prometheus asks: `cliffhanger_…_total`, base units. `queueDepths` is read at each scrape. If it fails or takes
 * longer than a second, the page leaves it out and still has the counters.
 */
export function createMetrics(queueDepths: () => Promise<Depths>): Metrics & { readonly page: MetricsPage } {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const votes = new Counter({
    name: 'cliffhanger_votes_total',
    help: 'Facts about votes received from platforms.',
    labelNames: ['platform'],
    registers,
  });
  const batches = new Counter({
    name: 'cliffhanger_ballot_batches_total',
    help: 'Ballot batches by outcome.',
    labelNames: ['outcome'],
    registers,
  });
  const batchSize = new Histogram({
    name: 'cliffhanger_ballot_batch_size',
    help: 'Ballots in a batch.',
    buckets: [1, 5, 25, 100, 250, 500],
    registers,
  });
  const pollsDropped = new Counter({
    name: 'cliffhanger_unknown_polls_dropped_total',
    help: 'Polls that the bot did not send and did not hold, because there were too many.',
    registers,
  });
  const dropped = new Counter({
    name: 'cliffhanger_ballots_dropped_total',
    help: 'Ballots that will never be counted, by reason.',
    labelNames: ['reason'],
    registers,
  });
  const deliveries = new Counter({
    name: 'cliffhanger_deliveries_total',
    help: 'Attempts to deliver a message, and messages given up, by outcome.',
    labelNames: ['platform', 'kind', 'status'],
    registers,
  });
  const turnedAway = new Counter({
    name: 'cliffhanger_requests_turned_away_total',
    help: 'Requests that a platform answered with 401, 403 or 429. Too many in ten minutes get a bot banned.',
    labelNames: ['platform', 'status'],
    registers,
  });
  const posted = new Counter({
    name: 'cliffhanger_episode_requests_total',
    help: 'Requests to post an episode, by the status of the answer.',
    labelNames: ['status'],
    registers,
  });
  const decisions = new Counter({
    name: 'cliffhanger_decisions_total',
    help: 'Decided rounds by the rule that decided.',
    labelNames: ['rule'],
    registers,
  });
  const lag = new Histogram({
    name: 'cliffhanger_effect_lag_seconds',
    help: 'How late a timer or another effect was performed.',
    buckets: [0.01, 0.05, 0.25, 1, 5, 30, 60, 300],
    registers,
  });
  const readDepths = inTime(queueDepths);
  new Gauge({
    name: 'cliffhanger_queue_jobs',
    help: 'Waiting and delayed jobs; no value while Redis does not answer.',
    labelNames: ['queue'],
    registers,
    async collect() {
      const depths = await readDepths();
      // An old number would look as if nothing moved.
      this.reset();
      for (const [queue, jobs] of Object.entries(depths ?? {})) this.set({ queue }, jobs);
    },
  });
  return {
    votes: (platform, facts) => votes.inc({ platform }, facts),
    batch(outcome, ballots) {
      batches.inc({ outcome });
      batchSize.observe(ballots);
    },
    dropped: (reason, ballots) => dropped.inc({ reason }, ballots),
    pollsDropped: (polls) => pollsDropped.inc(polls),
    delivery: (platform, kind, status) => deliveries.inc({ platform, kind, status }),
    turnedAway: (platform, status) => turnedAway.inc({ platform, status }),
    posted: (status) => posted.inc({ status }),
    decision: (rule) => decisions.inc({ rule }),
    lag: (late) => lag.observe(late / 1_000),
    page: { contentType: registry.contentType, text: () => registry.metrics() },
  };
}

/**
 * A caller that comes while a read is running gets that read's answer, so that nothing piles up when Redis is away.
 * @returns undefined if the answer comes too late or not at all.
 */
function inTime(read: () => Promise<Depths>): () => Promise<Depths | undefined> {
  let underWay: Promise<Depths | undefined> | undefined;
  return () => {
    underWay ??= read()
      .catch(() => undefined)
      .finally(() => {
        underWay = undefined;
      });
    return within(DEPTHS_WITHIN, underWay);
  };
}
