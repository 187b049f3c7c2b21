import { z } from 'zod';
import { DAY, HOUR, SECOND } from '../src/core/durations.ts';
import { NAME, NAME_RIGHT } from '../src/core/story/names.ts';
import { WEEKDAYS } from '../src/core/story/story.ts';
import { oneEmoji } from '../src/core/text/emoji.ts';
import { block, duration, identifier, time, webAddress, words } from './schema-parts.ts';

/**
 * The story file's shape: the single source for the reader's checks and for config/schema/story.schema.json.
 * What a shape can't express (the graph, the platforms' limits) is in src/core.
 */

/** More than any series plays; keeps quadratic checks of a hostile file harmless. */
const MOST_EPISODES = 1_000;
/** A poll must end before Telegram's maximum of 2,628,000 s, with a day left for extending it. */
const LONGEST_VOTE = 29 * DAY;
/** Discord's longest poll, 32 d, has room for the longest vote and this. */
const LONGEST_EXTENSION = 2 * DAY;
const SHORTEST_VOTE = 5 * SECOND;
/** Catches mistakes; people must be able to read the options of any episode within a minute. */
const MOST_OPTIONS = 50;

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

const WEEKDAYS_RIGHT = `a list of weekdays, such as [mon, wed, fri]; the names are ${WEEKDAYS.join(', ')}`;

/** The keys that make a release rule, each together. */
export const RELEASE_RULES: readonly (readonly string[])[] = [
  ['after'],
  ['every', 'at', 'timezone'],
  ['days', 'at', 'timezone'],
  ['on'],
];
const RELEASE_KEYS = [...new Set(RELEASE_RULES.flat())];
export const RELEASE_RIGHT =
  'one of { after: 2h }, { every: 1d, at: "19:00", timezone: America/New_York }, { days: [mon, fri], at: "19:00", timezone: Europe/Berlin } and { on: link }';

const released = {
  after: duration(0, 366 * DAY).meta({
    description:
      'So long after the decision (after the drop, where nothing is decided) the next episode is out.',
  }),
  every: z
    .string({ error: 'whole days, 1d to 366d' })
    .regex(/^\d{1,3}d$/, { error: 'whole days, 1d to 366d', abort: true })
    .meta({ examples: ['1d', '7d'] })
    .transform((text) => Number.parseInt(text, 10))
    .refine((days) => days >= 1 && days <= 366, { error: 'whole days, 1d to 366d' })
    .meta({
      description: 'Days from one episode to the next, on the local calendar.',
    }),
  at: z
    .string({ error: 'a local time such as "19:00", in quotes' })
    .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, { error: 'a local time from "00:00" to "23:59"' })
    .meta({ description: 'Local time of day, in quotes.', examples: ['19:00'] }),
  days: z
    .array(z.enum(WEEKDAYS, { error: WEEKDAYS_RIGHT }), { error: WEEKDAYS_RIGHT })
    .min(1, { error: WEEKDAYS_RIGHT })
    .refine((days) => new Set(days).size === days.length, { error: 'each weekday once' })
    .meta({
      description: 'The weekdays on which an episode is out.',
      examples: [['mon', 'wed', 'fri']],
      uniqueItems: true,
    }),
  on: z
    .literal('link', { error: 'link' })
    .meta({ description: 'The next episode is out as soon as it has a link. No date is promised.' }),
  timezone: z
    .string({ error: 'a time zone such as America/New_York' })
    // Offsets are not zones: they know no daylight saving.
    .regex(/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/, { error: 'a time zone such as America/New_York', abort: true })
    .refine(isTimeZone, {
      error: 'a time zone of the IANA list, such as America/New_York, Europe/Berlin or UTC',
    })
    .meta({
      description: 'IANA name of the time zone of `at`.',
      examples: ['America/New_York', 'Europe/Berlin'],
    }),
};

const releaseSchema = block(
  {
    after: released.after.optional(),
    every: released.every.optional(),
    at: released.at.optional(),
    timezone: released.timezone.optional(),
    days: released.days.optional(),
    on: released.on.optional(),
  },
  RELEASE_RIGHT,
).meta({
  description: 'When the next episode is out. The opening comes at the start.',
  oneOf: RELEASE_RULES.map((keys) => ({
    required: keys,
    not: { anyOf: RELEASE_KEYS.filter((key) => !keys.includes(key)).map((key) => ({ required: [key] })) },
  })),
});

