import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
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

  it('stands behind the environment, which wins even where it sets nothing', () => {
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

  it("is named where it can't be read", () => {
    mkdirSync(join(folder, '.env'));
    expect(() => withEnvFile({}, folder)).toThrow(StartupError);
    expect(() => withEnvFile({}, folder)).toThrow(new RegExp(`${folder}/\\.env can't be read`));
  });
});
