import { z } from 'zod';
import { DAY, SECOND } from '../src/core/durations.ts';
import { LONGEST_ADDRESS } from '../src/core/story/web-address.ts';
import { block, duration, webAddress } from './schema-parts.ts';

/** Longer than any filter that a person writes and can still read. */
const LONGEST_PATTERN = 500;

const expression = () => {
  const right = `a regular expression of 1 to ${LONGEST_PATTERN} characters, such as "trailer|/shorts/"`;
  return z.string({ error: right }).min(1, { error: right }).max(LONGEST_PATTERN, { error: right });
};

const yesOrNo = () => z.boolean({ error: 'true or false' }).default(false);

/** Keys that mean nothing without a feed. */
export const FEED_RULES = ['every', 'only', 'skip', 'private'] as const;

/** `shows[].source` of the operator's file. Whether `FEED_RULES` have a feed, the file's reader judges. */
export const sourceSchema = block(
  {
    feed: webAddress()
      .optional()
      .meta({
        description:
          'Address of an RSS, Atom, JSON or podcast feed, or of the feed of a YouTube channel or playlist. Absent: episodes come only by the webhook and by commands.',
        format: 'uri',
        maxLength: LONGEST_ADDRESS,
        examples: ['https://watch.example/feed.xml'],
      }),
    every: duration(10 * SECOND, DAY)
      .optional()
      .meta({ description: 'How often the feed is fetched, 10s to 1d. Default: 5m.' }),
    only: expression().optional().meta({
      description:
        'Regular expression over title and link, regardless of case: items that do not match are no episodes.',
    }),
    skip: expression()
      .optional()
      .meta({
        description:
          'Regular expression over title and link, regardless of case: items that match are no episodes.',
        examples: ['trailer|/shorts/'],
      }),
    confirm: yesOrNo().meta({
      description: 'A showrunner sees each item first, and posts or skips it.',
    }),
    gap: duration(0, 30 * DAY)
      .prefault('10m')
      .meta({ description: 'At least this long between two drops of the show, 0s to 30d.' }),
    private: z.boolean({ error: 'true or false' }).optional().meta({
      description: "The feed's own host and port may be an address of a private network.",
    }),
  },
  '{ feed: "https://…/feed.xml" } and what else differs from the defaults',
).meta({
  description: 'Where the links and episodes of the show come from, and how they are posted.',
  dependencies: Object.fromEntries(FEED_RULES.map((key) => [key, ['feed']])),
});
