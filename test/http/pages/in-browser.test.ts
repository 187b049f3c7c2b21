import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  accessibilityFindings,
  DESKTOP,
  describeInBrowser,
  PHONE,
  sidewaysOverflow,
  THEMES,
} from '../../support/browser/browser.ts';
import { type SnapshotServer, serveSnapshots } from '../../support/pages/serve-snapshots.ts';
import { SNAPSHOTS } from '../../support/pages/snapshots.ts';

describeInBrowser("a show's page in a browser", (open) => {
  let served: SnapshotServer;
  beforeAll(async () => {
    served = await serveSnapshots(SNAPSHOTS);
  });
  afterAll(() => served.stop());
  const at = (name: string) => `${served.url}/shows/${name}`;

  it.each([
    'not-started',
    'no-vote',
    'voting',
    'sealed',
    'undecided',
    'runoff',
    'ended',
    'hostile',
    'arabic',
  ])(
    '%s: axe objects to nothing, and it fits phones and desktops in both themes',
    { timeout: 60_000 },
    async (name) => {
      for (const [size, theme] of [
        [PHONE, THEMES[0]],
        [DESKTOP, THEMES[1]],
      ] as const) {
        const page = await open(at(name), { size, theme });
        await page.locator('details').evaluateAll((all) => {
          for (const one of all) one.setAttribute('open', '');
        });
        expect(await accessibilityFindings(page)).toEqual([]);
        expect(await sidewaysOverflow(page)).toBe(0);
        await page.emulateMedia({ colorScheme: theme === 'dark' ? 'light' : 'dark' });
        expect(await accessibilityFindings(page)).toEqual([]);
        await page.context().close();
      }
    },
  );

  it('says the most important first: what is on, what is asked, how it looks, when it ends, where to vote', async () => {
    const page = await open(at('voting'), { size: PHONE });
    const tops = await Promise.all(
      [
        'text=Six West >> nth=0',
        'role=heading[name="Does Mara go up to the roof?"]',
        '[data-until]',
        '[data-live="3.0.percent"]',
        'text=Vote in the poll',
        '#path',
        '#receipts',
      ].map(async (selector) => (await page.locator(selector).first().boundingBox())?.y ?? -1),
    );
    expect(tops).toEqual([...tops].sort((one, other) => one - other));
    expect(tops[3]).toBeLessThan(PHONE.height);
    await page.context().close();
  });

  it('draws bars as long as their shares, and marks the leader in words', async () => {
    const page = await open(at('voting'));
    const widths = await page
      .locator('#vote .bar rect')
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().width));
    const whole = (await page.locator('#vote .bar').first().boundingBox())?.width ?? 0;
    expect(widths.map((width) => Math.round((100 * width) / whole))).toEqual([50, 32, 18]);
    expect(await page.locator('#vote .option').allInnerTexts()).toEqual([
      expect.stringContaining('in front'),
      expect.not.stringContaining('in front'),
      expect.not.stringContaining('in front'),
    ]);
    await page.context().close();
  });

  it('is whole without scripts', async () => {
    const page = await open(at('voting'), { scripts: false });
    const text = await page.locator('body').innerText();
    for (const words of [
      'Does Mara go up to the roof?',
      '50%',
      '1,243 votes',
      'Voting ends',
      'EST',
      'Reload the page',
    ])
      expect(text).toContain(words);
    expect(text).not.toContain('Time left');
    await page.context().close();
  });

  it('counts along, keeps what the reader opened and focused, and is replaced where the vote has moved on', async () => {
    const { voting } = SNAPSHOTS;
    const page = await open(at('voting'));
    await page.locator('summary').first().click();
    await page.locator('#receipt-1-more summary').first().focus();
    const more = (votes: number) => ({
      ...voting,
      show: 'voting',
      votes: voting.votes.map((vote) => ({
        ...vote,
        options: vote.options.map((option, place) => (place === 0 ? { ...option, votes } : option)),
        tally: { total: votes + 1_239, platforms: [], communities: [], ...vote.tally },
      })),
    });
    await expect.poll(() => served.watching(), { timeout: 10_000 }).toBe(1);
    served.show(more(1_500));
    await expect.poll(() => page.locator('[data-live="3.0.votes"]').innerText()).toBe('1,500 votes');
    served.show({
      ...more(1_501),
      state: 'closing',
      votes: more(1_501).votes.map((vote) => ({ ...vote, phase: 'closing' as const })),
    });
    await expect
      .poll(() => page.locator('#vote').innerText(), { timeout: 10_000 })
      .toContain('being counted');
    expect(await page.locator('#communities-3').getAttribute('open')).not.toBeNull();
    expect(await page.evaluate('document.activeElement.closest("[id]").id')).toBe('receipt-1-more');
    expect(await page.locator('[role=status]').innerText()).toContain('being counted');
    served.show({ ...voting, show: 'voting' });
    await page.context().close();
  });

  it('can be read with the keyboard, from a link past the head', async () => {
    const page = await open(at('voting'));
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the vote');
    await page.keyboard.press('Enter');
    expect(new URL(page.url()).hash).toBe('#vote');
    await page.context().close();
  });

  it('opens the receipt that a post links to', async () => {
    const page = await open(`${at('voting')}#receipt-1`);
    expect(await page.locator('#receipt-1 code.hash').isVisible()).toBe(true);
    expect(await page.locator('#receipt-2 code.hash').isVisible()).toBe(false);
    await page.context().close();
  });

  it('keeps Hebrew and Arabic words in their own order, digits included', async () => {
    const page = await open(at('arabic'));
    const directions = await directionsOf(page, '#vote :is(h2, .label) bdi');
    expect(new Set(directions)).toEqual(new Set(['rtl']));
    await page.context().close();
    const other = await open(at('hebrew'));
    expect(await directionsOf(other, '#vote .label bdi')).toEqual(['rtl', 'ltr', 'ltr']);
    await other.context().close();
  });

  it('lies over a stream: nothing behind it, the vote alone, large', async () => {
    const page = await open(`${at('voting')}?overlay=1`);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgba(0, 0, 0, 0)');
    expect(await page.locator('#path, #receipts, footer').count()).toBe(0);
    const size = await page.evaluate(
      "Number.parseFloat(getComputedStyle(document.querySelector('h2')).fontSize)",
    );
    expect(size).toBeGreaterThanOrEqual(40);
    await page.context().close();
  });

  it('asks no other server, and breaks no rule of its own policy', async () => {
    const page = await open('about:blank');
    const others: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(served.url)) others.push(request.url());
    });
    page.on('console', (message) => {
      if (/polic|refused/i.test(message.text())) others.push(message.text());
    });
    for (const name of ['voting', 'hostile', 'arabic']) await page.goto(at(name), { waitUntil: 'load' });
    expect(others).toEqual([]);
    await page.context().close();
  });
});

const directionsOf = (page: Page, selector: string): Promise<readonly string[]> =>
  page.evaluate(
    `[...document.querySelectorAll('${selector}')].map((one) => getComputedStyle(one).direction)`,
  );
