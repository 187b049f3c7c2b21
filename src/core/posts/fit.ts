import { formatDuration, MINUTE } from '../durations.ts';
import { platformTitle } from '../platform-name.ts';
import type { StoryFault, StoryPath } from '../story/fault.ts';
import {
  type Choice,
  choiceOf,
  type Episode,
  type Option,
  type Story,
  shownLabel,
  type VotingRules,
} from '../story/story.ts';
import { codePoints, excessIn, lengthForPeople } from '../text/graphemes.ts';
import type { Capabilities } from './capabilities.ts';

/** A poll's backstop is after its deadline and must end a minute before the platform's longest poll does. */
const BACKSTOP_MARGIN = MINUTE;

/** Length of a text as the platforms' limits count it: code points after NFC normalisation. */
export function lengthOf(text: string): number {
  return codePoints(text.normalize('NFC'));
}

interface Limit {
  readonly value: number;
  /** The platform that sets it. */
  readonly of: string;
}

/**
 * The parts of a story that some platform of `capabilities` can't carry, measured by the strictest limit; unreadable
 * characters; and voting rules that contradict each other. Without platforms only the latter two.
 */
export function misfits(story: Story, capabilities: readonly Capabilities[]): readonly StoryFault[] {
  return [
    ...textMisfits(['title'], 'the title', story.title, undefined),
    ...ruleMisfits(['voting'], story.voting, capabilities),
    ...story.episodes.flatMap((episode) => [
      ...dropMisfits(story, episode, capabilities),
      ...choiceMisfits(story, episode, capabilities),
    ]),
  ];
}

function tightest(
  capabilities: readonly Capabilities[],
  of: (each: Capabilities) => number,
): Limit | undefined {
  return capabilities
    .map((each) => ({ value: of(each), of: each.platform }))
    .reduce<Limit | undefined>(
      (least, each) => (least && least.value <= each.value ? least : each),
      undefined,
    );
}

function tooLong(
  path: StoryPath,
  name: string,
  length: number,
  limit: Limit | undefined,
): readonly StoryFault[] {
  if (limit === undefined || length <= limit.value) return [];
  return [
    {
      path,
      what: `${name} has ${length} characters`,
      right: `at most ${limit.value} (the limit of ${platformTitle(limit.of)}): ${length - limit.value} fewer`,
    },
  ];
}

/** If the platforms count differently from people, both numbers are shown. */
function textMisfits(
  path: StoryPath,
  name: string,
  text: string,
  limit: Limit | undefined,
): readonly StoryFault[] {
  const excess = excessIn(text);
  if (excess !== undefined) return [{ path, what: `${name} ${excess.what}`, right: excess.right }];
  const faults = tooLong(path, name, lengthOf(text), limit);
  if (faults.length === 0) return [];
  const seen = lengthForPeople(text);
  if (seen === lengthOf(text)) return faults;
  return faults.map((fault) => ({ ...fault, what: `${fault.what} for the platforms (people see ${seen})` }));
}

function dropMisfits(
  story: Story,
  episode: Episode,
  capabilities: readonly Capabilities[],
): readonly StoryFault[] {
  const path = ['episodes', episode.id];
  const { title, synopsis, url = '', image } = episode;
  const parts = [
    ...textMisfits(
      [...path, 'title'],
      'the title',
      title,
      tightest(capabilities, (each) => each.drop.title),
    ),
    ...textMisfits(
      [...path, 'synopsis'],
      'the synopsis',
      synopsis,
      tightest(capabilities, (each) => each.drop.synopsis),
    ),
    ...tooLong(
      [...path, 'url'],
      'the url',
      url.length,
      tightest(capabilities, (each) => each.url),
    ),
    ...tooLong(
      [...path, 'image'],
      'the image',
      image?.length ?? 0,
      tightest(capabilities, (each) => each.image),
    ),
  ];
  if (parts.length > 0) return parts;
  const whole = lengthOf(story.title) + lengthOf(title) + lengthOf(synopsis) + url.length;
  const total = tightest(capabilities, (each) => each.drop.total);
  return tooLong(path, 'the whole post (show, title, synopsis and url)', whole, total);
}

function choiceMisfits(
  story: Story,
  episode: Episode,
  capabilities: readonly Capabilities[],
): readonly StoryFault[] {
  const choice = choiceOf(episode);
  if (choice === undefined) return [];
  const path = ['episodes', episode.id, 'choice'];
  const label = tightest(capabilities, (each) => each.poll.label);
  return [
    ...textMisfits(
      [...path, 'question'],
      'the question',
      choice.question,
      tightest(capabilities, (each) => each.poll.question),
    ),
    ...optionCountMisfits(path, choice, capabilities),
    ...choice.options.flatMap((option, index) =>
      labelMisfits([...path, 'options', index, 'label'], option, label),
    ),
    ...(choice.voting === story.voting ? [] : ruleMisfits([...path, 'voting'], choice.voting, capabilities)),
  ];
}

/** Some platforms show the emoji, and a space behind it, as a part of the label. */
function labelMisfits(path: StoryPath, option: Option, limit: Limit | undefined): readonly StoryFault[] {
  const name = option.emoji === undefined ? 'the label' : 'the label with its emoji and a space';
  return textMisfits(path, name, shownLabel(option), limit);
}

function optionCountMisfits(
  path: StoryPath,
  choice: Choice,
  capabilities: readonly Capabilities[],
): readonly StoryFault[] {
  const count = choice.options.length;
  const most = tightest(capabilities, (each) => each.poll.options.max);
  // A poll with one answer is not a choice, even if a platform allows it.
  const fewest = Math.max(2, ...capabilities.map((each) => each.poll.options.min));
  if (count >= fewest && (most === undefined || count <= most.value)) return [];
  const right = most === undefined ? `at least ${fewest}` : `${fewest} to ${most.value}`;
  return [{ path: [...path, 'options'], what: `there are ${count} options`, right: `${right} options` }];
}

function ruleMisfits(
  path: StoryPath,
  rules: VotingRules,
  capabilities: readonly Capabilities[],
): readonly StoryFault[] {
  const longest = tightest(capabilities, (each) => each.poll.lasts.max - BACKSTOP_MARGIN);
  const lengths = (['lasts', 'runoff'] as const).flatMap((name) =>
    longest === undefined || rules[name] <= longest.value
      ? []
      : [
          {
            path: [...path, name],
            what: `${name} is ${formatDuration(rules[name])}`,
            right: `at most ${formatDuration(longest.value)} (the limit of ${platformTitle(longest.of)})`,
          },
        ],
  );
  if (rules.reminder === undefined || rules.reminder < rules.lasts) return lengths;
  const reminder = {
    path: [...path, 'reminder'],
    what: `the reminder is due ${formatDuration(rules.reminder)} before the end of a vote that lasts ${formatDuration(rules.lasts)}`,
    right: 'a reminder shorter than "lasts", or none',
  };
  return [...lengths, reminder];
}
