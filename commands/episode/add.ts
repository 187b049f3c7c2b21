import { givenShow, required, SHOW } from '../../src/core/command-call.ts';
import { episodeId } from '../../src/core/ids.ts';
import { type Line, line } from '../../src/core/posts/content.ts';
import type { Refusal, SteeringCommand } from '../../src/core/season/commands.ts';
import { addressDoubts } from '../../src/core/story/address-doubts.ts';
import { readDescription } from '../../src/core/story/announced-vote.ts';
import type { Item } from '../../src/core/story/item.ts';
import { atAndHowSoon, count, title, toCaller } from '../../src/core/wording/command-words.ts';
import { inVainLines, refusalLine } from '../../src/core/wording/refusal-words.ts';
import type { Growth } from '../../src/ports/commands/answers.ts';
import type { Call, Command } from '../../src/ports/commands/command.ts';

/** Stands for an item that is not typed yet; no source has its key. */
const SOME_ITEM: Item = { key: '', title: '', url: '', synopsis: '' };

export const episodeAdd: Command = {
  name: 'episode add',
  level: 'showrunner',
  description: 'Add the next episode of a serial show, or fill in a draft of a story',
  parameters: [
    SHOW,
    {
      name: 'episode',
      kind: 'draft',
      description: 'The draft of a story that is filled in',
      required: false,
    },
    { name: 'title', kind: 'text', description: 'What it is called', required: true, asked: true },
    {
      name: 'url',
      kind: 'url',
      description: 'Where it is watched: https://…',
      required: true,
      asked: true,
    },
    {
      name: 'image',
      kind: 'url',
      description: 'Address of a picture: https://…',
      required: false,
      asked: true,
    },
    {
      name: 'id',
      kind: 'id',
      description: 'Its id in a serial show; ep-1, ep-2 and so on if left out',
      required: false,
    },
    {
      name: 'synopsis',
      kind: 'lines',
      description: 'What it is about; a line “Vote: Who? Mara | Teo” makes a vote',
      required: false,
      asked: true,
    },
  ],
  async fallback(name, given, desk) {
    if (given.show === undefined || given.episode === undefined) return undefined;
    if (name !== 'title' && name !== 'synopsis' && name !== 'image') return undefined;
    const growth = await desk.growth(givenShow(given, desk.shows).id);
    return growth?.drafts.find(({ id }) => id === given.episode)?.[name] || undefined;
  },
  async inVain({ caller, given }, desk) {
    const show = givenShow(given, desk.shows);
    const tried = await desk.trySteering(show.id, adding(given, SOME_ITEM), caller);
    return tried.ok ? undefined : toCaller(...inVainLines(tried, show.timezone));
  },
  async check({ caller, given }, desk) {
    const show = givenShow(given, desk.shows);
    const item = itemIn(given);
    if (item.vote !== undefined && given.episode !== undefined) {
      const problem = 'The votes of a story are in its file. Leave the line “Vote:” out.';
      return { parameter: 'synopsis', problem };
    }
    const misfit = await desk.checkItem(show.id, item);
    if (misfit !== undefined) return { parameter: misfit.part, problem: misfit.problem };
    const tried = await desk.trySteering(show.id, adding(given, item), caller);
    return tried.ok ? undefined : clashOf(tried.refusal);
  },
  async run({ caller, given }, desk) {
    const show = givenShow(given, desk.shows);
    const item = itemIn(given);
    const steered = await desk.steer(show.id, adding(given, item), caller);
    if (!steered.ok) return toCaller(refusalLine(steered.refusal, show.timezone));
    const growth = await desk.growth(show.id);
    return toCaller(
      line(
        title(item.title),
        given.episode === undefined ? ' is added.' : ` (${given.episode}) is filled in.`,
      ),
      ...(growth?.serial === true
        ? whenLines(growth, item, show.timezone)
        : [line('It goes out when it is due.')]),
      ...(item.vote?.ok === true ? [line('Its vote: ', title(item.vote.question))] : []),
      ...addressDoubts(item.url).map(({ what, right }) => line(`⚠ ${what}. Better: ${right}.`)),
    );
  },
};

function itemIn(given: Call['given']): Item {
  const url = required(given, 'url');
  return {
    ...(given.id !== undefined && { id: episodeId(given.id) }),
    key: url,
    title: required(given, 'title'),
    url,
    ...readDescription(given.synopsis ?? ''),
    ...(given.image !== undefined && { image: given.image }),
  };
}

const adding = ({ episode }: Call['given'], item: Item): SteeringCommand => ({
  type: 'add',
  item,
  ...(episode !== undefined && { episode: episodeId(episode) }),
});

/** What a person can correct in what was typed. */
function clashOf(refusal: Refusal): { readonly parameter: string; readonly problem: string } | undefined {
  switch (refusal.code) {
    case 'item-known': {
      const whose =
        refusal.episode === undefined ? 'came up before' : `is that of ${refusal.episode} already`;
      return { parameter: 'url', problem: `This link ${whose}. Take another one.` };
    }
    case 'id-taken':
      return {
        parameter: 'id',
        problem: `There is already an episode ${refusal.episode}. Choose another id.`,
      };
    default:
      return undefined;
  }
}

function whenLines({ queued, openVotes }: Growth, { url }: Item, timezone: string): readonly Line[] {
  const place = queued.findIndex((one) => one.url === url);
  const found = queued[place];
  if (found === undefined) return [line('It goes out now.')];
  if (found.at !== undefined) return [line('It goes out ', ...atAndHowSoon(found.at, timezone), '.')];
  const before = place === 0 ? '' : `, after ${count(place, 'other episode')}`;
  return [
    openVotes > 0
      ? line(`It waits until the vote is decided${before}. /episode release sends it earlier.`)
      : line(`It goes out when its turn comes${before}.`),
  ];
}
