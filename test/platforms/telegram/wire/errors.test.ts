import { describe, expect, it } from 'vitest';
import { type Failure, judgeAsk, judgeSend } from '../../../../src/platforms/telegram/requests/errors.ts';

const said = (code: number, description: string, more: object = {}): Failure => ({
  kind: 'answered',
  code,
  description,
  ...more,
});

describe('a send that failed', () => {
  it.each([
    [403, 'Forbidden: bot was kicked from the supergroup chat', 'not-a-member'],
    [403, 'Forbidden: bot is not a member of the channel chat', 'not-a-member'],
    [400, 'Bad Request: chat not found', 'unknown-chat'],
    [
      400,
      'Bad Request: need administrator rights in the channel chat',
      'missing-permission:can_post_messages',
    ],
    [400, 'Bad Request: not enough rights to send polls to the chat', 'missing-permission:can_send_polls'],
    [
      400,
      'Bad Request: not enough rights to send text messages to the chat',
      'missing-permission:can_send_messages',
    ],
    [400, 'Bad Request: TOPIC_CLOSED', 'topic-closed'],
    [400, 'Bad Request: message thread not found', 'unknown-topic'],
    [403, 'Forbidden: CHAT_WRITE_FORBIDDEN', 'missing-permission:can_send_messages'],
    [403, 'Forbidden: CHAT_SEND_POLL_FORBIDDEN', 'missing-permission:can_send_polls'],
    [400, 'Bad Request: TOPIC_DELETED', 'unknown-topic'],
    [400, 'Bad Request: group chat was upgraded to a supergroup chat', 'moved'],
    [403, 'Forbidden: the group chat was deleted', 'not-a-member'],
    [403, 'Forbidden: something new', 'refused:403'],
  ])('%i %s is refused as %s', (code, description, problem) => {
    expect(judgeSend(said(code, description))).toMatchObject({ kind: 'refused', problem: { code: problem } });
  });

  it('by flood control is retried when told to', () => {
    const flood = said(429, 'Too Many Requests: retry after 17', { retryAfter: 17_000 });
    expect(judgeSend(flood)).toMatchObject({ kind: 'retry', after: 17_000 });
  });

  it('in a group that migrated goes to the new id', () => {
    const moved = said(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
      migratedTo: '-1005',
    });
    expect(judgeSend(moved)).toEqual({ kind: 'migrated', to: '-1005' });
  });

  it.each([500, 502, 504])('with %i may have been posted', (code) => {
    expect(judgeSend(said(code, 'Internal Server Error')).kind).toBe('unknown');
  });

  it('without an answer may have been posted; before there was a connection it was not', () => {
    expect(judgeSend({ kind: 'unanswered', why: 'socket hang up' }).kind).toBe('unknown');
    expect(judgeSend({ kind: 'unsent', why: 'ECONNREFUSED' }).kind).toBe('retry');
  });

  it.each([
    ['failed to get HTTP URL content', 'picture'],
    ['wrong type of the web page content', 'picture'],
    ['wrong file identifier/HTTP URL specified', 'picture'],
    ['PHOTO_INVALID_DIMENSIONS', 'picture'],
    ['message caption is too long', 'picture'],
    ['not enough rights to send photos to the chat', 'picture'],
    ['WEBPAGE_CURL_FAILED', 'preview'],
    ['WEBPAGE_MEDIA_EMPTY', 'preview'],
    ['BUTTON_URL_INVALID', 'button'],
    ["inline keyboard button URL 'http://localhost/1' is invalid: Wrong HTTP URL", 'button'],
    ['can\'t parse entities: Unsupported start tag "x" at byte offset 3', 'formatting'],
    ['ENTITIES_TOO_LONG', 'formatting'],
    ['poll description length must not exceed 1024', 'rules'],
    ['close_date must be between 5 and 2628000 seconds ahead', 'backstop'],
    ['message is too long', 'details'],
  ] as const)('with %s can go without its %s', (description, part) => {
    const verdict = judgeSend(said(400, `Bad Request: ${description}`));
    expect(verdict).toMatchObject({ kind: 'ornament', named: expect.arrayContaining([part]) });
  });

  it('for an unknown reason may be about a part of it', () => {
    const verdict = judgeSend(said(400, 'Bad Request: something new'));
    expect(verdict).toMatchObject({ kind: 'ornament', named: [], problem: { code: 'refused:400' } });
  });

  it('for a revoked token waits for a person', () => {
    expect(judgeSend(said(401, 'Unauthorized'))).toMatchObject({ kind: 'retry' });
  });
});

describe('a failed question', () => {
  it.each([
    [said(500, 'Internal Server Error'), 'retry'],
    [{ kind: 'unanswered', why: 'no answer in time' } as const, 'retry'],
    [said(403, 'Forbidden: bot was kicked from the channel chat'), 'gone'],
    [said(400, 'Bad Request: message with poll to stop not found'), 'refused'],
  ])('%o is %s', (failure, kind) => {
    expect(judgeAsk(failure).kind).toBe(kind);
  });
});
