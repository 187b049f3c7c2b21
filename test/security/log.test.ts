import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { withoutTokens } from '../../src/log.ts';
import { type Build, buildBot } from '../support/stage/build.ts';

const DISCORD = 'MTE3NDAwMzI1MjMyMjYzMTY4.GaBcDe.abcdefghijklmnopqrstuvwxyz0123456789AB';
const TELEGRAM = '123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw';
const PASSWORD = 'hunter2hunter2';

let build: Build;
beforeAll(async () => {
  build = await buildBot();
});

/** What a real process writes to its log. */
async function said(worker: string, ...args: readonly string[]): Promise<string> {
  return (await promisify(execFile)(process.execPath, [join(build.folder, worker), ...args])).stdout;
}

/** How deep its causes are nested. */
const depthOf = (error: { cause?: object } | undefined): number =>
  error === undefined ? 0 : 1 + depthOf(error.cause);

describe('a line of the log', () => {
  it.each([
    `request to https://api.telegram.org/bot${TELEGRAM}/sendPoll failed`,
    `request to https://api.telegram.org/file/bot${TELEGRAM}/x failed`,
    `{"url":"https:\\/\\/api.telegram.org\\/bot${TELEGRAM}\\/getMe"}`,
    `{"u":"bot${TELEGRAM.replace(':', '%3A')}"}`,
    `Bot ${DISCORD}`,
    `{"token":"${DISCORD}"}`,
    `${TELEGRAM}${' '}${DISCORD}`,
  ])('never contains a token, wherever a library puts it: %#', (line) => {
    const cleaned = withoutTokens(line);
    expect(cleaned).toContain('[hidden]');
    for (const secret of [DISCORD, TELEGRAM, TELEGRAM.split(':')[1] ?? ''])
      expect(cleaned).not.toContain(secret);
  });

  it('is not changed if it only looks a little like one', () => {
    const line =
      'outlet telegram:-1001234567890/12 at 2026-11-22T10:00:00.000Z, nonce 3fa9.77b0.90ce, https://t.me/c/1/2';
    expect(withoutTokens(line)).toBe(line);
  });

  it('hides secrets by the names of their fields and in errors with causes, in a real process', async () => {
    const stdout = await said('log-secrets-worker.js', DISCORD, TELEGRAM);
    expect(stdout.trim().split('\n')).toHaveLength(4);
    for (const secret of [DISCORD, TELEGRAM, 'hunter2']) expect(stdout).not.toContain(secret);
  });

  it('says about an error what it is, and never what was running, such as AUTH with its password', async () => {
    const stdout = await said('log-errors-worker.js', PASSWORD);
    expect(stdout).not.toContain(PASSWORD);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const refused = {
      type: 'Error',
      message: 'WRONGPASS invalid username-password pair',
      stack: expect.stringContaining('log-errors-worker.ts'),
      command: 'auth',
    };
    const answered = {
      type: 'Error',
      message: 'Invalid Form Body',
      stack: expect.stringContaining('log-errors-worker.ts'),
      code: 50_035,
      cause: refused,
    };
    const [first, second, endless, echoed, noError] = lines;
    expect(first).toMatchObject({
      level: 'error',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      msg: 'a request failed',
    });
    expect(first.error).toEqual(answered);
    expect(second.reason).toEqual(answered);
    expect(second.error).toEqual({
      type: 'AggregateError',
      message: '',
      stack: expect.any(String),
      code: 'E',
      errors: [answered],
    });
    expect(depthOf(endless.error)).toBe(5);
    expect(echoed.why).toBe("ERR unknown command 'HELLO', with args beginning with: [hidden]");
    expect(noError.error).toEqual({ type: 'Object', message: 'no error' });
    // From Redis itself, through its client.
    expect(lines.at(-1)).toMatchObject({
      msg: 'a command failed',
      error: { message: expect.stringMatching(/^WRONGPASS/), command: 'auth' },
    });
  });
});
