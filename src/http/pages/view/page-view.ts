import type { PageEpisode, PageNext, PageSnapshot } from '../../../core/page/snapshot.ts';
import type { PageWords } from '../../../core/wording/page/page-words.ts';
import { foreign, html, type View } from './html.ts';
import { pathView } from './path-view.ts';
import type { VNode } from './preact.mjs';
import { countsView, receiptsView } from './receipts-view.ts';
import { timeOf } from './times.ts';
import { optionsView, voteView, whenView } from './vote-view.ts';

/**
 * What a page shows, most important first: what is on, what is asked and how it looks now, when the next episode comes, how
 * we got here, and how to check it. The script replaces each `data-part` on its own.
 */
export function pageView(page: PageSnapshot, words: PageWords): VNode {
  return html`<div class="page">
    <a class="skip" href="#vote">${words.toVote}</a>
    <header>
      ${page.hasLogo && html`<img class="logo" src=${`${page.show}/logo`} alt="" width="56" height="56" />`}
      <div>
        <h1>${foreign(page.title)}</h1>
        <p class="state" data-part="state" data-state>${page.paused ? words.paused : words.states[page.state]}</p>
      </div>
    </header>
    <main id="main">
      ${nowView(page, words)}
      ${votesView(page, words)}
      ${nextView(page, words)}
      ${pathView(page, words)}
      ${receiptsView(page, words)}
    </main>
    <footer class="small">
      <p data-part="changed">${words.changed} ${timeOf(page.changedAt, page)}</p>
      <noscript><p>${words.reload} <a href=${page.show}>↻</a></p></noscript>
      <p class="stale note" hidden>${words.stale}</p>
      <p><a href=${`${page.show}.json`}>${words.data}</a></p>
    </footer>
    <p class="unseen" role="status" aria-live="polite"></p>
  </div>`;
}

function nowView({ episode, state }: PageSnapshot, words: PageWords): View {
  if (episode === undefined) return undefined;
  const isOver = state === 'ended' || state === 'cancelled';
  return html`<section class="now" data-part="now" aria-labelledby="now-head">
    <p class="eyebrow">${isOver ? words.lastEpisode : words.nowPlaying} · ${words.episode(episode.number)}</p>
    <h2 id="now-head">${foreign(episode.title)}</h2>
    ${episode.synopsis !== '' && html`<p dir="auto">${episode.synopsis}</p>`}
    ${watchView(episode, words)}
  </section>`;
}

const watchView = ({ url, title, ending }: PageEpisode, words: PageWords): View =>
  html`<p class="actions">
    ${url !== undefined && html`<a class="button" href=${url} rel="noreferrer" aria-label=${`${words.watch}: ${title}`}>▶ ${words.watch}</a>`}
    ${ending && html`<span class="tag">${words.theEnd}</span>`}
  </p>`;

/** The anchor is always there, because posts link to it. */
function votesView(page: PageSnapshot, words: PageWords): VNode {
  return html`<section id="vote" data-part="vote" aria-label=${words.kinds.vote} tabindex="-1">
    ${page.votes.length > 0 ? page.votes.map((vote) => voteView(vote, page, words)) : lastVoteView(page, words)}
  </section>`;
}

function lastVoteView({ receipts }: PageSnapshot, words: PageWords): View {
  const last = receipts.find(({ binding, decision }) => binding && decision !== undefined) ?? receipts[0];
  if (last === undefined) return html`<p class="note">${words.noVote}</p>`;
  return html`<article class="vote">
    <p class="eyebrow">${words.lastVote}</p>
    <h2>${foreign(last.question)}</h2>
    ${countsView(last, words)}
    <p class="total">${words.votes(last.total)} · <a href=${`#receipt-${last.round}`}>${words.receipt(last.round)}</a></p>
  </article>`;
}

function nextView(page: PageSnapshot, words: PageWords): View {
  const { next } = page;
  if (next === undefined) return undefined;
  return html`<section class="next" data-part="next" aria-labelledby="next-head">
    <h2 id="next-head">${words.next}</h2>
    ${nextLines(next, page, words)}
    ${'at' in next && next.at !== undefined && html`<p><a href=${`${page.show}/calendar.ics`}>${words.calendar}</a></p>`}
  </section>`;
}

function nextLines(next: PageNext, page: PageSnapshot, words: PageWords): View {
  switch (next.kind) {
    case 'dated':
      return html`<p>${next.title !== undefined && html`<strong>${foreign(next.title)}</strong>, `}${timeOf(next.at, page)}</p>`;
    case 'vote':
      return html`<p>${next.at !== undefined && html`${timeOf(next.at, page)}. `}${words.nextByVote}</p>`;
    case 'undated':
      return html`<p>${next.late ? words.nextLate : words.nextUndated}</p>`;
    case 'ended':
    case 'cancelled':
      return html`<p>${words.nextNone}</p>`;
  }
}

/** For stream overlays: the votes alone, large, on nothing. */
export function overlayView(page: PageSnapshot, words: PageWords): VNode {
  const [vote] = page.votes;
  return html`<main id="main" class="page">
    <h1 class="unseen">${page.title}</h1>
    <section data-part="vote" aria-label=${words.kinds.vote}>
      ${
        vote === undefined
          ? lastVoteView(page, words)
          : html`<article class="vote">
            <h2>${foreign(vote.question)}</h2>
            ${whenView(vote, page, words)}
            ${optionsView(vote, words)}
            ${vote.tally === undefined && vote.sealed && html`<p>${words.hidden}</p>`}
            ${vote.tally !== undefined && html`<p class="total" data-live=${`${vote.round}.total`}>${words.votes(vote.tally.total)}</p>`}
          </article>`
      }
    </section>
  </main>`;
}
