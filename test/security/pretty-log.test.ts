import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildBot } from '../support/stage/build.ts';

const TOKEN = '123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw';

describe('the log for people', () => {
  let lines: readonly string[] = [];
  beforeAll(async () => {
    const { folder } = await buildBot();
    const run = [join(folder, 'pretty-log-worker.js'), TOKEN];
    const { stdout } = await promisify(execFile)(process.execPath, run);
    lines = stdout.trimEnd().split('\n');
  });

  it('has one line per event, with local time, level, message and fields', () => {
    expect(lines[0]).toMatch(
      /^\[\d\d:\d\d:\d\d\] INFO: outlet joined {2}season=night-shift#1 {2}outlet=discord:11 {2}called="Couch Talk"$/,
    );
    expect(lines[1]).toContain('a look failed  counts=a:1,b:2  why=');
  });

  it('shows an error in its line; a stack follows only if it is a bug in the bot', () => {
    expect(lines[2]).toMatch(/WARN: a request failed {2}error="Error: socket hang up while reading"$/);
    expect(lines[3]).toMatch(/ERROR: a fault {2}error="TypeError: x is not a function"$/);
    expect(lines[4]).toMatch(/^\s+at .*pretty-log-worker/);
  });

  it('hides tokens, and shows terminal control characters as escapes', () => {
    expect(lines.join('\n')).not.toContain(TOKEN);
    expect(lines[1]).toContain('/bot[hidden]/getMe');
    const hostile = lines.at(-1) ?? '';
    expect(hostile).toMatch(/title="evil \\u001b\[2J\\u202e"/);
    expect(hostile.length).toBeLessThan(300);
  });
});
