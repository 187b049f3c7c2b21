import { afterEach, expect, it } from 'vitest';
import { type PageStage, setPageStage } from '../../support/pages/page-stage.ts';
import { verified } from '../../support/receipts.ts';
import { oneChoice } from '../../support/stage/stories.ts';

let stage: PageStage;
afterEach(() => stage.close());

async function decided(adminToken?: string): Promise<(path: string, password?: string) => Promise<Response>> {
  const routes = adminToken === undefined ? {} : { routes: { adminToken } };
  stage = await setPageStage('memory', [oneChoice({ lasts: '2h' })], routes);
  await stage.say('season start');
  await stage.settle();
  await stage.vote('discord', 50, 1);
  await stage.vote('telegram', 9, 3);
  await stage.say('vote close', { reason: 'because' });
  await stage.settle();
  return (path, password) =>
    fetch(`${stage.url}/shows/${stage.show.story.id}${path}`, {
      headers:
        password === undefined
          ? {}
          : { authorization: `Basic ${Buffer.from(`writer:${password}`).toString('base64')}` },
    });
}

it('the writers’ report is for those who know the token', async () => {
  const get = await decided('correct horse');
  expect((await get('/report')).status).toBe(401);
  expect((await get('/report', 'wrong')).status).toBe(401);
  const answer = await get('/report', 'correct horse');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toContain('text/html');
  const page = await answer.text();
  expect(page).toContain('took 94% of the votes. It was a foregone conclusion.');
  expect(page).not.toContain('#general');
});

it('without a token there is no report', async () => {
  const get = await decided();
  expect((await get('/report', '')).status).toBe(404);
  expect((await get('/report', 'undefined')).status).toBe(404);
});

it('the receipt that is served verifies, and names nothing private', async () => {
  const get = await decided();
  const answer = await get('/receipts/1.json');
  expect(answer.status).toBe(200);
  const text = await answer.text();
  expect(verified(text)).toMatchObject({
    code: 0,
    said: expect.stringContaining('2 of 2 outlets are listed'),
  });
  expect(text).not.toMatch(/#general|110000000000000000|-1001/);
  expect((await get('/receipts/2.json')).status).toBe(404);
});
