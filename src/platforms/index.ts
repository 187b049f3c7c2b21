import type { PlatformFacts } from '../ports/platform-facts.ts';
import { discordFacts } from './discord/facts.ts';
import { telegramFacts } from './telegram/facts.ts';

/** Every platform that the bot can play on. */
export const platforms: readonly PlatformFacts[] = [discordFacts, telegramFacts];
