import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createHttpServer } from '../../src/http/http-server.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import { logLines } from '../support/log-lines.ts';
import { EPISODE, intakeStage, SECRET } from '../support/webhook/intake-stage.ts';
import {
  bytesOf,
  headersOf,
  messageOf,
  outcomeOf,
  post,
  type Sending,
  sign,
} from '../support/webhook/sender.ts';

const now = (): number => Math.floor(Date.now() / 1_000);
const stage = intakeStage();
const { serve } = stage;

describe('an episode that is posted', () => {
  it('is accepted once it is signed, and goes to its show', async () => {
    const { send, got } = await serve();
    const answer = await send();
    expect(answer).toMatchObject({ status: 202, body: { episode: 'ep-1', action: 'queued' } });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(got).toEqual([{ show: 'night-shift', ...EPISODE }]);
  });

  it('has all its parts', async () => {
    const { send, got } = await serve();
    const whole = {
      id: 'door_1',
      title: 'The Do\u0308or',
      url: 'https://watch.example/1?é',
      image: 'https://watch.example/1.jpg',
      synopsis: 'First line.\r\nVote: Open? Yes | No',
      guid: ' yt:video:1 ',
    };
    expect((await send({ body: whole })).status).toBe(202);
    expect(got).toEqual([{ show: 'night-shift', ...whole, title: 'The Döor', guid: 'yt:video:1' }]);
  });

  it('may be signed with several secrets while its sender changes from one to the other', async () => {
    const { send, got } = await serve();
    const time = now();
    const [old, right] = ['an old secret', SECRET].map((one) => sign(one, time, bytesOf(EPISODE)));
    const both = { signature: `t=${time},v1=${old},v1=${right},v0=unknown`, key: 'a' };
    expect((await send(both)).status).toBe(202);
    // It is one signature, however it is written.
    expect(outcomeOf(await send({ signature: `t=${time},v1=${right?.toUpperCase()}`, key: 'b' }))).toBe(
      '409 signature-used',
    );
    expect(got).toHaveLength(1);
  });
});

