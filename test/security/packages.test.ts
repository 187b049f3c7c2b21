import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';

interface Package {
  readonly hasInstallScript?: boolean;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly resolved?: string;
  readonly integrity?: string;
}

const root = new URL('../../', import.meta.url);
const json = async (file: string): Promise<unknown> =>
  JSON.parse(await readFile(new URL(file, root), 'utf8'));

it('no package that the bot needs runs a script when it is installed', async () => {
  const { packages } = (await json('package-lock.json')) as { packages: Record<string, Package> };
  const needed = Object.entries(packages).filter(
    ([, { dev, optional }]) => dev !== true && optional !== true,
  );
  expect(needed.length).toBeGreaterThan(20);
  expect(
    needed.filter(([, { hasInstallScript }]) => hasInstallScript === true).map(([name]) => name),
  ).toEqual([]);
  const { scripts } = (await json('package.json')) as { scripts: Record<string, string> };
  expect(Object.keys(scripts).filter((name) => /^(pre|post)?(install|prepare)$/.test(name))).toEqual([]);
});

it('every package that is needed everywhere is pinned to its content', async () => {
  const { packages } = (await json('package-lock.json')) as { packages: Record<string, Package> };
  const loose = Object.entries(packages).filter(
    ([name, { integrity, optional }]) => name !== '' && optional !== true && integrity === undefined,
  );
  expect(loose.map(([name]) => name)).toEqual([]);
  const { dependencies, devDependencies } = (await json('package.json')) as Record<
    'dependencies' | 'devDependencies',
    Record<string, string>
  >;
  const versions = Object.values({ ...dependencies, ...devDependencies });
  expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});
