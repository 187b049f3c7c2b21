import type { Milliseconds } from '../../../core/ids.ts';
import type { Log } from '../../../ports/log.ts';
import type { PlatformSink, VoteFact } from '../../../ports/platform/listening.ts';
import { within } from '../../../time-limit.ts';
import { migrated } from '../address.ts';
import { ChatMemberUpdated, Migration, type Update } from '../wire/objects.ts';
import { votesOf } from '../wire/votes.ts';

/** The updates that the bot subscribes to. The server keeps the last setting until it gets another. */
export const ALLOWED_UPDATES = [
  'message',
  'channel_post',
  'callback_query',
  'poll',
  'poll_answer',
  'my_chat_member',
] as const;

/** Everything except votes and changes of a chat: commands, buttons. Never rejects. */
export type OtherUpdate = (update: Update) => Promise<void>;

/** The longest that an update which is being answered holds back the next ones. */
const ANSWERED_WITHIN: Milliseconds = 3_000;

/**
 * Passes updates on in order, neighbouring votes together. Calls `done` with the last durable update whenever there is
 * progress. Rejects as soon as the sink does; later updates were then not handled. Commands are answered in parallel: votes
 * do not wait for them, and the updates are done when they are answered too, or after three seconds.
 */
export async function handOver(
  updates: readonly Update[],
  sink: PlatformSink,
  log: Log,
  done: (last: Update) => void,
  other?: OtherUpdate,
): Promise<void> {
  const answers: Promise<void>[] = [];
  try {
    await handOverVotes(updates, sink, log, done, (update) => {
      if (other) answers.push(answered(other, update, log));
    });
  } finally {
    await within(ANSWERED_WITHIN, Promise.all(answers));
  }
}

async function handOverVotes(
  updates: readonly Update[],
  sink: PlatformSink,
  log: Log,
  done: (last: Update) => void,
  begin: (update: Update) => void,
): Promise<void> {
  let votes: VoteFact[] = [];
  let counted: Update | undefined;
  const flush = async () => {
    if (votes.length > 0) await sink.votes(votes);
    votes = [];
    if (counted) done(counted);
  };
  for (const update of updates) {
    const facts = votesOf(update);
    const event = eventOf(update);
    if (facts.length > 0) {
      votes.push(...facts);
    } else if (event) {
      await flush();
      await event(sink);
    } else if (update.poll === undefined && update.poll_answer === undefined) {
      begin(update);
    } else {
      log.debug({ update: update.update_id }, 'an update about a poll says nothing that can be counted');
    }
    counted = update;
  }
  await flush();
}

function eventOf(update: Update): ((sink: PlatformSink) => Promise<void>) | undefined {
  const left = leftCommunity(update);
  if (left !== undefined) return (sink) => sink.accessLost({ kind: 'community-left', community: left });
  const move = migrationOf(update);
  return move && ((sink) => sink.moved(migrated(move.from, move.to)));
}

async function answered(other: OtherUpdate, update: Update, log: Log): Promise<void> {
  try {
    await other(update);
  } catch (error) {
    log.error({ update: update.update_id, error: String(error) }, 'could not handle an update');
  }
}

/** The chat that the bot was removed from. */
function leftCommunity(update: Update): string | undefined {
  const read = ChatMemberUpdated.safeParse(update.my_chat_member);
  if (!read.success) return undefined;
  const { chat, new_chat_member: member } = read.data;
  const out =
    member.status === 'left' ||
    member.status === 'kicked' ||
    (member.status === 'restricted' && member.is_member === false);
  return out ? String(chat.id) : undefined;
}

/** A group's last message names its supergroup, and the supergroup's first message names the group. */
function migrationOf(update: Update): { from: number; to: number } | undefined {
  const read = Migration.safeParse(update.message);
  if (!read.success) return undefined;
  const { chat, migrate_to_chat_id: to, migrate_from_chat_id: from } = read.data;
  if (to !== undefined) return { from: chat.id, to };
  return from === undefined ? undefined : { from, to: chat.id };
}
