import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Checkout, checkoutWithPackages } from './checkout.ts';

const LAUNCH = 'src/setup/launch.mjs';
const DECLARED =
  'declare const console: { log(text: unknown): void };\ndeclare const process: { argv: string[] };\n';
const SHOW = 'console.log(JSON.stringify({ argv: process.argv.slice(1)}));\nexport {};\n';

let checkout: Checkout;

beforeEach(async () => {
  checkout = await checkoutWithPackages();
  await write('src/main.ts', SHOW);
  await write('src/globals.d.ts', DECLARED);
});
afterEach(() => checkout.remove());

async function write(path: string, text: string): Promise<void> {
  const full = join(checkout.folder, path);
  await mkdir(join(full, '..'), { recursive: true });
  await writeFile(full, text);
}

const builtAt = async () => (await stat(join(checkout.folder, 'dist/.inputs'))).birthtimeMs;

describe('launching', () => {
  it('builds first, Lua scripts included, then runs the entry with its arguments, and keeps stdout clean', async () => {
    await write('src/redis/lua/count.lua', 'return 1\n');
    const { code, stdout, stderr } = await checkout.run(LAUNCH, ['src/main.js', 'one', '--two']);
    expect(code).toBe(0);
    const { argv } = JSON.parse(stdout);
    expect(argv).toEqual([join(checkout.folder, 'dist/src/main.js'), 'one', '--two']);
    expect(stderr).toContain('tsc -p tsconfig.build.json');
    expect(await readFile(join(checkout.folder, 'dist/src/redis/lua/count.lua'), 'utf8')).toBe('return 1\n');
  });

  it('rebuilds only when a source changed, was added or removed', async () => {
    await write('src/other.ts', 'export const other = 1;\n');
    await checkout.run(LAUNCH, ['src/main.js']);
    const first = await builtAt();
    expect((await checkout.run(LAUNCH, ['src/main.js'])).stderr).toBe('');
    expect(await builtAt()).toBe(first);

    await write('src/main.ts', "console.log('changed');\nexport {};\n");
    expect((await checkout.run(LAUNCH, ['src/main.js'])).stdout).toBe('changed\n');

    await rm(join(checkout.folder, 'src/other.ts'));
    await checkout.run(LAUNCH, ['src/main.js']);
    expect(await readdir(join(checkout.folder, 'dist/src'))).not.toContain('other.js');
  });

  it('builds once and completely when two start at the same moment', async () => {
    const both = await Promise.all([1, 2].map(() => checkout.run(LAUNCH, ['src/main.js'])));
    expect(both.map((each) => each.code)).toEqual([0, 0]);
    expect(both.filter((each) => each.stderr.includes('tsc -p'))).toHaveLength(1);
    const left = (await readdir(checkout.folder)).filter((name) => name.startsWith('dist'));
    expect(left).toEqual(['dist']);
  });

  it('keeps the last good build and says so when the sources do not compile', async () => {
    await checkout.run(LAUNCH, ['src/main.js']);
    const good = await builtAt();
    await write('src/main.ts', "const count: number = 'many';\nconsole.log(count);\n");
    const { code, stdout, stderr } = await checkout.run(LAUNCH, ['src/main.js']);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain('src/main.ts(1,7)');
    expect(stderr).toContain('The sources do not compile');
    expect(await builtAt()).toBe(good);
    expect((await readdir(checkout.folder)).filter((name) => name.startsWith('dist'))).toEqual(['dist']);
  });

  it('exits with 2 when it is not told what to run', async () => {
    const { code, stderr } = await checkout.run(LAUNCH);
    expect(code).toBe(2);
    expect(stderr).toContain('Usage:');
  });

  it('needs no redis-server for the command line, nor for a bot with REDIS_URL', async () => {
    await write('src/cli/cli.ts', SHOW);
    // Found on the PATH before any other, and too old.
    await checkout.program('redis-server', 'echo v=1.0.0');
    await checkout.program('valkey-server', 'exit 1');
    expect((await checkout.run('src/setup/cliffhanger.mjs', ['check', 'x.yaml'])).code).toBe(0);
    const withUrl = await checkout.run(LAUNCH, ['src/main.js'], { REDIS_URL: 'redis://127.0.0.1:1' });
    expect(withUrl.code).toBe(0);
    await write('.env', 'REDIS_URL="redis://127.0.0.1:1"\n');
    expect((await checkout.run(LAUNCH, ['src/main.js'])).code).toBe(0);
  });
});
