import { Client, type ClientOptions, GatewayIntentBits, type RESTOptions } from 'discord.js';
import {
  type DiscordOptions,
  type DiscordStandIn,
  startDiscord,
} from '../../../src/sandbox/discord/server.ts';

interface Packet {
  readonly op: number;
  readonly t: string | null;
  readonly s: number | null;
  readonly d: Record<string, unknown>;
}

/** A real discord.js client that records every raw packet. */
export interface Bot {
  readonly client: Client<true>;
  readonly packets: Packet[];
  /** Resolves once a packet fits; packets already received count. */
  readonly until: (fits: (packets: readonly Packet[]) => boolean) => Promise<void>;
  readonly named: (event: string) => Packet[];
}

const PATIENCE_MS = 8000;

/** Resolves once `fits` holds; checks again in every turn of the event loop. */
export async function eventually(what: string, fits: () => boolean): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!fits()) {
    if (Date.now() > deadline) throw new Error(`never happened: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Starts stand-ins and clients for a test file, and stops all of them with `stop`. */
export class Stage {
  readonly #closing: (() => Promise<void>)[] = [];

  async discord(options?: DiscordOptions): Promise<DiscordStandIn> {
    const discord = await startDiscord(options);
    this.#closing.push(() => discord.close());
    return discord;
  }

  async bot(
    discord: DiscordStandIn,
    options: Partial<ClientOptions> & { rest?: Partial<RESTOptions> } = {},
  ): Promise<Bot> {
    const client = new Client({
      intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessagePolls],
      // discord.js waits 5 s between two identifies, as Discord asks; a stand-in does not mind.
      ws: { buildIdentifyThrottler: async () => ({ waitForIdentify: async () => {} }) },
      ...options,
      rest: { api: discord.url, ...options.rest },
    });
    const packets: Packet[] = [];
    client.on('raw' as never, (packet: Packet) => packets.push(packet));
    this.#closing.unshift(() => client.destroy());
    const ready = new Promise<Client<true>>((resolve) => client.once('clientReady', resolve));
    await client.login(discord.token);
    return {
      client: await ready,
      packets,
      named: (event) => packets.filter(({ t }) => t === event),
      until: (fits) => eventually('a packet', () => fits(packets)),
    };
  }

  async stop(): Promise<void> {
    // Clients first: if their stand-in disappeared, they would reconnect.
    for (const close of this.#closing.splice(0)) await close();
  }
}
