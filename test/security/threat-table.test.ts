import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { threats } from './threats.ts';

const root = new URL('../../', import.meta.url);
const read = (file: string): Promise<string> => readFile(new URL(file, root), 'utf8');

it('every threat of SECURITY.md has its tests, and no other has', async () => {
  const [, text = ''] = (await read('SECURITY.md')).split('\n## Threats\n');
  const named = [...text.matchAll(/^- \*\*(.+?)\.\*\* /gm)].map(([, threat]) => threat);
  expect(named.length).toBeGreaterThan(15);
  expect(threats.map(({ threat }) => threat)).toEqual(named);
});

it('every test that shows a defence is there', async () => {
  const missing: string[] = [];
  for (const { threat, tests } of threats) {
    if (Object.keys(tests).length === 0) missing.push(`${threat}: no test`);
    for (const [file, titles] of Object.entries(tests)) {
      const text = await read(file).catch(() => '');
      if (titles.length === 0) missing.push(`${file}: no title`);
      missing.push(...titles.filter((title) => !text.includes(title)).map((title) => `${file}: ${title}`));
    }
  }
  expect(missing).toEqual([]);
});

it('the appendix matches this file', async () => {
  const sections = threats.map(({ threat, tests }) => {
    const files = Object.entries(tests).map(
      ([file, titles]) => `- \`${file}\`\n${titles.map((title) => `  - ${title}`).join('\n')}`,
    );
    return `## ${threat}\n\n${files.join('\n')}\n`;
  });
  const page = `# Threats and their tests\n\nGenerated from \`test/security/threats.ts\` by \`npm run schemas\`; the threats are described in\n[SECURITY.md](../SECURITY.md).\n\n${sections.join('\n')}`;
  await expect(page).toMatchFileSnapshot('../../docs/threats.md');
});
