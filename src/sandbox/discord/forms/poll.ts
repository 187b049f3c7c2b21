import type { WireObject } from '../types.ts';
import type { FormErrors } from './errors.ts';
import { isRecord } from './errors.ts';

/** A poll as a request asks for it. `duration` in hours. */
export interface PollForm {
  readonly question: string;
  readonly answers: readonly { readonly text: string; readonly emoji: WireObject | null }[];
  readonly durationHours: number;
  readonly allowMultiselect: boolean;
}

/**
 * Limits from Discord's reference, "Poll Resource": question 300, 1-10 answers of 55 characters, 1-768 hours.
 * The official OpenAPI file allows 300 characters in an answer; the service does not.
 */
export function readPollForm(errors: FormErrors, input: unknown): PollForm | null {
  if (input === undefined || input === null) return null;
  const poll = errors.object(['poll'], input);
  const questionMedia = errors.object(['poll', 'question'], poll.question);
  const question = errors.requiredText(['poll', 'question', 'text'], questionMedia.text, 1, 300);
  if (poll.answers === undefined || poll.answers === null) errors.required(['poll', 'answers']);
  const answers = errors.list(['poll', 'answers'], poll.answers, 1, 10).map((answer, index) => {
    const path = ['poll', 'answers', index];
    const media = errors.object([...path, 'poll_media'], errors.object(path, answer).poll_media);
    const text = errors.requiredText([...path, 'poll_media', 'text'], media.text, 1, 55);
    const emoji = isRecord(media.emoji)
      ? readEmoji(errors, [...path, 'poll_media', 'emoji'], media.emoji)
      : null;
    return { text, emoji };
  });
  const durationHours = errors.integer(['poll', 'duration'], poll.duration, 1, 768) ?? 24;
  errors.integer(['poll', 'layout_type'], poll.layout_type, 1, 1);
  return { question, answers, durationHours, allowMultiselect: poll.allow_multiselect === true };
}

/** One emoji of Unicode by `name`, or a server's own by `id`; the words of the refusal are Discord's. */
function readEmoji(
  errors: FormErrors,
  path: readonly (string | number)[],
  emoji: Record<string, unknown>,
): WireObject {
  const id = typeof emoji.id === 'string' ? emoji.id : null;
  const name = typeof emoji.name === 'string' ? emoji.name : null;
  if (id === null && (name === null || !isEmoji(name)))
    errors.add([...path, 'name'], 'BUTTON_COMPONENT_INVALID_EMOJI', 'Invalid emoji');
  return { id, name };
}

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

function isEmoji(name: string): boolean {
  const isOne = [...GRAPHEMES.segment(name)].length === 1;
  return isOne && /\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3/u.test(name);
}
