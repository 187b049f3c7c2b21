import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { classify, NotSent } from '../../../../src/platforms/discord/requests/errors.ts';

const none = { files: undefined, body: undefined };
const api = (status: number, code: number, message: string, errors?: object) =>
  new DiscordAPIError(
    { code, message, ...(errors === undefined ? {} : { errors }) } as never,
    code,
    status,
    'POST',
    'https://discord.test',
    none as never,
  );
const network = (code: string) => Object.assign(new Error('socket'), { code });
const named = (name: string) => Object.assign(new Error('aborted'), { name });

describe('a failed request', () => {
  it.each([
    [403, 50001, 'missing-permission:VIEW_CHANNEL'],
    [403, 50013, 'missing-permission'],
    [404, 10003, 'unknown-channel'],
    [400, 50035, 'invalid-content'],
    [404, 10004, 'unknown-server'],
    [403, 50083, 'thread-archived'],
    [403, 160005, 'thread-locked'],
    [400, 160002, 'missing-permission:READ_MESSAGE_HISTORY'],
    [400, 200000, 'content-blocked'],
    [400, 240000, 'link-blocked'],
    [400, 520002, 'unsuitable-channel'],
    [400, 987654, 'discord-987654'],
  ])('is refused: %i with code %i is %s', (status, code, problem) => {
    expect(classify(api(status, code, 'No'))).toMatchObject({ kind: 'refused', problem: { code: problem } });
  });

  it.each([
    [400, 20016],
    [403, 40004],
    [400, 40006],
    [403, 110001],
    [503, 130000],
  ])('goes away by itself: %i with code %i', (status, code) => {
    expect(classify(api(status, code, 'Later')).kind).toBe('retry');
  });

  it("repeats Discord's own words, cleaned", () => {
    const errors = {
      poll: {
        question: { text: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH', message: 'Too\u202e long' }] } },
      },
    };
    const failure = classify(api(400, 50035, 'Invalid Form Body', errors));
    expect(failure).toMatchObject({
      problem: {
        code: 'invalid-content',
        said: 'Invalid Form Body poll.question.text[BASE_TYPE_MAX_LENGTH]: Too long (50035)',
      },
    });
  });

  it.each(['ECONNREFUSED', 'ENOTFOUND', 'UND_ERR_CONNECT_TIMEOUT'])(
    'did nothing if it never connected: %s',
    (code) => {
      expect(classify(network(code)).kind).toBe('retry');
      expect(classify(new TypeError('fetch failed', { cause: network(code) })).kind).toBe('retry');
    },
  );

  it('did nothing if it got no place', () => {
    expect(classify(new NotSent('no place')).kind).toBe('retry');
  });

  it('waits as long as Discord asks', () => {
    const limited = new RateLimitError({
      timeToReset: 1_200,
      retryAfter: 7_000,
      sublimitTimeout: 0,
      limit: 5,
      method: 'POST',
      hash: 'h',
      url: '',
      route: '/channels/:id/messages',
      majorParameter: '1',
      global: false,
      scope: 'user',
    });
    expect(classify(limited)).toMatchObject({ kind: 'retry', after: 7_000 });
  });

  it.each([
    ['a broken connection', network('ECONNRESET')],
    ['a closed socket', network('UND_ERR_SOCKET')],
    ['silence', named('AbortError')],
    ['a time limit', named('TimeoutError')],
    ['a server error', new HTTPError(502, 'Bad Gateway', 'POST', '', none as never)],
    ['an answer that is no JSON', new SyntaxError('Unexpected token')],
  ])('may have been executed: %s', (_, error) => {
    expect(classify(error).kind).toBe('unknown');
  });

  it('is retried after a while if the token is refused, because a person must act', () => {
    expect(classify(api(401, 0, '401: Unauthorized'))).toMatchObject({ kind: 'retry', after: 60_000 });
  });

  it('is a bug of the bot if it is none of these', () => {
    const fault = new TypeError('x is not a function');
    expect(() => classify(fault)).toThrow(fault);
  });
});
