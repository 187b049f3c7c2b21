import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Build, buildBot } from '../support/stage/build.ts';

/** A season of two episodes. Its vote could be shorter, but not on a machine that is busy with other tests. */
const TINY = `id: tiny
title: Tiny
opening: a
release: { after: 1s }
voting: { opens: 2s, lasts: 8s, tie: runoff, closing: 5s }
episodes:
  a:
    title: First
    url: https://watch.example/tiny/a
    synopsis: One.
    choice:
      question: Which way?
      options: [{ id: l, label: To the left, next: b }, { id: r, label: To the right, next: c }]
  b: { title: Left, url: "https://watch.example/tiny/b", ending: true }
  c: { title: Right, url: "https://watch.example/tiny/c", ending: true }
`;

let folder = '';
let storyPath = '';
const running = new Set<ChildProcess>();

let build: Build;

beforeAll(async () => {
  build = await buildBot();
  folder = mkdtempSync(join(tmpdir(), 'demo-'));
  storyPath = join(folder, 'tiny.yaml');
  writeFileSync(storyPath, TINY);
});
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** The demo as a child process, with its own temporary folder. */
function demo(...args: string[]) {
  const temporary = mkdtempSync(join(folder, 't'));
  const child = spawn(process.execPath, [join(build.folder, 'demo.js'), ...args], {
    env: { PATH: process.env.PATH, TMPDIR: temporary },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let out = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    out += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    errors += chunk;
  });
  const ended = new Promise<{ code: number | null; out: string; errors: string }>((resolve) => {
    child.once('close', (code) => {
      running.delete(child);
      resolve({ code, out, errors });
    });
  });
  const until = (text: string) =>
    new Promise<void>((resolve) => {
      const look = () => (out.includes(text) ? resolve() : undefined);
      child.stdout.on('data', look);
      child.once('close', () => resolve());
      look();
    });
  return { child, ended, until, temporary };
}

/** What is left of a demo: files, and servers started on them. */
function leftOf(temporary: string): readonly string[] {
  const processes = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).split('\n');
  return [...readdirSync(temporary), ...processes.filter((line) => line.includes(temporary))];
}

describe('the demo', () => {
  it('plays a season to its end, agrees with the platforms, and leaves nothing behind', async () => {
    const { ended, temporary } = demo('--story', storyPath, '--fans', '200', '--seed', '3', '--speed', '1');
    const { code, out, errors } = await ended;
    expect(`${out}${errors}`).toMatch(/1 decision, \d+ votes: all equal to the platforms' own counts/);
    expect(out).toMatch(/To the (left|right) — wins with/);
    expect(out).toContain('The end.');
    expect(out.match(/^Open http:\/\/127\.0\.0\.1:\d+\/$/gm)).toHaveLength(1);
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(out).not.toContain('\u001b');
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(leftOf(temporary)).toEqual([]);
  }, 60_000);

  it('plays a serial show from a feed that its crew fills while people vote, and agrees with the platforms', async () => {
    const { ended, temporary } = demo('--serial', '--fans', '200', '--seed', '3', '--no-page');
    const { code, out, errors } = await ended;
    expect(`${out}${errors}`).toMatch(/2 decisions, \d+ votes: all equal to the platforms' own counts/);
    expect(out).toMatch(/In the feed: Table Nine[\s\S]+Episode 1 · Table Nine[\s\S]+In the feed: /);
    expect(out).toContain('The showrunner has ended the show.');
    expect(out).not.toContain('Open ');
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(leftOf(temporary)).toEqual([]);
  }, 180_000);

  it('cleans up when it is interrupted in the middle of a vote', async () => {
    const { child, ended, until, temporary } = demo('--story', storyPath, '--fans', '2000', '--speed', '1');
    await until('s left');
    child.kill('SIGINT');
    child.kill('SIGINT');
    const { code } = await ended;
    expect(code).toBe(130);
    expect(leftOf(temporary)).toEqual([]);
  }, 60_000);

  it('names what is wrong with its arguments and with a story', async () => {
    const broken = join(folder, 'broken.yaml');
    writeFileSync(broken, TINY.replace('next: c', 'next: nowhere'));
    const [usage, story] = await Promise.all([demo('--fans', 'many').ended, demo('--story', broken).ended]);
    expect(usage.code).toBe(2);
    expect(usage.errors).toContain('--fans is "many"');
    expect(story.code).toBe(1);
    expect(story.errors).toMatch(/broken\.yaml:13:\d+ .*nowhere/);
    expect(story.errors).not.toMatch(/\n\s+at /);
  }, 60_000);
});
