import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeReport } from '../../../src/pictures/report/write-report.ts';
import {
  accessibilityFindings,
  DESKTOP,
  describeInBrowser,
  PHONE,
  sidewaysOverflow,
  THEMES,
} from '../../support/browser/browser.ts';
import { EVENTFUL } from '../../support/seasons/eventful-season.ts';
import { T0 } from '../../support/seasons/season-specification.ts';
import { votedSeason } from '../../support/seasons/voted-season.ts';

describeInBrowser('the writers’ report in a browser', (open) => {
  let folder: string;
  let address: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'report-'));
    const long = { options: ['W'.repeat(55), 'לברוח עכשיו'], communities: [{ votes: [9, 8] }] };
    const page = writeReport(votedSeason([...EVENTFUL, long], { title: 'Night Shift' }).insights, T0);
    await writeFile(join(folder, 'report.html'), page);
    address = pathToFileURL(join(folder, 'report.html')).href;
  });
  afterAll(() => rm(folder, { recursive: true }));

  for (const size of [PHONE, DESKTOP])
    for (const theme of THEMES)
      it(`has no barriers and fits, ${theme}, ${size.width} pixels wide`, async () => {
        const page = await open(address, { size, theme });
        await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true');
        expect(await accessibilityFindings(page)).toEqual([]);
        expect(await sidewaysOverflow(page)).toBe(0);
        await page.context().close();
      });

  it('has texts in its charts that can be read on a phone, and keeps its own policy', async () => {
    const page = await open(address, { size: PHONE, scripts: false });
    const sizes = await page.$$eval('svg text', (texts) =>
      texts.map((text) => text.getBoundingClientRect().height),
    );
    expect(sizes.length).toBeGreaterThan(5);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(12);
    expect(await page.evaluate('getComputedStyle(document.body).fontFamily')).toContain('system-ui');
    await page.context().close();
  });
});
