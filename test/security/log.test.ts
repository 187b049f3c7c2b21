import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { withoutTokens } from '../../src/log.ts';

const DISCORD = 'MTE3NDAwMzI1MjMyMjYzMTY4.GaBcDe.abcdefghijklmnopqrstuvwxyz0123456789AB';
const TELEGRAM = '123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw';

describe('a line of the log', () => {
  it.each([
    `request to https://api.telegram.org/bot${TELEGRAM}/sendPoll failed`,
    `request to https://api.telegram.org/file/bot${TELEGRAM}/x failed`,
    `{"url":"https:\\/\\/api.telegram.org\\/bot${TELEGRAM}\\/getMe"}`,
    `{"u":"bot${TELEGRAM.replace(':', '%3A')}"}`,
    `Bot ${DISCORD}`,
    `{"token":"${DISCORD}"}`,
    `${TELEGRAM}${' '}${DISCORD}`,
  ])('never holds a token, wherever a library puts it: %#', (line) => {
    const cleaned = withoutTokens(line);
    expect(cleaned).toContain('[hidden]');
    for (const secret of [DISCORD, TELEGRAM, TELEGRAM.split(':')[1] ?? ''])
      expect(cleaned).not.toContain(secret);
  });

  it('is left alone where it only looks a little like one', () => {
    const line =
      'outlet telegram:-1001234567890/12 at 2026-11-22T10:00:00.000Z, nonce 3fa9.77b0.90ce, https://t.me/c/1/2';
    expect(withoutTokens(line)).toBe(line);
  });

  it('hides secrets by the names of their fields and in errors with causes, in a real process', async () => {
    const entry = fileURLToPath(new URL('../support/log-secrets-worker.ts', import.meta.url));
    const runner = fileURLToPath(new URL('../support/run-typescript.mjs', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [runner, entry, DISCORD, TELEGRAM]);
    expect(stdout.trim().split('\n')).toHaveLength(4);
    for (const secret of [DISCORD, TELEGRAM, 'hunter2']) expect(stdout).not.toContain(secret);
  });
});
