import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Where .ci/run wants to read the counts, beside the usual output. */
const jsonReport = process.env.VITEST_JSON_REPORT;

/** Whole seasons take longest: begun first, they do not keep one worker busy alone at the end. */
class SeasonsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => /\/(journeys|security)\/|demo\.test/.test(moduleId);
    const isLongest = ({ moduleId }: TestSpecification) =>
      /chaos\.test|redis-trouble\.test|demo\.test/.test(moduleId);
    const rank = (file: TestSpecification) => (isLongest(file) ? 0 : isLong(file) ? 1 : 2);
    return sorted.sort((one, other) => rank(one) - rank(other));
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Real processes and sockets: a file gets a process of its own, so that a leaked handle or a signal
    // handler cannot reach the next file.
    pool: 'forks',
    // Tests mostly wait (for votes to end, servers to start), so that three fit on two cores.
    maxWorkers: 3,
    sequence: { sequencer: SeasonsFirst },
    // Far above what any test needs on an idle machine; they only bound a hang.
    testTimeout: 20_000,
    hookTimeout: 30_000,
    teardownTimeout: 10_000,
    reporters: jsonReport ? ['default', ['json', { outputFile: jsonReport }]] : ['default'],
    unstubEnvs: true,
    // The developer's own environment must not steer a test.
    env: { LOG_LEVEL: 'silent' },
  },
});