const rules = {
  opens: duration(0, 7 * DAY).meta({
    description: 'From the drop to the opening of the poll.',
  }),
  lasts: duration(SHORTEST_VOTE, LONGEST_VOTE).meta({
    description: 'Length of the vote, 5s to 29d.',
  }),
  tie: z
    .enum(['runoff', 'showrunner', 'first-listed'], { error: 'runoff, showrunner or first-listed' })
    .meta({
      description:
        'A tie: one runoff among the tied options, a showrunner decides, or the option listed first wins.',
    }),
  runoff: duration(SHORTEST_VOTE, LONGEST_VOTE).meta({
    description: 'Length of a runoff, 5s to 29d. As long as the vote itself where it is not given.',
  }),
  quorum: z
    .int({ error: 'a whole number, 0 or more' })
    .min(0, { error: 'a whole number, 0 or more' })
    .max(1_000_000_000, { error: 'a whole number up to 1000000000' })
    .meta({ description: 'With fewer ballots a showrunner decides. 0 asks for none. Not for runoffs.' }),
  reminder: duration(SECOND, LONGEST_VOTE).meta({
    description: 'So long before the end the outlets are reminded, once. Not given: no reminder.',
  }),
  closing: duration(SECOND, HOUR).meta({
    description: 'Longest wait for the final counts after the end, 1s to 1h.',
  }),
  sealed: z
    .boolean({ error: 'expected true or false' })
    .meta({ description: 'Hides the counts until the end where the platform can.' }),
  missing: z.enum(['ask', 'announce'], { error: 'ask or announce' }).meta({
    description:
      'A whole platform, or more than a third of five or more communities, never had an open poll: a showrunner is asked first, or it is decided with what there is.',
  }),
  extendable: duration(0, LONGEST_EXTENSION).meta({
    description:
      'How far /vote extend can move the end at least, 0s to 2d. On Discord the poll shows an end that is so much later, rounded up to whole hours of its life; the bot closes it at the deadline.',
  }),
  late: z.enum(['extend', 'ask', 'go-on'], { error: 'extend, ask or go-on' }).meta({
    description:
      'More than a third of the communities got less than half of the promised time because the bot was away: the vote is extended once by what was lost, a showrunner is asked, or it goes on.',
  }),
  patience: duration(SECOND, LONGEST_VOTE).meta({
    description:
      'Longest wait for a showrunner before it is decided without an answer, 1s to 29d. Ends earlier where the next episode is due on the calendar.',
  }),
};

const RULES_RIGHT = 'write { lasts: 20h } and what else differs from the defaults';

const votingSchema = block(
  {
    opens: rules.opens.prefault('0s'),
    lasts: rules.lasts,
    tie: rules.tie.default('first-listed'),
    runoff: rules.runoff.optional(),
    quorum: rules.quorum.default(0),
    reminder: rules.reminder.optional(),
    closing: rules.closing.prefault('60s'),
    sealed: rules.sealed.default(false),
    missing: rules.missing.default('ask'),
    late: rules.late.default('extend'),
    patience: rules.patience.prefault('6h'),
    extendable: rules.extendable.prefault('1h'),
  },
  RULES_RIGHT,
).meta({ description: 'The rules of every vote; frozen and published before the first vote of each poll.' });

const choiceVotingSchema = block(
  {
    opens: rules.opens.optional(),
    lasts: rules.lasts.optional(),
    tie: rules.tie.optional(),
    runoff: rules.runoff.optional(),
    quorum: rules.quorum.optional(),
    reminder: rules.reminder.optional(),
    closing: rules.closing.optional(),
    sealed: rules.sealed.optional(),
    missing: rules.missing.optional(),
    late: rules.late.optional(),
    patience: rules.patience.optional(),
    extendable: rules.extendable.optional(),
  },
  RULES_RIGHT,
).meta({ description: 'What differs from the rules of the story for this choice.' });

const episodeName = identifier(`the id of an episode: ${NAME_RIGHT}`, NAME);

const EMOJI_RIGHT = 'one emoji, such as 🎬';

const optionSchema = block(
  {
    id: identifier(`an id: ${NAME_RIGHT}`, NAME).meta({
      description: 'Names the option in commands and receipts.',
      examples: ['brother'],
    }),
    label: words('a short text').meta({ description: 'What the audience reads: at most 55 characters.' }),
    emoji: z
      .string({ error: EMOJI_RIGHT })
      .refine((text) => oneEmoji(text) !== undefined, { error: EMOJI_RIGHT })
      .optional()
      .meta({ description: 'One emoji, shown before the label.', examples: ['🎬'] }),
    next: episodeName
      .optional()
      .meta({ description: 'The episode that plays if this wins. Not in a prediction.' }),
  },
  'write each option as { id: brother, label: Her brother, next: brother }',
).meta({ description: 'One answer of the poll.' });

