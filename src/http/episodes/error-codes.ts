import type { IntakeRefusal } from '../../ports/episode-intake.ts';

/** Every `error.code` of the episodes' webhook with its status. docs/webhook.md lists them; a test compares the two. */
export const STATUS = {
  'bad-request': 400,
  'not-json': 400,
  'key-missing': 400,
  'key-malformed': 400,
  'signature-missing': 401,
  'signature-malformed': 401,
  'signature-wrong': 401,
  'signature-expired': 401,
  'unknown-show': 404,
  'signature-used': 409,
  'in-progress': 409,
  'id-taken': 409,
  'season-not-started': 409,
  'season-over': 409,
  refused: 409,
  'body-too-large': 413,
  'content-type': 415,
  'key-reused': 422,
  'invalid-episode': 422,
  'unknown-episode': 422,
  'too-many-requests': 429,
  'season-unreadable': 503,
  unavailable: 503,
} as const satisfies Readonly<Record<IntakeRefusal, number>> & Readonly<Record<string, number>>;

export type ErrorCode = keyof typeof STATUS;
