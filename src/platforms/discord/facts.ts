import type { PlatformFacts } from '../../ports/platform/platform-facts.ts';
import { discordCapabilities } from './capabilities.ts';

export const discordFacts = {
  name: 'discord',
  capabilities: discordCapabilities,
  accounts: {
    pattern: /^[1-9]\d{14,19}$/,
    right: 'Give the 15 to 20 digits from "Copy User ID".',
  },
  communities: { unnamed: 'a Discord server' },
  links: /^https:\/\/discord\.com\//,
  deaf: "Discord's gateway is not connected: no votes arrive from Discord",
} as const satisfies PlatformFacts;
