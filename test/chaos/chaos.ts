import { fileURLToPath } from 'node:url';
import { stopSignal } from '../../src/sandbox/stop-signal.ts';
import { exitCodeFor, tell } from '../../src/terminal/tell-error.ts';
import { type BatchOutcome, playBatch } from './batch.ts';
import type { BotCommand } from './bot-process.ts';
import type { Fault } from './faults/fault.ts';
import { drawFault } from './faults/faults.ts';
import { batchSeed, CHAOS_HELP, type ChaosOptions, placeOf, readChaosOptions } from './options.ts';
import { SHOWS } from './script.ts';
import { Tally } from './verify/tally.ts';

/** What a shell expects of a program that Ctrl-C ended. */
const INTERRUPTED = 130;

const BOT: BotCommand = [process.execPath, fileURLToPath(new URL('../../dist/src/main.js', import.meta.url))];

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

async function main(): Promise<number> {
  const options = readChaosOptions(process.argv.slice(2));
  if (options === undefined) {
    say(CHAOS_HELP);
    return 0;
  }
  const signal = stopSignal();
  const tally = new Tally();
  const beganAt = Date.now();
  const batches = batchesOf(options);
  for (const [index, { seed, fault }] of batches.entries()) {
    try {
      const outcome = await playBatch({ seed, fault, bot: BOT, signal, voteMs: options.voteMs });
      tally.add(fault.name, outcome);
      sayBatch(`${index + 1}/${batches.length}`, seed, fault, outcome);
    } catch (error) {
      if (!signal.aborted) throw error;
      say('Stopped.');
      return INTERRUPTED;
    }
  }
  say('');
  for (const line of tally.lines()) say(line);
  say(
    `${tally.tried} seasons, ${tally.survived} survived, in ${Math.round((Date.now() - beganAt) / 1_000)} s.`,
  );
  return tally.survived === tally.tried ? 0 : 1;
}

function batchesOf({ seasons, seed, only, fault }: ChaosOptions): readonly { seed: number; fault: Fault }[] {
  if (only !== undefined) {
    const place = placeOf(only);
    return [{ seed: only, fault: fault ?? drawFault(place.seed, place.index) }];
  }
  return Array.from({ length: Math.ceil(seasons / SHOWS) }, (_, index) => ({
    seed: batchSeed(seed, index),
    fault: fault ?? drawFault(seed, index),
  }));
}

function sayBatch(which: string, seed: number, fault: Fault, outcome: BatchOutcome): void {
  const { seasons, recovery, settled, folder } = outcome;
  const lost = seasons.filter(({ faults }) => faults.length > 0);
  const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
  say(
    `${which.padStart(7)}  ${fault.name.padEnd(16)} seed ${seed}  ${seasons.length - lost.length}/${seasons.length} survived, ` +
      `went on after ${seconds(recovery)}, all settled after ${seconds(settled)}`,
  );
  if (lost.length === 0) return;
  for (const { show, faults } of lost) for (const line of faults) say(`         ${show}: ${line}`);
  say(`         again: npm run chaos -- --only ${seed} --fault ${fault.name}`);
  say(`         logs:  ${folder}`);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    tell(error);
    process.exit(exitCodeFor(error));
  },
);
