import { defineConfig } from 'vitest/config';

/** Where .ci/run wants to read the counts, beside the usual output. */
const jsonReport = process.env.VITEST_JSON_REPORT;

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Real processes and sockets: a file gets a process of its own, so that a leaked handle or a signal
    // handler cannot reach the next file.
    pool: 'forks',
    // Tests mostly wait (for votes to end, servers to start), so that three fit on two cores.
    maxWorkers: 3,
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
