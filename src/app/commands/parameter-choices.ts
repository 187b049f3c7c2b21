import { deliveryName } from '../../core/delivery-name.ts';
import { type OutletId, outletId, roundNumber, type ShowId } from '../../core/ids.ts';
import { shortCode } from '../../core/posts/button-code.ts';
import { findRound, isIn, isOut, lastRelease, type Round, type Season } from '../../core/season/state.ts';
import { isSerial, type Story } from '../../core/story/story.ts';
import { cut } from '../../core/text/graphemes.ts';
import { deliveryWords } from '../../core/wording/command-words.ts';
import type { Parameter } from '../../ports/commands/command.ts';
import type { Desk } from '../../ports/commands/desk.ts';
import { storesOf } from '../keeping/archived-season.ts';
import type { DeskParts } from './desk.ts';
import { roundInPlay } from './standings.ts';

/** What the strictest platform shows: the number of choices of an autocomplete, and the length of each. */
const MOST_CHOICES = 25;
const LONGEST_LABEL = 100;

export interface Choice {
  readonly label: string;
  readonly value: string;
}

const ITEM_ANSWERS: readonly Choice[] = [
  { label: 'all of them', value: 'all' },
  { label: 'the newest', value: 'newest' },
  { label: 'none', value: 'none' },
];

/** For whom and for what a parameter is read. */
export interface Asking {
  /** The show named so far, or the one that the place implies. */
  readonly show?: ShowId;
  /** Outlets of this server or chat only; undefined: all. */
  readonly community: string | undefined;
  readonly round?: string;
}

/** The values that a parameter may take now, the likeliest first. */
export interface Choices {
  of(parameter: Parameter, asking: Asking): Promise<readonly Choice[]>;
  /** Of the last season, archived or not. */
  rounds(asking: Asking): Promise<readonly Round[]>;
  round(asking: Asking): Promise<Round | undefined>;
  /** Ids of all outlets that the show's season ever had. */
  outlets(asking: Asking): Promise<readonly OutletId[]>;
}

