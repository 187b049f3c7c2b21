import { z } from 'zod';
import type { OutletAddress } from '../../ports/platform/outlet.ts';

/** A channel or thread. */
export interface DiscordAddress extends OutletAddress {
  readonly platform: 'discord';
  readonly channel: string;
}

/** Its parts, as they are stored. */
export const discordParts = z.object({ channel: z.string().min(1).max(300) });

/** @throws for an outlet of another platform, which would be a bug in the bot. */
export function discordAddress(address: OutletAddress): DiscordAddress {
  const { platform, channel } = address;
  if (platform !== 'discord' || typeof channel !== 'string')
    throw new TypeError(`Discord was given an outlet on ${platform}`);
  return { platform, channel };
}

/** The channel that a message is owed to. @throws as `discordAddress` does. */
export const channelOf = ({ outlet }: { readonly outlet: { readonly address: OutletAddress } }): string =>
  discordAddress(outlet.address).channel;
