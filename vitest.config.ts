import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Where .ci/run wants to read the counts, beside the usual output. */
const jsonReport = process.env.VITEST_JSON_REPORT;

/** What waits longest is begun first, so that no worker is left alone with it at the end. */
const BEGUN_FIRST = [
  /\/(redis-outage|processes|chaos|demo)\.test/,
  /\/(journeys|security)\//,
  /\/test\/(redis|queues|embedded-redis|app|setup)\/|\/platforms\/\w+\/[^/]+$/,
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

export default defineConfig({
  test: {
    name: 'together',
    globalSetup: 'test/support/run-folder.ts',
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    // To start a process and load both platforms' clients takes two seconds of work; the files take turns in a few,
    // and each ends what it starts.
    isolate: false,
    // Tests mostly wait (for votes to end, servers to start), so that four fit on two cores.
    maxWorkers: 4,
    maxConcurrency: 10,
    sequence: { sequencer: LongestFirst },
    // Far above what any test needs on an idle machine; they only bound a hang.
    testTimeout: 60_000,
    // The first file that needs the bundled bot builds it.
    hookTimeout: 180_000,
    expect: { poll: { timeout: 30_000 } },
    teardownTimeout: 10_000,
    unstubEnvs: true,
    // The developer's own environment must not steer a test.
    env: { LOG_LEVEL: 'silent' },
    reporters: jsonReport ? ['default', ['json', { outputFile: jsonReport }]] : ['default'],
  },
});
