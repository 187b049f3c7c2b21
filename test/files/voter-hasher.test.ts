import { createHmac } from 'node:crypto';
import {
  chmod,
  chown,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openToOthers } from '../../src/files/open-to-others.ts';
import { loadPepper } from '../../src/files/pepper.ts';
import { createVoterHasher } from '../../src/files/voter-hasher.ts';
import { StartupError } from '../../src/ports/startup-error.ts';
import { voterHasherContract } from './voter-hasher.contract.ts';

voterHasherContract('HMAC-SHA-256', createVoterHasher);

describe('the hash', () => {
  it('is the start of HMAC-SHA-256 over platform and account', () => {
    const pepper = Buffer.from('a pepper of more than 32 characters');
    const expected = createHmac('sha256', pepper).update('telegram:42').digest('hex').slice(0, 16);
    expect(createVoterHasher(pepper)('telegram', '42')).toBe(expected);
  });
});

describe('the pepper', () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = join(await mkdtemp(join(tmpdir(), 'cliffhanger-pepper-')), 'data');
  });
  afterEach(async () => {
    await rm(join(dataDir, '..'), { recursive: true, force: true });
  });

  it('is created once, for this user only, and found again', async () => {
    const first = await loadPepper({ dataDir });
    const file = await stat(join(dataDir, 'pepper'));
    expect(file.mode & 0o777).toBe(0o600);
    expect(await readFile(join(dataDir, 'pepper'), 'utf8')).toMatch(/^[0-9a-f]{64}\n$/);
    expect(await loadPepper({ dataDir })).toEqual(first);
  });

  it('is the same for processes that start together, and leaves no drafts', async () => {
    const peppers = await Promise.all(Array.from({ length: 20 }, () => loadPepper({ dataDir })));
    expect(new Set(peppers.map((pepper) => pepper.toString('hex'))).size).toBe(1);
    expect(await readdir(dataDir)).toEqual(['pepper']);
  });

  it('differs from one data folder to the next', async () => {
    const one = await loadPepper({ dataDir });
    expect(await loadPepper({ dataDir: join(dataDir, 'other') })).not.toEqual(one);
  });

  it('can be carried to another machine in CLIFFHANGER_PEPPER', async () => {
    const made = await loadPepper({ dataDir });
    const value = await readFile(join(dataDir, 'pepper'), 'utf8');
    expect(await loadPepper({ value, dataDir: '/nowhere' })).toEqual(made);
  });

  it('refuses a file that is cut off, and names it', async () => {
    await loadPepper({ dataDir });
    await writeFile(join(dataDir, 'pepper'), 'abc');
    await expect(loadPepper({ dataDir })).rejects.toThrow(`${join(dataDir, 'pepper')} does not contain 64`);
  });

  it('is warned about if other users can read it or write beside it, with the command that closes it', async () => {
    await loadPepper({ dataDir });
    expect(await openToOthers(dataDir)).toEqual([]);
    await chmod(join(dataDir, 'pepper'), 0o644);
    expect(await openToOthers(dataDir)).toEqual([
      expect.stringMatching(/pepper .* \(mode 0644\)\. Close it: chmod 600 .*\/data\/pepper$/),
    ]);
    await chmod(join(dataDir, 'pepper'), 0o600);
    await chmod(dataDir, 0o770);
    expect(await openToOthers(dataDir)).toEqual([
      expect.stringMatching(/data folder .* \(mode 0770\)\. Close it: chmod 700 .*\/data$/),
    ]);
    expect(await openToOthers(join(dataDir, 'nowhere'))).toEqual([]);
  });

  it.each([0o666, 0o640, 0o604, 0o611, 0o622])(
    'is warned about with any right of others: %o',
    async (mode) => {
      await loadPepper({ dataDir });
      await chmod(join(dataDir, 'pepper'), mode);
      expect(await openToOthers(dataDir)).toEqual([expect.stringContaining(`(mode 0${mode.toString(8)})`)]);
    },
  );

  it('is warned about where a link leads to one that others can read', async () => {
    await loadPepper({ dataDir });
    const place = join(dataDir, '..', 'kept-elsewhere');
    await rename(join(dataDir, 'pepper'), place);
    await chmod(place, 0o644);
    await symlink(place, join(dataDir, 'pepper'));
    expect(await openToOthers(dataDir)).toEqual([expect.stringContaining('(mode 0644)')]);
    expect((await loadPepper({ dataDir })).length).toBe(64);
  });

  it.runIf(process.getuid?.() === 0)('is warned about if it belongs to another user', async () => {
    await loadPepper({ dataDir });
    await chown(join(dataDir, 'pepper'), 12345, 0);
    expect(await openToOthers(dataDir)).toEqual([
      expect.stringMatching(
        /pepper .* belongs to another user of this machine \(number 12345\)\. .*: chown 0 .*pepper$/,
      ),
    ]);
    await chown(join(dataDir, 'pepper'), 0, 0);
    await chown(dataDir, 12345, 0);
    expect(await openToOthers(dataDir)).toEqual([expect.stringMatching(/data folder .* chown 0 .*data$/)]);
  });

  it('says what to do if the folder cannot be used', async () => {
    await loadPepper({ dataDir });
    const blocked = join(dataDir, 'pepper', 'below-a-file');
    const error = await loadPepper({ dataDir: blocked }).catch((reason) => reason);
    expect(error).toBeInstanceOf(StartupError);
    expect(error.hint).toContain('CLIFFHANGER_DATA');
  });
});
