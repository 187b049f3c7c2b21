import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { discordSpec, discordSpecAbsence, discordSpecAvailable } from '../../support/discord/spec.ts';
import { SeasonStage } from '../../support/seasons/season-stage.ts';
import type { InnerBot } from '../../support/stage/bots.ts';
import { scrape } from '../../support/stage/metrics.ts';
import { postsAs } from '../../support/stage/posts.ts';
import { oneChoice, twoChoices } from '../../support/stage/stories.ts';
import { telegramSpecAbsence, telegramSpecAvailable } from '../../support/telegram/spec.ts';

/** Metrics that a season moves by its votes and decisions. */
const COUNTED = /^cliffhanger_(votes|ballot_batches|decisions)_total/;

const EVERYWHERE = {
  club: 'server',
  late: 'server',
  news: 'channel',
  talk: 'group',
  forum: 'topic',
} as const;

/** Until the bot has had exactly this many ballots in its batches. */
async function untilCounted(bot: InnerBot, ballots: number): Promise<void> {
  const counted = async () => (await scrape(bot)).get('cliffhanger_ballot_batch_size_sum');
  while ((await counted()) !== ballots) await sleep(50);
}

describe.concurrent('a season', { timeout: 60_000 }, () => {
  it('plays two choices to an ending in every kind of outlet', async ({ onTestFinished }) => {
    const stage = await SeasonStage.set({ story: twoChoices(), places: EVERYWHERE }, onTestFinished);
    await stage.startBot();
    expect([...(await scrape(stage.bot)).keys()].filter((name) => COUNTED.test(name))).toEqual([]);
    await stage.polled(1);
    stage.cast(1, { club: [0, 0, 1], late: [1, 2], news: [0, 0, 0, 1], talk: [2], forum: [0, 1] });
    // Counted before the close, which ends the counting of what is still running.
    await stage.counted('club', 1);
    await stage.counted('talk', 1);
    await stage.closeEarly(1);
    await stage.happened('round-decided', { round: 1 });
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

    // Named votes: of the servers, the group and the topic. The last ones may come after the end.
    await untilCounted(stage.bot, 8 + 4 + 3);
    const metrics = await scrape(stage.bot);
    // Discord reports each vote; Telegram each one in a group, and snapshots of counts besides.
    expect(metrics.get('cliffhanger_votes_total{platform="discord"}')).toBe(8);
    expect(metrics.get('cliffhanger_votes_total{platform="telegram"}')).toBeGreaterThanOrEqual(8);
    const batches = metrics.get('cliffhanger_ballot_batches_total{outcome="counted"}') ?? 0;
    expect(batches).toBeGreaterThanOrEqual(2);
    expect(metrics.get('cliffhanger_ballot_batch_size_count')).toBeGreaterThanOrEqual(batches);
    expect(metrics.get('cliffhanger_decisions_total{rule="plurality"}')).toBe(2);
  });
});

const absences = [
  ...(discordSpecAvailable ? [] : [discordSpecAbsence]),
  ...(telegramSpecAvailable ? [] : [telegramSpecAbsence]),
];
const absent = absences.length > 0;

describe(`the platforms' specifications${absent ? ` (${absences.join('; ')})` : ''}`, {
  timeout: 60_000,
}, () => {
  it.skipIf(absent)('apply to every request and every answer of a season', async ({ onTestFinished }) => {
    const places = { club: 'server', news: 'channel', talk: 'group' } as const;
    const story = oneChoice({ lasts: '6s', reminder: '3s', sealed: true });
    const stage = await SeasonStage.set({ story, places }, onTestFinished);
    await stage.startBot();
    await stage.over();

    expect([...stage.wire.violations]).toEqual([]);
    expect([...stage.wire.discord]).toEqual(
      expect.arrayContaining([
        'POST /channels/:id/messages',
        'POST /channels/:id/messages/:id/threads',
        'POST /channels/:id/polls/:id/expire',
        'GET /channels/:id/messages/:id',
        'GET /channels/:id',
        'GET /gateway/bot',
      ]),
    );
    expect([...stage.wire.telegram]).toEqual(
      expect.arrayContaining([
        'getMe',
        'getChat',
        'getChatMember',
        'getUpdates',
        'sendMessage',
        'sendPoll',
        'stopPoll',
      ]),
    );
    const wanted = ['drop storm', 'about Last call.', 'result 0 Her sister', 'drop harbour'];
    for (const place of stage.all) expect(postsAs(place, wanted)).toEqual(wanted);
  });

  it.skipIf(absent)('are strict', () => {
    const spec = discordSpec();
    const post = (body: object, responseBody: unknown, status = 200) =>
      spec.check({
        method: 'POST',
        path: '/channels/1100000000000000001/messages',
        query: {},
        requestBody: body,
        status,
        responseBody,
        delivered: true,
      });
    const long = { poll: { question: { text: 'Q?' }, answers: [], duration: 1_000 }, contents: 'typo' };
    expect(post(long, { code: 50_035, message: 'Invalid Form Body' }, 400)).toEqual(
      expect.arrayContaining([
        'POST /channels/{channel_id}/messages has no field "contents"',
        'POST /channels/{channel_id}/messages /poll/answers must NOT have fewer than 1 items',
        'POST /channels/{channel_id}/messages /poll/duration must be <= 768',
      ]),
    );
    expect(post({ content: 'a' }, { id: '1' }).length).toBeGreaterThan(5);
  });
});
