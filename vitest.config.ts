import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Where .ci/run wants to read the counts, beside the usual output. */
const jsonReport = process.env.VITEST_JSON_REPORT;

/** Functions, and at most a socket that its test closes: nothing that could reach the next file. */
const PURE = ['test/core/**/*.test.ts', 'test/wire/**/*.test.ts'];

/** What waits longest is begun first, so that no worker is left alone with it at the end. */
const BEGUN_FIRST = [/\/(redis-outage|chaos|demo)\.test/, /\/journeys\//, /\/(security|contracts|setup)\//];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId, project }: TestSpecification): number => {
      const early = BEGUN_FIRST.findIndex((pattern) => pattern.test(moduleId));
      if (early >= 0) return early;
      // Next to each other, for only then do they share their processes.
      return BEGUN_FIRST.length + (project.name === 'pure' ? 1 : 0);
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
    // Tests mostly wait (for votes to end, servers to start), so that three fit on two cores.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    teardownTimeout: 10_000,
    reporters: jsonReport ? ['default', ['json', { outputFile: jsonReport }]] : ['default'],
    projects: [
      // A process, and a platform's client in it, takes longer to start than these to run: they take turns in three.
      { test: { ...shared, name: 'pure', include: PURE, isolate: false } },
      // Real processes and sockets: a file gets a process of its own, so that a leaked handle or a signal handler
      // cannot reach the next file.
      { test: { ...shared, name: 'real', include: ['test/**/*.test.ts'], exclude: PURE } },
    ],
  },
});
