import type { PageSettings } from '../../config/settings.ts';
import type { Context } from '../app/context.ts';
import type { Archives } from '../app/keeping/archived-season.ts';
import { createShowPages } from '../app/pages/show-pages.ts';
import type { Show } from '../app/shows/show.ts';
import type { HttpServerOptions } from '../http/http-server.ts';

interface PagesParts {
  readonly context: Context;
  readonly shows: readonly Show[];
  readonly archives: Archives;
}

/** Loaded when somebody asks for a report: most bots never draw one. */
const writeReport: Parameters<typeof createShowPages>[0]['writeReport'] = async (insights, now) =>
  (await import('../pictures/report/write-report.ts')).writeReport(insights, now);

/** What the HTTP server needs to serve the shows' pages; empty while they are off. */
export function pagesOf(
  { on, publicUrl, adminToken }: PageSettings,
  parts: PagesParts,
): Pick<HttpServerOptions, 'pages'> {
  if (!on) return {};
  return {
    pages: {
      pages: createShowPages({ ...parts, writeReport }),
      ...(publicUrl !== undefined && { publicUrl }),
      ...(adminToken !== undefined && { adminToken: adminToken.reveal() }),
    },
  };
}
