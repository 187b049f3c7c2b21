import { givenShow, SHOW } from '../../src/core/command-call.ts';
import { episodeId } from '../../src/core/ids.ts';
import { type Line, line } from '../../src/core/posts/content.ts';
import {
  at,
  atMost,
  problemLine,
  title,
  toCaller,
  warningLine,
} from '../../src/core/wording/command-words.ts';
import type { Preview } from '../../src/ports/commands/answers.ts';
import type { Command } from '../../src/ports/commands/command.ts';

export const episodePreview: Command = {
  name: 'episode preview',
  level: 'showrunner',
  description: 'What would be posted next in every outlet, and what would stop it',
  parameters: [
    SHOW,
    { name: 'episode', kind: 'episode', description: 'An episode other than the next one', required: false },
  ],
  async run({ given }, desk) {
    const show = givenShow(given, desk.shows);
    const preview = await desk.preview(
      show.id,
      given.episode === undefined ? undefined : episodeId(given.episode),
    );
    if (preview === undefined) {
      return toCaller(line('No episode is scheduled now. Name one to see how it would be posted.'));
    }
    const stopped = preview.outlets.filter(({ problems }) => problems.length > 0).length;
    return toCaller(
      line(title(preview.title), ` (${preview.episode})`),
      ...whatLines(preview, show.timezone),
      line(
        stopped === 0
          ? `All ${preview.outlets.length} outlets would get it.`
          : `${stopped} of ${preview.outlets.length} outlets would not get it:`,
      ),
      ...atMost(preview.outlets.flatMap(outletLines), 'lines'),
    );
  },
};

function whatLines({ url, releaseAt, question, draft }: Preview, timezone: string): readonly Line[] {
  return [
    draft === true
      ? line('It is a draft. Fill it in with /episode add, or in the story file, followed by /season reload.')
      : url === undefined
        ? line('It has no link yet. Add it with /episode link.')
        : line({ kind: 'link', text: url, url }),
    ...(releaseAt === undefined ? [] : [line('Goes out ', at(releaseAt, timezone), '.')]),
    ...(question === undefined ? [] : [line('Asks: ', title(question))]),
  ];
}

const outletLines = ({ name, problems, warnings }: Preview['outlets'][number]): readonly Line[] => [
  line(problems.length === 0 ? '✓ ' : '✗ ', title(name)),
  ...problems.map(problemLine),
  ...warnings.map(warningLine),
];
