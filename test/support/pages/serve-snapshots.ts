import { type ShowId, showId } from '../../../src/core/ids.ts';
import type { PageSnapshot } from '../../../src/core/page/snapshot.ts';
import { createHttpServer, type HttpServer, type HttpServerOptions } from '../../../src/http/http-server.ts';
import { createMetrics } from '../../../src/http/metrics.ts';
import type { PageRoutesOptions } from '../../../src/http/pages/page-routes.ts';
import type { ShowPages } from '../../../src/ports/show-pages.ts';
import { logLines } from '../log-lines.ts';

export interface SnapshotServer {
  readonly url: string;
  readonly server: HttpServer;
  /** Shows another snapshot, and tells those who watch. */
  show(snapshot: PageSnapshot): void;
  /** How many are watching now. */
  watching(): number;
  stop(): Promise<void>;
}

/** The real server over pages that a test writes. */
export async function serveSnapshots(
  snapshots: Readonly<Record<string, PageSnapshot>>,
  routes: Partial<PageRoutesOptions> = {},
  more: Partial<HttpServerOptions> = {},
): Promise<SnapshotServer> {
  const shown = new Map<ShowId, PageSnapshot>();
  const watchers = new Set<{ readonly show: ShowId; readonly changed: (page: PageSnapshot) => void }>();
  for (const [name, page] of Object.entries(snapshots)) shown.set(showId(name), { ...page, show: name });
  const pages: ShowPages = {
    snapshot: async (show) => shown.get(show),
    watch(show, changed) {
      const watcher = { show, changed };
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    card: async (show, round) =>
      shown.has(show) && round === 1 ? { png: Buffer.from('picture'), key: 'key' } : undefined,
    receipt: async (show, round) => (shown.has(show) && round === 1 ? { round: 1 } : undefined),
    report: async (show) => (shown.has(show) ? '<!doctype html><title>Report</title>' : undefined),
    logo: async () => undefined,
  };
  const server = createHttpServer({
    host: '127.0.0.1',
    port: 0,
    log: logLines().log,
    checks: {},
    metrics: createMetrics(async () => ({})).page,
    pages: { pages, ...routes },
    ...more,
  });
  const url = await server.listen();
  return {
    url,
    server,
    show(page) {
      shown.set(showId(page.show), page);
      for (const { show, changed } of watchers) if (show === page.show) changed(page);
    },
    watching: () => watchers.size,
    stop: () => server.stop(500),
  };
}
