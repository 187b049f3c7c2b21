import { line } from '../../posts/content.ts';
import { filled, inEnglish } from './count-sentence.ts';
import type { CountWords } from './count-words.ts';

export const english: CountWords = {
  of: {
    'no-poll-in-time': inEnglish(
      'Not in the result: {} (no poll in time).',
      '{} got no poll in time. Run /outlet check there before the next vote.',
    ),
    'bot-absent': inEnglish(
      'Not in the result: {} (the bot had no access there).',
      'The bot was not in {}, or could not see the channel. Let it in and run /outlet check there. The next episode goes there again.',
    ),
    'may-not-post': inEnglish(
      'Not in the result: {} (the bot was not allowed to post polls there).',
      'The bot may not post polls in {}. Run /outlet check there and grant what it names. The next episode goes there again.',
    ),
    'poll-refused': inEnglish(
      'Not in the result: {} (the bot could not post the poll).',
      '{} did not take the poll. Run /outlet check there and grant what it names. The next episode goes there again.',
    ),
    'poll-unconfirmed': inEnglish(
      'Not in the result: {} (we could not confirm that the poll was posted).',
      'The platform did not confirm the poll in {}. Please check there. If it is there, give its link with /delivery found.',
    ),
    'poll-forgotten': inEnglish(
      'Not in the result: {} (we lost the data of the poll).',
      'The bot has lost its data of the poll in {}. Ask the operator to look at the log.',
    ),
    uncounted: inEnglish('Not in the result: {}.', 'No count came from {}. The receipt says why.'),
    'counts-hidden': inEnglish(
      'Not in the result: {} (the platform did not give us the counts).',
      'The platform hid the counts of {} and did not give them at the end. Nothing can be done for this vote.',
    ),
    'bot-removed': inEnglish(
      'The bot was removed from {}. Its last count before that is used.',
      'The bot was removed from {}. Add it again and run /outlet check there.',
    ),
    'poll-deleted': inEnglish(
      'The poll in {} was deleted. Its last count before that is used.',
      'The poll in {} was deleted. Nothing can be done for this vote. Ask the moderators there to keep polls.',
    ),
    'poll-unseen': inEnglish(
      'The bot could not close the poll in {}. Its last count before the deadline is used.',
      'The bot does not know which message holds the poll in {}. Give its link with /delivery found.',
    ),
    'cannot-close': inEnglish(
      'The bot was not allowed to close the poll in {}. The last count we have is used.',
      'The bot may not close polls in {}. Run /outlet check there and grant what it names.',
    ),
    unreadable: inEnglish(
      'The platform did not give us the final count of {}. The last count we have is used.',
      'The final count of {} can’t be read. Please compare the receipt with the poll there.',
    ),
    'switched-off': inEnglish(
      'The bot could not reach the platform of {} any more. The last count we have is used.',
      'The bot runs without the platform of {}. Ask the operator to set its token again.',
    ),
    'never-confirmed': inEnglish(
      'The platform never confirmed the count of {}. The last count we have is used.',
      'The platform never confirmed the count of {}. Please compare the receipt with the poll there.',
    ),
    confirming: inEnglish(
      'The platform is still confirming the count of {}. The decision does not change.',
      'The platform has not confirmed the count of {} yet. Nothing to do: the receipt is updated when it does.',
    ),
  },
  confirmedLater: (outlet) => filled('The count of {} was confirmed later. The decision stays.', [outlet]),
  moreOnReceipt: (count) => line(`And ${count} more. The receipt lists them all.`),
  remarks: {
    'late-poll': inEnglish(
      'Late poll: {}. The votes cast there count.',
      '{} had the poll for less than half of the time. The log says why it was late.',
    ),
    'read-otherwise': inEnglish(
      'The final count of {} was read in another way than usual. It is complete.',
      'The platform did not give the final count of {} in the usual way, so the bot read it in another. Nothing to do.',
    ),
  },
};