describe('a request to post an episode is refused', () => {
  const wrong = sign('another secret', now(), bytesOf(EPISODE));
  it.each<[string, () => Partial<Sending>, string]>([
    ['without a signature', () => ({ signature: null }), '401 signature-missing'],
    ['with a signature of another form', () => ({ signature: wrong }), '401 signature-malformed'],
    ['with two times', () => ({ signature: `t=1,t=2,v1=${wrong}` }), '401 signature-malformed'],
    [
      'with six signatures',
      () => ({ signature: `t=1${`,v1=${wrong}`.repeat(6)}` }),
      '401 signature-malformed',
    ],
    [
      'with a short signature',
      () => ({ signature: `t=${now()},v1=${wrong.slice(2)}` }),
      '401 signature-malformed',
    ],
    ['signed with another secret', () => ({ secret: 'another secret' }), '401 signature-wrong'],
    [
      'with the signature of another body',
      () => ({ signature: `t=${now()},v1=${sign(SECRET, now(), bytesOf({ ...EPISODE, title: 'Other' }))}` }),
      '401 signature-wrong',
    ],
    [
      'with the signature of another time',
      () => ({ signature: `t=${now()},v1=${sign(SECRET, now() - 10, bytesOf(EPISODE))}` }),
      '401 signature-wrong',
    ],
    ['signed more than five minutes ago', () => ({ time: now() - 302 }), '401 signature-expired'],
    ['signed more than five minutes from now', () => ({ time: now() + 302 }), '401 signature-expired'],
    ['without a key', () => ({ key: null }), '400 key-missing'],
    ['with a long key', () => ({ key: 'k'.repeat(201) }), '400 key-malformed'],
    ['with letters in its key that are not ASCII', () => ({ key: 'k\u00e9y' }), '400 key-malformed'],
    [
      'as a form',
      () => ({ headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
      '415 content-type',
    ],
    ['as text', () => ({ headers: { 'content-type': 'text/plain' } }), '415 content-type'],
    [
      'in another encoding',
      () => ({ headers: { 'content-type': 'application/json; charset=latin1' } }),
      '415 content-type',
    ],
    ['compressed', () => ({ headers: { 'content-encoding': 'gzip' } }), '415 content-type'],
    [
      'with a body of more than 64 KiB',
      () => ({ body: { ...EPISODE, synopsis: 'x'.repeat(65_536) } }),
      '413 body-too-large',
    ],
    ['without a body', () => ({ body: '' }), '400 not-json'],
    ['with half a body', () => ({ body: '{"title": "The' }), '400 not-json'],
    [
      'with bytes that are not UTF-8',
      () => ({ body: Buffer.from('{"title":"\xff","url":"https://x.example"}', 'latin1') }),
      '400 not-json',
    ],
    [
      'with half a character',
      () => ({ body: '{"title":"\\ud83d","url":"https://x.example"}' }),
      '400 not-json',
    ],
    [
      'with a key twice',
      () => ({ body: '{"title":"A","title":"B","url":"https://x.example"}' }),
      '400 not-json',
    ],
    ['with a list', () => ({ body: [EPISODE] }), '422 invalid-episode'],
    ['with null', () => ({ body: 'null' }), '422 invalid-episode'],
  ])('%s', async (_, sending, outcome) => {
    const { send, got } = await serve();
    const answer = await send(sending());
    expect(outcomeOf(answer)).toBe(outcome);
    expect(messageOf(answer)).toMatch(/^[A-Z].*\.$/);
    expect(got).toEqual([]);
    // Nothing of it is left: the same episode can be posted rightly.
    expect((await send()).status).toBe(202);
  });

  it.each([
    [{}, '"title" is missing; "url" is missing'],
    [{ ...EPISODE, title: 5, link: 'x' }, '"title" must be a text; "link" is not known here'],
    [{ ...EPISODE, titel: 'x' }, '"titel" is not known here, did you mean "title"?'],
    [{ ...EPISODE, title: ' \u200b ' }, '"title" is empty'],
    [{ ...EPISODE, title: 'A\nB' }, '"title" must be one line'],
    [{ ...EPISODE, title: 'A\u202eB' }, '"title" must be one line'],
    [{ ...EPISODE, url: 'javascript:alert(1)' }, '"url" must be an http or https address'],
    [{ ...EPISODE, url: 'https://me:secret@x.example' }, 'without a user or password'],
    [{ ...EPISODE, image: null }, '"image" must be a text'],
    [{ ...EPISODE, id: 'ep 1' }, '"id" must be 1 to 40 letters'],
    [{ ...EPISODE, id: 'constructor' }, '"id" must be 1 to 40 letters'],
    [{ ...EPISODE, synopsis: 'a\u0000b' }, '"synopsis" has a control character'],
    [{ ...EPISODE, guid: '' }, '"guid" is empty'],
  ])('with the body %j, and says what is wrong', async (body, what) => {
    const { send } = await serve();
    const answer = await send({ body });
    expect(outcomeOf(answer)).toBe('422 invalid-episode');
    expect(messageOf(answer)).toContain(what);
  });

  it('if no secret is set: there is no such address', async () => {
    const http = createHttpServer({
      host: '127.0.0.1',
      port: 0,
      log: logLines().log,
      checks: {},
      metrics: createMetrics(async () => ({})).page,
    });
    stage.own(http);
    const url = `${await http.listen()}/shows/night-shift/episodes`;
    expect((await post(url, { secret: SECRET, body: EPISODE })).status).toBe(404);
  });

  it('before its body is sent, if it is not signed', async () => {
    const { url } = await serve();
    const { hostname, port, pathname } = new URL(url);
    const socket = connect(Number(port), hostname);
    stage.ownSocket(socket);
    await once(socket, 'connect');
    socket.write(
      `POST ${pathname} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n`,
    );
    const [said] = (await once(socket, 'data')) as [Buffer];
    expect(said.toString()).toMatch(/^HTTP\/1.1 401 /);
  });

  it('when its body never ends, whatever it is signed with', async () => {
    const { url, got, send } = await serve({ limits: { headers: 150, request: 150, check: 10 } });
    const { hostname, port, pathname } = new URL(url);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    stage.ownSocket(socket);
    await once(socket, 'connect');
    const headers = Object.entries(headersOf({ secret: SECRET, body: EPISODE }));
    const length = bytesOf(EPISODE).length + 1;
    socket.write(
      `POST ${pathname} HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`,
    );
    socket.write(bytesOf(EPISODE));
    let said = '';
    socket.on('data', (bytes) => {
      said += bytes.toString();
    });
    await new Promise<void>((resolve) => socket.once('close', () => resolve()));
    expect(said).not.toContain('202');
    expect(got).toEqual([]);
    expect((await send()).status).toBe(202);
  });
});

describe('a request that comes again', () => {
  it('gets the answer that it got, also when it is signed anew', async () => {
    const { send, got } = await serve();
    const first = { key: 'upload 7', time: now() };
    const answer = await send(first);
    expect(await send(first)).toMatchObject({ status: 202, body: answer.body });
    expect(await send({ key: 'upload 7', time: now() - 1 })).toMatchObject({
      status: 202,
      body: answer.body,
    });
    expect(got).toHaveLength(1);
  });

  it('is refused with another key, for another show, and with another body', async () => {
    const { send, got, origin } = await serve();
    const first = { key: 'upload 7', time: now() };
    await send(first);
    expect(outcomeOf(await send({ ...first, key: 'upload 8' }))).toBe('409 signature-used');
    expect(outcomeOf(await send(first, `${origin}/shows/day-shift/episodes`))).toBe('409 signature-used');
    expect(outcomeOf(await send({ key: 'upload 7', body: { ...EPISODE, title: 'Other' } }))).toBe(
      '422 key-reused',
    );
    expect(got).toHaveLength(1);
  });

  it('does not take a key before it is known to be authentic', async () => {
    const { send, got } = await serve();
    const forged = { key: 'upload 7', secret: 'another secret', body: { ...EPISODE, title: 'Forged' } };
    expect(outcomeOf(await send(forged))).toBe('401 signature-wrong');
    expect((await send({ key: 'upload 7' })).status).toBe(202);
    expect(got.map(({ title }) => title)).toEqual(['The Door']);
    expect(await stage.keys('*signature*')).toHaveLength(1);
  });

  it('at the same time has one effect and one answer', async () => {
    let carriedOut = 0;
    const { send, got } = await serve({
      carryOut: async () => {
        carriedOut += 1;
        await new Promise((resolve) => setTimeout(resolve, 150));
      },
    });
    const twins = await Promise.all([1, 2, 3].map((one) => send({ key: 'upload 7', time: now() - one })));
    expect(twins.map(outcomeOf)).toEqual(Array(3).fill(`202 ${JSON.stringify(twins[0]?.body)}`));
    expect(carriedOut).toBe(1);
    expect(got).toHaveLength(1);
  });

  it('may be sent again with the same key when it failed, and says when', async () => {
    let fails = true;
    const { send, got, lines } = await serve({
      carryOut: async () => {
        if (fails) throw new Error('Connection is closed.');
      },
    });
    const failed = await send({ key: 'upload 7' });
    expect(outcomeOf(failed)).toBe('503 unavailable');
    expect(failed.headers.get('retry-after')).toBe('5');
    expect(messageOf(failed)).not.toContain('Connection');
    expect(JSON.stringify(lines)).toContain('Connection is closed.');
    fails = false;
    expect((await send({ key: 'upload 7' })).status).toBe(202);
    expect(got).toHaveLength(1);
  });

  it('is told to wait when Redis does not answer in time', async () => {
    const { send } = await serve({ intake: { take: () => new Promise(() => {}) }, answerWithin: 50 });
    expect(outcomeOf(await send())).toBe('503 unavailable');
  });

  it('waits its turn when there are too many', async () => {
    const { send } = await serve();
    const answers = await Promise.all(
      Array.from({ length: 62 }, (_, index) =>
        send({ key: `k${index}`, body: { ...EPISODE, guid: `g${index}` } }),
      ),
    );
    const late = answers.filter(({ status }) => status !== 202);
    expect(late.map(outcomeOf)).toEqual(['429 too-many-requests', '429 too-many-requests']);
    expect(Number(late[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

describe('what is told about requests', () => {
  it('is never a secret or a signature, and counts every answer', async () => {
    const { send, lines, metrics } = await serve();
    const time = now();
    const signature = sign(SECRET, time, bytesOf(EPISODE));
    const answers = [
      await send({ time }),
      await send({ time, key: 'another' }),
      await send({ signature: `t=${time},v1=${sign('x', time, bytesOf(EPISODE))}` }),
      await send({ body: { ...EPISODE, titel: 'x' } }),
    ];
    const told = JSON.stringify(lines) + JSON.stringify(answers.map(({ body }) => body));
    expect(told).toContain('signature-used');
    expect(told).not.toContain(SECRET);
    expect(told).not.toContain(signature);
    expect(await metrics.page.text()).toContain('cliffhanger_episode_requests_total{status="202"} 1');
    expect(await metrics.page.text()).toContain('cliffhanger_episode_requests_total{status="401"} 1');
    const stored = await stage.keys('*');
    expect(stored.join()).not.toContain(signature);
  });
});
