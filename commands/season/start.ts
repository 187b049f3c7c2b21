import { givenShow, SHOW } from '../../src/core/command-call.ts';
import { line } from '../../src/core/posts/content.ts';
import { cut } from '../../src/core/text/graphemes.ts';
import { at, atMost, count, title, toCaller } from '../../src/core/wording/command-words.ts';
import { refusalLine } from '../../src/core/wording/refusal-words.ts';
import type { Command } from '../../src/ports/commands/command.ts';

/** A title is not shortened here for the platform, as replies are, so we shorten it. */
const LONGEST_TITLE = 100;

export const seasonStart: Command = {
  name: 'season start',
  level: 'showrunner',
  description: 'Start a season: the first episode goes out at once',
  parameters: [SHOW],
  async confirm({ given }, desk) {
    const show = givenShow(given, desk.shows);
    if (!(await desk.isLost(show.id))) return undefined;
    return line(
      'The data of the last run of ',
      title(cut(show.title, LONGEST_TITLE)),
      ' is missing. Start a new run? Everything is posted again from the first episode on. The votes and receipts of the last run are lost. Its open polls stay open and do not count. To keep the last run, press nothing and ask the operator to restore a backup.',
    );
  },
  async run({ caller, given, confirmed }, desk) {
    const show = givenShow(given, desk.shows);
    const started = await desk.start(show.id, caller, confirmed);
    if (started.ok) {
      const playing = (await desk.outlets.list(show.id)).filter(({ state }) => state === 'playing').length;
      return toCaller(
        line(title(show.title), ' has begun (', at(await desk.now(), show.timezone), ').'),
        line(`It plays in ${count(playing, 'outlet')}. /season status shows what was sent.`),
        ...(started.leftOut.length === 0
          ? []
          : [line('The bot cannot play in these outlets yet. It joins by itself as soon as it can:')]),
        ...atMost(
          started.leftOut.map((one) => line(`✗ ${one}`)),
          'outlets',
        ),
      );
    }
    if (started.refusal !== undefined) return toCaller(refusalLine(started.refusal, show.timezone));
    return toCaller(
      line('Nothing was started and nothing was posted. Fix this first:'),
      ...atMost(
        started.faults.map((fault) => line(`✗ ${fault}`)),
        'faults',
      ),
    );
  },
};
