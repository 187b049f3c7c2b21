import { definePlatform } from '../../../config/define-platform.ts';
import { translate } from '../../core/wording/command-translations.ts';
import { discordParts } from './address.ts';
import { discordFacts } from './facts.ts';
import { discordKeys } from './operator-keys.ts';
import {
  discordContradictions,
  discordLeases,
  discordSecrets,
  discordSettings,
  discordVariables,
} from './settings.ts';

export const discord = definePlatform({
  ...discordFacts,
  keys: discordKeys,
  address: discordParts,
  variables: discordVariables,
  secrets: discordSecrets,
  contradictions: discordContradictions,
  settings: discordSettings,
  leases: discordLeases,
  async open({ token, apiUrl, shards, commandsGuild }, surroundings) {
    const { createDiscordPlatform } = await import('./platform.ts');
    return createDiscordPlatform({
      ...surroundings,
      token: token.reveal(),
      apiUrl,
      translate,
      ...(commandsGuild !== undefined && { commandsGuild }),
      ...(shards?.ids !== undefined && { shards: shards.ids }),
      ...(shards !== undefined && { shardCount: shards.count }),
    });
  },
});
