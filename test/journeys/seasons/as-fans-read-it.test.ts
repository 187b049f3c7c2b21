import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { plain } from '../../../src/core/posts/content.ts';
import type { ReceiptReport, StatusReport } from '../../../src/core/report.ts';
import { catalogueOf } from '../../../src/core/wording/catalogues.ts';
import { joiningWords } from '../../../src/core/wording/joining-words.ts';
import type { Finished } from '../../support/seasons/season-stage.ts';
import { option, round } from '../../support/seasons/season-stage.ts';
import { onCommand } from '../../support/stage/commands.ts';
import type { DiscordPerson } from '../../support/stage/discord-person.ts';
import { createPlace, type Place } from '../../support/stage/places.ts';
import { type EventfulLanguage, eventfulStory } from '../../support/stage/stories.ts';
import { keepTranscript, type Seen, seenIn, written } from '../../support/transcript.ts';

const WISH = {
  en: 'wants to join',
  de: 'möchte mitspielen',
  es: 'quiere participar',
  fr: 'aimerait participer',
  pt: 'quer participar',
};
/** Where transcripts are wanted, they are wanted in every language. */
const LANGUAGES: readonly EventfulLanguage[] = process.env.CLIFFHANGER_TRANSCRIPTS
  ? ['en', 'de', 'es', 'fr', 'pt']
  : ['en', 'de'];
const PLACES = { club: 'server', news: 'channel', pub: 'group' } as const;

/**
 * A season in which much happens: a prediction, a quorum that is missed and overruled, a pause, a tie left to a person, a
 * community that joins in the middle of a vote, a vote that starts late, and a cancel while a vote is open.
 */
async function season(language: EventfulLanguage, onFinished: Finished) {
  const scene = await onCommand({ story: eventfulStory(language), places: PLACES }, onFinished);
  const { stage, discord } = scene;
  await stage.startBot();
  await stage.book.until({ message: 'commands are registered' });
  await (await discord.showrunner.use('season start')).says('has begun');

  await stage.polled(1);
  stage.cast(1, { club: [0, 0], news: [0], pub: [1] });
  await stage.polled(2);
  stage.cast(2, { club: [1, 1], news: [1], pub: [0] });
  await stage.steer({ type: 'pause', reason: 'x' });
  await noticed(stage, 1);
  await stage.steer({ type: 'resume' });
  await noticed(stage, 2);
  await stage.closeEarly(2);
  await stage.happened('round-undecided', { round: 2 });
  await noticed(stage, 3);
  await stage.steer({ type: 'decide', round: round(2), option: option('sister'), reason: 'x' });

  await stage.polled(3);
  const late = createPlace('late', 'server', stage.discord, stage.telegram);
  const moderator = discord.person('Mod', { guild: late.guild ?? '', channel: late.id }, 'moderates');
  const answers: string[] = [];
  const note = async (who: DiscordPerson, command: string, given: Record<string, string> = {}) => {
    const answer = await who.use(command, given);
    await answer.says('');
    answers.push(`/${command} | ${answer.text.replaceAll('\n', ' / ')}`);
  };
  await note(moderator, 'outlet connect', { show: 'lighthouse' });
  expect(answers.at(-1)).toContain(plain(joiningWords(language).listShows));
  await note(moderator, 'outlet check');
  const approve = catalogueOf(language).buttons.approve;
  await (await discord.showrunner.press(await discord.alert(WISH[language]), approve)).says('has joined');
  await stage.delivered('drop.3', late.outlet);
  stage.cast(3, { club: [0], news: [1, 1], pub: [0] });
  await note(moderator, 'standings', { show: 'lighthouse' });
  await stage.closeEarly(3);
  await stage.happened('round-undecided', { round: 3 });
  await noticed(stage, 4);
  await stage.steer({ type: 'decide', round: round(3), option: option('yes'), reason: 'x' });
  await stage.closeEarly(1);
  await stage.happened('round-decided', { round: 1 });

  for (const { outlet } of [...stage.all, late]) await stage.delivered('drop.4', outlet);
  await stage.stopBot();
  const opens = Date.parse((await stage.status()).rounds.find(({ number }) => number === 4)?.opensAt ?? '');
  await sleep(Math.max(0, opens + 7_000 - Date.now()));
  await stage.startBot();
  await stage.polled(4, [...stage.all, late]);
  stage.cast(4, { club: [1, 1, 0], news: [1], pub: [0] });
  await stage.happened('round-decided', { round: 4 });

  await stage.polled(5, [...stage.all, late]);
  stage.cast(5, { club: [0], news: [1] });
  await stage.steer({ type: 'cancel', reason: 'x' });
  await stage.settled();
  const fan = discord.person('Fan', discord.in('club'));
  for (const number of ['1', '2', '3', '4']) await note(fan, 'receipt', { round: number });
  await note(fan, 'path');
  await note(discord.showrunner, 'season status');
  return { ...scene, late, answers };
}

type Stage = Awaited<ReturnType<typeof onCommand<keyof typeof PLACES>>>['stage'];

async function noticed(stage: Stage, number: number): Promise<void> {
  for (const { outlet } of stage.all) await stage.delivered(`notice.${number}`, outlet);
}

