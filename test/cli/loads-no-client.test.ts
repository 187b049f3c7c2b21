import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);

it('`cliffhanger check` reads the keys of every platform without loading any platform’s client', async () => {
  const { stdout } = await run(process.execPath, [
    'test/support/run-typescript.mjs',
    'test/support/loaded-packages-worker.ts',
    'check',
    'config/cliffhanger.yaml',
  ]);
  const lines = stdout.trim().split('\n');
  expect(lines.some((line) => line.includes('is fine'))).toBe(true);
  const loaded = JSON.parse(lines.at(-1) ?? '') as string[];
  expect(loaded).toContain('commander');
  expect(loaded.filter((one) => /discord|telegraf/.test(one))).toEqual([]);
});
