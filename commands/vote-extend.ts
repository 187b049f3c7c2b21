import { givenRound, givenShow, REASON, ROUND, required, SHOW } from '../src/core/command-call.ts';
import { parseDuration } from '../src/core/durations.ts';
import { line } from '../src/core/posts/content.ts';
import { at, toCaller } from '../src/core/wording/command-words.ts';
import { refusalLine } from '../src/core/wording/refusal-words.ts';
import type { Command } from '../src/ports/command.ts';

export const voteExtend: Command = {
  name: 'vote extend',
  level: 'showrunner',
  description: 'Give the vote more time; every outlet is told',
  parameters: [
    SHOW,
    ROUND,
    { name: 'by', kind: 'duration', description: 'How much longer: 30m, 2h, 1d', required: true },
    REASON,
  ],
  async run({ caller, given }, desk) {
    const show = givenShow(given, desk.shows);
    const rounds = (await desk.status(show.id)).rounds;
    const number = givenRound(given) ?? (await desk.currentRound(show.id))?.number;
    const round = rounds.find((one) => one.number === number);
    if (number === undefined || round === undefined) return toCaller(line('No vote is open.'));
    const until = Date.parse(round.closesAt) + (parseDuration(required(given, 'by')) ?? 0);
    const steered = await desk.steer(
      show.id,
      { type: 'extend', round: number, until, reason: required(given, 'reason') },
      caller,
    );
    if (!steered.ok)
      return toCaller(
        refusalLine(steered.refusal, show.timezone),
        ...(steered.settled === undefined ? [] : [steered.settled]),
      );
    return toCaller(
      line(
        `Round ${number} now ends `,
        at(until, show.timezone),
        ' (',
        at(until, show.timezone, 'relative'),
        ').',
      ),
    );
  },
};
