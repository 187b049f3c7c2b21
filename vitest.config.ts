import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Where .ci/run wants to read the counts, beside the usual output. */
const jsonReport = process.env.VITEST_JSON_REPORT;

/** They take locks, kill processes and lose connections on purpose: whatever stays behind must not reach the next file. */
const APART = ['test/{app,embedded-redis,queues,redis,setup}/**/*.test.ts'];

/** What waits longest is begun first, so that no worker is left alone with it at the end. */
const BEGUN_FIRST = [
  /\/(redis-outage|processes|chaos|demo)\.test/,
  /\/(journeys|security)\//,
  /\/(redis|platforms\/\w+|setup)\/[^/]+$/,
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const early = BEGUN_FIRST.findIndex((pattern) => pattern.test(moduleId));
      return early < 0 ? BEGUN_FIRST.length : early;
    };
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}

const shared = {
  pool: 'forks',
  // Far above what any test needs on an idle machine; they only bound a hang.
  testTimeout: 20_000,
  hookTimeout: 30_000,
  unstubEnvs: true,
  // The developer's own environment must not steer a test.
  env: { LOG_LEVEL: 'silent' },
} as const;

export default defineConfig({
  test: {
    globalSetup: 'test/support/run-folder.ts',
    // Tests mostly wait (for votes to end, servers to start), so that four fit on two cores.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
    teardownTimeout: 10_000,
    reporters: jsonReport ? ['default', ['json', { outputFile: jsonReport }]] : ['default'],
    projects: [
      { test: { ...shared, name: 'apart', include: APART } },
      // To start a process and load both platforms' clients takes two seconds of work; these files, which end what
      // they start, take turns in a few.
      {
        test: { ...shared, name: 'together', include: ['test/**/*.test.ts'], exclude: APART, isolate: false },
      },
    ],
  },
});
