import type { Socket } from 'node:net';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { answerOnce } from '../../../src/app/webhook/answer-once.ts';
import { episodeId } from '../../../src/core/ids.ts';
import { createHttpServer, type HttpServer } from '../../../src/http/http-server.ts';
import type { HttpLimits } from '../../../src/http/limits.ts';
import { createMetrics } from '../../../src/http/metrics.ts';
import type { EpisodeIntake, PostedEpisode } from '../../../src/ports/episode-intake.ts';
import { createRedisPostedRequests } from '../../../src/redis/bot/posted-requests.ts';
import { createRedisClock } from '../../../src/redis/shared/clock.ts';
import { logLines } from '../log-lines.ts';
import { startRedis, type TestRedis } from '../redis.ts';
import { post, type Sending } from './sender.ts';

export const SECRET = 'a secret of this test, long enough';
export const EPISODE = { title: 'The Door', url: 'https://watch.example/1' };

interface Options {
  /** Called for each episode that the shows get. */
  readonly carryOut?: () => Promise<void>;
  readonly intake?: EpisodeIntake;
  readonly limits?: Partial<HttpLimits>;
  readonly answerWithin?: number;
}

/** The HTTP server over a real Redis, for the tests of one file. What becomes of an episode in a season is left out. */
export function intakeStage() {
  let server: TestRedis;
  let redis: Redis;
  const running: HttpServer[] = [];
  const sockets: Socket[] = [];
  beforeAll(async () => {
    server = await startRedis();
    redis = new Redis(server.url, { protocol: 2 });
  });
  beforeEach(() => server.flush());
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await Promise.all(running.splice(0).map((one) => one.stop(0)));
  });
  afterAll(async () => {
    redis.disconnect();
    await server.stop();
  });

  /** Shows that take every episode, and what they got. */
  async function serve({ carryOut, intake, limits, answerWithin }: Options = {}) {
    const got: (PostedEpisode & { readonly show: string })[] = [];
    const requests = createRedisPostedRequests(redis);
    const taking: EpisodeIntake = {
      take: (request, episode) =>
        answerOnce(requests, request, async () => {
          await carryOut?.();
          got.push({ show: request.show, ...episode });
          return { ok: true, answer: { episode: episodeId(`ep-${got.length}`), action: 'queued' } };
        }),
    };
    const { log, lines } = logLines();
    const metrics = createMetrics(async () => ({}));
    const http = createHttpServer({
      host: '127.0.0.1',
      port: 0,
      log,
      checks: {},
      metrics: metrics.page,
      episodes: {
        secret: SECRET,
        intake: intake ?? taking,
        clock: createRedisClock(redis),
        metrics,
        ...(answerWithin !== undefined && { answerWithin }),
      },
      ...(limits !== undefined && { limits }),
    });
    running.push(http);
    const origin = await http.listen();
    const url = `${origin}/shows/night-shift/episodes`;
    const send = (sending: Partial<Sending> = {}, to = url) =>
      post(to, { secret: SECRET, body: EPISODE, ...sending });
    return { got, url, origin, send, lines, metrics };
  }

  return {
    serve,
    own: (http: HttpServer) => void running.push(http),
    ownSocket: (socket: Socket) => void sockets.push(socket),
    keys: (pattern: string) => redis.keys(pattern),
  };
}
