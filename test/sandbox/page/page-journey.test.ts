import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import {
  accessibilityFindings,
  describeInBrowser,
  PHONE,
  sidewaysOverflow,
  THEMES,
} from '../../support/browser/browser.ts';
import { type Build, buildBot } from '../../support/stage/build.ts';

/** Its vote lasts until a person closes it. */
const STORY = `id: tiny
title: Tiny
opening: a
release: { after: 2s }
voting: { lasts: 20h, tie: first-listed, closing: 20s }
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
let build: Build;
const running = new Set<ChildProcess>();

beforeAll(async () => {
  build = await buildBot();
  folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  writeFileSync(join(folder, 'tiny.yaml'), STORY);
}, 120_000);
afterEach(async () => {
  for (const child of running) {
    const gone = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGINT');
    await gone;
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** `npm run sandbox`, up to the address that it prints. */
async function sandbox(fans: number): Promise<string> {
  const own = mkdtempSync(join(folder, 's'));
  const args = [
    '--story',
    join(folder, 'tiny.yaml'),
    '--speed',
    '1',
    '--fans',
    String(fans),
    '--folder',
    own,
  ];
  const ports = ['--discord-port', '0', '--telegram-port', '0'];
  const child = spawn(process.execPath, [join(build.folder, 'serve.js'), ...args, ...ports], {
    env: { PATH: process.env.PATH, TMPDIR: own },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  child.once('close', () => running.delete(child));
  return new Promise((resolve, reject) => {
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      out += chunk;
      const [, address] = /^Open (http:\S+)$/m.exec(out) ?? [];
      if (address !== undefined) resolve(address);
    });
    child.once('close', () => reject(new Error(`the sandbox ended: ${out}`)));
  });
}

const world = (page: Page, name: 'Discord' | 'Telegram'): Locator =>
  page.getByRole('region', { name, exact: true });
const count = (page: Page): Locator => page.getByRole('region', { name: 'The count' });
const plugs = (page: Page): Locator => page.getByRole('region', { name: 'Pull a plug' });

async function started(page: Page): Promise<void> {
  await plugs(page).getByRole('button', { name: 'Start' }).click();
  await world(page, 'Discord')
    .getByRole('button', { name: /To the left/ })
    .waitFor({ timeout: 60_000 });
  await world(page, 'Telegram')
    .getByRole('button', { name: /To the left/ })
    .waitFor({ timeout: 60_000 });
}

async function be(page: Page, who: string): Promise<void> {
  await page.getByLabel('You are').selectOption({ label: who });
}

/** The platforms' counts and the bot's, once both are these. */
async function counted(page: Page, label: string, votes: number): Promise<void> {
  const row = count(page).getByRole('row', { name: new RegExp(label) });
  await expect
    .poll(async () => (await row.getByRole('cell').allInnerTexts()).join(' '), { timeout: 30_000 })
    .toBe(`${votes} ${votes}`);
}

describeInBrowser('a season in the sandbox’s page', (open) => {
  it('is voted in by click, steered by commands, and survives a killed bot', async () => {
    const page = await open(await sandbox(0));
    await started(page);

    // A vote on each platform, changed and taken back.
    await world(page, 'Discord')
      .getByRole('button', { name: /To the left/ })
      .click();
    await counted(page, 'To the left', 1);
    await world(page, 'Telegram')
      .getByRole('button', { name: /To the right/ })
      .click();
    await counted(page, 'To the right', 1);
    await world(page, 'Telegram')
      .getByRole('button', { name: /To the left/ })
      .click();
    await counted(page, 'To the left', 2);
    await world(page, 'Telegram').getByRole('button', { name: 'Retract vote' }).click();
    await counted(page, 'To the left', 1);
    await count(page).getByText('✓ equal').waitFor();

    // The bot dies, people vote on, and it learns of it.
    await plugs(page).getByRole('button', { name: 'Kill' }).click();
    await plugs(page).getByRole('button', { name: 'Start' }).waitFor();
    await be(page, 'Bo, fan');
    await world(page, 'Discord')
      .getByRole('button', { name: /To the right/ })
      .click();
    await plugs(page).getByRole('button', { name: 'Start' }).click();
    await counted(page, 'To the right', 1);
    await counted(page, 'To the left', 1);

    // A showrunner closes the vote by a command, whose option the bot completes.
    await be(page, 'Sam, showrunner');
    const here = world(page, 'Discord');
    await here.getByLabel(/^Write to #premieres as Sam/).fill('/vote close');
    await here.getByRole('option', { name: /^\/vote close/ }).click();
    await here.getByLabel(/^show/).fill('ti');
    await here.getByRole('option', { name: /Tiny/ }).click();
    await here.getByRole('button', { name: 'Send' }).click();
    const form = page.getByRole('dialog', { name: '/vote close' });
    await form.getByLabel(/Reason/).fill('Time is up');
    await form.getByRole('button', { name: 'Submit' }).click();
    await here.getByRole('button', { name: 'Yes, do it' }).click();
    const receipt = here.getByRole('button', { name: 'Show the receipt' });
    await receipt.waitFor({ timeout: 60_000 });

    // One drop, one poll, one result in each place, though the bot was killed.
    expect(await here.getByRole('group', { name: 'Poll: Which way?' }).count()).toBe(1);

    // A fan's receipt, for nobody else.
    await be(page, 'Ada, fan');
    await receipt.click();
    // Its text, and its file in a second message.
    await here.getByText('Only you can see this').first().waitFor();
    await here.getByText('Time is up').first().waitFor();
    await be(page, 'Bo, fan');
    expect(await here.getByText('Only you can see this').count()).toBe(0);
  }, 240_000);

  it('fits a phone, and has no accessibility findings in either theme', async () => {
    const address = await sandbox(40);
    await started(await open(address));
    for (const theme of THEMES) {
      const wide = await open(address, { theme });
      await world(wide, 'Discord')
        .getByRole('button', { name: /To the left/ })
        .waitFor();
      expect(await accessibilityFindings(wide)).toEqual([]);
      const narrow = await open(address, { theme, size: PHONE });
      for (const view of ['Discord', 'Telegram', 'Bot'] as const) {
        await narrow
          .getByRole('navigation', { name: 'What to see' })
          .getByRole('button', { name: view })
          .click();
        expect(await sidewaysOverflow(narrow)).toBe(0);
        expect(await accessibilityFindings(narrow)).toEqual([]);
      }
    }
  }, 240_000);
});
