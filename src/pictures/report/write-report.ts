import { createHash } from 'node:crypto';
import type { Instant } from '../../core/ids.ts';
import type { SeasonInsights } from '../../core/insights/season-insights.ts';
import { THRESHOLDS } from '../../core/insights/thresholds.ts';
import { drawn } from '../drawn-text.ts';
import { element, type Markup, text } from '../xml.ts';
import { turnoutChart } from './charts.ts';
import {
  grouped,
  joined,
  nothing,
  paragraph,
  percent,
  quoted,
  type Sentence,
  said,
  written,
} from './markup.ts';
import { REPORT_STYLE } from './report-style.ts';
import { type Told, tellFinding, tellTurnout, tellUntaken } from './sentences.ts';
import { votePart } from './vote-part.ts';

/** The page has one style and nothing else: no scripts, pictures or addresses. A browser holds it to that. */
export const REPORT_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(REPORT_STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'`;

/**
 * The writers' report on a season: one HTML page that needs nothing else, in English, with the story's words in their own language.
 * @param now told as the time at which it was made.
 */
export function writeReport(insights: SeasonInsights, now: Instant): string {
  const { show, language } = insights;
  const head = joined(
    { markup: '<meta charset="utf-8"/>' },
    element('meta', { 'http-equiv': 'Content-Security-Policy', content: REPORT_POLICY }),
    element('meta', { name: 'viewport', content: 'width=device-width,initial-scale=1' }),
    element('meta', { name: 'robots', content: 'noindex' }),
    element('title', {}, text(`Writers’ report: ${drawn(show)}`)),
    { markup: `<style>${REPORT_STYLE}</style>` },
  );
  const main = element(
    'main',
    {},
    element('h1', {}, ...written(['Writers’ report: ', said(show)], language)),
    element('p', { class: 'meta' }, text(aboutOf(insights, now))),
    standingOut(insights),
    turnoutPart(insights),
    votesPart(insights),
    untakenPart(insights),
    howItCounts(),
  );
  return `<!doctype html>\n<html lang="en"><head>${head.markup}</head><body>${main.markup}</body></html>\n`;
}

function aboutOf({ season, state, released, startedAt }: SeasonInsights, now: Instant): string {
  const states = { playing: 'still playing', ended: 'ended', cancelled: 'cancelled' } as const;
  const date = (at: Instant): string => new Date(at).toISOString().slice(0, 10);
  const episodes = released === 1 ? '1 episode' : `${grouped(released)} episodes`;
  return `Season ${season}, ${states[state]} · ${episodes} since ${date(startedAt)} · made ${date(now)} (UTC)`;
}

const MOST_TOLD = 7;
/** Below, a finding is only told with its vote. */
const LEAST_WEIGHT = 3;

function standingOut(insights: SeasonInsights): Markup {
  const { votes, language } = insights;
  const found = votes
    .flatMap((vote) => vote.findings.map((one) => ({ vote, told: tellFinding(one, vote) })))
    .filter(({ told }) => told.weight >= LEAST_WEIGHT)
    .toSorted((one, other) => other.told.weight - one.told.weight)
    .slice(0, MOST_TOLD);
  const item = ({ vote, told }: { vote: (typeof votes)[number]; told: Told }): Markup =>
    element(
      'li',
      {},
      element('a', { href: `#vote-${vote.round}` }, ...written([said(vote.episode.title)], language)),
      ...written([': ', ...told.short], language),
    );
  return joined(
    element('h2', {}, text('What stands out')),
    found.length === 0
      ? element(
          'p',
          {},
          text(votes.length === 0 ? 'Nothing yet: no vote has been held.' : 'No vote stands out.'),
        )
      : element('ol', {}, ...found.map(item)),
  );
}

function turnoutPart(insights: SeasonInsights): Markup {
  const { turnout, language } = insights;
  const chart = turnoutChart(insights);
  return joined(
    element('h2', {}, text('Turnout')),
    ...tellTurnout(insights).map((sentence) => paragraph(sentence, language)),
    chart === nothing
      ? nothing
      : element(
          'figure',
          {},
          chart,
          element(
            'figcaption',
            {},
            text('One column for each vote, in order. The dashed line is the median.'),
            text(turnout.series.some(({ isPrediction }) => isPrediction) ? ' Predictions are paler.' : ''),
          ),
        ),
    turnout.series.length < 2 ? nothing : turnoutTable(insights),
  );
}

const turnoutTable = ({ turnout, language }: SeasonInsights): Markup =>
  element(
    'details',
    {},
    element('summary', {}, text('The numbers')),
    element(
      'div',
      { class: 'table' },
      element(
        'table',
        {},
        element(
          'thead',
          {},
          element(
            'tr',
            {},
            element('th', { scope: 'col' }, text('Episode')),
            element('th', { scope: 'col', class: 'number' }, text('Votes')),
            element('th', { scope: 'col', class: 'number' }, text('Of the median')),
          ),
        ),
        element(
          'tbody',
          {},
          ...turnout.series.map(({ title, release, round, total }) =>
            element(
              'tr',
              {},
              element(
                'th',
                { scope: 'row' },
                element('a', { href: `#vote-${round}` }, ...written([`${release}. `, said(title)], language)),
              ),
              element('td', { class: 'number' }, text(grouped(total))),
              element(
                'td',
                { class: 'number' },
                text(turnout.median === 0 ? '–' : percent(total / turnout.median)),
              ),
            ),
          ),
        ),
      ),
    ),
  );

function votesPart(insights: SeasonInsights): Markup {
  if (insights.votes.length === 0) return nothing;
  return joined(
    element('h2', {}, text('Vote by vote')),
    ...insights.votes.map((vote) => votePart(vote, insights)),
  );
}

const MOST_LOST = 40;

function untakenPart({ untaken, lost, language, state }: SeasonInsights): Markup {
  if (untaken.length === 0 && lost.length === 0) return nothing;
  const titles = lost
    .slice(0, MOST_LOST)
    .flatMap((title, index): Sentence => [index === 0 ? '' : ', ', quoted(title)]);
  const more = lost.length > MOST_LOST ? ` and ${lost.length - MOST_LOST} more` : '';
  const count = lost.length === 1 ? '1 written episode' : `${lost.length} written episodes`;
  return joined(
    element('h2', {}, text('Paths not taken')),
    untaken.length === 0
      ? nothing
      : element(
          'ul',
          {},
          ...untaken.map((path) =>
            element(
              'li',
              {},
              element(
                'a',
                { href: `#vote-${path.vote.round}` },
                ...written([`${path.vote.release}. `, said(path.vote.question)], language),
              ),
              ...written([' ', ...tellUntaken(path)], language),
            ),
          ),
        ),
    lost.length === 0
      ? nothing
      : paragraph(
          [
            state === 'playing'
              ? `${count} can no longer play in this season: `
              : `${count} did not play in this season: `,
            ...titles,
            `${more}. Another season could start from them, or a scene can be used elsewhere.`,
          ],
          language,
        ),
  );
}

const howItCounts = (): Markup =>
  joined(
    element('h2', {}, text('How this report counts')),
    element(
      'ul',
      {},
      ...[
        'Turnout is the number of votes, not of people: an account that votes in two communities counts in each. The report knows totals only. It does not know whether the people of one vote took part in another.',
        'Groups of fewer than five voters are never shown apart. Where they could be worked out from the other numbers, the next larger group is left out too.',
        `A choice was foregone if one option had ${percent(THRESHOLDS.foregone)} or more. It was never in doubt if the same option led by ${percent(THRESHOLDS.safeLead)} of the votes or more whenever we looked.`,
        `A choice was hardly felt if the first two options were at most ${percent(THRESHOLDS.close)} apart, and the turnout was below ${percent(THRESHOLDS.lowTurnout)} of the median. This is a hint, not a measurement.`,
        `An expected share (intended in the story file) is missed from ${percent(THRESHOLDS.missed)} difference on. It is the red mark on an option’s bar.`,
        `A swing is late if the lead last changed after ${percent(THRESHOLDS.late)} of the time. The live count is kept at most sixty times a vote. Sealed votes, and votes held by older versions, have no such record.`,
        'Whether the story came back to a choice is a guess: we look for the distinctive words of the winning option in the titles, synopses and questions of later episodes. The films themselves are not looked at.',
        `With fewer than ${THRESHOLDS.fewest} votes, shares say nothing, and the report draws no conclusions from them.`,
      ].map((sentence) => element('li', {}, text(sentence))),
    ),
  );
