import type { PageSnapshot, PageVote } from '../../../core/page/snapshot.ts';
import { platformTitle } from '../../../core/platform-name.ts';
import type { Line } from '../../../core/posts/content.ts';
import { catalogueOf } from '../../../core/wording/catalogues.ts';
import type { PageWords } from '../../../core/wording/page/page-words.ts';
import { communitiesView } from './communities.ts';
import { foreign, html, type View } from './html.ts';
import { leadersOf, liveNames, shareOf, widthOf } from './live-values.ts';
import type { VNode } from './preact.mjs';
import { timeOf } from './times.ts';

/** One vote: what is asked, how it looks now, when it ends, where to vote. */
export function voteView(vote: PageVote, page: PageSnapshot, words: PageWords): VNode {
  const id = `vote-${vote.round}`;
  return html`<article class="vote" aria-labelledby=${id}>
    <p class="eyebrow">${kindOf(vote, words)}</p>
    <h2 id=${id}>${foreign(vote.question)}</h2>
    ${whenView(vote, page, words)}
    ${optionsView(vote, words)}
    ${
      vote.tally === undefined
        ? vote.sealed && html`<p class="note">${words.hidden}</p>`
        : html`<p class="total"><span data-live=${liveNames(vote.round).total}>${words.votes(vote.tally.total)}</span></p>`
    }
    ${waitView(vote, page)}
    ${whereView(vote, words)}
    ${platformsView(vote, words)}
    ${communitiesView(
      vote.tally?.communities ?? [],
      vote.options.map(({ label }) => label),
      words,
      `communities-${vote.round}`,
    )}
  </article>`;
}

export function kindOf({ kind, binding }: Pick<PageVote, 'kind' | 'binding'>, { kinds }: PageWords): string {
  if (kind !== 'first') return kinds[kind];
  return binding ? kinds.vote : kinds.prediction;
}

export function whenView(vote: PageVote, page: PageSnapshot, words: PageWords): View {
  switch (vote.phase) {
    case 'waiting':
      return html`<p class="when">${words.opens} ${timeOf(vote.opensAt, page)}</p>`;
    case 'voting':
      return html`<p class="when">
        <span class="countdown" hidden>${words.timeLeft} <strong role="timer" aria-live="off" data-until=${vote.closesAt}></strong></span>
        <span>${words.ends} ${timeOf(vote.closesAt, page)}</span>
      </p>`;
    case 'closing':
      return html`<p class="when">${words.counting}</p>`;
    case 'undecided':
      return html`<p class="when">${words.ended} ${timeOf(vote.closesAt, page)}</p>`;
  }
}

/** The bars have their numbers beside them; the leader is marked by words as well. */
export function optionsView(vote: PageVote, words: PageWords): VNode {
  const names = liveNames(vote.round);
  const leaders = leadersOf(vote);
  return html`<ol class="options">
    ${vote.options.map(({ label, emoji, votes }, at) => {
      const share = shareOf(votes ?? 0, vote.tally?.total ?? 0);
      const leads = leaders.length === 1 && leaders[0] === at;
      return html`<li class=${leads ? 'option leads' : 'option'}>
        <span class="label">${emoji === undefined ? '' : `${emoji} `}${foreign(label)}${leads && html` <span class="tag">${words.leads}</span>`}</span>
        ${
          vote.tally !== undefined &&
          html`<span class="numbers"><strong data-live=${names.percent(at)}>${words.percent(share)}</strong> <span data-live=${names.votes(at)}>${words.votes(votes ?? 0)}</span></span>
          <svg class="bar" aria-hidden="true" width="100%" height="10"><rect width=${widthOf(share)} height="10" rx="5" data-width=${names.width(at)} /></svg>`
        }
      </li>`;
    })}
  </ol>`;
}

function waitView({ waits, tally }: PageVote, page: PageSnapshot): View {
  if (waits === undefined) return undefined;
  const { waiting } = catalogueOf(page.language);
  const why = waits.for === 'missing' ? undefined : waiting.cause(waits.for, tally?.total ?? 0);
  const until =
    waits.until === undefined
      ? undefined
      : waiting.until({ kind: 'time', at: Date.parse(waits.until), timezone: page.timezone, style: 'full' });
  return html`<div class="note">
    <p><strong>${waiting.title}</strong></p>
    ${[why, waiting.team, until].map((line) => line && html`<p>${lineView(line, page)}</p>`)}
  </div>`;
}

/** A sentence of a catalogue. Links and commands don't occur in those that a page says. */
export const lineView = (line: Line, page: PageSnapshot): readonly View[] =>
  line.map((span) => {
    if (span.kind === 'time') return timeOf(new Date(span.at).toISOString(), page);
    return span.kind === 'strong' ? html`<strong>${foreign(span.text)}</strong>` : span.text;
  });

function whereView({ phase, platforms, places }: PageVote, words: PageWords): View {
  if (phase !== 'voting' || platforms.length === 0) return undefined;
  return html`<div class="where">
    <p>${words.howToVote(platforms.map(platformTitle))}</p>
    ${
      places.length > 0 &&
      html`<p>${words.publicPolls}</p>
      <ul>${places.map(({ name, link }) => html`<li><a href=${link} rel="noreferrer">${foreign(name)}</a></li>`)}</ul>`
    }
  </div>`;
}

function platformsView({ round, tally }: PageVote, words: PageWords): View {
  if (tally === undefined || tally.platforms.length === 0) return undefined;
  return html`<dl class="platforms" aria-label=${words.byPlatform}>
    ${tally.platforms.map(
      ({ platform, votes }) =>
        html`<div><dt>${platformTitle(platform)}</dt><dd data-live=${liveNames(round).platform(platform)}>${words.votes(votes)}</dd></div>`,
    )}
  </dl>`;
}
