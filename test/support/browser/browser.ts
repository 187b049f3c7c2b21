import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe } from 'vitest';

/** Debian's, or the one that CHROMIUM names. */
const CHROMIUM = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path): path is string => path !== undefined && existsSync(path));

/** The widths at which pages are looked at. */
export const PHONE = { width: 360, height: 740 } as const;
export const DESKTOP = { width: 1_280, height: 800 } as const;
export const THEMES = ['light', 'dark'] as const;

export interface PageWishes {
  readonly size?: { readonly width: number; readonly height: number };
  readonly theme?: (typeof THEMES)[number];
  /** Default true. */
  readonly scripts?: boolean;
}

/** `describe` with a browser; left out, with a reason in its name, where there is none. */
export function describeInBrowser(
  name: string,
  tests: (open: (address: string, wishes?: PageWishes) => Promise<Page>) => void,
): void {
  if (CHROMIUM === undefined) {
    describe.skip(`${name} (left out: no Chromium on this machine)`, () => tests(async () => expectNoCall()));
    return;
  }
  describe(name, () => {
    let browser: Browser;
    beforeAll(async () => {
      // The sandbox of Chromium needs namespaces, which containers run by root do not have.
      browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
    });
    afterAll(() => browser.close());
    tests(async (address, { size = DESKTOP, theme = 'light', scripts = true } = {}) => {
      const context = await browser.newContext({
        viewport: size,
        colorScheme: theme,
        javaScriptEnabled: scripts,
        reducedMotion: 'reduce',
      });
      const page = await context.newPage();
      await page.goto(address, { waitUntil: 'load' });
      return page;
    });
  });
}

function expectNoCall(): never {
  throw new Error('There is no browser');
}

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** @returns what axe-core objects to on the page, one line per rule with the elements concerned; empty if nothing. */
export async function accessibilityFindings(page: Page): Promise<readonly string[]> {
  // A page's own policy may forbid scripts that are added; the debugger's are not the page's.
  const source = await readFile(AXE, 'utf8');
  await page.evaluate(source);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; help: string; nodes: { target: unknown[] }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations.map(
      ({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ target }) => target.join(' ')).join(', ')})`,
    );
  });
}

/** How far the page can be scrolled sideways, in CSS pixels: 0 on a page that fits. */
export const sidewaysOverflow = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
