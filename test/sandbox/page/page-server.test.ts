import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFindings, describeInBrowser } from '../../support/browser/browser.ts';
import { type PageStage, setPage } from '../../support/stage/sandbox-page.ts';

let folder = '';
let stage: PageStage;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'page-'));
  stage = await setPage(folder);
}, 60_000);
afterAll(async () => {
  await stage.close();
  await rm(folder, { recursive: true, force: true });
});

interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** With headers that a browser would not let a page set. */
function ask({
  method = 'GET',
  path = '/',
  headers = {},
  body,
}: Asked): Promise<{ status: number; text: string }> {
  const { port } = new URL(stage.address);
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

const own = () => stage.address.slice(0, -1);
const act = (headers: Asked['headers'], body: unknown = { do: 'audience', paused: true }) =>
  ask({
    method: 'POST',
    path: '/act',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

describe('the sandbox’s page', () => {
  it('does what its own document asks', async () => {
    expect(await act({ origin: own() })).toEqual({ status: 200, text: '{}' });
  });

  it('does nothing for another site in the same browser', async () => {
    const refused = await Promise.all([
      act({ origin: 'https://evil.example' }),
      act({ origin: 'null' }),
      act({}),
      act({ origin: own(), 'sec-fetch-site': 'cross-site' }),
      act({ origin: own(), 'content-type': 'text/plain' }),
      ask({ path: '/events', headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'empty' } }),
      ask({ path: '/page.js', headers: { 'sec-fetch-site': 'same-site', 'sec-fetch-dest': 'script' } }),
    ]);
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403, 415, 403, 403]);
  });

  it('is not at a name that leads to this machine: DNS rebinding', async () => {
    const { port } = new URL(stage.address);
    const hosts = [`evil.example:${port}`, 'evil.example', `127.0.0.1.evil.example:${port}`, '127.0.0.1'];
    const answers = await Promise.all(hosts.map((host) => ask({ headers: { host } })));
    expect(answers.map(({ status }) => status)).toEqual([421, 421, 421, 421]);
    expect((await ask({ headers: { host: `localhost:${port}` } })).status).toBe(200);
  });

  it('refuses what is no action, and names no path', async () => {
    const bodies = [{}, { do: 'shell' }, { do: 'vote' }, { do: 'be', fan: -1 }, 'text', []];
    const answers = await Promise.all(bodies.map((body) => act({ origin: own() }, body)));
    expect(answers.map(({ status }) => status)).toEqual(bodies.map(() => 400));
    const paths = [
      '/files/discord/../../../etc/passwd',
      '/files/discord/1/0',
      '/files/%2e%2e%2fpackage.json',
      '/../package.json',
    ];
    const files = await Promise.all(paths.map((path) => ask({ path })));
    expect(files.map(({ status }) => status)).toEqual(paths.map(() => 404));
  });

  it('lets nobody be more than thirty of the audience, and no stranger', async () => {
    const one = await act({ origin: own() }, { do: 'vote', person: 'nobody', poll: '1', option: 1 });
    expect(JSON.parse(one.text)).toEqual({ error: 'There is no such person' });
    const guests = [];
    for (let fan = 0; fan < 31; fan += 1) guests.push(await act({ origin: own() }, { do: 'be', fan }));
    expect(guests.filter(({ text }) => text.includes('"error"'))).toHaveLength(1);
  });
});

const HOSTILE = [
  '<img src=x onerror="document.title=\'taken\'">',
  '<script>document.title="taken"</script>',
  '[click](javascript:document.title="taken")',
  '**bold <b>not</b>** __u__ ||hidden|| `code <i>` <t:99999999999:R> <@&1> <#2>',
  '[ok](https://watch.example/"onmouseover="alert(1))',
  '‮evil‬ שלום',
  `${'*'.repeat(500)}${'_'.repeat(500)}${'|'.repeat(500)}`,
  '> '.repeat(300),
];

describeInBrowser('what strangers write on the sandbox’s page', (open) => {
  it('stays text, on both platforms', async () => {
    const { discord, telegram, communities } = stage.town;
    const channel = communities.find(({ platform }) => platform === 'discord')?.place ?? '';
    const group = communities.find(({ kind }) => kind === 'group')?.place ?? '';
    const stranger = discord.addUser('<b>Eve</b>');
    for (const text of HOSTILE) {
      discord.say(channel, stranger, text);
      telegram.say({ chat: Number(group), from: 1_010_000_001, text });
    }
    const page = await open(stage.address);
    await page.getByRole('button', { name: /Couch Talk/ }).click();
    const [here, there] = [
      page.getByRole('region', { name: 'Discord' }),
      page.getByRole('region', { name: 'Telegram' }),
    ];
    await here.getByText('<script>document.title="taken"</script>').waitFor();
    await there.getByText('<script>document.title="taken"</script>').waitFor();
    await here.getByText('<b>Eve</b>').first().waitFor();
    expect(await page.title()).toBe('Cliffhanger sandbox');
    expect(await page.locator('main script, main img, main iframe').count()).toBe(0);
    const targets = await page
      .locator('main a')
      .evaluateAll((links) => links.map((link) => (link as unknown as { href: string }).href));
    expect(targets.filter((target) => !target.startsWith('https://watch.example/'))).toEqual([]);
    expect(await accessibilityFindings(page)).toEqual([]);
  }, 60_000);
});
