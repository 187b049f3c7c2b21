import { givenShow, required, SHOW } from '../../src/core/command-call.ts';
import { DAY, formatDuration, parseDuration, SECOND } from '../../src/core/durations.ts';
import { episodeId } from '../../src/core/ids.ts';
import { line } from '../../src/core/posts/content.ts';
import type { SteeringCommand } from '../../src/core/season/commands.ts';
import { optionsOf, typedOptions } from '../../src/core/story/written-vote.ts';
import { title, toCaller } from '../../src/core/wording/command-words.ts';
import { inVainLines, refusalLine } from '../../src/core/wording/refusal-words.ts';
import type { VoteDraft } from '../../src/ports/commands/answers.ts';
import type { Call, Command } from '../../src/ports/commands/command.ts';

/** As in story files. */
const SHORTEST = 5 * SECOND;
const LONGEST = 29 * DAY;

/** Stands for a vote that is not typed yet. */
const SOME_VOTE: VoteDraft = { question: '?', options: ['1', '2'] };

export const episodeChoice: Command = {
  name: 'episode choice',
  level: 'showrunner',
  description: 'Attach a vote to an episode of a serial show; if that is out, the vote opens at once',
  parameters: [
    SHOW,
    {
      name: 'episode',
      kind: 'open-episode',
      description: 'Which episode; if left out, the next one, or the latest',
      required: false,
    },
    { name: 'question', kind: 'text', description: 'What people vote on', required: true, asked: true },
    {
      name: 'options',
      kind: 'lines',
      description: '2 to 10 answers, one a line, or on one line with | between them',
      required: true,
      asked: true,
    },
    {
      name: 'lasts',
      kind: 'duration',
      description: 'How long the vote is open: 30m, 20h, 1d',
      required: false,
      asked: true,
    },
  ],
  async fallback(name, given, desk) {
    if (name !== 'lasts' || given.show === undefined) return undefined;
    const growth = await desk.growth(givenShow(given, desk.shows).id);
    return growth && formatDuration(growth.lasts);
  },
  async inVain({ caller, given }, desk) {
    const show = givenShow(given, desk.shows);
    const tried = await desk.trySteering(show.id, attaching(given, SOME_VOTE), caller);
    return tried.ok ? undefined : toCaller(...inVainLines(tried, show.timezone));
  },
  async check({ given }, desk) {
    const vote = voteIn(given);
    if (vote.lasts !== undefined && (vote.lasts < SHORTEST || vote.lasts > LONGEST)) {
      const right = `${formatDuration(SHORTEST)} to ${formatDuration(LONGEST)}`;
      return { parameter: 'lasts', problem: `A vote can’t be open for ${given.lasts}. Make it ${right}.` };
    }
    const misfit = await desk.checkVote(givenShow(given, desk.shows).id, vote);
    return misfit && { parameter: misfit.part, problem: misfit.problem };
  },
  async run({ caller, given }, desk) {
    const show = givenShow(given, desk.shows);
    const vote = voteIn(given);
    const steered = await desk.steer(show.id, attaching(given, vote), caller);
    if (!steered.ok) return toCaller(refusalLine(steered.refusal, show.timezone));
    const queued = (await desk.growth(show.id))?.queued.find(({ question }) => question === vote.question);
    return toCaller(
      line('The vote ', title(vote.question), ' is attached.'),
      ...vote.options.map((option, index) => line(`${index + 1}. `, option)),
      queued === undefined
        ? line('It opens now.')
        : line('It opens when ', title(queued.title), ` (${queued.id}) comes out.`),
    );
  },
};

function voteIn(given: Call['given']): VoteDraft {
  const lasts = given.lasts === undefined ? undefined : parseDuration(given.lasts);
  return {
    question: required(given, 'question'),
    options: typedOptions(required(given, 'options')),
    ...(lasts !== undefined && { lasts }),
  };
}

function attaching({ episode }: Call['given'], { question, options, lasts }: VoteDraft): SteeringCommand {
  return {
    type: 'attach-choice',
    question,
    options: optionsOf(options),
    ...(episode !== undefined && { episode: episodeId(episode) }),
    ...(lasts !== undefined && { lasts }),
  };
}
