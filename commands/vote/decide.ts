import { givenRound, givenShow, REASON, ROUND, required, SHOW } from '../../src/core/command-call.ts';
import { optionId } from '../../src/core/ids.ts';
import { line } from '../../src/core/posts/content.ts';
import { title, toCaller } from '../../src/core/wording/command-words.ts';
import { inVainLines } from '../../src/core/wording/refusal-words.ts';
import type { Call, Command } from '../../src/ports/commands/command.ts';

const NO_VOTE = toCaller(line('No vote is open, and none is waiting for a decision.'));

const optionOf = ({ option }: Call['given']) => (option === undefined ? {} : { option: optionId(option) });

export const voteDecide: Command = {
  name: 'vote decide',
  level: 'showrunner',
  description: 'Decide a vote that is waiting: a tie, or too few votes',
  parameters: [
    SHOW,
    ROUND,
    {
      name: 'option',
      kind: 'option',
      description: 'The option to take; without it, the votes that are there decide',
      required: false,
    },
    REASON,
  ],
  async inVain({ caller, given }, desk) {
    const show = givenShow(given, desk.shows);
    const round = givenRound(given) ?? (await desk.currentRound(show.id))?.number;
    if (round === undefined) return NO_VOTE;
    const tried = await desk.trySteering(
      show.id,
      { type: 'decide', round, ...optionOf(given), reason: '' },
      caller,
    );
    return tried.ok ? undefined : toCaller(...inVainLines(tried, show.timezone));
  },
  async run({ caller, given }, desk) {
    const show = givenShow(given, desk.shows);
    const round = givenRound(given) ?? (await desk.currentRound(show.id))?.number;
    if (round === undefined) return NO_VOTE;
    const steered = await desk.steer(
      show.id,
      {
        type: 'decide',
        round,
        ...optionOf(given),
        reason: required(given, 'reason'),
      },
      caller,
    );
    if (!steered.ok) return toCaller(...inVainLines(steered, show.timezone));
    return toCaller(
      given.option === undefined
        ? line(`Round ${round} is decided with the votes that are there. Every outlet is told.`)
        : line(`Round ${round} is decided: `, title(given.option), '. Every outlet is told.'),
    );
  },
};
