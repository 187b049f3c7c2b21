import type { Attachment, MessageState, WireObject } from './types.ts';

/** Where a message's file can be loaded from. */
export const fileUrl = (base: string, channelId: string, { id, filename }: Attachment): string =>
  `${base}/attachments/${channelId}/${id}/${encodeURIComponent(filename)}`;

/**
 * Embeds with the addresses of the files that they show, and which files those are: Discord lists these no longer among
 * the message's attachments (discord-api-docs #1340). An edit that repeats the address itself shows the file twice (#5675).
 */
export function shownIn(
  embeds: readonly WireObject[],
  files: readonly Attachment[],
  urlOf: (file: Attachment) => string,
): Pick<MessageState, 'embeds' | 'embedded'> {
  const embedded = new Set<string>();
  const resolved = (value: unknown): unknown => {
    const name = typeof value === 'string' ? /^attachment:\/\/(.+)$/.exec(value)?.[1] : undefined;
    const file = files.find(({ filename }) => filename === name);
    if (file === undefined) return value;
    embedded.add(file.id);
    return urlOf(file);
  };
  const shown = embeds.map((embed) => {
    const next: WireObject = { ...embed };
    for (const part of ['image', 'thumbnail'] as const) {
      const picture = embed[part];
      if (isObject(picture)) next[part] = { ...picture, url: resolved(picture.url) };
    }
    const { author } = embed;
    if (isObject(author) && author.icon_url !== undefined)
      next.author = { ...author, icon_url: resolved(author.icon_url) };
    return next;
  });
  return { embeds: shown, embedded: [...embedded] };
}

const isObject = (value: unknown): value is WireObject => typeof value === 'object' && value !== null;
