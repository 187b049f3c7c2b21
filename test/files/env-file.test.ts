import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { withEnvFile } from '../../config/env-file.ts';
import { StartupError } from '../../src/ports/startup-error.ts';

describe('the file .env', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'env-file-'));
  });
  const write = (text: string) => writeFileSync(join(folder, '.env'), text);

  it('comes second to the environment, which wins even if it sets an empty value', () => {
    write('TELEGRAM_TOKEN=from-file\nLOG_LEVEL=debug\nHTTP_PORT=1\n');
    const environment = withEnvFile({ LOG_LEVEL: 'warn', HTTP_PORT: '' }, folder);
    expect(environment).toEqual({ TELEGRAM_TOKEN: 'from-file', LOG_LEVEL: 'warn', HTTP_PORT: '' });
  });

  it('is read as editors and other programs write it', () => {
    write('\uFEFF# tokens\r\nDISCORD_TOKEN="a.b.c"\r\nexport TELEGRAM_TOKEN=\'1:x\' # mine\r\n\r\n');
    expect(withEnvFile({}, folder)).toEqual({ DISCORD_TOKEN: 'a.b.c', TELEGRAM_TOKEN: '1:x' });
  });

  it('may be missing', () => {
    expect(withEnvFile({ A: '1' }, folder)).toEqual({ A: '1' });
  });

  it("is named if it can't be read", () => {
    mkdirSync(join(folder, '.env'));
    expect(() => withEnvFile({}, folder)).toThrow(StartupError);
    expect(() => withEnvFile({}, folder)).toThrow(new RegExp(`${folder}/\\.env can't be read`));
  });

  it.each(['utf16le', 'utf16be'])('is read as PowerShell writes it: %s', (encoding) => {
    const bytes = Buffer.from('\uFEFFTELEGRAM_TOKEN=1:x\r\nLOG_LEVEL=warn\r\n', 'utf16le');
    writeFileSync(join(folder, '.env'), encoding === 'utf16le' ? bytes : bytes.swap16());
    expect(withEnvFile({}, folder)).toEqual({ TELEGRAM_TOKEN: '1:x', LOG_LEVEL: 'warn' });
  });

  it('is read from a pipe with a writer', () => {
    execFileSync('/bin/sh', ['-c', 'mkfifo .env'], { cwd: folder });
    const writer = spawn('sh', ['-c', 'printf "TELEGRAM_TOKEN=1:x\n" > .env'], { cwd: folder });
    expect(withEnvFile({}, folder)).toEqual({ TELEGRAM_TOKEN: '1:x' });
    writer.kill();
  });

  it('is not waited for if it is a pipe without a writer, or has no end', () => {
    execFileSync('/bin/sh', ['-c', 'mkfifo .env'], { cwd: folder });
    expect(() => withEnvFile({}, folder)).toThrow(/is a pipe, but nothing came out of it/);
    rmSync(join(folder, '.env'));
    for (const [device, outcome] of [
      ['/dev/zero', /is larger than 1 MB/],
      ['/dev/urandom', /is larger than 1 MB/],
    ] as const) {
      symlinkSync(device, join(folder, '.env'));
      expect(() => withEnvFile({}, folder)).toThrow(outcome);
      rmSync(join(folder, '.env'));
    }
    symlinkSync('/dev/null', join(folder, '.env'));
    expect(withEnvFile({ A: '1' }, folder)).toEqual({ A: '1' });
  });

  it('is named if it is not UTF-8', () => {
    writeFileSync(join(folder, '.env'), Buffer.from('TELEGRAM_TOKEN=ü\n', 'latin1'));
    expect(() => withEnvFile({}, folder)).toThrow(/\.env is not UTF-8 text/);
  });
});
