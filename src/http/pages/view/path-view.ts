import type { PageSnapshot, PageStep } from '../../../core/page/snapshot.ts';
import type { PageWords } from '../../../core/wording/page/page-words.ts';
import { foreign, html, type View } from './html.ts';
import type { VNode } from './preact.mjs';

/** Steps that are shown at once; earlier ones are folded up. */
const STEPS_SHOWN = 12;

/** The story so far as a map from top to bottom that is also a list: episodes, and a stub for each door that was not taken. */
export function pathView(page: PageSnapshot, words: PageWords): VNode {
  const { path } = page;
  const early = path.slice(0, -STEPS_SHOWN);
  const late = path.slice(-STEPS_SHOWN);
  const goesOn = page.next?.kind === 'vote';
  return html`<section id="path" data-part="path" aria-labelledby="path-head" tabindex="-1">
    <h2 id="path-head">${words.path}</h2>
    ${path.length === 0 && html`<p>${words.pathEmpty}</p>`}
    ${
      early.length > 0 &&
      html`<details id="path-early"><summary>${words.earlier(early.length)}</summary><ol class="map">${early.map((step, at) => stepView(step, words, at === 0, false))}</ol></details>`
    }
    <ol class="map">
      ${late.map((step, at) =>
        stepView(
          step,
          words,
          early.length === 0 && at === 0,
          at === late.length - 1 && !goesOn && step.choice === undefined,
        ),
      )}
    </ol>
    ${goesOn && path.length > 0 && html`<p class="open-door">${openRail()}<span>${words.openDoor}</span></p>`}
  </section>`;
}

function stepView(step: PageStep, words: PageWords, isFirst: boolean, isLast: boolean): VNode {
  return html`<li>
    <div class="stop">
      ${rail(isFirst, isLast || step.ending)}
      <p><span class="eyebrow">${words.episode(step.number)}</span> ${titleOf(step)}${step.ending && html` <span class="tag">${words.theEnd}</span>`}</p>
    </div>
    ${step.choice !== undefined && choiceView(step.choice, words)}
  </li>`;
}

const titleOf = ({ title, url }: PageStep): View =>
  url === undefined ? foreign(title) : html`<a href=${url} rel="noreferrer">${foreign(title)}</a>`;

function choiceView(
  { round, question, options, votes, total }: NonNullable<PageStep['choice']>,
  words: PageWords,
): VNode {
  return html`<div class="stop question">${line()}<p>${foreign(question)} <a class="small" href=${`#receipt-${round}`}>${words.receipt(round)}</a></p></div>
    <ul>
      ${options.map(({ label, taken }) =>
        taken
          ? html`<li class="stop taken">${line()}<p><span class="small">${words.taken}</span> <strong>${foreign(label)}</strong> <span class="small">${words.votesOf(votes, total)}</span></p></li>`
          : html`<li class="stop closed">${stub()}<p><span class="small">${words.notTaken}</span> ${foreign(label)}</p></li>`,
      )}
    </ul>`;
}

/** Drawn per row, so that rows may be as high as their words need. All lines run down at x = 12. */
const rail = (
  isFirst: boolean,
  isLast: boolean,
): VNode => html`<svg class="rail" aria-hidden="true" width="36">
  ${!isFirst && html`<line x1="12" y1="0" x2="12" y2="16" />`}
  ${!isLast && html`<line x1="12" y1="16" x2="12" y2="100%" />`}
  <circle cx="12" cy="16" r="7" />
</svg>`;

const line = (): VNode =>
  html`<svg class="rail" aria-hidden="true" width="36"><line x1="12" y1="0" x2="12" y2="100%" /></svg>`;

/** A way that leaves the line and ends at a wall. */
const stub = (): VNode => html`<svg class="rail" aria-hidden="true" width="36">
  <line x1="12" y1="0" x2="12" y2="100%" />
  <path class="stub" d="M12 2 C12 16 14 16 26 16 M29 9 V23" />
</svg>`;

const openRail = (): VNode => html`<svg class="rail" aria-hidden="true" width="36">
  <line class="open" x1="12" y1="0" x2="12" y2="8" /><circle class="open" cx="12" cy="16" r="7" />
</svg>`;
