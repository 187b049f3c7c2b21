import {
  createDiscordPlatform,
  type DiscordOptions,
  type DiscordPlatform,
} from '../../../src/platforms/discord/platform.ts';
import type { Log } from '../../../src/ports/log.ts';
import type { AccessLoss, PlatformSink, ShutOut, VoteFact } from '../../../src/ports/platform/listening.ts';
import type { ResolvedOutlet } from '../../../src/ports/platform/outlet.ts';
import type { SendOrder } from '../../../src/ports/platform/sending.ts';
import type { RateLimiter } from '../../../src/ports/rate-limiter.ts';
import type { WrittenMenus } from '../../../src/ports/stores/written-menus.ts';
import type { TurnedAway } from '../../../src/ports/turned-away.ts';
import {
  type DiscordStandIn,
  type DiscordOptions as StandInOptions,
  startDiscord,
} from '../../../src/sandbox/discord/server.ts';

/** A limiter that lets every request pass and records it. */
export interface NotingLimiter extends RateLimiter {
  readonly taken: { readonly key: string; readonly urgent: boolean }[];
  readonly pauses: number[];
  /** Lets no request pass, as without Redis. */
  closed: boolean;
}

export function notingLimiter(): NotingLimiter {
  const taken: { key: string; urgent: boolean }[] = [];
  const pauses: number[] = [];
  return {
    taken,
    pauses,
    closed: false,
    async take(rules, options) {
      if (this.closed) throw new Error('the limiter is away');
      for (const rule of rules) taken.push({ key: rule.key, urgent: options?.urgent ?? false });
    },
    async pause(_key, duration) {
      pauses.push(duration);
    },
  };
}

/** Stored in this process only. */
export function writtenMenus(): WrittenMenus {
  const places = new Set<string>();
  return {
    all: async () => [...places],
    async add(more) {
      for (const place of more) places.add(place);
    },
    async remove(place) {
      places.delete(place);
    },
  };
}

/** Counts in this process only. `refused` may be set. */
export function notingTurnedAway(): TurnedAway & { refused: number; untoldPauses: number } {
  return {
    refused: 0,
    untoldPauses: 0,
    async note() {
      this.refused += 1;
      return this.refused;
    },
    async count() {
      return this.refused;
    },
    async untold() {
      this.untoldPauses += 1;
      return 30_000;
    },
  };
}

/** Records what it is told; refuses while `broken`. */
export class NotingSink implements PlatformSink {
  /** How often another bot was reported. */
  rivals = 0;
  readonly facts: VoteFact[] = [];
  readonly losses: string[] = [];
  readonly gone: AccessLoss[] = [];
  /** What arrived, in order, and how many votes at a time. */
  readonly order: string[] = [];
  readonly batches: number[] = [];
  broken = false;
  refused = 0;

  async votes(facts: readonly VoteFact[]): Promise<void> {
    if (this.broken) {
      this.refused += 1;
      throw new Error('the store is away');
    }
    this.facts.push(...facts);
    this.batches.push(facts.length);
    this.order.push('votes');
  }
  async eventsLost(why: string): Promise<void> {
    if (this.broken) throw new Error('the store is away');
    this.losses.push(why);
    this.order.push('lost');
  }
  async accessLost(loss: AccessLoss): Promise<void> {
    this.gone.push(loss);
  }
  readonly refusals: ShutOut[] = [];
  async rival(): Promise<void> {
    this.rivals += 1;
  }
  async shutOut(refusal: ShutOut): Promise<void> {
    this.refusals.push(refusal);
  }
  async moved(): Promise<void> {
    throw new Error('Discord moves nothing');
  }
}

export const quiet: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** A stand-in with one server and the real adapter on it. */
export interface Stage {
  readonly discord: DiscordStandIn;
  readonly platform: DiscordPlatform;
  readonly limiter: NotingLimiter;
  readonly turnedAway: ReturnType<typeof notingTurnedAway>;
  readonly guild: string;
  readonly channel: string;
  /** The outlet of the one channel. */
  readonly outlet: () => Promise<ResolvedOutlet>;
  readonly send: (
    order: Pick<SendOrder, 'post' | 'nonce'> & Partial<SendOrder>,
  ) => ReturnType<DiscordPlatform['send']>;
}

const closing: (() => Promise<void>)[] = [];

/** Stops everything that `setStage` started; clients first, or they would reconnect. */
export async function clearStage(): Promise<void> {
  for (const close of closing.splice(0).reverse()) await close();
}

export async function setStage(
  standIn: StandInOptions = {},
  options: Partial<DiscordOptions> = {},
): Promise<Stage> {
  const discord = await startDiscord(standIn);
  closing.push(() => discord.close());
  const { id: guild, channels } = discord.addGuild({
    name: 'Fans of Night Shift',
    channels: [{ name: 'general' }],
  });
  const channel = channels.general ?? '';
  const limiter = notingLimiter();
  const turnedAway = notingTurnedAway();
  const platform = createDiscordPlatform({
    token: discord.token,
    apiUrl: discord.url,
    limiter,
    turnedAway,
    written: writtenMenus(),
    log: quiet,
    ...options,
  });
  closing.push(() => platform.stop());
  const outlet = async (): Promise<ResolvedOutlet> => {
    const inspection = await platform.inspect({ platform: 'discord', channel });
    if (inspection.ok !== true) throw new Error(inspection.problems.map((problem) => problem.what).join());
    return inspection.outlet;
  };
  return {
    discord,
    platform,
    limiter,
    turnedAway,
    guild,
    channel,
    outlet,
    send: async (order) =>
      platform.send({ now: Date.now(), ...order, outlet: order.outlet ?? (await outlet()) }),
  };
}

/** Resolves once `fits` holds. */
export async function eventually(what: string, fits: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!fits()) {
    if (Date.now() > deadline) throw new Error(`never happened: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
