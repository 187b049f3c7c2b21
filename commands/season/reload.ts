import { givenShow, SHOW } from '../../src/core/command-call.ts';
import { shortCode, VERSION } from '../../src/core/posts/button-code.ts';
import { line } from '../../src/core/posts/content.ts';
import { atMost, title, toCaller } from '../../src/core/wording/command-words.ts';
import { refusalLine } from '../../src/core/wording/refusal-words.ts';
import { differenceLines, stayingLines } from '../../src/core/wording/reload-words.ts';
import type { ReloadAnswer } from '../../src/ports/commands/answers.ts';
import type { Command, Reply } from '../../src/ports/commands/command.ts';
import type { DeskShow } from '../../src/ports/commands/desk.ts';

/** First it shows what would change. A button then adopts exactly that. */
export const seasonReload: Command = {
  name: 'season reload',
  level: 'showrunner',
  description: 'Read the story file again and take over episodes that are not out yet',
  parameters: [SHOW],
  async run({ caller, given, version }, desk) {
    const show = givenShow(given, desk.shows);
    const answer = await desk.reload(show.id, caller, version);
    switch (answer.kind) {
      case 'differences':
        return toShow(show, answer);
      case 'applied':
        return toCaller(line(`Updated: ${answer.episodes.join(', ')}.`));
      case 'refused':
        return toCaller(refusalLine(answer.refusal, show.timezone));
      case 'no-file':
        return toCaller(
          line('This is a serial show: it has no story file. Use /episode add for its next episode.'),
          line('What the operator’s file says about it holds from the next season on.'),
        );
      case 'faulty':
        return toCaller(
          line('Nothing was changed. There are errors in the story file:'),
          ...atMost(
            answer.faults.map((fault) => line(`✗ ${fault}`)),
            'faults',
          ),
        );
    }
  },
};

function toShow(show: DeskShow, answer: Extract<ReloadAnswer, { kind: 'differences' }>): Reply {
  const { episodes, kept, gone, version, others } = answer;
  const staying = stayingLines(kept, gone);
  if (episodes.length === 0) return toCaller(line('There is nothing to take over.'), ...staying);
  const differences = episodes.flatMap((one) => differenceLines(one, show.timezone));
  const told = atMost(differences, 'lines. All changes are in the file below');
  const isCut = told.at(-1) !== differences.at(-1);
  return {
    ...toCaller(
      ...(others
        ? [
            line(
              'Nothing was changed: the file was edited since you saw it, or the season has moved on. See again:',
            ),
          ]
        : []),
      line('The story file of ', title(show.title), ' would change:'),
      ...told,
      ...staying,
      line('Nothing is changed yet.'),
    ),
    buttons: [
      {
        label: 'Apply',
        danger: false,
        command: seasonReload.name,
        given: { show: `#${shortCode(show.id)}`, [VERSION]: version },
      },
    ],
    ...(isCut && {
      file: { name: `${show.id}-changes.json`, json: JSON.stringify({ episodes, kept, gone }, null, 2) },
    }),
  };
}
