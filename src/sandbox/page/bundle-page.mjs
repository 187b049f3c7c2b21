import { join } from 'node:path';
import { build } from 'esbuild';

/**
 * Bundles what runs in the browser for the sandbox's page: `page.js` and `page-style.css`. The compiler does not see these sources
 * when it builds the bot, as they know a browser's world; `npm run check:types` checks them.
 * @param {string} folder where the two files are written
 */
export async function bundlePage(folder) {
  const browser = join(import.meta.dirname, 'browser');
  await build({
    entryPoints: { page: join(browser, 'main.ts'), 'page-style': join(browser, 'style/page.css') },
    outdir: folder,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    logLevel: 'error',
  });
}
