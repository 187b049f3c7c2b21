import { definePlatform } from '../../../config/define-platform.ts';
import { telegramParts } from './address.ts';
import { telegramFacts } from './facts.ts';
import { telegramKeys } from './operator-keys.ts';
import { telegramContradictions, telegramSecrets, telegramSettings, telegramVariables } from './settings.ts';

export const telegram = definePlatform({
  ...telegramFacts,
  keys: telegramKeys,
  address: telegramParts,
  variables: telegramVariables,
  secrets: telegramSecrets,
  contradictions: telegramContradictions,
  settings: telegramSettings,
  leases: () => ['telegram'],
  async open({ token, apiUrl, webhook }, surroundings) {
    const { createTelegramPlatform } = await import('./platform.ts');
    return createTelegramPlatform({
      ...surroundings,
      token: token.reveal(),
      apiUrl,
      ...(webhook !== undefined && { webhook: { url: webhook.url, secret: webhook.secret.reveal() } }),
    });
  },
});
