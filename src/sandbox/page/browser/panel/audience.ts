import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { usePart } from '../store.ts';
import { thousands } from '../times.ts';
import { Do } from './plugs.ts';

const SPEEDS = [0.5, 1, 4];

/** The simulated audience, which votes beside the visitor. */
export function Audience(): VNode | null {
  const audience = usePart('audience');
  if (audience === undefined) return null;
  const { fans, votes, paused, speed } = audience;
  return html`<section class="card audience" aria-label="Audience">
    <h2>Audience</h2>
    <p class="state">${thousands(fans)} fans cast ${thousands(votes)} votes.${paused ? ' They are paused.' : ''}</p>
    <div class="row">
      <${Do} action=${{ do: 'audience', paused: !paused }} primary=${paused}>${paused ? 'Go on' : 'Pause'}<//>
      <${Do} action=${{ do: 'audience', join: 1000 }}>+1,000 fans<//>
      ${SPEEDS.map(
        (one) =>
          html`<${Do} action=${{ do: 'audience', speed: one }} disabled=${one === speed} label=${`${one}× the speed`}>${one}×<//>`,
      )}
    </div>
  </section>`;
}
