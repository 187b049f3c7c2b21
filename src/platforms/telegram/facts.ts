import type { PlatformFacts } from '../../ports/platform/platform-facts.ts';
import { ballotAccount } from './accounts.ts';
import { TELEGRAM } from './capabilities.ts';

/** The name in the address of a message is the chat's own, and private chats can't have one. */
const PUBLIC_ADDRESS = /^https:\/\/t\.me\/(?!c\/)(\w{4,32})\/(?:\d+\/)?\d+$/;

function publicName(link: string): string | undefined {
  const name = PUBLIC_ADDRESS.exec(link)?.[1];
  return name === undefined ? undefined : `@${name}`;
}

export const telegramFacts = {
  name: 'telegram',
  capabilities: TELEGRAM,
  accounts: {
    pattern: /^-?[1-9]\d{0,15}$/,
    right:
      "Give the account's number. For a channel or group that votes, give its number with the minus sign.",
    inVotes: ballotAccount,
  },
  communities: { unnamed: 'a Telegram group', nameIn: publicName },
  links: /^https:\/\/t\.me\//,
  deaf: 'Telegram’s updates do not arrive: no votes arrive from Telegram',
} as const satisfies PlatformFacts;
