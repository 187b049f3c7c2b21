import { html } from 'htm/preact';
import type { ComponentChildren, VNode } from 'preact';
import type { FilePart } from '../../state.ts';
import { outwards, safeAddress } from '../links.ts';

type Wire = Readonly<Record<string, unknown>>;

const wire = (value: unknown): Wire => (typeof value === 'object' && value !== null ? (value as Wire) : {});
const words = (value: unknown): string => (typeof value === 'string' ? value : '');
const list = (value: unknown): readonly Wire[] => (Array.isArray(value) ? value.map(wire) : []);

interface Drawing {
  readonly embed: Wire;
  readonly files: readonly FilePart[];
  readonly draw: (text: string) => ComponentChildren;
}

export function Embed({ embed, files, draw }: Drawing): VNode {
  const colour =
    typeof embed.color === 'number' ? `#${embed.color.toString(16).padStart(6, '0')}` : undefined;
  const { author, title, description, fields, image, thumbnail, footer } = embed;
  return html`<div class="embed" style=${colour === undefined ? {} : { borderLeftColor: colour }}>
    <div class="embed-text">
      ${words(wire(author).name) !== '' && html`<div class="embed-author">${words(wire(author).name)}</div>`}
      ${words(title) !== '' && html`<div class="embed-title">${outwards(embed.url, draw(words(title)))}</div>`}
      ${words(description) !== '' && html`<div class="embed-description">${draw(words(description))}</div>`}
      ${list(fields).map(
        (field) =>
          html`<div class="embed-field"><b>${draw(words(field.name))}</b><div>${draw(words(field.value))}</div></div>`,
      )}
      <${Picture} of=${wire(image).url} files=${files} />
      ${words(wire(footer).text) !== '' && html`<div class="embed-footer">${words(wire(footer).text)}</div>`}
    </div>
    ${thumbnail !== undefined && html`<div class="embed-thumbnail"><${Picture} of=${wire(thumbnail).url} files=${files} /></div>`}
  </div>`;
}

/** Discord gives a file that came with the message an address of its own. */
const fileIn = (address: unknown, files: readonly FilePart[]): FilePart | undefined =>
  files.find(({ id }) => typeof address === 'string' && address.includes(`/${id}/`));

/** A picture that came with the message; one from elsewhere is only named, since the page asks nothing of other sites. */
function Picture({ of, files }: { of: unknown; files: readonly FilePart[] }): VNode | null {
  if (typeof of !== 'string') return null;
  const file = fileIn(of, files);
  if (file?.address) return html`<img class="picture" src=${file.address} alt=${file.alt} />`;
  const address = safeAddress(of);
  return address === undefined
    ? null
    : html`<div class="picture away"><span>Picture from ${new URL(address).hostname}</span></div>`;
}
