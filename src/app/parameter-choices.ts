import { shortCode } from '../core/button-code.ts';
import { deliveryName } from '../core/delivery-name.ts';
import { type OutletId, outletId, roundNumber, type ShowId } from '../core/ids.ts';
import { findRound, isIn, type Round, type Season } from '../core/season/state.ts';
import type { Story } from '../core/story.ts';
import type { Desk, Parameter } from '../ports/command.ts';
import { loadSeason } from './advance-season.ts';
import type { Context } from './context.ts';
import { roundInPlay } from './desk-standings.ts';
import type { Show } from './show.ts';

/** Discord's limits: choices of an autocomplete, and their names. */
const MOST_CHOICES = 25;
const LONGEST_LABEL = 100;

export interface Choice {
  readonly label: string;
  readonly value: string;
}

/** Whom and what a parameter is read for. */
export interface Asking {
  /** The show named so far, or the one that follows from the place. */
  readonly show?: ShowId;
  /** Outlets of this server or chat only; undefined: of all. */
  readonly community: string | undefined;
  readonly round?: string;
}

/** What values a parameter may take now, the likeliest first. */
export interface Choices {
  of(parameter: Parameter, asking: Asking): Promise<readonly Choice[]>;
  season(show: ShowId): Promise<Season | undefined>;
  /** As the season plays it, or as the file has it before the first start. */
  story(show: ShowId): Promise<Story>;
  round(asking: Asking): Promise<Round | undefined>;
  /** Ids of all that the season of the show ever had. */
  outlets(asking: Asking): Promise<readonly OutletId[]>;
}

export function createChoices(context: Context, desk: Desk, shows: readonly Show[]): Choices {
  async function season(show: ShowId): Promise<Season | undefined> {
    const id = await context.seasons.current(show);
    return id === undefined ? undefined : (await loadSeason(context.seasons, id)).season;
  }

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

  async function everyOutlet({ show }: Asking): Promise<readonly OutletId[]> {
    const id = show === undefined ? undefined : await context.seasons.current(show);
    return id === undefined ? [] : (await context.seasons.outlets(id)).map((one) => one.id);
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
    const names = new Map(
      (await context.seasons.outlets(state.id)).map(({ id, outlet }) => [id, outlet.name]),
    );
    return (await context.ledger.list(state.id))
      .filter(({ status }) => status.kind === 'unknown')
      .reverse()
      .map(({ id, kind, number, outlet }) => ({
        label: `${kind} ${number} in ${names.get(outlet) ?? outlet}`,
        value: deliveryName(id, outletId(`#${shortCode(outlet)}`)),
      }));
  }

  async function options(asking: Asking): Promise<readonly Choice[]> {
    const asked = await round(asking);
    if (asked === undefined) return [];
    const left = isIn(asked, 'undecided') ? asked.phase.why.among : asked.options.map(({ id }) => id);
    return asked.options.filter(({ id }) => left.includes(id)).map(({ id, label }) => ({ label, value: id }));
  }

  async function of(parameter: Parameter, asking: Asking): Promise<readonly Choice[]> {
    switch (parameter.kind) {
      case 'show':
        return desk.shows.map(({ id, title }) => ({ label: title, value: id }));
      case 'episode':
        if (asking.show === undefined) return [];
        return (await story(asking.show)).episodes.map(({ id, title }) => ({ label: title, value: id }));
      case 'option':
        return options(asking);
      case 'round': {
        const rounds = asking.show === undefined ? [] : ((await season(asking.show))?.rounds ?? []);
        return rounds
          .map(({ number, question }) => ({ label: `${number}: ${question}`, value: String(number) }))
          .reverse();
      }
      case 'outlet':
        return outlets(asking);
      case 'delivery':
        return unknownDeliveries(asking);
      case 'duration':
        return ['30m', '1h', '2h', '12h', '1d'].map((value) => ({ label: value, value }));
      case 'flag':
        return [{ label: 'yes', value: 'true' }];
      case 'url':
      case 'reason':
      case 'role':
      case 'channel':
        return [];
    }
  }

  return { of, season, story, round, outlets: everyOutlet };
}

/** Those that `typed` may begin or be part of, beginnings first. */
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
    .map(({ choice: { label, value } }) => ({ label: cut(label), value }));
}

function cut(label: string): string {
  const points = [...label];
  return points.length <= LONGEST_LABEL ? label : `${points.slice(0, LONGEST_LABEL - 1).join('')}…`;
}
