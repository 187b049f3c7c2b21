import type { PlatformFacts } from '../../ports/platform-facts.ts';
import { TELEGRAM } from './capabilities.ts';
import { ballotAccount } from './wire/votes.ts';

export const telegramFacts = {
  name: 'telegram',
  capabilities: TELEGRAM,
  accounts: {
    pattern: /^-?[1-9]\d{0,15}$/,
    right:
      "Give the account's number. For a channel or group that votes, give its number with the minus sign.",
    inVotes: ballotAccount,
  },
  deaf: 'Telegram’s updates do not arrive: no votes arrive from Telegram',
} as const satisfies PlatformFacts;
