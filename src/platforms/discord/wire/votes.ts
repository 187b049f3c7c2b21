import { type NativePollId, nativeAnswerId, nativePollId } from '../../../core/ids.ts';
import type { AccessLoss, VoteFact } from '../../../ports/platform/listening.ts';
import type { MessageRef } from '../../../ports/platform/sending.ts';
import { guildDeleteShape, voteShape } from './objects.ts';

/** What a gateway event means for the bot; undefined if it means nothing or is malformed. */
export type GatewayFact =
  /** `message`: the message of its poll, if the event names it. */
  | { readonly kind: 'vote'; readonly vote: VoteFact; readonly message?: MessageRef }
  | { readonly kind: 'access-lost'; readonly loss: AccessLoss }
  /** A new session: events that the previous one missed will not be replayed. */
  | { readonly kind: 'session-started' }
  | { readonly kind: 'session-resumed' };

/** Discord's message ids are unique over all servers. The letter keeps them apart from other platforms' poll ids. */
export const pollIdOf = (message: string): NativePollId => nativePollId(`d${message}`);

/**
 * Translates one raw gateway payload. discord.js' own vote events can't be used: it drops them for messages
 * that are not in its cache, and after a restart none are.
 */
export function gatewayFact(packet: unknown): GatewayFact | undefined {
  if (typeof packet !== 'object' || packet === null || !('t' in packet)) return undefined;
  const data: unknown = 'd' in packet ? packet.d : undefined;
  switch (packet.t) {
    case 'MESSAGE_POLL_VOTE_ADD':
    case 'MESSAGE_POLL_VOTE_REMOVE': {
      return voteFact(packet.t, data);
    }
    case 'GUILD_DELETE': {
      const gone = guildDeleteShape.safeParse(data);
      // `unavailable` is an outage at Discord: the server comes back by itself.
      if (!gone.success || gone.data.unavailable === true) return undefined;
      return { kind: 'access-lost', loss: { kind: 'community-left', community: gone.data.id } };
    }
    case 'READY':
      return { kind: 'session-started' };
    case 'RESUMED':
      return { kind: 'session-resumed' };
    default:
      return undefined;
  }
}

/** A changed vote arrives as the withdrawal of one answer, then the cast of another. */
function voteFact(
  event: 'MESSAGE_POLL_VOTE_ADD' | 'MESSAGE_POLL_VOTE_REMOVE',
  data: unknown,
): GatewayFact | undefined {
  const read = voteShape.safeParse(data);
  if (!read.success) return undefined;
  const { message_id: id, channel_id: channel, user_id: account, answer_id: answer } = read.data;
  const vote: VoteFact = {
    kind: event === 'MESSAGE_POLL_VOTE_ADD' ? 'cast' : 'withdrawn',
    poll: pollIdOf(id),
    account,
    answer: nativeAnswerId(String(answer)),
  };
  return { kind: 'vote', vote, ...(channel != null && { message: { id, in: channel } }) };
}
