import { givenRound, givenShow, REASON, ROUND, required, SHOW } from '../../src/core/command-call.ts';
import { line } from '../../src/core/posts/content.ts';
import { toCaller } from '../../src/core/wording/command-words.ts';
import { inVainLines } from '../../src/core/wording/refusal-words.ts';
import type { Command } from '../../src/ports/commands/command.ts';

const NO_VOTE = toCaller(line('No vote is open, and none is waiting for a decision.'));

export const voteClose: Command = {
  name: 'vote close',
  level: 'showrunner',
  description: 'Close the vote early; the current votes decide',
  parameters: [SHOW, ROUND, REASON],
  confirm: ({ given }) =>
    line(`Close voting in ${required(given, 'show')} now? The current votes will decide.`),
  async inVain({ caller, given }, desk) {
    const show = givenShow(given, desk.shows);
    const round = givenRound(given) ?? (await desk.currentRound(show.id))?.number;
    if (round === undefined) return NO_VOTE;
    const tried = await desk.trySteering(show.id, { type: 'close', round, reason: '' }, caller);
    return tried.ok ? undefined : toCaller(...inVainLines(tried, show.timezone));
  },
  async run({ caller, given }, desk) {
    const show = givenShow(given, desk.shows);
    const round = givenRound(given) ?? (await desk.currentRound(show.id))?.number;
    if (round === undefined) return NO_VOTE;
    const steered = await desk.steer(
      show.id,
      { type: 'close', round, reason: required(given, 'reason') },
      caller,
    );
    if (!steered.ok) return toCaller(...inVainLines(steered, show.timezone));
    return toCaller(line(`Round ${round} is closed: every poll is being counted now.`));
  },
};
