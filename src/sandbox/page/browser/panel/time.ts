import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useNow, usePart } from '../store.ts';
import { lengthOf } from '../times.ts';
import { Do } from './plugs.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Moves time on for both platforms, the audience and the bot. */
export function Time(): VNode | null {
  const time = usePart('time');
  const now = useNow();
  if (time === undefined) return null;
  const { ahead, next } = time;
  const moved = ahead === 0 ? '' : ` The clock is ${lengthOf(ahead)} ahead.`;
  return html`<section class="card time" aria-label="Time">
    <h2>Time</h2>
    <p class="state">
      ${next === null ? 'Nothing happens by itself.' : `In ${lengthOf(next.at - now)} ${next.what}.`}${moved}
    </p>
    <div class="row">
      <${Do} action=${{ do: 'time', by: 'next' }} primary=${next !== null} disabled=${next === null}>To the next moment<//>
      <${Do} action=${{ do: 'time', by: 10 * MINUTE_MS }}>+10 min<//>
      <${Do} action=${{ do: 'time', by: HOUR_MS }}>+1 h<//>
    </div>
  </section>`;
}
