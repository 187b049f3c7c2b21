import { setTimeout as sleep } from 'node:timers/promises';
import type { Scene } from '../scene.ts';
import { OWED } from '../script.ts';
import type { Fault } from './fault.ts';

/** A killed bot can't know the outcome of its last requests, and may miss the end of a short vote. */
const KILLED = { unknown: true, refused: 'too-late' } as const;
/** The last messages of a season come in one burst; a kill needs a running season. */
const SHARE_OF_SEASON = 0.85;

/** More than a vote and its closing together, more than a send may take, and more than any lease lasts. */
const LONGEST_STANDSTILL_MS = 22_000;

const anyMessage = ({ chance, stage }: Scene): number =>
  1 + chance.below(Math.floor(stage.outlets.length * OWED.length * SHARE_OF_SEASON));

/** The platform has the message, and the bot never learns of it. */
const killAtSend: Fault = {
  name: 'kill-at-send',
  ...KILLED,
  async strike(scene) {
    await scene.atMessage(anyMessage(scene), () => scene.kill());
    await scene.startAgain(Date.now());
  },
};

/** The answer is on its way, or has arrived, and is perhaps not recorded yet. */
const killAfterSend: Fault = {
  name: 'kill-after-send',
  ...KILLED,
  async strike(scene) {
    const wait = scene.chance.between(0, 12);
    await scene.atMessage(anyMessage(scene), () => undefined);
    await sleep(wait);
    scene.kill();
    await scene.startAgain(Date.now());
  },
};

const killAtClose: Fault = {
  name: 'kill-at-close',
  ...KILLED,
  async strike(scene) {
    await scene.atClose(1 + scene.chance.below(scene.stage.outlets.length), () => scene.kill());
    await scene.startAgain(Date.now());
  },
};

const killAnyTime: Fault = {
  name: 'kill-any-time',
  ...KILLED,
  async strike(scene) {
    await scene.moment(12_000);
    scene.kill();
    await scene.startAgain(Date.now());
  },
};

/** Also during its start. */
const killOften: Fault = {
  name: 'kill-often',
  ...KILLED,
  async strike(scene) {
    for (let left = 2 + scene.chance.below(3); left > 0; left -= 1) {
      await scene.moment(3_500);
      scene.kill();
      await scene.bot.ended;
      if (left > 1) scene.bot.start();
    }
    await scene.startAgain(Date.now());
  },
};

const restart: Fault = {
  name: 'restart',
  // What was being sent is finished; a vote may end while the bot is away.
  refused: 'too-late',
  async strike(scene) {
    await scene.moment(12_000);
    const since = Date.now();
    await scene.bot.stop();
    await scene.startAgain(since);
  },
};

/** The machine is frozen, or the process swapped out; its Redis and the platforms go on. */
const standstill: Fault = {
  name: 'standstill',
  refused: 'too-late',
  async strike(scene) {
    await scene.bot.untilReady();
    const length = scene.chance.between(2_000, LONGEST_STANDSTILL_MS);
    if (scene.chance.below(2) === 0) await scene.moment(9_000);
    else await scene.atClose(1 + scene.chance.below(scene.stage.outlets.length), () => undefined);
    scene.bot.signal('SIGSTOP');
    try {
      await sleep(length);
    } finally {
      scene.bot.signal('SIGCONT');
    }
    await scene.untilReady(Date.now());
  },
};

export const processFaults: readonly Fault[] = [
  killAtSend,
  killAfterSend,
  killAtClose,
  killAnyTime,
  killOften,
  restart,
  standstill,
];
