import { z } from 'zod';
import type { PlaceMove } from '../../ports/platform/listening.ts';
import type { OutletAddress } from '../../ports/platform/outlet.ts';

/** A channel, group or forum topic. `chat` is a numeric id or `@name`. */
export interface TelegramAddress extends OutletAddress {
  readonly platform: 'telegram';
  readonly chat: string;
  readonly topic?: number;
}

/** Its parts, as they are stored. */
export const telegramParts = z.object({ chat: z.string().min(1).max(300), topic: z.int().optional() });

/** @throws for an outlet of another platform, which would be a bug in the bot. */
export function telegramAddress(address: OutletAddress): TelegramAddress {
  const { platform, chat, topic } = address;
  if (platform !== 'telegram' || typeof chat !== 'string')
    throw new TypeError(`Telegram was given an outlet on ${platform}`);
  return { platform, chat, ...(typeof topic === 'number' && { topic }) };
}

/** Where a group went that became a supergroup. */
export function migrated(from: number, to: number): PlaceMove {
  const [before, now] = [String(from), String(to)];
  return {
    from: before,
    to: now,
    follow(outlet) {
      if (outlet.address.platform !== 'telegram' || outlet.address.chat !== before) return undefined;
      return {
        ...outlet,
        address: { ...outlet.address, chat: now },
        community: now,
        traits: { ...outlet.traits, kind: 'supergroup' },
      };
    },
  };
}
