import type { EpisodeId, Milliseconds } from '../core/ids.ts';
import type { PostedAnswer, PostedRequest } from './stores/posted-requests.ts';

/** An episode as the body of a request describes it. Every text has the form that posts need; none is too long to read. */
export interface PostedEpisode {
  /** Which episode of the story it is, or what the serial show's new one is called. */
  readonly id?: EpisodeId;
  readonly title: string;
  readonly url: string;
  readonly image?: string;
  /** May have several lines, and a line that announces a vote. */
  readonly synopsis?: string;
  /** The sender's own id of it. Absent: it is known by its link. */
  readonly guid?: string;
}

export type Intake =
  | { readonly ok: true; readonly answer: PostedAnswer }
  | {
      readonly ok: false;
      readonly code: IntakeRefusal;
      /** What happened and what to do: a sentence or two for the developer who sends it. */
      readonly message: string;
      /** When it is worth sending again. */
      readonly retryAfter?: Milliseconds;
    };

export type IntakeRefusal =
  | 'unknown-show'
  | 'season-not-started'
  | 'season-over'
  | 'season-unreadable'
  | 'unknown-episode'
  | 'id-taken'
  | 'invalid-episode'
  | 'refused'
  | 'signature-used'
  | 'key-reused'
  | 'in-progress'
  | 'too-many-requests';

/** Takes the episodes that programs post. */
export interface EpisodeIntake {
  /**
   * Brings an episode to the running season of its show, once for each request; nothing of a refused one remains.
   * @param request is authentic.
   * @throws when Redis can't be reached. Sent again, the request takes effect once.
   */
  take(request: PostedRequest, episode: PostedEpisode): Promise<Intake>;
}
