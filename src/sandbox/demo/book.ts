import { parse } from 'yaml';

/**
 * What the ground truth needs of a story file. It is parsed here independently, so that a misreading by the bot cannot agree
 * with itself.
 */
export interface Book {
  readonly opening: string;
  readonly episodes: ReadonlyMap<string, BookEpisode>;
}

export interface BookEpisode {
  readonly title: string | undefined;
  readonly synopsis: string | undefined;
  readonly url: string | undefined;
  readonly next: string | undefined;
  readonly choice: BookChoice | undefined;
}

export interface BookChoice {
  readonly question: string;
  readonly binding: boolean;
  /** In the file's order. */
  readonly options: readonly { readonly label: string; readonly next: string | undefined }[];
  readonly tie: string;
  readonly quorum: number;
  /** Milliseconds. */
  readonly lasts: number;
  readonly runoff: number;
}

/** @throws if the file is not a story; the bot's own reader checks it before. */
export function readBook(storyFile: string): Book {
  const file = mapping(parse(storyFile));
  const rules = mapping(file.voting);
  const episodes = Object.entries(mapping(file.episodes)).map(([id, value]): [string, BookEpisode] => {
    const { title, synopsis, url, next, choice } = mapping(value);
    return [
      id,
      {
        title: words(title),
        synopsis: words(synopsis),
        url: words(url),
        next: words(next),
        choice: choice === undefined ? undefined : choiceIn(mapping(choice), rules),
      },
    ];
  });
  return { opening: words(file.opening) ?? '', episodes: new Map(episodes) };
}

type Mapping = Readonly<Record<string, unknown>>;

function choiceIn(choice: Mapping, general: Mapping): BookChoice {
  const rules: Mapping = { ...general, ...mapping(choice.voting ?? {}) };
  const options = Array.isArray(choice.options) ? choice.options.map(mapping) : [];
  const lasts = milliseconds(rules.lasts) ?? 0;
  return {
    question: words(choice.question) ?? '',
    binding: choice.kind !== 'prediction',
    options: options.map(({ label, next }) => ({ label: words(label) ?? '', next: words(next) })),
    tie: words(rules.tie) ?? 'first-listed',
    quorum: typeof rules.quorum === 'number' ? rules.quorum : 0,
    lasts,
    runoff: milliseconds(rules.runoff) ?? lasts,
  };
}

function mapping(value: unknown): Mapping {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Mapping;
  throw new Error('The story file lacks a key that a story needs');
}

const words = (value: unknown): string | undefined =>
  typeof value === 'string' ? value.normalize('NFC').trim() : undefined;

const UNITS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 };

function milliseconds(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  const parts = [...value.matchAll(/(\d+)([dhms])/g)];
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * UNITS[unit as keyof typeof UNITS], 0);
}

/** The choice that a poll asks; undefined if the story has no such question. */
export function choiceOf(book: Book, question: string): BookChoice | undefined {
  for (const { choice } of book.episodes.values()) if (choice?.question === question) return choice;
  return undefined;
}
