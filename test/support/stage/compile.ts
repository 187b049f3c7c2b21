import { SeasonStage } from '../seasons/season-stage.ts';
import type { Build } from './build.ts';
import { oneChoice } from './stories.ts';

/** Runs the bot and its command line once, so that what both need is kept compiled. */
export async function compile(build: Build): Promise<void> {
  const ends: (() => Promise<void>)[] = [];
  try {
    const stage = await SeasonStage.set(
      {
        story: oneChoice(),
        places: { club: 'server', news: 'channel' },
        environment: { KEEP_COMPILED: 'yes' },
      },
      (end) => ends.push(end),
    );
    const bot = stage.startProcess(build);
    await stage.polled(1);
    bot.kill('SIGTERM');
    await bot.ended;
    await stage.cliProcess(build, 'status', stage.season);
  } finally {
    for (const end of ends) await end();
  }
}
