import { join } from 'node:path';
import { gatherAudience } from '../../../src/sandbox/audience/audience.ts';
import { Cast } from '../../../src/sandbox/audience/cast.ts';
import { sendCrowd } from '../../../src/sandbox/audience/crowd.ts';
import { openTown, type Town } from '../../../src/sandbox/audience/town.ts';
import { BotProcess } from '../../../src/sandbox/bot/bot-process.ts';
import { bundlePage } from '../../../src/sandbox/page/bundle-page.mjs';
import { openPage } from '../../../src/sandbox/page/page-server.ts';
import { TallyWatch } from '../../../src/sandbox/page/tally-watch.ts';

export interface PageStage {
  readonly town: Town;
  /** With a slash at its end. */
  readonly address: string;
  close(): Promise<void>;
}

/** The sandbox's page over both platforms, without a bot: for what people write and what strangers try. */
export async function setPage(folder: string): Promise<PageStage> {
  await bundlePage(folder);
  const town = await openTown({ seed: 1 });
  const cast = new Cast(town);
  const crowd = sendCrowd(town, gatherAudience(1, 0, []), () => 60_000);
  const bot = new BotProcess({ environment: {}, logPath: join(folder, 'bot.log') });
  const tally = new TallyWatch(town, { opening: '', episodes: new Map() }, 'none');
  const show = { id: 'none', title: 'No show', daySeconds: 60, serial: false, page: null };
  const page = await openPage(
    { town, cast, crowd, bot, tally, show, start: () => bot.start(), publish: undefined },
    { port: 0, folder },
  );
  return {
    town,
    address: page.address,
    async close() {
      crowd.stop();
      await page.close();
      await bot.stop();
      await town.close();
    },
  };
}
