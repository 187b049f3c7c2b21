import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { RoundPart } from '../../state.ts';
import { useNow, usePart } from '../store.ts';
import { lengthOf, percent, thousands } from '../times.ts';

const STATES: Readonly<Record<string, string>> = {
  'not-started': 'The season has not started.',
  scheduled: 'The next episode is scheduled.',
  'awaiting-link': 'The next episode waits for its link.',
  'awaiting-episode': 'The bot waits for the next episode in the feed.',
  waiting: 'The vote opens in a moment.',
  voting: 'People are voting.',
  closing: 'The polls are being closed and counted.',
  undecided: 'A showrunner has to decide.',
  decided: 'The vote is decided.',
  concluding: 'The last episode is out.',
  ended: 'The season has ended.',
  cancelled: 'The season was cancelled.',
};

/** The platforms' own counts beside the bot's. */
export function Tally(): VNode | null {
  const tally = usePart('tally');
  const now = useNow();
  if (tally === undefined) return null;
  const current = tally.rounds.at(-1);
  const state = tally.state === null ? 'Waiting for the bot.' : (STATES[tally.state] ?? tally.state);
  const next =
    tally.next === null || tally.next.at === null
      ? ''
      : ` Next: ${tally.next.title}, in ${lengthOf(tally.next.at - now)}.`;
  return html`<section class="card tally" aria-label="The count">
    <h2>The count</h2>
    <p class="state">${state}${next}${tally.waiting > 0 ? ` ${tally.waiting} messages on their way.` : ''}</p>
    ${current !== undefined && html`<${Round} round=${current} known=${tally.known} now=${now} />`}
    ${tally.troubles.map((trouble) => html`<p class="trouble">${trouble}</p>`)}
    ${
      tally.rounds.length > 1 &&
      html`<details>
        <summary>Earlier votes: ${tally.rounds.length - 1}</summary>
        <ol>
          ${tally.rounds
            .slice(0, -1)
            .reverse()
            .map(
              (round) =>
                html`<li>${round.question} <b>${round.winner ?? '…'}</b> <${Verdict} round=${round} known=${tally.known} /></li>`,
            )}
        </ol>
      </details>`
    }
  </section>`;
}

function Round({ round, known, now }: { round: RoundPart; known: boolean; now: number }): VNode {
  const { question, labels, truth, bot, open, closesAt, places, winner } = round;
  const total = truth.reduce((sum, votes) => sum + votes, 0);
  const left =
    open && closesAt !== null ? `${lengthOf(closesAt - now)} left` : winner === null ? 'closed' : 'decided';
  return html`<div class="round">
    <p class="question"><b title=${question}>${question}</b> <span>${left}</span></p>
    <table>
      <thead>
        <tr><th scope="col">Option</th><th scope="col">Platforms</th><th scope="col">Bot</th></tr>
      </thead>
      <tbody>
        ${labels.map((label, index) => {
          const votes = truth[index] ?? 0;
          const counted = bot?.[index];
          return html`<tr class=${label === winner ? 'won' : ''}>
            <th scope="row">
              <span>${label === winner ? '✓ ' : ''}${label}</span>
              <span class="bar"><span class="fill" style=${{ width: `${percent(votes, total)}%` }}></span></span>
            </th>
            <td>${thousands(votes)}</td>
            <td class=${counted === votes ? '' : 'behind'}>${counted === undefined ? '–' : thousands(counted)}</td>
          </tr>`;
        })}
      </tbody>
    </table>
    <p class="verdict"><${Verdict} round=${round} known=${known} /></p>
    <p class="places">${places.map(({ name, votes }) => html`<span>${name.replace(/ in .*/, '')} <b>${thousands(votes)}</b></span>`)}</p>
  </div>`;
}

/** In words, as colour alone would not tell. */
function Verdict({ round: { truth, bot, open }, known }: { round: RoundPart; known: boolean }): VNode {
  if (bot === null) return html`<span class="chip">not counted yet</span>`;
  const behind = truth.reduce((sum, votes, index) => sum + Math.abs(votes - (bot[index] ?? 0)), 0);
  if (!known) return html`<span class="chip bad">the bot can’t be asked</span>`;
  if (behind === 0) return html`<span class="chip good">✓ equal</span>`;
  return open
    ? html`<span class="chip">not yet equal: ${thousands(behind)} on their way</span>`
    : html`<span class="chip bad">≠ ${thousands(behind)} apart</span>`;
}
