import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Metrics } from '../ports/metrics.ts';

export interface MetricsPage {
  readonly contentType: string;
  text(): Promise<string>;
}

/** Prometheus' names: `cliffhanger_…_total`, base units. `queueDepths` is asked at every scrape. */
export function createMetrics(
  queueDepths: () => Promise<Readonly<Record<string, number>>>,
): Metrics & { readonly page: MetricsPage } {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const votes = new Counter({
    name: 'cliffhanger_votes_total',
    help: 'Facts about votes that platforms told.',
    labelNames: ['platform'],
    registers,
  });
  const batches = new Counter({
    name: 'cliffhanger_ballot_batches_total',
    help: 'Ballot batches by what became of them.',
    labelNames: ['outcome'],
    registers,
  });
  const batchSize = new Histogram({
    name: 'cliffhanger_ballot_batch_size',
    help: 'Ballots in a batch.',
    buckets: [1, 5, 25, 100, 250, 500],
    registers,
  });
  const deliveries = new Counter({
    name: 'cliffhanger_deliveries_total',
    help: 'Attempts to deliver a message, by how they ended.',
    labelNames: ['platform', 'kind', 'status'],
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
    help: 'How long after its time a timer or another effect was performed.',
    buckets: [0.01, 0.05, 0.25, 1, 5, 30, 60, 300],
    registers,
  });
  new Gauge({
    name: 'cliffhanger_queue_jobs',
    help: 'Waiting and delayed jobs.',
    labelNames: ['queue'],
    registers,
    async collect() {
      for (const [queue, jobs] of Object.entries(await queueDepths())) this.set({ queue }, jobs);
    },
  });
  return {
    votes: (platform, facts) => votes.inc({ platform }, facts),
    batch(outcome, ballots) {
      batches.inc({ outcome });
      batchSize.observe(ballots);
    },
    delivery: (platform, kind, status) => deliveries.inc({ platform, kind, status }),
    decision: (rule) => decisions.inc({ rule }),
    lag: (late) => lag.observe(late / 1_000),
    page: { contentType: registry.contentType, text: () => registry.metrics() },
  };
}
