import { beforeAll, describe, expect, it } from 'vitest';
import { type Build, buildBot } from '../../support/stage/build.ts';
import { type CommandStage, onCommand } from '../../support/stage/commands.ts';
import type { Place } from '../../support/stage/places.ts';
import { postsAs } from '../../support/stage/posts.ts';
import { oneChoice } from '../../support/stage/stories.ts';

const PLACES = { club: 'server', lost: 'server', news: 'channel', fans: 'group' } as const;
type Key = keyof typeof PLACES;
const GO = 'Yes, do it';
const RIGHT = 'https://watch.example/lighthouse/storm-right';
const NOTICE = 'about An episode of The Lighthouse was taken back';
/** No permission at all: the bot does not even see the channel. */
const NONE = 0n;

let build: Build;
beforeAll(async () => {
  build = await buildBot();
});

/** Native polls that people can still see in a place. */
function pollsShown({ stage }: CommandStage<Key>, place: Place): number {
  return place.platform === 'discord'
    ? stage.discord.messages(place.id).filter(({ poll }) => poll !== null).length
    : stage.telegram.messages(Number(place.id)).filter(({ poll }) => poll !== undefined).length;
}

/** The words of everything that the bot posted there and that is not deleted. */
const shown = (place: Place, wanted: readonly string[]): readonly string[] => postsAs(place, wanted);

async function begin(at: CommandStage<Key>): Promise<void> {
  const { stage, telegram } = at;
  await telegram.showrunner.say('/season start', ['The Lighthouse has begun']);
  await stage.polled(1);
  stage.cast(1, { club: [0, 0], lost: [1], news: [0, 1, 2], fans: [1] });
}

async function takeBack({ telegram }: CommandStage<Key>, words: readonly string[]): Promise<void> {
  const asked = await telegram.showrunner.say('/episode retract storm the wrong file', words);
  await telegram.showrunner.press(asked, GO);
  await telegram.showrunner.reads(asked, 'is taken back');
}

describe.concurrent('a wrong episode with an open vote', { timeout: 120_000 }, () => {
  it('is taken back everywhere, and the right one is posted', async ({ onTestFinished }) => {
    const at = await onCommand({ story: oneChoice({ lasts: '2h' }), places: PLACES }, onTestFinished);
    const { stage, telegram } = at;
    const { club, lost, news, fans } = stage.places;
    await stage.startBot();
    await begin(at);
    for (const key of ['club', 'news', 'fans'] as const) await stage.counted(key, 1);
    stage.discord.setBotPermissions(lost.id, NONE);

    await takeBack(at, ['Take back storm', '8 posts in 4 outlets', 'with 7 votes so far']);
    await telegram.alert('could not take back the post of episode 1');
    await telegram.alert('could not take back the poll of round 1');
    const whole = [club, news, fans];
    await stage.book.untilTrue('the posts are gone', () =>
      whole.every((place) => pollsShown(at, place) === 0 && place.posts().length === 1),
    );
    for (const place of whole) expect(shown(place, [NOTICE])).toEqual([NOTICE]);
    for (const place of whole) expect(place.polls().map(({ closed }) => closed)).toEqual([true]);
    expect(pollsShown(at, lost)).toBe(1);
    const thread = [...stage.discord.world.guild(club.guild ?? '').channels.values()].find(
      (channel) => channel.thread,
    );
    expect(thread).toMatchObject({ name: 'This episode was taken back.', thread: { archived: true } });
    // Neither a reply to a poll that is gone, nor a second alert about a poll that the bot itself deleted.
    expect(stage.book.found({ message: 'a native poll was deleted' })).toEqual([]);

    const receipt = await stage.reported(1);
    expect(receipt).toMatchObject({ decision: null, total: 0 });
    expect(receipt.notes).toContain(
      'This vote is void and decides nothing, because its episode was taken back. Why: the wrong file',
    );
    const { deliveries } = await stage.status();
    const told = deliveries.flatMap(({ name, deliveries: own }) =>
      own.flatMap(({ kind, status, cause }) =>
        cause === undefined ? [] : [`${name} ${kind} ${status} ${cause}`],
      ),
    );
    expect(told.filter((one) => one.includes('deleted'))).toHaveLength(6);
    expect(told.filter((one) => one.includes('left'))).toHaveLength(2);

    await telegram.showrunner.say(`/episode link storm ${RIGHT}`, ['storm now links to']);
    await stage.polled(2, whole);
    for (const place of whole)
      expect(shown(place, [NOTICE, 'drop storm-right'])).toEqual([NOTICE, 'drop storm-right']);
    for (const place of whole) expect(pollsShown(at, place)).toBe(1);
    await telegram.person('Fan').say('/path', ['1. Storm']);
  });

  it('is taken back to the end by the next process, if the bot is killed in the middle', async ({
    onTestFinished,
  }) => {
    const at = await onCommand(
      { story: oneChoice({ lasts: '2h' }), places: PLACES, expectedErrors: /killed/ },
      onTestFinished,
    );
    const { stage } = at;
    const killed = stage.startProcess(build);
    await begin(at);
    // Deleted, and not answered before the kill.
    stage.telegram.fault({
      method: 'deleteMessage',
      fault: { kind: 'delay', ms: 12_000, before: 'answering' },
      times: 2,
    });
    await takeBack(at, ['Take back storm']);
    await stage.book.untilTrue('something is gone', () =>
      stage.all.some((place) => place.platform === 'telegram' && place.posts().length === 0),
    );
    killed.kill('SIGKILL');
    await killed.ended;
    const unfinished = stage.all.filter((place) => pollsShown(at, place) > 0);
    expect(unfinished.length).toBeGreaterThan(0);

    await stage.startBot();
    await stage.book.untilTrue('everything is gone', () =>
      stage.all.every((place) => pollsShown(at, place) === 0 && place.posts().length === 1),
    );
    for (const place of stage.all) expect(shown(place, [NOTICE])).toEqual([NOTICE]);
    expect(stage.book.found({ message: 'a message could not be taken back' })).toEqual([]);
    const { deliveries } = await stage.settled();
    const drops = deliveries.flatMap(({ deliveries: own }) =>
      own.filter(({ kind }) => kind === 'drop' || kind === 'poll').map(({ cause }) => cause),
    );
    expect(drops).toEqual(drops.map(() => 'deleted'));
    expect(drops).toHaveLength(8);
  });
});
