// Usage: node test/chaos/run.mjs [ARGUMENTS]: builds the bot if needed, then plays the chaos run (chaos.ts) against it.
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import { buildIfStale } from '../../src/setup/build.mjs';
import { orExplain, ROOT } from '../../src/setup/console.mjs';
import { prepare } from '../../src/setup/prepare.mjs';

await orExplain(async () => {
  await prepare({ redis: true });
  await buildIfStale();
});
const file = fileURLToPath(new URL('chaos.ts', import.meta.url));
await runnerImport(file, { root: ROOT, configFile: false, logLevel: 'error' });
