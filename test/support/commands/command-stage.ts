import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands } from '../../../commands/index.ts';
import { createCommandDesk } from '../../../src/app/commands/run-command.ts';
import type { Context } from '../../../src/app/context.ts';
import { sendOwed } from '../../../src/app/deliveries/send-owed.ts';
import { createHalt } from '../../../src/app/halt.ts';
import { archiveShow } from '../../../src/app/keeping/archive-season.ts';
import { SetAside } from '../../../src/app/keeping/set-aside-seasons.ts';
import { BotPast } from '../../../src/app/past/bot-past.ts';
import { performEffect } from '../../../src/app/perform-effect.ts';
import { createSeasonStates } from '../../../src/app/season/season-states.ts';
import { Reach } from '../../../src/app/shows/reach.ts';
import type { Show } from '../../../src/app/shows/show.ts';
import { TEMPO } from '../../../src/app/tempo.ts';
import { closePoll } from '../../../src/app/votes/close-poll.ts';
import { RoundLooks } from '../../../src/app/votes/round-looks.ts';
import { botAlerts } from '../../../src/core/ids.ts';
import { plain } from '../../../src/core/posts/content.ts';
import { isIn, type Season } from '../../../src/core/season/state.ts';
import type { Story } from '../../../src/core/story/story.ts';
import { createPictureSource } from '../../../src/feeds/picture-source.ts';
import { createArchiveFiles } from '../../../src/files/archive-files.ts';
import { createStartedFile } from '../../../src/files/started-file.ts';
import { readStory } from '../../../src/files/story-files.ts';
import { createVoterHasher } from '../../../src/files/voter-hasher.ts';
import { createCardPainter } from '../../../src/pictures/card/card-painter.ts';
import type { Place } from '../../../src/ports/commands/caller.ts';
import type { CommandAnswer, CommandDesk, CommandRequest } from '../../../src/ports/commands/command.ts';
import type { Log } from '../../../src/ports/log.ts';
import type { OutletAddress } from '../../../src/ports/platform/outlet.ts';
import type { Platform } from '../../../src/ports/platform/platform.ts';
import { PaperPlatform } from '../paper-platform.ts';
import { redisStores } from '../redis-stores.ts';
import type { StoryFile } from '../stage/stories.ts';
import { memoryStores } from '../stage-stores.ts';

/** All people and places in the tests of commands. */
export const SHOWRUNNER = { discord: '175928847299117063', telegram: '123456789' } as const;
export const MODERATOR = '200000000000000001';
export const FAN = '200000000000000002';

const channel = (digit: number): OutletAddress => ({
  platform: 'discord',
  channel: `110000000000000000${digit}`,
});
const chat = (id: string): OutletAddress => ({ platform: 'telegram', chat: id });

export const PLACES = {
  /** Listed in the operator's file. */
  discord: { platform: 'discord', community: 'guild-1', outlet: channel(1) },
  telegram: { platform: 'telegram', community: '-1001', outlet: chat('-1001') },
  /** The bot is there, but no show plays. */
  newcomer: { platform: 'discord', community: 'guild-2', outlet: channel(2) },
  alerts: { platform: 'discord', community: 'guild-9', outlet: channel(9) },
  private: { platform: 'telegram' },
} as const satisfies Record<string, Place>;

export interface CommandStage {
  readonly context: Context;
  readonly desk: CommandDesk;
  /** The first of its shows. */
  readonly show: Show;
  readonly discord: PaperPlatform;
  readonly telegram: PaperPlatform;
  /** Rewrites the show's story file. */
  write(story: StoryFile): Promise<void>;
  /** As a person: a showrunner by default. */
  ask(name: string, given?: Record<string, string>, change?: Partial<CommandRequest>): Promise<CommandAnswer>;
  /** The words of the answer from `ask`. */
  say(name: string, given?: Record<string, string>, change?: Partial<CommandRequest>): Promise<string>;
  /** Does everything that is owed now, as workers would. */
  settle(): Promise<void>;
  season(): Promise<Season>;
  /** Archives the show's finished seasons. */
  archive(): Promise<void>;
  close(): Promise<void>;
}

function asSerial({ opening: _, ...story }: Story): Story {
  return { ...story, release: { kind: 'on-link' }, episodes: [] };
}

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const uncounted = {
  votes() {},
  batch() {},
  dropped() {},
  pollsDropped() {},
  delivery() {},
  turnedAway() {},
  posted() {},
  decision() {},
  lag() {},
};

/**
 * The real desk with two platforms on paper.
 * @param where the address of a Redis, for tests of what is in it; else `memory`.
 */
