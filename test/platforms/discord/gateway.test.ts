import { afterEach, describe, expect, it } from 'vitest';
import type { GatewayTimes } from '../../../src/platforms/discord/gateway/gateway.ts';
import type { Log } from '../../../src/ports/log.ts';
import { StartupError } from '../../../src/ports/startup-error.ts';
import type { GatewayTrouble } from '../../../src/sandbox/discord/gateway/gateway.ts';
import { clearStage, eventually, NotingSink, setStage } from '../../support/discord/stage.ts';

afterEach(clearStage);

/** A tenth of the real ones, so that a row of failures fits into a test. */
const QUICK: Partial<GatewayTimes> = {
  open: 150,
  ready: 150,
  first: 20,
  longest: 160,
  refused: 120,
  betweenStarts: 20,
};

interface Line {
  readonly level: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

async function stageWith(times: Partial<GatewayTimes> = QUICK, ...rest: Parameters<typeof setStage>) {
  const lines: Line[] = [];
  const note =
    (level: string): Log['info'] =>
    (fields, message) =>
      void lines.push({ level, message, fields });
  const log: Log = { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') };
  const stage = await setStage(rest[0], { log, gatewayTimes: times, ...rest[1] });
  await stage.platform.prepare();
  const sink = new NotingSink();
  const { gateway } = stage.discord;
  const said = (level: string) => lines.filter((line) => line.level === level);
  return { ...stage, gateway, sink, said, listen: () => stage.platform.listen(sink) };
}

/** Exactly one session that gets events, and no other socket: required of every shard, whatever happened before. */
async function oneSession({ gateway, platform }: Awaited<ReturnType<typeof stageWith>>): Promise<void> {
  await eventually('a session', () => platform.listening.up && gateway.connected);
  // Longer than the longest pause: a forgotten loop would have connected by now.
  await new Promise((resolve) => setTimeout(resolve, 250));
  expect(gateway.sockets).toBe(1);
  expect(gateway.sessions.filter((session) => session.connection !== null)).toHaveLength(1);
}

const TROUBLES: readonly (readonly [string, GatewayTrouble])[] = [
  ['answers 503', { kind: 'answers', status: 503 }],
  ['answers 429', { kind: 'answers', status: 429 }],
  ['answers 401', { kind: 'answers', status: 401 }],
  ['says nothing', { kind: 'silent' }],
  ['never answers a wish for a session', { kind: 'forgetful' }],
  ['knows no session', { kind: 'invalid' }],
  ...[1000, 1001, 1011, 1012, 4000, 4001, 4003, 4005, 4007, 4008, 4009].map(
    (code): readonly [string, GatewayTrouble] => [`closes with ${code}`, { kind: 'closes', code }],
  ),
];

describe.each(TROUBLES)('a gateway that %s', (_what, trouble) => {
  it('at the start is retried until it accepts the bot, once', async () => {
    const stage = await stageWith();
    stage.gateway.trouble = trouble;
    const listening = stage.listen();
    await eventually('three attempts', () => stage.gateway.visits.upgrades.length >= 3);
    expect(stage.platform.listening).toMatchObject({ up: false });
    stage.gateway.trouble = null;
    await listening;
    await oneSession(stage);
  });

  it('while running is retried until it accepts the bot, once, and no vote is lost', async () => {
    const stage = await stageWith();
    await stage.listen();
    stage.gateway.trouble = trouble;
    stage.gateway.disconnect();
    await eventually('three attempts', () => stage.gateway.visits.upgrades.length >= 4);
    expect(stage.platform.listening).toMatchObject({ up: false });
    stage.gateway.trouble = null;
    await oneSession(stage);
    // Either resumed, or reported that events were lost.
    const resumed = stage.said('info').filter(({ message }) => message === 'Discord session resumed');
    expect(resumed.length + stage.sink.losses.length).toBe(1);
  });
});

describe('while the gateway stays away', () => {
  it('attempts become less and less frequent, up to a limit, and the reason is logged once', async () => {
    const stage = await stageWith({ ...QUICK, first: 50, longest: 400 });
    stage.gateway.trouble = { kind: 'answers', status: 503 };
    const listening = stage.listen();
    await eventually('seven attempts', () => stage.gateway.visits.upgrades.length === 7);
    const { upgrades } = stage.gateway.visits;
    const pauses = upgrades.slice(1).map((at, index) => at - (upgrades[index] ?? 0));
    // Half of 50, 100, 200, 400, 400, 400 at least, less the rounding of two clocks.
    const least = [25, 50, 100, 200, 200, 200].map((pause) => pause - 2);
    expect(pauses.map((pause, index) => pause >= (least[index] ?? 0))).toEqual(least.map(() => true));
    expect(stage.said('warn').map(({ fields }) => fields.why)).toEqual(['Unexpected server response: 503']);
    expect(stage.platform.listening).toEqual({
      up: false,
      why: 'shard 0 is reconnecting: Unexpected server response: 503',
    });
    stage.gateway.trouble = { kind: 'closes', code: 4000, reason: 'Maintenance' };
    await eventually('another reason', () => stage.said('warn').length === 2);
    expect(stage.said('warn').at(-1)?.fields).toMatchObject({
      code: 4000,
      why: 'closed with code 4000, Maintenance',
    });
    stage.gateway.trouble = null;
    await listening;
    await oneSession(stage);
  });

  it('sessions are started only as fast as Discord allows', async () => {
    const stage = await stageWith({ ...QUICK, longest: 20, betweenStarts: 5_000 });
    stage.gateway.trouble = { kind: 'closes', code: 4000, at: 'identify' };
    void stage.listen().catch(() => undefined);
    await eventually('connections', () => stage.gateway.visits.upgrades.length > 1);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(stage.gateway.visits.identifies).toHaveLength(1);
  });
});

describe('a permanent refusal', () => {
  const CODES = [4004, 4010, 4011, 4012, 4013, 4014];

  it.each(CODES)('with %d ends the start and says what to do', async (code) => {
    const stage = await stageWith(QUICK, {}, { shards: [0], shardCount: 1 });
    stage.gateway.trouble = { kind: 'closes', code };
    const refused = await stage.listen().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(StartupError);
    expect(refused).toMatchObject({ message: expect.stringContaining(`${code}`), hint: /./ });
    await eventually('no socket is left', () => stage.gateway.sockets === 0);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(stage.gateway.visits.upgrades).toHaveLength(1);
  });

  it.each(CODES)(
    'with %d while running is reported once, with what to do, and retried slowly',
    async (code) => {
      const stage = await stageWith(QUICK, {}, { shards: [0], shardCount: 1 });
      await stage.listen();
      stage.gateway.trouble = { kind: 'closes', code };
      stage.gateway.disconnect();
      await eventually('two refusals', () => stage.gateway.visits.resumes.length >= 2);
      const [first = 0, second = 0] = stage.gateway.visits.resumes;
      expect(second - first).toBeGreaterThan(55);
      const [error, ...others] = stage.said('error');
      expect(others).toEqual([]);
      expect(error?.fields).toMatchObject({ code, fix: expect.stringMatching(/./) });
      expect(stage.platform.listening).toMatchObject({ up: false, why: expect.stringContaining(`${code}`) });
      stage.gateway.trouble = null;
      await oneSession(stage);
    },
  );

  it.each(CODES)('with %d when a lost session is started anew is reported once as well', async (code) => {
    const stage = await stageWith(QUICK, {}, { shards: [0], shardCount: 1 });
    await stage.listen();
    stage.gateway.trouble = { kind: 'closes', code, at: 'identify' };
    stage.gateway.disconnectAndForget();
    await eventually('it says so', () => stage.said('error').length > 0);
    expect(stage.said('error')).toMatchObject([{ fields: { code, fix: expect.stringMatching(/./) } }]);
    expect(stage.platform.listening).toMatchObject({
      up: false,
      shutOut: { fix: expect.stringMatching(/./) },
    });
    stage.gateway.trouble = null;
    await oneSession(stage);
  });

  it.each([4001, 4003, 4005, 4008, 4009, 4015, 4999, 3000, 1011])(
    'is not what %d means: the bot comes back by itself',
    async (code) => {
      const stage = await stageWith(QUICK, {}, { shards: [0], shardCount: 1 });
      await stage.listen();
      stage.gateway.trouble = { kind: 'closes', code };
      stage.gateway.disconnect();
      await eventually('two tries', () => stage.gateway.visits.upgrades.length >= 3);
      expect(stage.said('error')).toEqual([]);
      expect(stage.platform.listening).toMatchObject({ up: false, why: expect.stringContaining(`${code}`) });
      stage.gateway.trouble = null;
      await oneSession(stage);
      await eventually('it listens again', () => stage.platform.listening.up);
    },
  );

  it('of too few shards makes the bot use as many as Discord recommends by now', async () => {
    const stage = await stageWith();
    await stage.listen();
    stage.discord.recommend(2);
    stage.gateway.trouble = { kind: 'closes', code: 4011, at: 'resume' };
    stage.gateway.disconnectAndForget();
    await eventually('two shards', () =>
      [0, 1].every((id) =>
        stage.gateway.sessions.some(
          ({ shard, connection }) => connection && shard[0] === id && shard[1] === 2,
        ),
      ),
    );
    await eventually('it listens again', () => stage.platform.listening.up);
    expect(stage.sink.losses.length).toBeGreaterThan(0);
    expect(stage.gateway.sockets).toBe(2);
  });
});
