import type { Fault } from './fault.ts';
import { CLOSING_MS } from './script.ts';

/** Discord confirms its counts long after the round had to be settled. */
const lateCounts: Fault = {
  name: 'late-counts',
  async strike({ stage: { discord }, chance }) {
    discord.behaviour.finaliseAfterMs = CLOSING_MS + chance.between(1_000, 6_000);
  },
};

/** A poll of the old group can't be closed by anybody, and nobody votes there any more. */
const migration: Fault = {
  name: 'migration',
  provisional: true,
  async strike(scene) {
    await scene.moment(11_000);
    for (const outlet of scene.stage.outlets) if (outlet.kind === 'group') outlet.migrate();
  },
};

const kicked: Fault = {
  name: 'kicked',
  provisional: true,
  refused: 'gone',
  async strike(scene) {
    const which = scene.chance.below(3);
    await scene.moment(11_000);
    for (const { outlets } of scene.stage.shows) outlets[which]?.kick();
  },
};

export const worldFaults: readonly Fault[] = [lateCounts, migration, kicked];
