import type { OutletAddress } from '../../ports/outlet.ts';

/** A channel or thread. */
export interface DiscordAddress extends OutletAddress {
  readonly platform: 'discord';
  readonly channel: string;
}

/** @throws for an outlet of another platform, which would be a bug in the bot. */
export function discordAddress(address: OutletAddress): DiscordAddress {
  const { platform, channel } = address;
  if (platform !== 'discord' || typeof channel !== 'string')
    throw new TypeError(`Discord was given an outlet on ${platform}`);
  return { platform, channel };
}
