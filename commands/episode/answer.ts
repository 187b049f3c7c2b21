import { givenShow, required, SHOW } from '../../src/core/command-call.ts';
import { episodeId } from '../../src/core/ids.ts';
import { type Line, line } from '../../src/core/posts/content.ts';
import type { ItemAnswer, SteeringCommand } from '../../src/core/season/commands.ts';
import { atMost, title, toCaller } from '../../src/core/wording/command-words.ts';
import { inVainLines } from '../../src/core/wording/refusal-words.ts';
import type { AskedItems } from '../../src/ports/commands/answers.ts';
import type { Call, Command } from '../../src/ports/commands/command.ts';

export const episodeAnswer: Command = {
  name: 'episode answer',
  level: 'showrunner',
  description: 'Answer a question about new items: which of them are episodes',
  parameters: [
    SHOW,
    { name: 'question', kind: 'question', description: 'Number of the question', required: true },
    { name: 'answer', kind: 'answer', description: 'What to take: all, newest or none', required: true },
    {
      name: 'episode',
      kind: 'episode',
      description: 'Which episode of the story the item is',
      required: false,
    },
  ],
  async inVain({ caller, given }, desk) {
    // Looked at before every value is checked.
    if (given.question === undefined || given.answer === undefined) return undefined;
    const show = givenShow(given, desk.shows);
    const tried = await desk.trySteering(show.id, answerIn(given), caller);
    return tried.ok ? undefined : toCaller(...inVainLines(tried, show.timezone));
  },
  async run({ caller, given }, desk) {
    const show = givenShow(given, desk.shows);
    const command = answerIn(given);
    const steered = await desk.steer(show.id, command, caller);
    if (!steered.ok) return toCaller(...inVainLines(steered, show.timezone));
    const asked = await desk.askedItems(show.id, command.question);
    return toCaller(
      ...atMost(
        (asked?.items ?? []).map((item) => itemLine(item, asked?.serial === true)),
        'items',
      ),
    );
  },
};

function answerIn(given: Call['given']): Extract<SteeringCommand, { type: 'answer-items' }> {
  const take = required(given, 'answer');
  const answer: ItemAnswer =
    take === 'all' && given.episode !== undefined
      ? { take, episode: episodeId(given.episode) }
      : { take: take === 'all' || take === 'newest' ? take : 'none' };
  return { type: 'answer-items', question: Number(required(given, 'question')), answer };
}

function itemLine({ title: name, taken, episode }: AskedItems['items'][number], serial: boolean): Line {
  if (!taken) return line('✗ ', title(name), ' is left out.');
  if (episode === undefined)
    return line('✗ ', title(name), ' is like no episode of the story. Give its link with /episode link.');
  if (serial)
    return line('✓ ', title(name), ` is the episode ${episode.id}. It goes out when its turn comes.`);
  return episode.isLinked
    ? line('✓ ', title(episode.title), ` (${episode.id}) now has its link.`)
    : line(
        '✗ ',
        title(episode.title),
        ` (${episode.id}) already has another link. Change it with /episode link.`,
      );
}
