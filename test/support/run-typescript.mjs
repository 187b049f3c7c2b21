// node run-typescript.mjs FILE.ts [ARGUMENTS]: runs a TypeScript file in a process of its own, which Node 20
// cannot do by itself; for tests that kill, signal or race whole processes.
import { resolve } from 'node:path';
import { runnerImport } from 'vite';

const [file, ...args] = process.argv.slice(2);
process.argv = [process.execPath, resolve(file), ...args];
await runnerImport(resolve(file), { root: process.cwd(), configFile: false, logLevel: 'error' });
