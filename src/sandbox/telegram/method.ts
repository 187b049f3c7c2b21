import type { Chats } from './chats/chats.ts';
import type { CommandLists } from './chats/command-lists.ts';
import type { Membership } from './chats/membership.ts';
import type { Callbacks } from './messages/callbacks.ts';
import type { Messages } from './messages/messages.ts';
import type { Params } from './params.ts';
import type { PollBox } from './polls/polls.ts';
import type { Document, StoredPhoto } from './types.ts';
import type { UpdateQueue } from './updates.ts';
import type { Webhook } from './webhook.ts';

/** All that a method may touch. */
export interface Platform {
  readonly now: () => number;
  readonly chats: Chats;
  readonly membership: Membership;
  readonly messages: Messages;
  readonly polls: PollBox;
  readonly updates: UpdateQueue;
  readonly webhook: Webhook;
  readonly callbacks: Callbacks;
  readonly commands: CommandLists;
  /** Photos that were sent, by the file id of each of their sizes, by which they can be sent again. */
  readonly photos: Map<string, StoredPhoto>;
  /** Documents that were sent, by their file id. */
  readonly documents: Map<string, Document>;
}

/** Returns the `result`, or a Described one. `signal` aborts when the client hangs up. @throws ApiError */
export type Method = (params: Params, platform: Platform, signal: AbortSignal) => unknown;

/** A result with the sentence that some methods add. */
export class Described {
  readonly result: unknown;
  readonly description: string;

  constructor(result: unknown, description: string) {
    this.result = result;
    this.description = description;
  }
}