export function createChoices(
  { context, shows, archives }: Pick<DeskParts, 'context' | 'shows' | 'archives'>,
  desk: Desk,
): Choices {
  async function season(show: ShowId): Promise<Season | undefined> {
    const id = await context.seasons.current(show);
    return id === undefined ? undefined : (await context.states.load(id)).season;
  }

  async function rounds({ show }: Asking): Promise<readonly Round[]> {
    if (show === undefined) return [];
    const { seasons, states } = (await storesOf(context, archives, show)) ?? context;
    const id = await seasons.current(show);
    return id === undefined ? [] : ((await states.load(id)).season?.rounds ?? []);
  }

  /** As the season plays it, or before the first start as the file has it. */
  async function story(id: ShowId): Promise<Story> {
    const found = (await season(id))?.story ?? shows.find((one) => one.story.id === id)?.story;
    if (found === undefined) throw new Error(`There is no show ${id}`);
    return found;
  }

  async function round({ show, round: number }: Asking): Promise<Round | undefined> {
    const state = show === undefined ? undefined : await season(show);
    if (state === undefined) return undefined;
    return number === undefined ? roundInPlay(state) : findRound(state, roundNumber(Number(number)));
  }

  /** The last one that is out, and those that will be. */
  async function openEpisodes({ show }: Asking): Promise<readonly Choice[]> {
    const state = show === undefined ? undefined : await season(show);
    if (state === undefined || !isSerial(state.story)) return [];
    return state.story.episodes
      .filter(({ continuation }) => continuation.kind === 'open')
      .filter(({ id }) => lastRelease(state, id) !== undefined || !isOut(state, id))
      .map(({ id, title }) => ({ label: title, value: id }));
  }

  async function questions({ show }: Asking): Promise<readonly Choice[]> {
    const open = (show === undefined ? undefined : await season(show))?.questions ?? [];
    return open
      .filter(({ answer }) => answer === undefined)
      .map(({ number, items: [first, ...more] }) => ({
        label: `${number}: ${first?.title ?? ''}${more.length === 0 ? '' : ` and ${more.length} more`}`,
        value: String(number),
      }));
  }

  async function everyOutlet({ show }: Asking): Promise<readonly OutletId[]> {
    const id = show === undefined ? undefined : await context.seasons.current(show);
    return id === undefined ? [] : (await context.outlets.all(id)).map((one) => one.id);
  }

  async function outlets({ show, community }: Asking): Promise<readonly Choice[]> {
    const asked = show === undefined ? desk.shows.map(({ id }) => id) : [show];
    const lists = await Promise.all(asked.map((id) => desk.outlets.list(id, community)));
    const found = new Map<OutletId, { readonly name: string; readonly waits: boolean }>();
    for (const { id, name, state } of lists.flat()) {
      if (state === 'left') continue;
      found.set(id, { name, waits: state === 'waits-for-approval' });
    }
    return [...found]
      .sort(([, one], [, other]) => Number(other.waits) - Number(one.waits))
      .map(([value, { name, waits }]) => ({ label: waits ? `${name} (waits for approval)` : name, value }));
  }

  async function unknownDeliveries({ show }: Asking): Promise<readonly Choice[]> {
    const state = show === undefined ? undefined : await season(show);
    if (state === undefined) return [];
    const names = new Map((await context.outlets.all(state.id)).map(({ id, outlet }) => [id, outlet.name]));
    return (await context.ledger.list(state.id))
      .filter(({ status }) => status.kind === 'unknown')
      .reverse()
      .map(({ id, outlet }) => ({
        label: `${deliveryWords(id)} in ${names.get(outlet) ?? outlet}`,
        value: deliveryName(id, outletId(`#${shortCode(outlet)}`)),
      }));
  }

  async function options(asking: Asking): Promise<readonly Choice[]> {
    const asked = await round(asking);
    if (asked === undefined) return [];
    // If outlets are missing, every option is offered, so that none is mistaken for a word of the reason.
    const limited = isIn(asked, 'undecided') && asked.phase.why.cause !== 'missing';
    const left = limited ? asked.phase.why.among : asked.options.map(({ id }) => id);
    return asked.options.filter(({ id }) => left.includes(id)).map(({ id, label }) => ({ label, value: id }));
  }

  async function of(parameter: Parameter, asking: Asking): Promise<readonly Choice[]> {
    switch (parameter.kind) {
      case 'show':
        return desk.shows.map(({ id, title }) => ({ label: title, value: id }));
      case 'episode':
        if (asking.show === undefined) return [];
        return (await story(asking.show)).episodes.map(({ id, title }) => ({ label: title, value: id }));
      case 'draft':
        if (asking.show === undefined) return [];
        return (await story(asking.show)).episodes
          .filter(({ draft }) => draft === true)
          .map(({ id, title }) => ({ label: title, value: id }));
      case 'open-episode':
        return openEpisodes(asking);
      case 'option':
        return options(asking);
      case 'round':
        return (await rounds(asking))
          .map(({ number, question }) => ({ label: `${number}: ${question}`, value: String(number) }))
          .reverse();
      case 'question':
        return questions(asking);
      case 'answer':
        return ITEM_ANSWERS;
      case 'outlet':
        return outlets(asking);
      case 'delivery':
        return unknownDeliveries(asking);
      case 'duration':
        return ['30m', '1h', '2h', '12h', '1d'].map((value) => ({ label: value, value }));
      case 'flag':
        return [{ label: 'yes', value: 'true' }];
      case 'time':
      case 'id':
      case 'text':
      case 'lines':
      case 'url':
      case 'reason':
      case 'name':
      case 'role':
      case 'channel':
        return [];
    }
  }

  return { of, rounds, round, outlets: everyOutlet };
}

/** Those that start with or contain `typed`, matches at the start first. */
export function matching(choices: readonly Choice[], typed: string): readonly Choice[] {
  const wanted = typed.trim().toLowerCase();
  const rank = ({ label, value }: Choice): number => {
    const texts = [label.toLowerCase(), value.toLowerCase()];
    if (texts.some((text) => text.startsWith(wanted))) return 0;
    return texts.some((text) => text.includes(wanted)) ? 1 : 2;
  };
  return choices
    .map((choice) => ({ choice, rank: rank(choice) }))
    .filter((one) => one.rank < 2)
    .sort((one, other) => one.rank - other.rank)
    .slice(0, MOST_CHOICES)
    .map(({ choice: { label, value } }) => ({ label: cut(label, LONGEST_LABEL), value }));
}
