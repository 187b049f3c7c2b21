import { setTimeout as sleep } from 'node:timers/promises';
import type { RestFault } from '../../../src/sandbox/discord/faults.ts';
import type { Fault as TelegramFault } from '../../../src/sandbox/telegram/faults.ts';
import type { Outlet } from '../outlets.ts';
import type { Scene } from '../scene.ts';
import type { Fault } from './fault.ts';

const TELEGRAM_WRITES = ['sendMessage', 'sendPhoto', 'sendPoll', 'stopPoll'];
/** Posting a message and ending a poll. */
const DISCORD_WRITES = /^\/channels\/(\d+)\/(messages|polls\/\d+\/expire)$/;
/** More than a vote and its closing together, and longer than a send is retried at once. */
const LONGEST_OUTAGE_MS = 40_000;
/** A season has some nine such requests in each outlet. */
const REQUESTS = 9;

async function gatewayAway(scene: Scene, forget: boolean): Promise<void> {
  const { gateway } = scene.stage.discord;
  for (let left = 1 + scene.chance.below(2); left > 0; left -= 1) {
    await scene.moment(5_000);
    gateway.goDown(forget);
    await sleep(scene.chance.between(200, 3_000));
    gateway.comeUp();
    await scene.untilReady(Date.now());
  }
}

const gatewayDrop: Fault = { name: 'gateway-drop', strike: (scene) => gatewayAway(scene, false) };
const gatewayLoss: Fault = { name: 'gateway-loss', strike: (scene) => gatewayAway(scene, true) };

const duplicates: Fault = {
  name: 'duplicates',
  async strike({ stage: { discord, telegram }, chance }) {
    for (let round = 0; round < 12; round += 1) {
      for (const event of ['MESSAGE_POLL_VOTE_ADD', 'MESSAGE_POLL_VOTE_REMOVE']) {
        if (chance.happens(0.6)) discord.faults.duplicate(event, 1 + chance.below(6));
        if (chance.happens(0.6)) discord.faults.reorder(event, 2 + chance.below(4));
      }
      telegram.updates.duplicate(chance.below(8));
      if (chance.happens(0.7)) telegram.updates.reorder(2 + chance.below(5), 500);
      await sleep(1_000);
    }
  },
};

export const gatewayFaults: readonly Fault[] = [gatewayDrop, gatewayLoss, duplicates];

/** What happens to some requests of one outlet: `times` requests, after `after` that pass. */
interface Trouble {
  readonly discord: RestFault;
  readonly telegram: TelegramFault;
  readonly after: number;
  readonly times: number;
}

/**
 * Sets up a trouble for every outlet and records how long it takes from each hit to the next request that
 * succeeds.
 */
async function trouble(scene: Scene, draw: () => Trouble): Promise<void> {
  const struckAt = new Map<Outlet, number>();
  const { discord, telegram } = scene.stage;
  for (const outlet of scene.stage.outlets) {
    const { after, times, ...how } = draw();
    const isIn = (id: unknown): boolean => outlet.ids.includes(String(id));
    const strike = (): true => {
      struckAt.set(outlet, struckAt.get(outlet) ?? Date.now());
      return true;
    };
    if (outlet.platform === 'telegram') {
      let seen = 0;
      telegram.fault({
        method: TELEGRAM_WRITES,
        times,
        when: ({ chat_id: id }) => isIn(id) && ++seen > after && strike(),
        fault: how.telegram,
      });
    } else {
      let seen = 0;
      discord.faults.rest(
        {
          method: 'POST',
          when: ({ path }) => isIn(DISCORD_WRITES.exec(path)?.[1]) && ++seen > after && strike(),
        },
        how.discord,
        times,
      );
    }
  }
  scene.journal.onDone((outlet) => {
    const since = struckAt.get(outlet);
    if (since !== undefined) scene.recoveries.push(Date.now() - since);
    struckAt.delete(outlet);
  });
}

const answersLost: Fault = {
  name: 'answers-lost',
  unknown: true,
  // A lost answer may be waited for longer than a vote, or its closing, takes.
  refused: 'too-late',
  provisional: true,
  strike: (scene) =>
    trouble(scene, () => ({
      discord: { kind: 'answer-lost', how: scene.chance.happens(0.5) ? 'reset' : 'close' },
      telegram: { kind: scene.chance.happens(0.5) ? 'answer-lost' : 'answer-cut' },
      after: scene.chance.below(REQUESTS),
      times: 1 + scene.chance.below(2),
    })),
};

const requestsLost: Fault = {
  name: 'requests-lost',
  unknown: true,
  strike: (scene) =>
    trouble(scene, () => ({
      discord: { kind: 'request-lost', how: scene.chance.happens(0.5) ? 'reset' : 'close' },
      telegram: { kind: 'request-lost' },
      after: scene.chance.below(REQUESTS),
      times: 1 + scene.chance.below(2),
    })),
};

const rateLimits: Fault = {
  name: 'rate-limits',
  // Five seconds of voting may be over before the platform accepts a poll.
  refused: 'too-late',
  strike: (scene) =>
    trouble(scene, () => {
      const retryAfter = 1 + scene.chance.below(2);
      return {
        discord: { kind: 'rate-limit', retryAfter, scope: scene.chance.happens(0.3) ? 'global' : 'user' },
        telegram: { kind: 'too-many-requests', retryAfter },
        after: scene.chance.below(REQUESTS),
        times: 1 + scene.chance.below(3),
      };
    }),
};

const serverErrors: Fault = {
  name: 'server-errors',
  unknown: true,
  strike: (scene) =>
    trouble(scene, () => {
      const status = ([500, 502, 503, 504] as const)[scene.chance.below(4)] ?? 500;
      const done = scene.chance.happens(0.5);
      return {
        discord: { kind: 'server-error', status, done },
        telegram: { kind: 'server-error', status, afterDoing: done },
        after: scene.chance.below(REQUESTS),
        times: 1 + scene.chance.below(2),
      };
    }),
};

/** A platform, or both, accepts requests and answers none of them usefully; some it executes. */
const outage: Fault = {
  name: 'outage',
  unknown: true,
  refused: 'too-late',
  provisional: true,
  async strike(scene) {
    const { chance } = scene;
    const { discord, telegram } = scene.stage;
    await scene.bot.untilReady();
    await scene.moment(8_000);
    const until = Date.now() + chance.between(10_000, LONGEST_OUTAGE_MS);
    const which = chance.below(3);
    const isOut = (): boolean => Date.now() < until;
    if (which !== 1) {
      discord.faults.rest(
        { method: 'POST', when: ({ path }) => DISCORD_WRITES.test(path) && isOut() },
        { kind: 'server-error', status: 503, done: chance.happens(0.5) },
        Number.POSITIVE_INFINITY,
      );
      discord.faults.rest(
        { method: 'GET', when: ({ path }) => path.startsWith('/channels/') && isOut() },
        { kind: 'server-error', status: 503, done: false },
        Number.POSITIVE_INFINITY,
      );
    }
    if (which !== 0) {
      telegram.fault({
        method: TELEGRAM_WRITES,
        times: Number.POSITIVE_INFINITY,
        when: isOut,
        fault: { kind: 'server-error', status: 502, afterDoing: chance.happens(0.5) },
      });
    }
    await sleep(until - Date.now());
    await scene.untilReady(Date.now());
  },
};

export const requestFaults: readonly Fault[] = [answersLost, requestsLost, rateLimits, serverErrors, outage];
