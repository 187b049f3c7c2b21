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

/** What the HTTP server needs to serve the shows' pages; empty while they are off. */
export function pagesOf(
  { on, publicUrl, adminToken }: PageSettings,
  parts: PagesParts,
): Pick<HttpServerOptions, 'pages'> {
  if (!on) return {};
  return {
    pages: {
      pages: createShowPages(parts),
      ...(publicUrl !== undefined && { publicUrl }),
      ...(adminToken !== undefined && { adminToken: adminToken.reveal() }),
    },
  };
}
