import { expect } from 'vitest';
import { type Finished, SeasonStage } from './seasons/season-stage.ts';
import type { Environment } from './stage/bots.ts';
import { postsAs } from './stage/posts.ts';
import { oneChoice, type Rules } from './stage/stories.ts';

const BOTH = { club: 'server', news: 'channel' } as const;

/** One choice in an outlet of each platform, for journeys with trouble in Redis. */
export type TroubleStage = SeasonStage<keyof typeof BOTH>;

const EXPECTED =
  /embedded Redis ended|embedded Redis could not be restarted|Could not queue ballots|a season cannot be read/;

export function setTroubleStage(
  onFinished: Finished,
  environment: Environment = {},
  rules: Rules = {},
): Promise<TroubleStage> {
  return SeasonStage.set(
    { story: oneChoice(rules), places: BOTH, environment, expectedErrors: EXPECTED },
    onFinished,
  );
}

/** Waits until the bot's running counts equal those of both platforms. */
export async function allCounted(stage: TroubleStage): Promise<void> {
  await stage.counted('club', 1);
  await stage.counted('news', 1);
}

/** Plays the season to its end, with this receipt and each message once. */
export async function ended(stage: TroubleStage, total: number, label: string, last: string): Promise<void> {
  await stage.over();
  expect(await stage.receipt(1)).toMatchObject({ total, provisional: false });
  const wanted = ['drop storm', `result ${total} ${label}`, `drop ${last}`];
  for (const place of stage.all) {
    expect(place.polls()).toHaveLength(1);
    expect(postsAs(place, wanted)).toEqual(wanted);
  }
}
