import { type Document, isMap, isScalar, parseDocument } from 'yaml';

/** What a day of the story takes without `--speed`: a season of five episodes takes a minute. */
const SECONDS_A_DAY = 12;
const DAY_S = 86_400;
export const DEFAULT_SPEED = DAY_S / SECONDS_A_DAY;

/** A vote that does not open with the drop leaves a moment to read the post. */
const SHORTEST_OPENING_S = 1;
/** The contract's shortest vote. */
const SHORTEST_VOTE_S = 5;
/**
 * The longest wait for final counts. It costs no time while the platforms answer, so it is longer than the shortest that the
 * contract allows: otherwise a slow machine would report provisional counts.
 */
const SHORTEST_CLOSING_S = 10;
/**
 * Telegram lets a bot post 20 messages a minute into one group, and the bot reserves a fifth of that for
 * urgent ones. A season of more than a few episodes must not need more, or its polls would come too late.
 */
const MESSAGES_A_MINUTE = 16;
const FEW_EPISODES = 5;
/** Leaves a moment to read who won before the next episode is out. */
const SHORTEST_PAUSE_S = 1;

/**
 * Divides a story's durations by `speed` and returns the file otherwise as it was, comments included. Whole seconds, within
 * the ranges of the contract. A release by the calendar becomes one after the decision: the time that the file would leave
 * between the end of a vote and the next drop. What can't be parsed stays as it is: the bot's own reader says what is wrong
 * with it.
 */
export function speedUp(storyFile: string, speed: number): string {
  const document = parseDocument(storyFile);
  divideRelease(document, speed);
  divideRules(document, ['voting'], speed);
  const episodes = document.get('episodes');
  const items = isMap(episodes) ? episodes.items : [];
  for (const { key } of items) {
    divideRules(document, ['episodes', isScalar(key) ? key.value : key, 'choice', 'voting'], speed);
  }
  if (items.length > FEW_EPISODES) keepPace(document);
  return document.toString({ lineWidth: 0 });
}

/** Lengthens the pause between two episodes if a group would otherwise get more messages than allowed. */
function keepPace(document: Document): void {
  const after = secondsAt(document, ['release', 'after']);
  if (after === undefined) return;
  const vote =
    (secondsAt(document, ['voting', 'opens']) ?? 0) + (secondsAt(document, ['voting', 'lasts']) ?? 0);
  // A drop, a poll and a result; perhaps a reminder.
  const messages = secondsAt(document, ['voting', 'reminder']) === undefined ? 3 : 4;
  const least = Math.ceil((messages * 60) / MESSAGES_A_MINUTE) - vote;
  if (after < least) document.setIn(['release', 'after'], text(least));
}

function divideRelease(document: Document, speed: number): void {
  const after = secondsAt(document, ['release', 'after']);
  if (after !== undefined) {
    document.setIn(['release', 'after'], text(Math.max(SHORTEST_PAUSE_S, Math.round(after / speed))));
    return;
  }
  const every = secondsAt(document, ['release', 'every']);
  if (every === undefined || every <= 0) return;
  const voting =
    (secondsAt(document, ['voting', 'opens']) ?? 0) + (secondsAt(document, ['voting', 'lasts']) ?? 0);
  const left = every - (voting % every);
  document.set(
    'release',
    document.createNode({ after: text(Math.max(SHORTEST_PAUSE_S, Math.ceil(left / speed))) }),
  );
}

type Path = readonly unknown[];

function divideRules(document: Document, path: Path, speed: number): void {
  const divide = (key: string, least: number, rounded = Math.round) => {
    const length = secondsAt(document, [...path, key]);
    if (length !== undefined) {
      document.setIn([...path, key], text(Math.max(least, rounded(length / speed))));
    }
  };
  const opens = secondsAt(document, [...path, 'opens']);
  divide('opens', opens === 0 ? 0 : SHORTEST_OPENING_S);
  divide('lasts', SHORTEST_VOTE_S);
  divide('runoff', SHORTEST_VOTE_S);
  divide('closing', SHORTEST_CLOSING_S);
  divide('reminder', 0, Math.floor);
  const lasts = secondsAt(document, [...path, 'lasts']) ?? secondsAt(document, ['voting', 'lasts']);
  const reminder = secondsAt(document, [...path, 'reminder']);
  // No reminder is sent less than a second before the end.
  if (reminder === 0 || (lasts !== undefined && reminder !== undefined && reminder >= lasts)) {
    document.deleteIn([...path, 'reminder']);
  }
}

/** A duration as the contract writes it, `1d`, `20h`, `1h30m`; undefined if there is none. */
function secondsAt(document: Document, path: Path): number | undefined {
  const value = document.hasIn(path) ? document.getIn(path) : undefined;
  const parts = typeof value === 'string' ? /^(?=\d)(\d+d)?(\d+h)?(\d+m)?(\d+s)?$/.exec(value) : null;
  if (parts === null) return undefined;
  const [, ...units] = parts;
  const sizes = [DAY_S, 3_600, 60, 1];
  return sizes.reduce((sum, size, index) => sum + size * Number.parseInt(units[index] ?? '0', 10), 0);
}

const text = (seconds: number): string => `${seconds}s`;
