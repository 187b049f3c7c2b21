import type { DiscordStandIn } from '../../../src/sandbox/discord/server.ts';
import type { TelegramStandIn } from '../../../src/sandbox/telegram/server.ts';
import { discordSpec, discordSpecAvailable } from '../discord/spec.ts';
import { checkTelegramExchange, checkTelegramUpdate, telegramSpecAvailable } from '../telegram/spec.ts';

export interface WireWatch {
  /** What was checked against a specification so far: `METHOD route`, each once. */
  readonly discord: ReadonlySet<string>;
  /** The same of Telegram: names of methods. */
  readonly telegram: ReadonlySet<string>;
  /** Violations of a specification, each once. */
  readonly violations: ReadonlySet<string>;
}

/** Checks every request, answer and update against the platforms' own specifications, if these are there. */
export function watchWire(discord: DiscordStandIn, telegram: TelegramStandIn): WireWatch {
  const watch = { discord: new Set<string>(), telegram: new Set<string>(), violations: new Set<string>() };
  const note = (problems: readonly string[]): void => {
    for (const problem of problems) watch.violations.add(problem);
  };
  if (discordSpecAvailable) {
    discord.onExchange((exchange) => {
      watch.discord.add(`${exchange.method} ${exchange.path.replace(/\d{15,}/g, ':id')}`);
      note(discordSpec().check(exchange));
    });
  }
  if (telegramSpecAvailable) {
    telegram.onExchange((exchange) => {
      watch.telegram.add(exchange.method);
      note(checkTelegramExchange(exchange));
    });
    telegram.onUpdate((update) => note(checkTelegramUpdate(update)));
  }
  return watch;
}
