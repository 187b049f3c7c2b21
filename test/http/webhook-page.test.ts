import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { STATUS } from '../../src/http/episodes/error-codes.ts';
import { intakeStage, SECRET } from '../support/webhook/intake-stage.ts';

const { serve } = intakeStage();
const PAGE = await readFile(new URL('../../docs/webhook.md', import.meta.url), 'utf8');

/** The only block of this language. */
function blockOf(language: string): string {
  const found = [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\\n(.+?)^\`\`\`$`, 'gms'))];
  if (found.length !== 1) throw new Error(`docs/webhook.md has ${found.length} blocks of ${language}`);
  return found[0]?.[1] ?? '';
}

/** Runs a script as its reader would, with nothing in the environment but what it is given. */
async function run(script: string, environment: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cliffhanger-webhook-'));
  try {
    const { PATH = '' } = process.env;
    const env = { PATH, ...environment, CLIFFHANGER_WEBHOOK_SECRET: SECRET };
    const { stdout } = await promisify(execFile)('bash', ['--norc', '-euo', 'pipefail', '-c', script], {
      cwd: folder,
      env,
    });
    return stdout;
  } finally {
    await rm(folder, { recursive: true });
  }
}

it('the page about the webhook names every error code, under its status', () => {
  const rows = [...PAGE.matchAll(/^\| (\d{3}) \| (.+) \|$/gm)];
  const told = rows.flatMap(([, status, codes = '']) =>
    [...codes.matchAll(/`([\w-]+)`/g)].map(([, code = '']) => [code, Number(status)] as const),
  );
  expect(Object.fromEntries(told)).toEqual(STATUS);
  expect(told).toHaveLength(Object.keys(STATUS).length);
});

it('the README shows the same examples', async () => {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  for (const language of ['sh', 'yaml']) expect(readme).toContain(blockOf(language));
});

const lacks = ['bash', 'curl', 'openssl', 'jq'].filter(
  (program) => spawnSync(program, ['--version']).error !== undefined,
);
describe.skipIf(lacks.length > 0)('the examples of the page about the webhook', () => {
  it('post an episode by hand', async () => {
    const { origin, got } = await serve();
    const script = blockOf('sh').replace('BOT=http://127.0.0.1:8080\n', `BOT=${origin}\n`);
    expect(JSON.parse(await run(script, {}))).toEqual({ episode: 'ep-1', action: 'queued' });
    expect(got).toEqual([
      {
        show: 'backroom',
        title: 'The Door',
        url: 'https://watch.example/backroom/3',
        synopsis: 'Somebody knocks.',
      },
    ]);
  });

  it('post an episode from a CI job, once however often it runs', async () => {
    const { origin, got } = await serve();
    const [step] = parse(blockOf('yaml'));
    const title = 'The "Door" & $more';
    const environment = {
      ...step.env,
      BOT: origin,
      TITLE: title,
      URL: 'https://watch.example/4',
      KEY: 'upload-12',
    };
    expect(JSON.parse(await run(step.run, environment))).toEqual({ episode: 'ep-1', action: 'queued' });
    expect(JSON.parse(await run(step.run, environment))).toEqual({ episode: 'ep-1', action: 'queued' });
    expect(got).toEqual([{ show: 'backroom', title, url: 'https://watch.example/4' }]);
  });

  it('fail a CI job when the episode was not taken', async () => {
    const { origin } = await serve();
    const [step] = parse(blockOf('yaml'));
    const environment = { ...step.env, BOT: origin, URL: 'not an address', KEY: 'upload-12' };
    await expect(run(step.run, environment)).rejects.toMatchObject({
      code: 22,
      stdout: expect.stringContaining('"code":"invalid-episode"'),
    });
  });
});
