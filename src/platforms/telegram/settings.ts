import { hasQuote } from '../../../config/quotes.ts';
import { Secret } from '../../../config/secret.ts';
import { baseUrl, COMMENT, known, variable, wrong } from '../../../config/variable-parts.ts';
import type { Parsed, SettingProblem, ValuesOf } from '../../ports/platform/variable.ts';

/** What the environment says of Telegram. */
export interface TelegramEnvironment {
  readonly token: Secret;
  /** Without a slash at its end. */
  readonly apiUrl: string;
  /** Absent: long polling. */
  readonly webhook?: { readonly url: string; readonly secret: Secret };
}

/** Three parts: the bot's id in base64, a time, a signature; as bots of another platform have it. */
const LIKE_DISCORD = /^[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]{15,}$/;

/** Inside a longer text: of a URL, `/bot<token>/`, where a letter comes before the first digit. */
export const telegramSecrets = /(?<!\d)\d{6,}(?::|%3A)[A-Za-z0-9_-]{30,}/gi;

/** It becomes part of every URL. */
function token(text: string): Parsed<Secret> {
  const right = 'the token from @BotFather, such as 123456789:AAF…';
  if (/^bot\d+:/i.test(text)) return wrong('begins with "bot"', `${right}, without "bot" before it`);
  if (LIKE_DISCORD.test(text)) return wrong('is a Discord token', `${right}; the two tokens may be swapped`);
  if (/^(bot|bearer)[\s:]/i.test(text)) return wrong(`begins with "${text.split(/[\s:]/)[0]}"`, right);
  if (COMMENT.test(text)) return wrong('ends in a comment', `${right}, and nothing after it`);
  if (hasQuote(text)) return wrong('holds a quote', right);
  return /^[A-Za-z0-9:_-]+$/.test(text) ? { value: new Secret(text) } : wrong('is no Telegram token', right);
}

/** `setWebhook`: https only; on the ports 443, 80, 88 and 8443. A stand-in on this machine needs neither. */
function webhookUrl(text: string): Parsed<string> {
  const right = 'an https address of this bot that Telegram can reach, on port 443, 80, 88 or 8443';
  const parsed = baseUrl('https://bot.example/telegram')(text);
  if (!('value' in parsed)) return parsed;
  const { protocol, hostname, port } = new URL(parsed.value);
  if (['127.0.0.1', 'localhost', '[::1]'].includes(hostname)) return parsed;
  if (protocol !== 'https:') return wrong('is not https', right);
  return ['', '443', '80', '88', '8443'].includes(port) ? parsed : wrong(`names port ${port}`, right);
}

/** Telegram takes 1-256 characters of these for `secret_token` (setWebhook). */
function webhookSecret(text: string): Parsed<Secret> {
  return /^[A-Za-z0-9_-]{1,256}$/.test(text)
    ? { value: new Secret(text) }
    : wrong('holds characters that Telegram does not allow', '1 to 256 of A-Z, a-z, 0-9, _ and -');
}

export const telegramVariables = {
  TELEGRAM_TOKEN: variable({
    unset: 'Telegram is off',
    description: "The Telegram bot's token. At least one of the two tokens is needed.",
    parse: token,
  }),
  TELEGRAM_API_URL: variable({
    default: 'https://api.telegram.org',
    description: 'Base address of the Telegram Bot API.',
    parse: baseUrl('https://api.telegram.org'),
  }),
  TELEGRAM_WEBHOOK_URL: variable({
    unset: 'long polling',
    description: 'Public https address for webhooks; needs `TELEGRAM_WEBHOOK_SECRET`.',
    parse: webhookUrl,
  }),
  TELEGRAM_WEBHOOK_SECRET: variable({
    unset: 'long polling',
    description: 'What Telegram sends along to prove that it is Telegram.',
    parse: webhookSecret,
  }),
} as const;

type Values = ValuesOf<typeof telegramVariables>;

export function telegramContradictions(
  { TELEGRAM_WEBHOOK_URL: url, TELEGRAM_WEBHOOK_SECRET: secret }: Values,
  isUnset: (variable: keyof Values) => boolean,
): readonly SettingProblem[] {
  const variable = 'TELEGRAM_WEBHOOK_SECRET';
  const problems: SettingProblem[] = [];
  if (url !== undefined && isUnset(variable)) {
    const right = 'a secret of 1 to 256 letters, digits, _ and -: openssl rand -hex 32';
    problems.push({ variable, what: 'is not set, but TELEGRAM_WEBHOOK_URL is', right });
  }
  if (secret !== undefined && isUnset('TELEGRAM_WEBHOOK_URL')) {
    const right = 'TELEGRAM_WEBHOOK_URL too, or neither for long polling';
    problems.push({ variable, what: 'is set, but not TELEGRAM_WEBHOOK_URL', right });
  }
  return problems;
}

export function telegramSettings({
  TELEGRAM_TOKEN,
  TELEGRAM_API_URL,
  TELEGRAM_WEBHOOK_URL: url,
  TELEGRAM_WEBHOOK_SECRET: secret,
}: Values): TelegramEnvironment {
  return {
    token: known(TELEGRAM_TOKEN),
    apiUrl: known(TELEGRAM_API_URL),
    ...(url !== undefined && secret !== undefined && { webhook: { url, secret } }),
  };
}
