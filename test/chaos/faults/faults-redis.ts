import { rename } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Scene } from '../scene.ts';
import type { Fault } from './fault.ts';

/** Longest absence; more than a vote and its closing together. */
const LONGEST_MS = 30_000;

/** The bot restarts its own server by itself. */
async function endServer(scene: Scene, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  await scene.bot.untilReady();
  for (let left = 1 + scene.chance.below(3); left > 0; left -= 1) {
    await scene.moment(4_500);
    const since = Date.now();
    process.kill(await scene.redisPid(), signal);
    await sleep(100);
    await scene.untilReady(since);
  }
}

const redisStop: Fault = {
  name: 'redis-stop',
  refused: 'too-late',
  strike: (scene) => endServer(scene, 'SIGTERM'),
};

const redisKill: Fault = {
  name: 'redis-kill',
  refused: 'too-late',
  strike: (scene) => endServer(scene, 'SIGKILL'),
};

/** Its files are gone as well, so that the bot can't restart it before they are back. */
const redisAway: Fault = {
  name: 'redis-away',
  refused: 'too-late',
  async strike(scene) {
    await scene.bot.untilReady();
    await scene.moment(9_000);
    const pid = await scene.redisPid();
    const away = `${scene.redisFolder}.away`;
    await rename(scene.redisFolder, away);
    try {
      process.kill(pid, 'SIGKILL');
      await sleep(scene.chance.between(2_000, LONGEST_MS));
    } finally {
      await rename(away, scene.redisFolder);
    }
    await scene.untilReady(Date.now());
  },
};

const redisPause: Fault = {
  name: 'redis-pause',
  refused: 'too-late',
  async strike(scene) {
    await scene.bot.untilReady();
    await scene.moment(9_000);
    const pid = await scene.redisPid();
    process.kill(pid, 'SIGSTOP');
    try {
      await sleep(scene.chance.between(2_000, LONGEST_MS));
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await scene.untilReady(Date.now());
  },
};

const killBoth: Fault = {
  name: 'kill-both',
  unknown: true,
  refused: 'too-late',
  async strike(scene) {
    await scene.bot.untilReady();
    await scene.moment(10_000);
    const pid = await scene.redisPid();
    scene.kill();
    process.kill(pid, 'SIGKILL');
    await scene.startAgain(Date.now());
  },
};

export const redisFaults: readonly Fault[] = [redisStop, redisKill, redisAway, redisPause, killBoth];
