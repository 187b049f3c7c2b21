import { givenRound, givenShow, REASON, ROUND, required, SHOW } from '../../src/core/command-call.ts';
import { parseDuration } from '../../src/core/durations.ts';
import type { Instant, RoundNumber } from '../../src/core/ids.ts';
import { line } from '../../src/core/posts/content.ts';
import { atAndHowSoon, toCaller } from '../../src/core/wording/command-words.ts';
import { inVainLines } from '../../src/core/wording/refusal-words.ts';
import type { Call, Command } from '../../src/ports/commands/command.ts';
import type { Desk } from '../../src/ports/commands/desk.ts';

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
  async inVain({ caller, given }, desk) {
    const show = givenShow(given, desk.shows);
    const longer = await longerVote(given, desk);
    if (longer === undefined) return toCaller(line('No vote is open.'));
    const tried = await desk.trySteering(show.id, { type: 'extend', ...longer, reason: '' }, caller);
    return tried.ok ? undefined : toCaller(...inVainLines(tried, show.timezone));
  },
  async run({ caller, given }, desk) {
    const show = givenShow(given, desk.shows);
    const longer = await longerVote(given, desk);
    if (longer === undefined) return toCaller(line('No vote is open.'));
    const { round, until } = longer;
    const reason = required(given, 'reason');
    const steered = await desk.steer(show.id, { type: 'extend', round, until, reason }, caller);
    if (!steered.ok) return toCaller(...inVainLines(steered, show.timezone));
    return toCaller(line(`Round ${round} now ends `, ...atAndHowSoon(until, show.timezone), '.'));
  },
};

async function longerVote(
  given: Call['given'],
  desk: Desk,
): Promise<{ readonly round: RoundNumber; readonly until: Instant } | undefined> {
  const show = givenShow(given, desk.shows);
  const { rounds } = await desk.status(show.id);
  const round = givenRound(given) ?? (await desk.currentRound(show.id))?.number;
  const closesAt = rounds.find((one) => one.number === round)?.closesAt;
  if (round === undefined || closesAt === undefined) return undefined;
  return { round, until: Date.parse(closesAt) + (parseDuration(required(given, 'by')) ?? 0) };
}
