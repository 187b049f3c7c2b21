import type { z } from 'zod';
import { block } from './schema-parts.ts';
import { storyParts } from './story-schema.ts';

const { id, title, language, release, voting } = storyParts.story;

/** `shows[].serial` of the operator's file: what a story file says besides its episodes. */
export const serialSchema = block(
  {
    id,
    title,
    language,
    release: release.prefault({ on: 'link' }).meta({
      description: 'When the next episode is out. As soon as it has a link, unless this says otherwise.',
    }),
    voting,
  },
  'id, title and voting, and what else differs from the defaults',
).meta({
  description:
    'A show without a story file: its episodes arrive while it plays, each new item is the next one.',
});

export type SerialData = z.output<typeof serialSchema>;
