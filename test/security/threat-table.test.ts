import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);
const read = (file: string): Promise<string> => readFile(new URL(file, root), 'utf8');

it('every test that the threat table names is there', async () => {
  const rows = (await read('SECURITY.md'))
    .split('\n')
    .filter((line) => line.startsWith('| ') && line.includes('`test/'));
  expect(rows.length).toBeGreaterThan(15);
  const missing: string[] = [];
  for (const row of rows) {
    const column = row.split(' | ').at(-1) ?? '';
    // A file, then the beginnings of the titles in it.
    for (const [, file = '', titles = ''] of column.matchAll(/`(test\/[\w./-]+)`((?:[^`"]|"[^"]+")*)/g)) {
      const text = await read(file).catch(() => '');
      const named = [...titles.matchAll(/"([^"]+)"/g)].map(([, title = '']) => title);
      if (named.length === 0) missing.push(`${file}: no title`);
      missing.push(...named.filter((title) => !text.includes(title)).map((title) => `${file}: ${title}`));
    }
  }
  expect(missing).toEqual([]);
});
