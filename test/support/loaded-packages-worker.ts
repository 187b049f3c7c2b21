/** The command line with the arguments it is given; at its end, as the last line, the packages that it loaded. */
import { createRequire } from 'node:module';

process.once('exit', () => {
  const files = Object.keys(createRequire(import.meta.url).cache);
  const packages = files.flatMap((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []);
  process.stdout.write(`\n${JSON.stringify([...new Set(packages)])}`);
});
await import('../../src/cli/program.ts');
