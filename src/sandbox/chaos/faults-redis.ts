import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from './fault.ts';
import type { Scene } from './scene.ts';

/** Longest pause; more than a vote of five seconds. */
const PAUSE_MS = 8_000;

/** The bot starts its own server again by itself. */
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

const redisPause: Fault = {
  name: 'redis-pause',
  refused: 'too-late',
  async strike(scene) {
    await scene.bot.untilReady();
    await scene.moment(9_000);
    const pid = await scene.redisPid();
    process.kill(pid, 'SIGSTOP');
    try {
      await sleep(scene.chance.between(2_000, PAUSE_MS));
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

export const redisFaults: readonly Fault[] = [redisStop, redisKill, redisPause, killBoth];
