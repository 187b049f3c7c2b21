import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { act, useMe, useNow, usePart } from '../store.ts';
import { lengthOf, percent, thousands } from '../times.ts';

/** A native poll: a click votes, another click elsewhere changes the vote. */
export function DiscordPoll({ id }: { id: string }): VNode | null {
  const poll = usePart(`poll:${id}`);
  const me = useMe();
  const now = useNow();
  if (poll === undefined || me === undefined) return null;
  const held = poll.held[me.id] ?? [];
  const most = Math.max(...poll.options.map(({ votes }) => votes));
  const isTied = poll.options.filter(({ votes }) => votes === most).length > 1;
  const vote = (option: number | null) => act({ do: 'vote', person: me.id, poll: id, option });
  const left = poll.endsAt === null ? '' : `${lengthOf(poll.endsAt - now)} left`;
  const state = poll.closed ? (poll.final ? 'Poll closed' : 'Counting …') : left;
  return html`<div class="poll" role="group" aria-label=${`Poll: ${poll.question}`}>
    <h3>${poll.question}</h3>
    <p class="hint">${poll.closed ? 'The votes are in' : `Select one answer. You vote as ${me.name}.`}</p>
    ${poll.options.map(({ id: option, text, votes }) => {
      const share = percent(votes, poll.total);
      const mine = held.includes(option);
      const won = poll.closed && votes === most && !isTied;
      return html`<button
        class=${`answer ${mine ? 'mine' : ''} ${won ? 'won' : ''}`}
        aria-pressed=${mine}
        disabled=${poll.closed}
        onClick=${() => vote(option)}
      >
        <span class="fill" style=${{ width: `${share}%` }}></span>
        <span class="label">${won ? '✓ ' : ''}${text}</span>
        <span class="votes">${thousands(votes)} votes · ${share}%</span>
        <span class="mark" aria-hidden="true"></span>
      </button>`;
    })}
    <p class="foot">
      ${thousands(poll.total)} votes · ${state}
      ${
        held.length > 0 &&
        !poll.closed &&
        html` · <button class="plain" onClick=${() => vote(null)}>Remove vote</button>`
      }
    </p>
  </div>`;
}
