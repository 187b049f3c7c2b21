import type { LeftOff } from '../../../core/vote/shortfall.ts';
import { plainText } from './text.ts';

/** One call of the Bot API. */
export interface WireRequest {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** What is left out because the platform refused it here. */
export type Without = ReadonlySet<LeftOff>;

export interface PostRequest extends WireRequest {
  /** The parts of this request that it could do without. */
  readonly ornaments: readonly LeftOff[];
}

export type Place = { readonly chat_id: number | string; readonly message_thread_id?: number };

export const formattingIn = (without: Without): readonly LeftOff[] =>
  without.has('formatting') ? [] : ['formatting'];

/** @param field prefix of `<field>_parse_mode`; a text or a caption has no prefix. */
export function formatted(
  field: 'text' | 'caption' | 'description',
  html: string,
  without: Without,
): Readonly<Record<string, string>> {
  if (without.has('formatting')) return { [field]: plainText(html) };
  const mode = field === 'description' ? 'description_parse_mode' : 'parse_mode';
  return { [field]: html, [mode]: 'HTML' };
}

export function paragraphs(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}
