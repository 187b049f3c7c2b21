import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DiscordStandIn, startDiscord } from '../../src/sandbox/discord/server.ts';
import type { Chance } from '../../src/sandbox/random.ts';
import { startTelegram, type TelegramStandIn } from '../../src/sandbox/telegram/server.ts';
import { discordOutlet, type Outlet, telegramOutlet } from './outlets.ts';
import { type Script, SHOWS, writeScript } from './script.ts';

export interface Show {
  readonly script: Script;
  readonly outlets: readonly Outlet[];
}

/** Both platforms, with the servers and chats of eight shows. */
export interface Stage {
  readonly discord: DiscordStandIn;
  readonly telegram: TelegramStandIn;
  readonly shows: readonly Show[];
  readonly outlets: readonly Outlet[];
  /** How long each vote lasts if the bot was not away. */
  readonly voteMs: number;
  /** The outlet of a request, message or poll. `id` of a channel or chat. */
  find(id: string): { readonly show: Show; readonly outlet: Outlet } | undefined;
  close(): Promise<void>;
}

/** The number of servers over which the shows' channels are spread. */
const GUILDS = 4;
/** Until Discord confirms the count of a closed poll, in milliseconds. */
const FINALISED_AFTER_MS = 400;

export async function openStage(chance: Chance, voteMs: number): Promise<Stage> {
  const discord = await startDiscord({
    behaviour: { finaliseAfterMs: FINALISED_AFTER_MS, shuffleAnswerIds: true },
  });
  const telegram = await startTelegram();
  const guilds = Array.from(
    { length: GUILDS },
    (_, index) => discord.addGuild({ name: `Server ${index + 1}` }).id,
  );
  const shows = Array.from({ length: SHOWS }, (_, place): Show => {
    const script = writeScript(chance, place, voteMs);
    const guild = guilds[place % GUILDS] ?? '';
    const channel = discord.addChannel(guild, { name: script.show });
    const news = telegram.world.addChannel({ title: `News of ${script.show}` });
    const group = telegram.world.addGroup({ title: `Talk of ${script.show}` });
    return {
      script,
      outlets: [
        discordOutlet(discord, `${script.show} on Discord`, { guild, channel }),
        telegramOutlet(telegram, `${script.show}, Telegram channel`, { kind: 'channel', id: news.id }),
        telegramOutlet(telegram, `${script.show}, Telegram group`, { kind: 'group', id: group.id }),
      ],
    };
  });
  return {
    discord,
    telegram,
    shows,
    voteMs,
    outlets: shows.flatMap(({ outlets }) => outlets),
    find(id) {
      for (const show of shows) {
        const outlet = show.outlets.find(({ ids }) => ids.includes(id));
        if (outlet !== undefined) return { show, outlet };
      }
      return undefined;
    },
    async close() {
      await Promise.all([discord.close(), telegram.close()]);
    },
  };
}

/** Writes the operator's file and the stories. @returns the environment of a bot that plays them at once */
export async function writeFiles(folder: string, stage: Stage): Promise<Readonly<Record<string, string>>> {
  await mkdir(folder, { recursive: true });
  const shows = stage.shows.map(({ script, outlets }) => {
    const lines = outlets.map(({ address }) => `      - ${address}\n`).join('');
    return `  - story: ${script.show}.yaml\n    starts: now\n    outlets:\n${lines}`;
  });
  const operator = join(folder, 'cliffhanger.yaml');
  await writeFile(operator, `shows:\n${shows.join('')}`);
  for (const { script } of stage.shows) await writeFile(join(folder, `${script.show}.yaml`), script.text);
  return {
    DISCORD_TOKEN: stage.discord.token,
    DISCORD_API_URL: stage.discord.url,
    TELEGRAM_TOKEN: stage.telegram.token,
    TELEGRAM_API_URL: stage.telegram.url,
    CLIFFHANGER_CONFIG: operator,
    CLIFFHANGER_DATA: join(folder, 'data'),
    HTTP_PORT: '0',
  };
}
