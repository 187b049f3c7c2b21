import { givenShow, required, SHOW } from '../../src/core/command-call.ts';
import { episodeId } from '../../src/core/ids.ts';
import { line } from '../../src/core/posts/content.ts';
import { addressDoubts } from '../../src/core/story/address-doubts.ts';
import { atMost, count, title, toCaller } from '../../src/core/wording/command-words.ts';
import { tellProblem } from '../../src/core/wording/problems/tell-problem.ts';
import { refusalLine } from '../../src/core/wording/refusal-words.ts';
import type { Command } from '../../src/ports/commands/command.ts';

export const episodeLink: Command = {
  name: 'episode link',
  level: 'showrunner',
  description: 'Add or change an episode’s link, also in posts that are out',
  parameters: [
    SHOW,
    { name: 'episode', kind: 'episode', description: 'Which episode', required: true },
    { name: 'url', kind: 'url', description: 'Where it is watched: https://…', required: true },
  ],
  async run({ caller, given }, desk) {
    const show = givenShow(given, desk.shows);
    const episode = episodeId(required(given, 'episode'));
    const url = required(given, 'url');
    const steered = await desk.steer(show.id, { type: 'link', episode, url }, caller);
    if (!steered.ok) return toCaller(refusalLine(steered.refusal, show.timezone));
    const updated = await desk.updateDrops(show.id, episode);
    const failed = updated.filter(({ problem }) => problem !== undefined);
    return toCaller(
      line(title(episode), ' now links to ', { kind: 'link', text: url, url }, '.'),
      ...addressDoubts(url).map(({ what, right }) => line(`⚠ ${what}. Better: ${right}.`)),
      ...(updated.length === 0
        ? [line('No post had to be updated.')]
        : [line(`Updated ${updated.length - failed.length} of ${count(updated.length, 'post')}.`)]),
      ...atMost(
        failed.map(({ outlet, problem }) =>
          line('✗ ', title(outlet), problem === undefined ? '' : `: ${tellProblem(problem, 'en')}`),
        ),
        'outlets',
      ),
    );
  },
};
