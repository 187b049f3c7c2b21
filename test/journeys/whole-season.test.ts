import { describe, expect, it } from 'vitest';
import { SeasonStage } from '../support/season-stage.ts';
import { postsAs } from '../support/stage-posts.ts';
import { twoChoices } from '../support/stage-stories.ts';

const EVERYWHERE = {
  club: 'server',
  late: 'server',
  news: 'channel',
  talk: 'group',
  forum: 'topic',
} as const;

describe.concurrent('a season', { timeout: 60_000 }, () => {
  it('plays two choices to an ending in every kind of outlet', async ({ onTestFinished }) => {
    const stage = await SeasonStage.set({ story: twoChoices(), places: EVERYWHERE }, onTestFinished);
    await stage.startBot();
    await stage.playRound(1, { club: [0, 0, 1], late: [1, 2], news: [0, 0, 0, 1], talk: [2], forum: [0, 1] });
    await stage.playRound(2, { club: [1], late: [0, 0], news: [0], talk: [1, 1, 1], forum: [1] });
    const status = await stage.over();

    expect(status.path.map(({ id }) => id)).toEqual(['storm', 'harbour', 'debt', 'dark']);
    const [first, second] = [await stage.receipt(1), await stage.receipt(2)];
    expect(first).toMatchObject({
      total: 12,
      decision: { label: 'Her sister', rule: 'plurality' },
      provisional: false,
    });
    expect(second).toMatchObject({
      total: 8,
      decision: { label: 'The half that helps' },
      provisional: false,
    });
    for (const place of stage.all) {
      expect(place.polls().map(({ question, closed }) => [question, closed])).toEqual([
        ['Whom does Ines light home?', true],
        ['Does she tell the truth?', true],
      ]);
      const wanted = [
        'drop storm',
        'result 12 Her sister',
        'drop harbour',
        'drop debt',
        'result 8 The half that helps',
        'drop dark',
      ];
      expect(postsAs(place, wanted)).toEqual(wanted);
    }
  });
});