const choiceSchema = block(
  {
    question: words('a question').meta({ description: 'At most 300 characters.' }),
    kind: z
      .enum(['binding', 'prediction'], { error: 'binding or prediction' })
      .default('binding')
      .meta({ description: 'A binding choice moves the story; a prediction never does.' }),
    options: z
      .array(optionSchema, { error: 'a list of options, each beginning with "-"' })
      .max(MOST_OPTIONS, { error: '2 to 10 options' })
      .meta({ description: '2 to 10 options.', minItems: 2, maxItems: 10 }),
    voting: choiceVotingSchema.optional(),
    intended: z
      .record(
        z.string(),
        z
          .number({ error: 'a share from 0 to 1, such as 0.6' })
          .min(0, { error: 'a share from 0 to 1, such as 0.6' })
          .max(1, { error: 'a share from 0 to 1, such as 0.6 for 60 %' }),
        { error: 'shares by option id, such as { brother: 0.6 }' },
      )
      .optional()
      .meta({
        description:
          "How the writers expect the vote to go: shares of the votes from 0 to 1 by option id, not necessarily of all options. Only the writers' report uses it.",
        examples: [{ brother: 0.6 }],
      }),
  },
  'a question with options',
).meta({ description: 'What the audience votes on when the episode is out.' });

const episodeSchema = block(
  {
    title: words('a title').meta({ description: 'Name of the episode.' }),
    url: webAddress()
      .optional()
      .meta({ description: 'Where to watch. Not given: the season waits for /episode link.', format: 'uri' }),
    synopsis: words('one paragraph of text')
      .optional()
      .meta({ description: 'One line, shown under the link. ">-" folds several lines into one.' }),
    image: webAddress().optional().meta({ description: 'Picture for the post.', format: 'uri' }),
    at: time()
      .optional()
      .meta({
        description:
          'Its own date and time, in place of what "release" gives: with an offset, or local where "release" names a time zone.',
        examples: ['2026-12-24T20:00', '2026-12-24T20:00:00-05:00'],
      }),
    match: words('a text such as "Episode 3", or the guid or link of the item')
      .optional()
      .meta({
        description:
          'Text by which an item of the feed is known as this episode: in its title, or its guid or link. Not given: by the title.',
        examples: ['Episode 3'],
      }),
    choice: choiceSchema.optional(),
    next: episodeName.optional().meta({ description: 'The one episode that follows.' }),
    ending: z.boolean({ error: 'expected true' }).optional().meta({ description: 'The season ends here.' }),
    draft: z.boolean({ error: 'expected true or false' }).optional().meta({
      description:
        'Known, but not written yet: when it is due, the season waits for it. It may say already what comes after it.',
    }),
    revisited: z
      .boolean({ error: 'expected true or false' })
      .optional()
      .meta({ description: 'Marks an episode that may play more than once: a circle must pass one.' }),
  },
  'an episode: a title, a url, and a choice, a next or an ending',
).meta({
  description:
    'One short film. It ends in a choice, in one next episode, or is an ending; a draft may leave that open.',
  anyOf: [
    { required: ['choice'] },
    { required: ['next'] },
    { required: ['ending'] },
    { required: ['draft'] },
  ],
});

export const storySchema = block(
  {
    id: identifier(
      'a name such as night-shift: 1 to 40 small letters, digits and "-"',
      /^[a-z0-9][a-z0-9-]{0,39}$/,
    ).meta({
      description: 'Names the show in commands: small letters, digits and "-".',
      examples: ['night-shift'],
    }),
    title: words('a title').meta({ description: 'The name of the show.' }),
    language: z
      .string({ error: 'a language tag such as en' })
      .regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, { error: 'a language tag such as en' })
      .default('en')
      .meta({ description: "Of the bot's own sentences in the outlets." }),
    opening: episodeName.meta({ description: 'The id of the first episode.', examples: ['pilot'] }),
    release: releaseSchema,
    voting: votingSchema,
    episodes: z
      .record(episodeName, episodeSchema, { error: 'the episodes, each under its id' })
      .refine((episodes) => Object.keys(episodes).length <= MOST_EPISODES, {
        error: `at most ${MOST_EPISODES} episodes`,
      })
      .meta({ description: 'Every episode under its id.', minProperties: 1 }),
  },
  'id, title, opening, release, voting and episodes',
).meta({
  title: 'Cliffhanger story',
  description: 'An interactive series: episodes and the choices between them.',
});

/** The parts, for reading the valid parts of a file with faults. */
export const storyParts = {
  story: storySchema.shape,
  episode: episodeSchema,
  choice: choiceSchema,
  option: optionSchema,
};

export type StoryFile = z.output<typeof storySchema>;
export type EpisodeFile = z.output<typeof episodeSchema>;
export type ChoiceFile = z.output<typeof choiceSchema>;
