import { GatewayCloseCodes } from 'discord.js';

/** Discord refuses the bot until a person acts. */
export interface Refusal {
  readonly what: string;
  readonly fix: string;
  /** The number of shards is wrong. Discord may recommend a better one by now. */
  readonly shards?: true;
}

const PORTAL = 'Open https://discord.com/developers/applications, choose your application';

export const TOKEN_HINT = `${PORTAL}, Bot, Reset Token, put the new token into DISCORD_TOKEN, and start the bot again`;

export const TOKEN_REFUSED: Refusal = {
  what: 'Discord refuses the token in DISCORD_TOKEN',
  fix: TOKEN_HINT,
};

const SHARD_HINT =
  'Correct DISCORD_SHARDS and DISCORD_SHARD_COUNT, or leave both out, and start the bot again';

/** Close codes after which Discord's reference says not to reconnect ("Gateway Close Event Codes"). */
const REFUSALS: Readonly<Record<number, Refusal>> = {
  [GatewayCloseCodes.AuthenticationFailed]: TOKEN_REFUSED,
  [GatewayCloseCodes.InvalidShard]: {
    what: 'Discord refuses the shard numbers',
    fix: SHARD_HINT,
    shards: true,
  },
  [GatewayCloseCodes.ShardingRequired]: {
    what: 'The bot is in too many servers for so few shards',
    fix: SHARD_HINT,
    shards: true,
  },
  [GatewayCloseCodes.InvalidAPIVersion]: {
    what: 'Discord no longer supports the gateway version that this bot uses',
    fix: 'Install a newer version of the bot',
  },
  [GatewayCloseCodes.InvalidIntents]: {
    what: 'Discord refuses the intents that the bot requests',
    fix: 'Install a newer version of the bot',
  },
  [GatewayCloseCodes.DisallowedIntents]: {
    what: 'Discord does not allow this application the intents that the bot requests',
    fix: `${PORTAL}, and check that it is not restricted; the bot needs no privileged intent`,
  },
};

/** @returns undefined for codes after which reconnecting may succeed. */
export function refusalOf(code: number | undefined): Refusal | undefined {
  const refusal = code === undefined ? undefined : REFUSALS[code];
  return refusal && { ...refusal, what: `${refusal.what} (close code ${code})` };
}

export const told = ({ what, fix }: Refusal): string => `${what}. ${fix}.`;
