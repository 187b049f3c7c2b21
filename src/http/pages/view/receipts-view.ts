import type { PageDecision, PageReceipt, PageSnapshot } from '../../../core/page/snapshot.ts';
import type { Line } from '../../../core/posts/content.ts';
import type { Decision } from '../../../core/vote/decision.ts';
import { catalogueOf } from '../../../core/wording/catalogues.ts';
import type { PageWords } from '../../../core/wording/page/page-words.ts';
import type { DecidedBy } from '../../../core/wording/result-words.ts';
import { communitiesView } from './communities.ts';
import { foreign, html, type View } from './html.ts';
import { shareOf, widthOf } from './live-values.ts';
import type { VNode } from './preact.mjs';
import { timeOf } from './times.ts';
import { kindOf, lineView } from './vote-view.ts';

/** Receipts that are shown at once; earlier ones are folded up. */
const RECEIPTS_SHOWN = 5;

export function receiptsView(page: PageSnapshot, words: PageWords): VNode {
  const { receipts } = page;
  const earlier = receipts.slice(RECEIPTS_SHOWN);
  return html`<section id="receipts" data-part="receipts" aria-labelledby="receipts-head" tabindex="-1">
    <h2 id="receipts-head">${words.receipts}</h2>
    <p class="small">${receipts.length === 0 ? words.receiptsNone : words.receiptsIntro}</p>
    ${receipts.slice(0, RECEIPTS_SHOWN).map((one) => receiptView(one, page, words))}
    ${
      earlier.length > 0 &&
      html`<details id="receipts-early">
      <summary>${words.earlier(earlier.length)}</summary>
      ${earlier.map((one) => receiptView(one, page, words))}
    </details>`
    }
  </section>`;
}

function receiptView(receipt: PageReceipt, page: PageSnapshot, words: PageWords): VNode {
  const id = `receipt-${receipt.round}`;
  return html`<article class="receipt" id=${id} aria-labelledby=${`${id}-head`} tabindex="-1">
    <h3 id=${`${id}-head`}>${foreign(receipt.question)}</h3>
    <p class="small">${kindOf(receipt, words)}${receipt.episode !== undefined && ` · ${words.episode(receipt.episode)}`} · ${timeOf(receipt.decidedAt, page)}</p>
    <p>${outcomeOf(receipt, page, words)}</p>
    ${receipt.provisional && html`<p class="note">${words.provisional}</p>`}
    ${countsView(receipt, words)}
    <details id=${`${id}-more`}>
      <summary>${words.receipt(receipt.round)}</summary>
      ${communitiesView(
        receipt.communities ?? [],
        receipt.options.map(({ label }) => label),
        words,
        `${id}-communities`,
      )}
      <p class="small">${words.notes}</p>
      <ul class="small" lang="en">${receipt.notes.map((note) => html`<li>${note}</li>`)}</ul>
      ${
        receipt.hasFile &&
        html`<p><a href=${`${page.show}/receipts/${receipt.round}.json`} download=${fileOf(page, receipt)}>${words.file}</a></p>
      <p class="small">${words.verify} <code>npx cliffhanger receipt verify ${fileOf(page, receipt)}</code></p>`
      }
      <p class="small">SHA-256 <code class="hash">${receipt.hash}</code></p>
    </details>
  </article>`;
}

const fileOf = ({ show }: PageSnapshot, { round }: PageReceipt): string => `receipt-${show}-${round}.json`;

/** Who or what decided, in the words of results. */
function outcomeOf({ decision, binding }: PageReceipt, page: PageSnapshot, words: PageWords): View {
  if (decision === undefined) return words.tied;
  const { result, decidedBy } = catalogueOf(page.language);
  const why = decidedBy(asDecision(decision));
  return html`${result.title(byOf(decision, binding))}.${why === undefined ? '' : html` ${lineView(why as Line, page)}`}`;
}

function byOf({ rule }: PageDecision, binding: boolean): DecidedBy {
  if (rule === 'showrunner') return 'showrunner';
  if (!binding) return 'prediction';
  return rule === 'plurality' ? 'audience' : 'rule';
}

/** The words depend on rule and reason only. */
const asDecision = ({ rule, because }: PageDecision): Decision =>
  ({ option: '', rule: { kind: rule, ...(because !== null && { because }) } }) as unknown as Decision;

export function countsView(
  { options, total }: Pick<PageReceipt, 'options' | 'total'>,
  words: PageWords,
): VNode {
  return html`<ol class="options">
    ${options.map(({ label, votes, won }) => {
      const share = shareOf(votes, total);
      return html`<li class=${won ? 'option leads' : 'option'}>
        <span class="label">${foreign(label)}${won && html` <span class="tag">✓ ${words.taken.replace(/[\s:]+$/u, '')}</span>`}</span>
        <span class="numbers"><strong>${words.percent(share)}</strong> ${words.votes(votes)}</span>
        <svg class="bar" aria-hidden="true" width="100%" height="6"><rect width=${widthOf(share)} height="6" rx="3" /></svg>
      </li>`;
    })}
  </ol>`;
}
