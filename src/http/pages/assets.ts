import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Packed, pack } from './packed.ts';

export interface Asset {
  readonly type: string;
  readonly packed: Packed;
  /** Its name never stands for other content. */
  readonly isFixed: boolean;
}

export interface PageAssets {
  /** Addresses relative to `/shows/`. */
  readonly style: string;
  readonly script: string;
  /** By name. */
  readonly all: ReadonlyMap<string, Asset>;
}

/** The pages' own files. An underscore begins their folder, because no show's id has one. */
export const ASSETS = '_assets';

/** Reads the files. Style and script have the hash of their content in their names, so that browsers keep them. */
export function readAssets(): PageAssets {
  const style = assetFile(import.meta.url, 'page.css');
  const script = assetFile(import.meta.url, 'page.js');
  const styleName = `page-${hashOf(style)}.css`;
  const scriptName = `page-${hashOf(script)}.js`;
  return {
    style: `${ASSETS}/${styleName}`,
    script: `${ASSETS}/${scriptName}`,
    all: new Map([
      [styleName, { type: 'text/css; charset=utf-8', packed: pack(style), isFixed: true }],
      [scriptName, { type: 'text/javascript; charset=utf-8', packed: pack(script), isFixed: true }],
      [
        'icon.svg',
        { type: 'image/svg+xml', packed: pack(assetFile(import.meta.url, 'icon.svg')), isFixed: false },
      ],
    ]),
  };
}

const assetFile = (module: string, name: string): Buffer => readFileSync(new URL(`./assets/${name}`, module));

const hashOf = (content: Buffer): string => createHash('sha256').update(content).digest('hex').slice(0, 12);
