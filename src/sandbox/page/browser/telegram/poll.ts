import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { act, useMe, usePart } from '../store.ts';
import { percent, thousands } from '../times.ts';

/** A native poll. Nobody sees who voted what in an anonymous one, but everybody can take a vote back. */
export function TelegramPoll({ id }: { id: string }): VNode | null {
  const poll = usePart(`poll:${id}`);
  const me = useMe();
  if (poll === undefined || me === undefined) return null;
  const held = poll.held[me.id] ?? [];
  const vote = (option: number | null) => act({ do: 'vote', person: me.id, poll: id, option });
  const kind = poll.closed ? 'Final results' : poll.anonymous ? 'Anonymous poll' : 'Public poll';
  return html`<div class="poll" role="group" aria-label=${`Poll: ${poll.question}`}>
    <h3>${poll.question}</h3>
    <p class="hint">${kind}${poll.closed ? '' : `. You vote as ${me.name}.`}</p>
    ${poll.options.map(({ id: option, text, votes }) => {
      const share = percent(votes, poll.total);
      const mine = held.includes(option);
      return html`<button
        class=${`answer ${mine ? 'mine' : ''}`}
        aria-pressed=${mine}
        disabled=${poll.closed}
        onClick=${() => vote(option)}
      >
        <span class="share">${share}%</span>
        <span class="label">${text}</span>
        <span class="votes">${thousands(votes)}<span class="unseen"> votes</span></span>
        <span class="bar"><span class="fill" style=${{ width: `${share}%` }}></span></span>
        <span class="mark" aria-hidden="true">${mine ? '✓' : ''}</span>
      </button>`;
    })}
    <p class="foot">
      ${thousands(poll.total)} votes
      ${
        held.length > 0 &&
        !poll.closed &&
        html` · <button class="plain" onClick=${() => vote(null)}>Retract vote</button>`
      }
    </p>
  </div>`;
}
