import type { WireObject } from '../types.ts';
import { type FormErrors, isRecord, lengthOf } from './errors.ts';

/** All texts of all embeds of a message together (Discord reference, "Embed Limits"). */
const MAX_TOTAL = 6000;

/**
 * Checks the embeds of a message and returns them as Discord would show them.
 * @param filenames the message's files, which an embed may show as `attachment://name`.
 */
export function readEmbeds(
  errors: FormErrors,
  input: unknown,
  filenames: readonly string[] = [],
): WireObject[] {
  let total = 0;
  const count = (text: string | null): string | null => {
    total += text === null ? 0 : lengthOf(text);
    return text;
  };
  const embeds = errors.list(['embeds'], input, 0, 10).map((entry, index): WireObject => {
    const path = ['embeds', index];
    const embed = errors.object(path, entry);
    const wire: WireObject = { type: 'rich' };
    const title = count(errors.text([...path, 'title'], embed.title, 0, 256));
    const description = count(errors.text([...path, 'description'], embed.description, 0, 4096));
    if (title) wire.title = title;
    if (description) wire.description = description;
    errors.url([...path, 'url'], embed.url);
    if (typeof embed.url === 'string') wire.url = embed.url;
    const color = errors.integer([...path, 'color'], embed.color, 0, 0xffffff);
    if (color !== null) wire.color = color;
    if (embed.timestamp !== undefined && embed.timestamp !== null) {
      const at = typeof embed.timestamp === 'string' ? Date.parse(embed.timestamp) : Number.NaN;
      if (Number.isNaN(at)) {
        errors.add([...path, 'timestamp'], 'DATE_TIME_TYPE_PARSE', 'Could not parse. Should be ISO8601.');
      } else wire.timestamp = new Date(at).toISOString();
    }
    readParts(errors, path, embed, wire, { count, filenames });
    const shown = ['title', 'description', 'fields', 'footer', 'author', 'image', 'thumbnail'];
    if (!shown.some((key) => wire[key] !== undefined)) errors.required([...path, 'description']);
    return wire;
  });
  if (total > MAX_TOTAL) {
    errors.add(['embeds'], 'MAX_EMBED_SIZE_EXCEEDED', `Embed size exceeds maximum size of ${MAX_TOTAL}`);
  }
  return embeds;
}

interface Reading {
  readonly count: (text: string | null) => string | null;
  readonly filenames: readonly string[];
}

function readParts(
  errors: FormErrors,
  path: readonly (string | number)[],
  embed: Record<string, unknown>,
  wire: WireObject,
  { count, filenames }: Reading,
): void {
  if (isRecord(embed.footer)) {
    const text = count(errors.requiredText([...path, 'footer', 'text'], embed.footer.text, 1, 2048));
    errors.url([...path, 'footer', 'icon_url'], embed.footer.icon_url);
    wire.footer = { text, ...stringIn(embed.footer, 'icon_url') };
  }
  if (isRecord(embed.author)) {
    const name = count(errors.requiredText([...path, 'author', 'name'], embed.author.name, 1, 256));
    errors.url([...path, 'author', 'url'], embed.author.url);
    errors.picture([...path, 'author', 'icon_url'], embed.author.icon_url, filenames);
    wire.author = { name, ...stringIn(embed.author, 'url'), ...stringIn(embed.author, 'icon_url') };
  }
  for (const picture of ['image', 'thumbnail']) {
    const value = embed[picture];
    if (!isRecord(value)) continue;
    if (typeof value.url !== 'string') errors.required([...path, picture, 'url']);
    errors.picture([...path, picture, 'url'], value.url, filenames);
    wire[picture] = { ...stringIn(value, 'url'), width: 0, height: 0 };
  }
  const fields = errors.list([...path, 'fields'], embed.fields, 0, 25).map((entry, index) => {
    const at = [...path, 'fields', index];
    const field = errors.object(at, entry);
    const name = count(errors.requiredText([...at, 'name'], field.name, 1, 256));
    const value = count(errors.requiredText([...at, 'value'], field.value, 1, 1024));
    return { name, value, inline: field.inline === true };
  });
  if (fields.length > 0) wire.fields = fields;
}

function stringIn(source: Record<string, unknown>, key: string): WireObject {
  const value = source[key];
  return typeof value === 'string' ? { [key]: value } : {};
}
