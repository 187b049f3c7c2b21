import { givenRound, givenShow, REASON, ROUND, required, SHOW } from '../../src/core/command-call.ts';
import { line } from '../../src/core/posts/content.ts';
import { toCaller } from '../../src/core/wording/command-words.ts';
import { inVainLines } from '../../src/core/wording/refusal-words.ts';
import type { Command } from '../../src/ports/commands/command.ts';

const NO_VOTE = toCaller(line('No vote is open, and none is waiting for a decision.'));

export const voteVoid: Command = {
  name: 'vote void',
  level: 'showrunner',
  description: 'Discard the vote and run it again',
  parameters: [SHOW, ROUND, REASON],
  confirm: ({ given }) =>
    line(`Discard all votes of this round of ${required(given, 'show')} and vote again?`),
  async inVain({ caller, given }, desk) {
    const show = givenShow(given, desk.shows);
    const round = givenRound(given) ?? (await desk.currentRound(show.id))?.number;
    if (round === undefined) return NO_VOTE;
    const tried = await desk.trySteering(show.id, { type: 'void', round, reason: '' }, caller);
    return tried.ok ? undefined : toCaller(...inVainLines(tried, show.timezone));
  },
  async run({ caller, given }, desk) {
    const show = givenShow(given, desk.shows);
    const round = givenRound(given) ?? (await desk.currentRound(show.id))?.number;
    if (round === undefined) return NO_VOTE;
    const steered = await desk.steer(
      show.id,
      { type: 'void', round, reason: required(given, 'reason') },
      caller,
    );
    if (!steered.ok) return toCaller(...inVainLines(steered, show.timezone));
    return toCaller(
      line(`Round ${round} is void and does not count. The same question is asked again in a new poll.`),
    );
  },
};
