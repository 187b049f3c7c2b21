import type { PlatformFacts } from '../../ports/platform-facts.ts';
import { TELEGRAM } from './capabilities.ts';
import { ballotAccount } from './wire/votes.ts';

export const telegramFacts = {
  name: 'telegram',
  capabilities: TELEGRAM,
  accounts: {
    pattern: /^-?[1-9]\d{0,15}$/,
    right: "Give the account's number; of a channel or group that votes, its number with the minus sign.",
    inVotes: ballotAccount,
  },
  deaf: 'updates of Telegram do not arrive: no votes come from there',
} as const satisfies PlatformFacts;
