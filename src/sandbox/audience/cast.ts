import { Permission } from '../discord/permissions.ts';
import {
  DISCORD_SHOWRUNNER,
  discordAccount,
  TELEGRAM_SHOWRUNNER,
  type Town,
  telegramAccount,
} from './town.ts';

export type Part = 'showrunner' | 'moderator' | 'fan';

/** Somebody whom a visitor of the sandbox can be. One person has an account on each platform. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly part: Part;
  readonly discord: string;
  readonly telegram: number;
}

const FANS = ['Ada', 'Bo', 'Cem', 'Dot', 'Eli'];
/** Their accounts have numbers that no fan of the simulated audience reaches. */
const FIRST_OF_CAST = 10_000_000;
/** A visitor may be this many fans of the simulated audience. */
const MOST_GUESTS = 30;

/** Permissions that moderators and showrunners have on Discord, and fans have not. */
const MODERATING =
  Permission.viewChannel |
  Permission.sendMessages |
  Permission.readMessageHistory |
  Permission.useApplicationCommands |
  Permission.addReactions |
  Permission.manageMessages |
  Permission.manageGuild;

/** What a person may do on Discord, as bits; undefined: what every fan may. */
export const permissionsOf = ({ part }: Person): bigint | undefined =>
  part === 'fan' ? undefined : MODERATING;

/** The people whom a visitor can be: a showrunner, a moderator, five fans, and any fan of the simulated audience. */
export class Cast {
  readonly #town: Town;
  readonly #people = new Map<string, Person>();
  #guests = 0;

  /** They join the Telegram group and start the bot, as people do before they use it. */
  constructor(town: Town) {
    this.#town = town;
    this.#add({
      id: 'showrunner',
      name: 'Sam',
      part: 'showrunner',
      discord: DISCORD_SHOWRUNNER,
      telegram: TELEGRAM_SHOWRUNNER,
    });
    const cast = (index: number) => ({
      discord: discordAccount(FIRST_OF_CAST + index),
      telegram: telegramAccount(FIRST_OF_CAST + index),
    });
    this.#add({ id: 'moderator', name: 'Mo', part: 'moderator', ...cast(0) });
    for (const [index, name] of FANS.entries())
      this.#add({ id: `fan-${name.toLowerCase()}`, name, part: 'fan', ...cast(index + 1) });
  }

  get people(): readonly Person[] {
    return [...this.#people.values()];
  }

  /** @throws Error for an id that no person has */
  person(id: string): Person {
    const person = this.#people.get(id);
    if (person === undefined) throw new Error('There is no such person');
    return person;
  }

  /**
   * A fan of the simulated audience, whose votes the visitor sees and may change.
   * @param number of the fan, from 0
   * @throws Error once there are too many
   */
  guest(number: number): Person {
    const id = `audience-${number}`;
    const known = this.#people.get(id);
    if (known !== undefined) return known;
    if (this.#guests >= MOST_GUESTS)
      throw new Error(`You can be ${MOST_GUESTS} fans of the audience at most`);
    this.#guests += 1;
    return this.#add({
      id,
      name: `Fan ${number}`,
      part: 'fan',
      discord: discordAccount(number),
      telegram: telegramAccount(number),
    });
  }

  #add(person: Person): Person {
    const { discord, telegram, communities } = this.#town;
    discord.world.addUser(person.name, person.discord);
    telegram.world.addUser({ id: person.telegram, first_name: person.name });
    telegram.world.addPrivateChat(person.telegram);
    for (const { platform, place } of communities) {
      if (platform === 'telegram' && person.part !== 'fan')
        telegram.world.addAdministrator(Number(place), person.telegram);
    }
    this.#people.set(person.id, person);
    return person;
  }
}
