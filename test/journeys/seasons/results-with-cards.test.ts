import { beforeAll, describe, expect, it } from 'vitest';
import { Permission, POLL_BOT_PERMISSIONS } from '../../../src/sandbox/discord/permissions.ts';
import type { Exchange } from '../../../src/sandbox/telegram/types.ts';
import { SeasonStage } from '../../support/seasons/season-stage.ts';
import { type Build, buildBot } from '../../support/stage/build.ts';
import { oneChoice, twoChoices } from '../../support/stage/stories.ts';

let build: Build;
beforeAll(async () => {
  build = await buildBot();
});

const PLACES = {
  club: 'server',
  bare: 'server',
  news: 'channel',
  more: 'channel',
  talk: 'group',
} as const;

type AnyStage = Pick<SeasonStage<string>, 'telegram' | 'discord'>;

/** What a place's fans see of each result: whether it has its picture, its words and its buttons. */
function resultsIn(
  { discord, telegram }: AnyStage,
  place: { readonly platform: string; readonly id: string },
) {
  if (place.platform === 'discord')
    return discord
      .messages(place.id)
      .map(({ embeds: [embed], attachments, components }) => ({
        text: String(embed?.description ?? ''),
        hasCard: embed?.image !== undefined && attachments[0]?.isInEmbed === true,
        alt: attachments[0]?.description,
        buttons: labelsIn(components),
      }))
      .filter(({ buttons }) => buttons.includes('Show the receipt'));
  return telegram
    .messages(Number(place.id))
    .map(({ text, caption, photo, reply_markup }) => ({
      text: caption ?? text ?? '',
      hasCard: photo?.at(-1)?.width === 1_200 && photo.at(-1)?.height === 675,
      alt: undefined,
      buttons: reply_markup?.inline_keyboard.flat().map((button) => button.text) ?? [],
    }))
    .filter(({ buttons }) => buttons.includes('Show the receipt'));
}

const labelsIn = (components: readonly unknown[]): readonly string[] =>
  (components as readonly { readonly components: readonly { readonly label: string }[] }[]).flatMap((row) =>
    row.components.map(({ label }) => label),
  );

function photosOf({ telegram }: AnyStage) {
  const photos: Exchange[] = [];
  telegram.onExchange((exchange) => {
    if (exchange.method === 'sendPhoto') photos.push(exchange);
  });
  return { all: photos, uploads: () => photos.filter(({ params }) => typeof params.photo === 'object') };
}

describe('results with their cards', { timeout: 120_000 }, () => {
  it('are one message each, uploaded once, and lead to the next episode once it is out', async ({
    onTestFinished,
  }) => {
    const stage = await SeasonStage.set({ story: twoChoices(), places: PLACES }, onTestFinished);
    stage.discord.setBotPermissions(
      stage.places.bare.guild ?? '',
      POLL_BOT_PERMISSIONS & ~Permission.attachFiles,
    );
    const photos = photosOf(stage);
    await stage.startBot({}, build);
    await stage.playRound(1, { club: [0, 0, 1], bare: [0], news: [0, 1], more: [0], talk: [1] });
    await stage.playRound(2, { club: [1], bare: [1], news: [1], more: [0], talk: [1] });
    await stage.over();

    for (const place of stage.all) {
      const results = () => resultsIn(stage, place);
      await expect
        .poll(() => results()[0]?.buttons, { timeout: 20_000 })
        .toEqual(['Watch next', 'Show the receipt', 'The story so far']);
      await expect.poll(() => results()[1]?.buttons[0], { timeout: 20_000 }).toBe('Watch next');
      expect(
        results().map(({ hasCard }) => hasCard),
        place.key,
      ).toEqual(place.key === 'bare' ? [false, false] : [true, true]);
      expect(results()[0]?.text).toContain('Her sister');
      expect(results()[1]?.text).toContain('The half that helps');
    }
    expect(resultsIn(stage, stage.places.club)[0]?.alt).toContain('Her sister');
    // Three chats on Telegram, two results.
    expect(photos.all).toHaveLength(6);
    expect(photos.uploads()).toHaveLength(2);
    await stage.book.until({ message: 'posted, but without a part that the platform refused' });
    expect([...stage.wire.violations]).toEqual([]);
  });

  it('are corrected where they were posted; the picture and the winner stay', async ({ onTestFinished }) => {
    const behaviour = { finaliseAfterMs: Number.POSITIVE_INFINITY, runningCounts: 'wrong' } as const;
    const stage = await SeasonStage.set(
      {
        story: oneChoice({ closing: '1s' }),
        places: { club: 'server', news: 'channel' },
        discord: { behaviour },
      },
      onTestFinished,
    );
    const refusal = { kind: 'refuse', status: 403, code: 50_001, message: 'Missing Access' } as const;
    stage.discord.faults.rest({ method: 'GET', route: /\/answers\// }, refusal, 1_000);
    await stage.startBot({}, build);
    await stage.polled(1);
    stage.cast(1, { club: [1, 1], news: [1] });
    await stage.counted('club', 1);
    stage.discord.faults.withhold('MESSAGE_POLL_VOTE_ADD', 1);
    stage.places.club.vote(stage.poll('club', 1), 7, 0);
    await stage.closeEarly(1);
    await stage.over();
    for (const place of stage.all) expect(resultsIn(stage, place)[0]?.text, place.key).toMatch(/3 votes/);

    stage.discord.finalise(stage.poll('club', 1).id);
    await stage.stopBot();
    await stage.startBot({}, build);
    for (const place of stage.all) {
      const results = () => resultsIn(stage, place);
      await expect.poll(() => results()[0]?.text, { timeout: 20_000 }).toMatch(/4 votes/);
      expect(results(), place.key).toMatchObject([
        { hasCard: true, text: expect.stringContaining('A count was corrected after the decision') },
      ]);
      expect(results()[0]?.text).toContain('The doctor');
    }
    expect(await stage.reported(1)).toMatchObject({ total: 3, decision: { option: 'doctor' } });
  });

  it('killed between the upload and its answer, no place gets a result twice', async ({ onTestFinished }) => {
    const places = { one: 'channel', two: 'channel', three: 'channel' } as const;
    const stage = await SeasonStage.set(
      { story: oneChoice({ lasts: '8s' }), places, environment: { DISCORD_TOKEN: '' } },
      onTestFinished,
    );
    stage.telegram.fault({ method: 'sendPhoto', fault: { kind: 'delay', ms: 12_000, before: 'answering' } });
    const killed = stage.startProcess(build);
    await stage.polled(1);
    stage.cast(1, { one: [0], two: [0], three: [0] });
    const results = () => stage.all.flatMap((place) => resultsIn(stage, place));
    await expect.poll(() => results().length, { timeout: 60_000 }).toBeGreaterThan(0);
    killed.kill('SIGKILL');
    await killed.ended;
    await stage.startBot({}, build);
    const { deliveries } = await stage.settled();
    const settled = deliveries.flatMap(({ deliveries: own }) =>
      own.filter(({ kind }) => kind === 'result').map(({ status }) => status),
    );
    expect(settled.toSorted()).toEqual(['sent', 'sent', 'unknown']);
    for (const place of stage.all) expect(resultsIn(stage, place).length, place.key).toBe(1);
    expect(results().every(({ hasCard }) => hasCard)).toBe(true);
  });
});