export async function setCommandStage(
  where: string,
  stories: readonly StoryFile[],
  options: {
    readonly communities?: Show['communities'];
    /** The first show is serial: of its file only the title and the rules count; or what is made of the file. */
    readonly serial?: true | ((read: Story) => Story);
    readonly log?: Log;
    readonly answerWithin?: number;
    readonly unknownRules?: Context['unknownRules'];
  } = {},
): Promise<CommandStage> {
  const log = options.log ?? silent;
  const folder = await mkdtemp(join(tmpdir(), 'cliffhanger-commands-'));
  const pathOf = (story: StoryFile): string => join(folder, `${story.id}.yaml`);
  const write = (story: StoryFile) => writeFile(pathOf(story), JSON.stringify(story));
  const discord = new PaperPlatform('discord');
  const telegram = new PaperPlatform('telegram');
  discord.addPlace(PLACES.discord.outlet, '#general in Fans', PLACES.discord.community);
  discord.addPlace(PLACES.newcomer.outlet, '#lounge in Newcomers', PLACES.newcomer.community);
  discord.addPlace(PLACES.alerts.outlet, '#desk in Showrunners', PLACES.alerts.community);
  telegram.addPlace(PLACES.telegram.outlet, '@fans', PLACES.telegram.community);

  const files = { readStory: (path: string) => readStory(path, []) };
  const shows: Show[] = [];
  for (const story of stories) {
    await write(story);
    const reading = await files.readStory(pathOf(story));
    if (!reading.ok) throw new Error(JSON.stringify(reading.faults));
    const make = options.serial === true ? asSerial : options.serial;
    const isSerial = make !== undefined && shows.length === 0;
    const played = isSerial ? make(reading.story) : reading.story;
    shows.push({
      story: played,
      storyHash: reading.hash,
      from: isSerial
        ? { kind: 'serial', story: played, hash: reading.hash }
        : { kind: 'story', path: pathOf(story) },
      starts: { kind: 'on-command' },
      appearance: {},
      communities: options.communities ?? 'approved',
      outlets: [PLACES.discord.outlet, PLACES.telegram.outlet].map((address) => ({ address })),
    });
  }

  const platforms: readonly Platform[] = [discord, telegram];
  const names = platforms.map(({ name }) => name);
  const processes = { newLease: () => randomUUID(), isGone: async () => false };
  const stores = where === 'memory' ? memoryStores(processes) : redisStores(where, names, processes);
  const { seasons, clock } = stores.ports;
  const halt = createHalt();
  const past = await BotPast.open({
    store: stores.past,
    marks: createStartedFile(folder, log),
    seasons,
    clock,
    log,
    halt,
  });
  // As after a first start.
  for (const name of names) await past.introduce(name, '1');
  const pictures = createPictureSource({ log, userAgent: 'Cliffhanger' });
  const context: Context = {
    ...stores.ports,
    states: createSeasonStates(seasons),
    platforms: new Map(platforms.map((one) => [one.name, one])),
    hashVoter: createVoterHasher(Buffer.alloc(32, 7)),
    log,
    presence: { since: 0 },
    metrics: uncounted,
    looks: new RoundLooks(),
    processes,
    halt,
    storeId: 'a-store',
    past,
    aside: new SetAside(),
    unknownRules: options.unknownRules ?? {},
    alertPlaces: { addresses: [PLACES.alerts.outlet], language: 'en' },
    appearances: new Map(),
    cards: createCardPainter({ log, pictures }),
    pictures,
    reach: new Reach(),
    tempo: TEMPO,
  };
  const archive = createArchiveFiles(folder);
  const desk = createCommandDesk({
    context,
    commands,
    shows,
    alerts: [PLACES.alerts.outlet],
    files,
    archives: { vault: stores.vault, files: archive },
    showrunners: { discord: [SHOWRUNNER.discord], telegram: [SHOWRUNNER.telegram] },
    ...(options.answerWithin !== undefined && { answerWithin: options.answerWithin }),
  });
  const [show] = shows;
  if (show === undefined) throw new Error('A stage needs a show');

  const ask: CommandStage['ask'] = (name, given = {}, change = {}) => {
    const place: Place = change.place ?? PLACES.discord;
    return desk.answer({
      name,
      given,
      platform: place.platform,
      account: (SHOWRUNNER as Record<string, string>)[place.platform] ?? '',
      place,
      moderates: async () => false,
      confirmed: true,
      ...change,
    });
  };

  return {
    context,
    desk,
    show,
    discord,
    telegram,
    write,
    ask,
    say: async (...asked) => wordsOf(await ask(...asked)),
    settle: () => settle(context),
    async season() {
      const id = await context.seasons.current(show.story.id);
      const season = id === undefined ? undefined : (await context.states.load(id)).season;
      if (season === undefined) throw new Error('No season has begun');
      return season;
    },
    async archive() {
      await archiveShow(
        { ...context, vault: stores.vault, files: archive },
        show.story.id,
        await clock.now(),
      );
    },
    async close() {
      await stores.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function settle(context: Context): Promise<void> {
  for (let idle = false; !idle; ) {
    idle = true;
    for (const season of [...(await context.seasons.all()).values(), botAlerts]) {
      const now = await context.clock.now();
      for (const { id } of await context.outbox.overdue(season, now, 100)) {
        idle = false;
        await performEffect(context, season, id);
      }
      for (const outlet of await context.ledger.claimable(season, now)) {
        idle = false;
        await sendOwed(context, season, outlet, new AbortController().signal);
      }
      const { season: state } = await context.states.load(season);
      for (const { round, poll } of await context.ballots.open(season)) {
        const asked = state?.rounds[round - 1];
        if (asked === undefined || isIn(asked, 'voting')) continue;
        idle = false;
        await closePoll(context, season, round, poll.id);
      }
    }
  }
}

/** Everything that an answer says, line by line. */
export function wordsOf(answer: CommandAnswer): string {
  switch (answer.kind) {
    case 'reply':
      return answer.reply.lines.map(plain).join('\n');
    case 'confirm':
      return plain(answer.question);
    case 'refused':
      return plain(answer.line);
    case 'usage':
      return `${answer.problem} [${answer.expected.join(', ')}]`;
  }
}
