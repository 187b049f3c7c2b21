import type { PlatformFacts } from '../../ports/platform-facts.ts';
import { ballotAccount } from './accounts.ts';
import { TELEGRAM } from './capabilities.ts';

export const telegramFacts = {
  name: 'telegram',
  capabilities: TELEGRAM,
  accounts: {
    pattern: /^-?[1-9]\d{0,15}$/,
    right:
      "Give the account's number. For a channel or group that votes, give its number with the minus sign.",
    inVotes: ballotAccount,
  },
  links: /^https:\/\/t\.me\//,
  deaf: 'Telegram’s updates do not arrive: no votes arrive from Telegram',
} as const satisfies PlatformFacts;
