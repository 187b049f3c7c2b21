import { givenShow, SHOW } from '../../src/core/command-call.ts';
import { line, type Span } from '../../src/core/posts/content.ts';
import { cut } from '../../src/core/text/graphemes.ts';
import { count, title, toCaller } from '../../src/core/wording/command-words.ts';
import { inVainLines, refusalLine } from '../../src/core/wording/refusal-words.ts';
import type { Growth } from '../../src/ports/commands/answers.ts';
import type { Command } from '../../src/ports/commands/command.ts';

/** Of a title in the question, in code points: a question is one message. */
const LONGEST_TITLE = 60;
/** Titles that are named; of more, only how many there are. */
const MOST_NAMED = 5;

export const seasonEnd: Command = {
  name: 'season end',
  level: 'showrunner',
  description: 'End a serial show: open votes close and are announced, then it is over',
  parameters: [SHOW],
  async confirm({ given }, desk) {
    const show = givenShow(given, desk.shows);
    const growth = await desk.growth(show.id);
    if (growth?.serial !== true) return undefined;
    return line(
      'End the season of ',
      title(cut(show.title, LONGEST_TITLE)),
      ' now? ',
      votesWords(growth),
      ...unpostedWords(growth),
    );
  },
  async inVain({ caller, given }, desk) {
    const show = givenShow(given, desk.shows);
    const tried = await desk.trySteering(show.id, { type: 'end' }, caller);
    return tried.ok ? undefined : toCaller(...inVainLines(tried, show.timezone));
  },
  async run({ caller, given }, desk) {
    const show = givenShow(given, desk.shows);
    const steered = await desk.steer(show.id, { type: 'end' }, caller);
    if (!steered.ok) return toCaller(refusalLine(steered.refusal, show.timezone));
    return toCaller(
      line('The season of ', title(show.title), ' ends. Open votes are counted and announced first.'),
    );
  },
};

const votesWords = ({ openVotes }: Growth): string =>
  openVotes === 0
    ? 'No vote is open.'
    : `${count(openVotes, 'vote is open: it closes', 'votes are open: they close')} now, and the result is announced.`;

function unpostedWords({ queued, questions }: Growth): readonly (Span | string)[] {
  const titles = [...queued.map((one) => one.title), ...questions.flatMap((one) => one.titles)];
  if (titles.length === 0) return [' Nothing else is waiting to be posted.'];
  const named = titles.slice(0, MOST_NAMED).map((one) => cut(one, LONGEST_TITLE));
  const left = titles.length - named.length;
  return [
    ` ${count(titles.length, 'episode has arrived and will', 'episodes have arrived and will')} not be posted: `,
    title(named.join(' · ')),
    left === 0 ? '.' : `, and ${left} more.`,
  ];
}
