import type { Cast } from '../audience/cast.ts';
import type { Crowd } from '../audience/crowd.ts';
import type { Town } from '../audience/town.ts';
import type { BotProcess } from '../bot/bot-process.ts';
import type { Action, Reply } from './actions/action.ts';
import { DiscordActions } from './actions/discord-actions.ts';
import { TelegramActions } from './actions/telegram-actions.ts';
import { vote } from './actions/vote.ts';
import { commandsIn, discordParts, serversOf } from './discord-rooms.ts';
import { type SentFile, sentFile } from './files.ts';
import { Plugs } from './plugs.ts';
import type { AudiencePart, PlacesPart, ShowPart } from './state.ts';
import type { TallyWatch } from './tally-watch.ts';
import { chatsOf, menusOf, telegramParts } from './telegram-rooms.ts';
import { TimeMachine } from './time-machine.ts';

/** What the page shows and moves. */
export interface Stage {
  readonly town: Town;
  readonly cast: Cast;
  readonly crowd: Crowd;
  readonly bot: BotProcess;
  readonly tally: TallyWatch;
  readonly show: ShowPart;
  /** Starts the bot again, and resolves once it is ready. */
  readonly start: () => Promise<void>;
  /** Publishes an episode in the show's feed; undefined if it has none. */
  readonly publish: ((title: string, description: string) => void) | undefined;
}

/** Reads the worlds into parts for the page, and does what its visitors want. */
export class Desk {
  readonly #stage: Stage;
  readonly #discord: DiscordActions;
  readonly #telegram: TelegramActions;
  readonly #time: TimeMachine;
  readonly plugs: Plugs;
  #touched = false;

  constructor(stage: Stage) {
    this.#stage = stage;
    this.#discord = new DiscordActions(stage.town, stage.cast);
    this.#telegram = new TelegramActions(stage.town, stage.cast);
    this.#time = new TimeMachine(stage.town, stage.bot, () => stage.tally.part);
    this.plugs = new Plugs(stage.town, stage.bot, stage.start);
  }

  /** A file that the bot sent, by its path below `/files/`; undefined if there is none. */
  file(path: string): SentFile | undefined {
    return sentFile(this.#stage.town, (message, index) => this.#discord.file(message, index), path);
  }

  /** Everything that is shown now, by the keys of `Parts`. */
  parts(): ReadonlyMap<string, unknown> {
    const { town, cast, show, tally } = this.#stage;
    const [guild] = town.discord.world.guilds.keys();
    return new Map<string, unknown>([
      ['show', show],
      ['people', cast.people.map(({ id, name, part, telegram }) => ({ id, name, part, telegram }))],
      ['places', this.#places()],
      ['tally', tally.part],
      ['plugs', this.plugs.part],
      ['audience', this.#audience()],
      ['time', this.#time.part],
      ['commands', guild === undefined ? [] : commandsIn(town.discord.commands(guild))],
      ['menus', menusOf(town, cast)],
      ['answers', this.#discord.answers],
      ...discordParts(town, cast),
      ...telegramParts(town, cast),
    ]);
  }

  /** Whether a visitor has done anything yet. */
  get isTouched(): boolean {
    return this.#touched;
  }

  /** @returns what the visitor is told; never throws for what a platform refuses. */
  async act(action: Action): Promise<Reply> {
    this.#touched = true;
    try {
      return await this.#act(action);
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  }

  async #act(action: Action): Promise<Reply> {
    const { town, cast, crowd } = this.#stage;
    switch (action.do) {
      case 'vote':
        return vote(town, cast, action);
      case 'be':
        return { person: cast.guest(action.fan).id };
      case 'discord-say':
        return this.#discord.say(action);
      case 'discord-command':
        return this.#discord.command(action);
      case 'discord-complete':
        return this.#discord.complete(action);
      case 'discord-press':
        return this.#discord.press(action);
      case 'discord-submit':
        return this.#discord.submit(action);
      case 'dismiss':
        return this.#discord.dismiss(action);
      case 'telegram-say':
        return this.#telegram.say(action);
      case 'telegram-press':
        return this.#telegram.press(action);
      case 'audience': {
        const { paused, speed, join } = action;
        crowd.pace.set({ ...(paused !== undefined && { paused }), ...(speed !== undefined && { speed }) });
        if (join !== undefined) crowd.join(join);
        return {};
      }
      case 'time':
        return this.#time.move(action.by);
      case 'publish':
        if (this.#stage.publish === undefined) return { error: 'This show has no feed: start with --serial' };
        this.#stage.publish(action.title, action.description);
        return { toast: 'It is in the feed. The bot reads it within ten seconds.' };
      case 'bot':
      case 'redis':
      case 'gateway':
      case 'lose-answer':
        return this.plugs.pull(action);
    }
  }

  #places(): PlacesPart {
    const { town, cast } = this.#stage;
    return {
      servers: serversOf(town.discord),
      chats: chatsOf(town, cast),
      bot: { discord: town.discord.botUserId, telegram: town.telegram.bot.username ?? '' },
    };
  }

  #audience(): AudiencePart {
    const { counts, fans, pace } = this.#stage.crowd;
    return { fans, votes: counts.votes, paused: pace.paused, speed: pace.speed };
  }
}
