import type { EpisodeId, Milliseconds, ShowId } from '../../core/ids.ts';

/** What a sender of an episode is answered once the show has it. */
export interface PostedAnswer {
  /** Null while a showrunner is asked about it. */
  readonly episode: EpisodeId | null;
  readonly action: 'queued' | 'linked' | 'unchanged';
  /** Only if it is not an episode before somebody says so. */
  readonly awaits?: 'showrunner';
}

/** What identifies an authenticated request to post an episode. */
export interface PostedRequest {
  readonly show: ShowId;
  /** The sender's own name for it, at most 200 characters. A request with the same key and show is the same request. */
  readonly key: string;
  /** Of time and body, as this bot computes it; hexadecimal. */
  readonly signature: string;
  /** SHA-256 of the body, in hexadecimal. */
  readonly body: string;
}

/**
 * The requests of the last 24 hours, over all processes: each signature serves one request, and each request takes effect
 * once. Everything rejects when Redis can't be reached.
 */
export interface PostedRequests {
  claim(request: PostedRequest): Promise<RequestClaim>;
}

export type RequestClaim =
  /** To be carried out now, by the caller alone until `lease` is over. */
  | { readonly kind: 'granted'; readonly granted: GrantedRequest }
  | { readonly kind: 'answered'; readonly answer: PostedAnswer }
  /** Another caller carries it out. If that one was killed, it can be claimed again after `for`. */
  | { readonly kind: 'under-way'; readonly for: Milliseconds }
  /** The key came with another body before. */
  | { readonly kind: 'other-body' }
  /** The signature came with another key or for another show before. */
  | { readonly kind: 'signature-used' }
  /** Too many new requests; one more is taken after `for`. */
  | { readonly kind: 'too-many'; readonly for: Milliseconds };

export interface GrantedRequest {
  /**
   * Keeps the answer for everybody who sends the request again.
   * @returns the answer that is kept: another's, if the lease was over and that one was faster.
   */
  settle(answer: PostedAnswer): Promise<PostedAnswer>;
  /** Nothing came of it: it may be sent again, with another body too. Its signature stays taken. */
  release(): Promise<void>;
}
