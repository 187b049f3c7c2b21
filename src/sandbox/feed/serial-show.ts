import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { Town } from '../audience/town.ts';
import { type Book, readBook } from '../demo/book.ts';
import { steering } from '../props.ts';
import { speedUp } from '../speed.ts';
import { BACK_ROOM } from './back-room.ts';

/** A serial show of the sandbox: what the operator's file says of it, and what its crew will shoot. */
export interface SerialShow {
  readonly id: string;
  readonly title: string;
  readonly language: string;
  /** As in the operator's file. */
  readonly voting: Readonly<Record<string, unknown>>;
  readonly book: Book;
}

export function openSerialShow(speed: number): SerialShow {
  const text = speedUp(BACK_ROOM, speed);
  const { id, title, language, voting } = parse(text) as Omit<SerialShow, 'book'>;
  return { id, title, language, voting, book: readBook(text) };
}

/**
 * Writes an operator's file that plays the show in every community, from a feed on this machine. The feed is read as often as
 * the file allows, and nothing waits for a gap: the crew leaves one.
 */
export async function writeSerialProps(
  folder: string,
  { id, title, language, voting }: SerialShow,
  feed: string,
  { communities, alerts }: Town,
): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'cliffhanger.yaml');
  const serial = { id, title, language, voting };
  const source = { feed, every: '10s', gap: '0s', private: true };
  const outlets = communities.map(({ address, name, kind }) => `      - ${address} # ${name}, ${kind}\n`);
  const show = stringify([{ serial, source, starts: 'now' }], { indentSeq: true }).replaceAll(
    /^(?=.)/gm,
    '  ',
  );
  await writeFile(
    path,
    `# Written by the sandbox, and written again at its next start.\n${steering(alerts)}shows:\n${show}    outlets:\n${outlets.join('')}`,
  );
  return path;
}
