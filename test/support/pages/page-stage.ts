import { createShowPages } from '../../../src/app/pages/show-pages.ts';
import { createHttpServer, type HttpServer, type HttpServerOptions } from '../../../src/http/http-server.ts';
import { createMetrics } from '../../../src/http/metrics.ts';
import type { PageRoutesOptions } from '../../../src/http/pages/page-routes.ts';
import { writeReport } from '../../../src/pictures/report/write-report.ts';
import type { ShowPages } from '../../../src/ports/show-pages.ts';
import { type CommandStage, setCommandStage } from '../commands/command-stage.ts';
import { logLines } from '../log-lines.ts';
import type { StoryFile } from '../stage/stories.ts';

export interface PageStage extends CommandStage {
  readonly pages: ShowPages;
  readonly url: string;
  readonly server: HttpServer;
  /** As the platforms report votes while a poll is open; in the order of the options. */
  vote(platform: 'discord' | 'telegram', ...votes: readonly number[]): Promise<void>;
}

/** Archives are tested with the commands that make them. */
const NO_ARCHIVES = { vault: { retired: async () => [] }, files: { read: async () => undefined } };

/** A show that plays on two platforms of paper, and the real server with its page. */
export async function setPageStage(
  where: string,
  stories: readonly StoryFile[],
  more: {
    readonly stage?: Parameters<typeof setCommandStage>[2];
    readonly routes?: Partial<PageRoutesOptions>;
    readonly server?: Partial<HttpServerOptions>;
    readonly appearance?: CommandStage['show']['appearance'];
  } = {},
): Promise<PageStage> {
  const stage = await setCommandStage(where, stories, more.stage);
  const show = { ...stage.show, ...(more.appearance !== undefined && { appearance: more.appearance }) };
  const pages = createShowPages({
    context: stage.context,
    shows: [show],
    archives: NO_ARCHIVES,
    writeReport: async (insights, now) => writeReport(insights, now),
  });
  const server = createHttpServer({
    host: '127.0.0.1',
    port: 0,
    log: logLines().log,
    checks: {},
    metrics: createMetrics(async () => ({})).page,
    pages: { pages, ...more.routes },
    ...more.server,
  });
  const url = await server.listen();
  let sequence = 0;
  return {
    ...stage,
    pages,
    url,
    server,
    async vote(platform, ...votes) {
      const poll = stage[platform].posted.findLast((one) => one.poll !== undefined)?.poll;
      if (poll === undefined) throw new Error('no poll');
      stage[platform].votes.set(poll.id, votes);
      const counts = Object.fromEntries(
        Object.keys(poll.answers).map((answer, index) => [answer, votes[index] ?? 0]),
      );
      sequence += 1;
      await stage.context.ballots.count(
        {
          poll: poll.id,
          epoch: 1,
          number: sequence,
          ballots: [],
          snapshot: { sequence, counts, closed: false, question: '', labels: [] },
        },
        await stage.context.clock.now(),
      );
    },
    async close() {
      await server.stop(1_000);
      await stage.close();
    },
  };
}
