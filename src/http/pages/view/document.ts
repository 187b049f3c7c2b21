import type { PageSnapshot } from '../../../core/page/snapshot.ts';
import { pageWordsOf } from '../../../core/wording/page/words-of.ts';
import { directionOf, foreign, html, type View } from './html.ts';
import { overlayView, pageView } from './page-view.ts';
import { renderToString, type VNode } from './preact.mjs';

interface DocumentParts {
  /** Addresses relative to `/shows/`. */
  readonly style: string;
  readonly script: string;
  /** Under which people reach the pages; absent: addresses stay relative. */
  readonly publicUrl?: string;
  /** Names everything of the snapshot that the script can't update by itself. */
  readonly shape: string;
}

/** A show's page as a whole document. */
export function pageDocument(page: PageSnapshot, parts: DocumentParts): string {
  const words = pageWordsOf(page.language);
  const [vote] = page.votes;
  const said = page.paused ? words.paused : words.states[page.state];
  const description = vote === undefined ? said : `${vote.question} ${said}`;
  return written(
    page,
    parts,
    html`<meta name="description" content=${description} />
      ${openGraph(page, description, parts.publicUrl)}`,
    pageView(page, words),
    'shown',
  );
}

export function overlayDocument(page: PageSnapshot, parts: DocumentParts): string {
  const view = overlayView(page, pageWordsOf(page.language));
  return written(page, parts, html`<meta name="robots" content="noindex" />`, view, 'overlay');
}

function written(page: PageSnapshot, parts: DocumentParts, head: View, body: View, kind: string): string {
  return document(html`<html lang=${page.language} dir=${directionOf(page.language)}>
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>${page.title}</title>
      <meta name="color-scheme" content="light dark" />
      ${page.colour !== undefined && html`<meta name="theme-color" content=${page.colour} />`}
      ${head}
      <link rel="icon" href="_assets/icon.svg" />
      <link rel="stylesheet" href=${parts.style} />
      ${page.colour !== undefined && html`<link rel="stylesheet" href=${`${page.show}/colour-${page.colour.slice(1)}.css`} />`}
      <script src=${parts.script} defer></script>
    </head>
    <body class=${kind} data-shape=${parts.shape} data-events=${`${page.show}/events`}>${body}</body>
  </html>`);
}

/** The picture of the latest result. */
function openGraph(
  { show, title, receipts }: PageSnapshot,
  description: string,
  publicUrl: string | undefined,
): View {
  const base = publicUrl === undefined ? '' : `${publicUrl}/shows/`;
  const last = receipts.find(({ decision }) => decision !== undefined);
  return html`<meta property="og:type" content="website" />
    <meta property="og:title" content=${title} />
    <meta property="og:description" content=${description} />
    ${publicUrl !== undefined && html`<meta property="og:url" content=${`${base}${show}`} />`}
    ${
      last !== undefined &&
      html`<meta property="og:image" content=${`${base}${show}/card/${last.round}.png`} />
      <meta property="og:image:width" content="1200" />
      <meta property="og:image:height" content="675" />
      <meta name="twitter:card" content="summary_large_image" />`
    }`;
}

/** Said in English: there is no show whose language it could be. */
export const notFoundDocument = (style: string): string =>
  document(html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>No such show</title>
      <link rel="stylesheet" href=${style} />
    </head>
    <body class="shown">
      <main class="page">
        <h1>${foreign('No such show')}</h1>
        <p>This bot plays no show at this address. Please check the link for a typing error.</p>
      </main>
    </body>
  </html>`);

const document = (root: VNode): string => `<!doctype html>${renderToString(root)}`;