describe.concurrent('an eventful season, as its fans read it', { timeout: 150_000 }, () => {
  it.each(LANGUAGES)(
    'says nothing twice, nothing untrue, and no more than was promised (%s)',
    async (language) => {
      const stops: (() => Promise<void>)[] = [];
      try {
        const { stage, late, answers, discord, telegram } = await season(language, (stop) =>
          stops.push(stop),
        );
        const places: readonly Place[] = [...stage.all, late];
        const seen = new Map(places.map((place) => [place.key, seenIn(place, stage)] as const));
        await keepTranscript(
          language,
          [
            ...[...seen, ...alertsIn(stage, discord.alerts.channel, telegram.alerts)].map(([key, all]) =>
              [`## ${key}`, '', ...written(all), ''].join('\n'),
            ),
            ['## private answers', '', ...answers, ''].join('\n'),
          ].join('\n'),
        );
        const status = await stage.status();
        const receipts = [];
        for (const number of [1, 2, 3, 4]) receipts.push(await stage.receipt(number));
        for (const place of places) {
          const all = (seen.get(place.key) ?? []).filter(({ kind }) => kind !== 'platform');
          expect(doubled(all)).toEqual([]);
          expect(unkept(all)).toEqual([]);
          const told = deliveriesTo(place, all, status);
          const due = place === late ? TOLD.slice(TOLD.indexOf('drop 3')).filter(isForLate) : TOLD;
          expect(told.filter(isCertain)).toEqual(due);
          for (const receipt of receipts)
            expect(faultsOf(all[told.indexOf(`result ${receipt.round}`)], receipt)).toEqual([]);
        }
      } finally {
        for (const stop of stops) await stop();
      }
    },
  );
});

const alertsIn = (stage: Stage, channel: string, group: number) =>
  [
    ['alerts on Discord', seenIn({ platform: 'discord', id: channel }, stage)],
    ['alerts on Telegram', seenIn({ platform: 'telegram', id: String(group) }, stage)],
  ] as const;

/** Texts that occur more than once. */
const doubled = (all: readonly Seen[]): readonly string[] => {
  const texts = all.map(({ lines }) => lines.join(' / '));
  return texts.filter((text, at) => texts.indexOf(text) !== at);
};

/** Episodes whose post promises a vote that no poll follows. */
function unkept(all: readonly Seen[]): readonly string[] {
  const promises = all.flatMap(({ kind, lines }, at) =>
    kind === 'drop' &&
    lines.some((one) =>
      /(?:voting|prediction) (?:opens|is open|ends)|abstimmung (?:beginnt|endet)|tipprunde/i.test(one),
    )
      ? [at]
      : [],
  );
  return promises
    .filter((at) => {
      const next = all.findIndex(({ kind }, later) => later > at && kind === 'drop');
      return !all.slice(at, next < 0 ? undefined : next).some(({ kind }) => kind === 'poll');
    })
    .map((at) => all[at]?.lines.join(' / ') ?? '');
}

/** In this order, in every outlet; the prediction ends while the fourth episode is out. */
const TOLD = [
  ...['drop 1', 'poll 1', 'drop 2', 'poll 2', 'notice 1', 'notice 2', 'notice 3', 'result 2'],
  ...['drop 3', 'poll 3', 'notice 4', 'result 3', 'drop 4', 'result 1', 'extension 1', 'poll 4', 'result 4'],
  ...['drop 5', 'poll 5', 'notice 5'],
];
/** The vote that starts late is short: on a slow machine its polls come after the time of its reminder. */
const isCertain = (told: string): boolean => told !== 'reminder 4';

/** A community that joined while the third vote was open has no part in it, nor in the prediction. */
const isForLate = (told: string): boolean => told !== 'poll 3' && told !== 'result 1';

/** What each message is, by the bot's own account; others are shown as they are. */
function deliveriesTo(place: Place, all: readonly Seen[], { deliveries }: StatusReport): readonly string[] {
  const mine = deliveries.find(({ outlet }) => outlet === place.outlet)?.deliveries ?? [];
  return all.map(({ id, lines }) => {
    const one = mine.find(({ link }) => link?.endsWith(`/${id}`) === true);
    return one === undefined ? lines.join(' / ') : `${one.kind} ${one.number}`;
  });
}

/** Differences between a result and the receipt of its round. */
function faultsOf(result: Seen | undefined, receipt: ReceiptReport): readonly string[] {
  if (result === undefined) return [];
  const text = result.lines.join('\n');
  const { decision, options, total } = receipt;
  const counted = options.filter(({ label, count }) => {
    const line = result.lines.find(
      (one) => /\d/.test(one) && one.includes(label) && one.includes(String(count)),
    );
    return line === undefined;
  });
  return [
    ...counted.map(({ label, count }) => `${label} is not said to have ${count}`),
    ...(text.includes(decision?.label ?? '') ? [] : ['the winner is not named']),
    ...(new RegExp(`\\b${total}\\b`).test(text) ? [] : [`the total of ${total} is missing`]),
    ...(decision?.rule === 'showrunner' && /\bwon\b|gewonnen/.test(text)
      ? ['a person decided, and it "won"']
      : []),
    ...(!receipt.binding && /\bwon\b|gewonnen|entschieden|decided/.test(text)
      ? ['a prediction decides nothing']
      : []),
  ];
}
