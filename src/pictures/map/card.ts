import { readsRightToLeft } from '../../core/text/bidi.ts';
import { linesOf, widthOf } from '../drawn-text.ts';
import type { MapEpisode, MapVote } from './story-map.ts';

/** Pixels. */
export const CARD_WIDTH = 240;
export const PADDING = 14;
const INSIDE = CARD_WIDTH - 2 * PADDING;

/** Kinds of text on a card; `style.ts` colours them. */
export type TextKind = 'title' | 'id' | 'caption' | 'question' | 'option' | 'date' | 'standing';

const FONTS: Readonly<
  Record<TextKind, { readonly size: number; readonly line: number; readonly bold?: true }>
> = {
  title: { size: 15, line: 20, bold: true },
  id: { size: 11, line: 16 },
  date: { size: 12, line: 17 },
  caption: { size: 10.5, line: 16, bold: true },
  question: { size: 12.5, line: 17 },
  option: { size: 12, line: 16 },
  standing: { size: 12, line: 17, bold: true },
};

export const fontOf = (kind: TextKind) => FONTS[kind];

/** A story's longest title and question fit. */
const MOST_TITLE_LINES = 7;
const MOST_QUESTION_LINES = 14;
const MOST_OPTION_LINES = 2;
const CHIP = { size: 10.5, height: 18, padding: 7, gap: 6 } as const;
export const CHIP_SIZE = CHIP.size;

/** One line. `y` is its baseline, from the card's top. */
export interface CardText {
  readonly kind: 'text';
  readonly of: TextKind;
  readonly words: string;
  readonly y: number;
  /** The text that it is a line of reads from right to left. */
  readonly rightToLeft: boolean;
}

/** What stands on a card, from top to bottom. `y` is from the card's top. */
export type CardPart =
  | CardText
  | {
      readonly kind: 'chip';
      readonly words: string;
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
    }
  | { readonly kind: 'rule'; readonly y: number }
  /** The coloured foot that says where the season is. */
  | { readonly kind: 'foot'; readonly y: number; readonly height: number };

export interface Card {
  readonly height: number;
  readonly parts: readonly CardPart[];
}

/** Lays an episode out on a card of `CARD_WIDTH`. */
export function cardOf(episode: MapEpisode): Card {
  const parts: CardPart[] = [];
  let y = PADDING;
  const write = (of: TextKind, words: string, most: number): void => {
    const { size, line, bold } = FONTS[of];
    const rightToLeft = readsRightToLeft(words);
    for (const each of linesOf(words, { width: INSIDE, size, bold: bold === true, most })) {
      parts.push({ kind: 'text', of, words: each, y: y + line * 0.75, rightToLeft });
      y += line;
    }
  };
  const marks = chipsOf(episode.marks, y);
  parts.push(...marks.parts);
  y += marks.height;
  write('title', episode.title, MOST_TITLE_LINES);
  write('id', episode.id, 2);
  if (episode.date !== undefined) write('date', episode.date, 2);
  if (episode.vote !== undefined) {
    y += 6;
    parts.push({ kind: 'rule', y });
    y += 8;
    writeVote(episode.vote, write);
  }
  y += PADDING - 4;
  if (episode.standing !== undefined) {
    const [top, under] = [y, parts.length];
    y += 6;
    write('standing', episode.standing, 3);
    y += 6;
    parts.splice(under, 0, { kind: 'foot', y: top, height: y - top });
  }
  return { height: y, parts };
}

function writeVote(
  { kind, question, options }: MapVote,
  write: (of: TextKind, words: string, most: number) => void,
): void {
  write('caption', kind === 'binding' ? 'VOTE' : 'PREDICTION, MOVES NOTHING', 1);
  write('question', question, MOST_QUESTION_LINES);
  for (const option of options) write('option', `• ${option}`, MOST_OPTION_LINES);
}

function chipsOf(
  marks: readonly string[],
  top: number,
): { readonly parts: readonly CardPart[]; readonly height: number } {
  const parts: CardPart[] = [];
  let [x, y] = [PADDING, top];
  for (const mark of marks) {
    const words = mark.toUpperCase();
    const width = widthOf(words, CHIP.size, true) + 2 * CHIP.padding;
    if (x > PADDING && x + width > CARD_WIDTH - PADDING) {
      x = PADDING;
      y += CHIP.height + CHIP.gap;
    }
    parts.push({ kind: 'chip', words, x, y, width, height: CHIP.height });
    x += width + CHIP.gap;
  }
  return { parts, height: marks.length === 0 ? 0 : y - top + CHIP.height + 8 };
}
