import { setTimeout as sleep } from 'node:timers/promises';
import type { Outlet } from '../outlets.ts';
import type { Scene } from '../scene.ts';
import { CLOSING_MS } from '../script.ts';
import type { Fault } from './fault.ts';

/** Discord confirms its counts long after the round had to be settled. */
const lateCounts: Fault = {
  name: 'late-counts',
  async strike({ stage: { discord }, chance }) {
    discord.behaviour.finaliseAfterMs = CLOSING_MS + chance.between(1_000, 6_000);
  },
};

/** Votes from just before a loss may not have reached the bot; so nobody votes for this long before it. */
const SILENCE_MS = 1_000;

/** A poll of the old group can't be closed by anybody, and nobody votes there any more. */
async function migrate(scene: Scene): Promise<void> {
  await scene.bot.untilReady();
  await scene.moment(9_000);
  await lose(
    scene.stage.outlets.filter(({ kind }) => kind === 'group'),
    (outlet) => outlet.migrate(),
  );
}

const migration: Fault = { name: 'migration', provisional: true, strike: migrate };

/** The operator's file still names the old groups. */
const migrationKill: Fault = {
  name: 'migration+kill',
  provisional: true,
  unknown: true,
  refused: 'too-late',
  async strike(scene) {
    await migrate(scene);
    await killSoon(scene);
  },
};

/** The bot is removed from one outlet of each show. */
async function kick(scene: Scene): Promise<void> {
  const which = scene.chance.below(3);
  await scene.bot.untilReady();
  await scene.moment(9_000);
  await lose(
    scene.stage.shows.flatMap(({ outlets }) => outlets[which] ?? []),
    (outlet) => outlet.kick(),
  );
}

const kicked: Fault = { name: 'kicked', provisional: true, refused: 'gone', strike: kick };

/** The operator's file still names the outlets that the bot was removed from. */
const kickedKill: Fault = {
  name: 'kicked+kill',
  provisional: true,
  unknown: true,
  refused: 'gone',
  async strike(scene) {
    await kick(scene);
    await killSoon(scene);
  },
};

async function lose(outlets: readonly Outlet[], act: (outlet: Outlet) => void): Promise<void> {
  for (const outlet of outlets) outlet.fallSilent();
  await sleep(SILENCE_MS);
  for (const outlet of outlets) {
    // A poll of this last second gets no votes from here on.
    outlet.fallSilent();
    act(outlet);
  }
}

async function killSoon(scene: Scene): Promise<void> {
  await scene.moment(4_000);
  scene.kill();
  await scene.startAgain(Date.now());
}

export const worldFaults: readonly Fault[] = [lateCounts, migration, migrationKill, kicked, kickedKill];
