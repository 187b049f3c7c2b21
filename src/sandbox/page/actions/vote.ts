import type { Cast } from '../../audience/cast.ts';
import type { Town } from '../../audience/town.ts';
import type { ActionOf, Reply } from './action.ts';

const WORDS: Readonly<Record<string, string>> = {
  closed: 'This poll has ended',
  deleted: 'This poll was deleted',
  final: 'Votes of this poll can’t be changed',
  'unknown-poll': 'This poll was deleted',
};

/** A person votes, changes the vote, or takes it back (`option: null`). */
export function vote(
  { discord, telegram }: Town,
  cast: Cast,
  { person: id, poll, option }: ActionOf<'vote'>,
): Reply {
  const person = cast.person(id);
  const onDiscord = discord.polls().some(({ messageId }) => messageId === poll);
  const outcome = onDiscord
    ? option === null
      ? discord.retract(poll, person.discord)
      : discord.vote(poll, person.discord, option)
    : option === null
      ? telegram.retract(poll, person.telegram)
      : telegram.vote(poll, person.telegram, [option]);
  const error = WORDS[outcome];
  return error === undefined ? {} : { error };
}
