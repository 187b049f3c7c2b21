import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { optionId } from '../../../src/core/ids.ts';
import { type Line, plain, type Span } from '../../../src/core/posts/content.ts';
import { lengthOf } from '../../../src/core/posts/fit.ts';
import type { Absence } from '../../../src/core/vote/absence.ts';
import { COUNT_TROUBLES } from '../../../src/core/vote/count-trouble.ts';
import type { DecisionRule } from '../../../src/core/vote/decision.ts';
import type { Catalogue } from '../../../src/core/wording/catalogue.ts';
import { catalogueOf, languages } from '../../../src/core/wording/catalogues.ts';
import { readStory } from '../../../src/files/story-files.ts';
import { discordCapabilities } from '../../../src/platforms/discord/capabilities.ts';
import { TELEGRAM } from '../../../src/platforms/telegram/capabilities.ts';
import { lineHtml } from '../../../src/platforms/telegram/wire/text.ts';
import { MINUTE, T0 } from '../../support/seasons/season-specification.ts';
import { aStoryText } from '../../support/stories.ts';

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const CAPABILITIES = [discordCapabilities, TELEGRAM];

const LABEL = '*Ann* & <b>_Ben_</b>: 1. «done».';
const SHOW = '# Night Shift ';
const OUTLET = '@everyone (https://evil.example)';
const OTHER = 'Second, Community';
const QUESTION = '~~Who~~ calls\\?';
const REASON = '`typo` in "A".';

const time = (style: 'full' | 'relative'): Span => ({ kind: 'time', at: T0, timezone: 'UTC', style });
const opens: Span = { kind: 'time', at: T0 - HOUR, timezone: 'UTC', style: 'full' };
const [closes, relative] = [time('full'), time('relative')];

const CAUSES = ['tie', 'quorum', 'nobody-voted', 'nobody-could'] as const;
const BY = ['audience', 'showrunner', 'rule', 'prediction'] as const;
const LATE = [{ lost: 14_000 }, { lost: 14_000, outlets: { late: 3, of: 5 } }] as const;

const RULES: readonly DecisionRule[] = [
  { kind: 'plurality' },
  ...(['tie', 'runoff-tie', 'nobody-voted', 'nobody-could'] as const).map((because) => ({
    kind: 'first-listed' as const,
    because,
  })),
  ...CAUSES.map((because) => ({
    kind: 'showrunner' as const,
    because,
  })),
];
const decisions = RULES.map((rule) => ({ option: optionId('a'), rule }));

const ABSENCES: readonly Absence[] = [
  { platforms: ['telegram'], absent: 3, of: 5 },
  { platforms: ['discord', 'telegram'], absent: 1, of: 1 },
  { platforms: [], absent: 3, of: 7 },
];

interface Saying {
  readonly of: keyof Catalogue;
  readonly line: Line;
  /** Each of these has to be in a separate span. */
  readonly names?: readonly string[];
}

/** Every line that a catalogue can say, in every variant. */
function sayings(words: Catalogue): readonly Saying[] {
  const of = (key: keyof Catalogue, line: Line, ...names: readonly string[]): Saying => ({
    of: key,
    line,
    names,
  });
  return [
    of('episodeTitle', words.episodeTitle(3, LABEL), LABEL),
    of('threadTitle', words.threadTitle(3, LABEL), LABEL),
    of('choseThis', words.choseThis(LABEL, 3, 4), LABEL),
    of('othersChose', words.othersChose(LABEL, 3, 4), LABEL),
    ...decisions.map((decision) => of('chosenWithout', words.chosenWithout(LABEL, decision), LABEL)),
    of('voteOpens', words.voteOpens(opens, closes)),
    of('voteIsOpen', words.voteIsOpen(closes)),
    of('predictionOpens', words.predictionOpens(opens, closes)),
    of('predictionIsOpen', words.predictionIsOpen(closes)),
    of('votesLater', words.votesLater),
    of('ending', words.ending(1, 12_345)),
    of('runoffBetween', words.runoffBetween),
    of('voteAgain', words.voteAgain(REASON), REASON),
    of('endsAt', words.endsAt(closes, relative)),
    ...[true, false].map((binding) => of('mostVotesWin', words.mostVotesWin(binding))),
    ...(['runoff', 'showrunner', 'first-listed'] as const).map((tie) =>
      of('tieRule', words.tieRule(tie, 2 * HOUR)),
    ),
    of('runoffTieRule', words.runoffTieRule),
    ...[1, 12_345].map((ballots) => of('quorum', words.quorum(ballots))),
    of('whoCounts', words.whoCounts),
    ...[true, false].map((hidden) => of('sealed', words.sealed(hidden))),
    of('reminder', words.reminder(closes, relative)),
    of('extension', words.extension(closes, relative)),
    of('standing', words.standing(LABEL, 12_345, 53), LABEL),
    of('winner', words.winner(LABEL, 12_345, 23_456, 53), LABEL),
    ...(['chosen', 'goesOn', 'expected', 'expectedTie'] as const).map((key) =>
      of('result', words.result[key](LABEL, 12_345, 23_456, 53), LABEL),
    ),
    of('result', words.result.expectedNone),
    ...decisions.flatMap((decision) => {
      const because = words.decidedBy(decision);
      return because === undefined ? [] : [of('decidedBy', because)];
    }),
    of(
      'fromPlatforms',
      words.fromPlatforms([
        { platform: 'discord', votes: 12_345 },
        { platform: 'telegram', votes: 0 },
      ]),
    ),
    of('choseOtherwise', words.choseOtherwise(LABEL, 2, 3), LABEL),
    ...[...Object.values(words.counts.of), ...Object.values(words.counts.remarks)].flatMap(
      ({ fans, showrunners }) => [
        of('counts', fans([OUTLET, OTHER]), OUTLET, OTHER),
        of('counts', fans([OUTLET, OTHER], 1234), OUTLET, OTHER),
        of('counts', showrunners(OUTLET), OUTLET),
      ],
    ),
    of('counts', words.counts.confirmedLater(OUTLET), OUTLET),
    of('counts', words.counts.moreOnReceipt(1234)),
    of('nextEpisode', words.nextEpisode(closes)),
    of('linkAwaited', words.linkAwaited(LABEL, 'night-shift', 'pilot'), LABEL),
    ...CAUSES.map((cause) =>
      of('undecided', words.undecided(cause, QUESTION, 'night-shift', ['a', 'b']), QUESTION),
    ),
    of('waiting', words.waiting.rule),
    ...ABSENCES.flatMap((absence) => [
      of('waiting', words.waiting.without(absence)),
      of('waiting', words.waiting.missing(absence)),
    ]),
    ...CAUSES.map((cause) => of('waiting', words.waiting.cause(cause, 12_345))),
    of('waiting', words.waiting.cause('late', 0)),
    ...LATE.map((late) => of('waiting', words.waiting.late(late))),
    of('waiting', words.waiting.extended(closes)),
    of('waiting', words.waiting.wentOn),
    ...['14s', undefined].map((by) => of('waiting', words.waiting.howToLate('night-shift', by))),
    of('waiting', words.waiting.team),
    of('waiting', words.waiting.until(closes)),
    of('waiting', words.waiting.howToCount('night-shift')),
    of('waiting', words.waiting.elseCounted(closes)),
    of('waiting', words.waiting.elseFirst(closes)),
    of('notices', words.notices.voidedWhy(REASON), REASON),
    of('notices', words.notices.askedAgain),
    of('notices', words.notices.later),
    of('notices', words.notices.voteRunsOn),
    of('notices', words.notices.pickedUp),
    of('notices', words.notices.noMore),
    of('notices', words.notices.voteDropped),
    of('notices', words.notices.whenReady(LABEL), LABEL),
    of('provisionalAlert', words.provisionalAlert(QUESTION), QUESTION),
    of('deliveryUnknown', words.deliveryUnknown(words.message('poll', 3), OUTLET, REASON), OUTLET, REASON),
    of(
      'outletRefused',
      words.outletRefused(words.message('poll', 3), OUTLET, 'It was kicked. Let it in.'),
      OUTLET,
    ),
    of('noPollWithoutIt', words.noPollWithoutIt),
    ...LEFT_OFF.map((each) => [each])
      .concat([[...LEFT_OFF]])
      .map((left) => of('sentWithLess', words.sentWithLess(words.message('drop', 3), OUTLET, left), OUTLET)),
    of('stoppedPollSeen', words.stoppedPollSeen(3, OUTLET, 5_000), OUTLET),
    of('pollDeleted', words.pollDeleted(QUESTION, OUTLET), QUESTION, OUTLET),
    of('communityLeft', words.communityLeft(OUTLET, 0), OUTLET),
    ...[1, 7].map((others) => of('communityLeft', words.communityLeft(OUTLET, others), OUTLET)),
    of('moreWaiting', words.moreWaiting(7)),
    of('noneWaiting', words.noneWaiting),
    of('outletWaiting', words.outletWaiting(OUTLET, OTHER), OUTLET, OTHER),
  ];
}

const LEFT_OFF = [
  'button',
  'picture',
  'preview',
  'formatting',
  'embed',
  'details',
  'rules',
  'backstop',
  'reply',
  'thread',
  'mention',
] as const;

/** Everything that is not a line, such as titles and labels, by what it is. */
const titles = (words: Catalogue): Readonly<Record<string, string>> => ({
  watch: words.watch,
  toPoll: words.toPoll,
  ...Object.fromEntries(BY.map((by) => [`resultTitle ${by}`, words.result.title(by)])),
  alertTitle: plain(words.alertTitle(SHOW)),
  newsTitle: plain(words.newsTitle(SHOW)),
  waitingTitle: words.waiting.title,
  voided: words.notices.voided,
  notice: words.waiting.notice,
  ...buttonLabels(words),
});

const buttonLabels = ({
  buttons: { choose, approveNamed, declineNamed, ...fixed },
  waiting,
}: Catalogue): Readonly<Record<string, string>> => ({
  ...fixed,
  choose: plain(choose('Ann')),
  approveNamed: plain(approveNamed('Ann')),
  declineNamed: plain(declineNamed('Ann')),
  count: waiting.countButton,
  moreTime: waiting.moreTime('23h59m59s'),
  letStand: waiting.letStand,
});

const said = (words: Catalogue, of: keyof Catalogue): readonly string[] =>
  sayings(words)
    .filter((saying) => saying.of === of)
    .map(({ line }) => plain(line));

describe.each(languages)('the catalogue in %s', (language) => {
  const words = catalogueOf(language);

  it('is named by a tag that dates can be written in', () => {
    expect(words.language).toBe(language);
    expect(Intl.DateTimeFormat.supportedLocalesOf(language)).toEqual([language]);
  });

  it('says something in every variant, in clean sentences', () => {
    for (const { of, line } of sayings(words)) {
      const sentence = plain(line);
      expect(sentence.trim(), of).not.toBe('');
      expect(sentence, of).not.toMatch(/undefined|NaN|\[object|\n|^\s|\s$| {2}/u);
      expect(sentence, of).toMatch(/[.)0-9]$/u);
    }
    for (const [of, title] of Object.entries(titles(words))) expect(title.trim(), of).not.toBe('');
  });

  it('has a line for every reason why an option won other than the votes', () => {
    expect(decisions.map((decision) => words.decidedBy(decision) !== undefined)).toEqual(
      RULES.map(({ kind }) => kind !== 'plurality'),
    );
    expect(new Set(said(words, 'decidedBy')).size).toBe(RULES.length - 1);
  });

  it('has a sentence for fans and another for showrunners about every trouble with a count', () => {
    const all = Object.values(words.counts.of);
    const fans = all.map((told) => plain(told.fans(['Attic'])));
    const showrunners = all.map((told) => plain(told.showrunners('Attic')));
    expect(new Set([...fans, ...showrunners]).size).toBe(2 * Object.keys(COUNT_TROUBLES).length);
    for (const sentence of fans) expect(sentence).not.toContain('/');
  });

  it('says something different in each variant', () => {
    for (const [of, count] of [
      ['tieRule', 3],
      ['undecided', 4],
      ['sealed', 2],
      ['mostVotesWin', 2],
      ['chosenWithout', 5],
      // The rule, the causes, the ways to say who is missing, how late it was, and five more.
      ['waiting', 1 + 5 + 2 * 3 + 6 + 5],
    ] as const) {
      expect(new Set(said(words, of)).size, of).toBe(count);
    }
    expect(new Set(BY.map((by) => words.result.title(by))).size).toBe(BY.length);
  });

  it('leaves every name alone in its span, letter by letter', () => {
    for (const { of, line, names = [] } of sayings(words)) {
      const spans = line.map((span) => (span.kind === 'time' ? '' : span.text));
      expect(spans, of).toEqual(expect.arrayContaining([...names]));
    }
  });

  it('keeps names in titles letter by letter', () => {
    // Alone in their spans, so that they can be isolated.
    for (const about of ['paused', 'resumed', 'cancelled', 'overdue'] as const)
      expect(words.notices[about](SHOW)).toContainEqual({ kind: 'text', text: SHOW });
    expect(words.alertTitle(SHOW)).toContainEqual({ kind: 'text', text: SHOW });
    for (const about of ['choose', 'approveNamed', 'declineNamed'] as const)
      expect(words.buttons[about]('Ann')).toContainEqual({ kind: 'text', text: 'Ann' });
  });

  it('keeps every instant', () => {
    const instants = (line: Line) => line.filter(({ kind }) => kind === 'time');
    expect(instants(words.voteOpens(opens, closes))).toEqual([opens, closes]);
    expect(instants(words.predictionOpens(opens, closes))).toEqual([opens, closes]);
    for (const line of [words.voteIsOpen(closes), words.predictionIsOpen(closes), words.nextEpisode(closes)])
      expect(instants(line)).toEqual([closes]);
    for (const say of [words.endsAt, words.reminder, words.extension])
      expect(instants(say(closes, relative))).toEqual([closes, relative]);
  });

  it('says an instant once if a platform cannot say it relative to now', () => {
    for (const say of [words.endsAt, words.reminder, words.extension])
      expect(lineHtml(say(closes, relative), language)).not.toContain('(');
  });

  it('writes numbers in plain digits', () => {
    for (const of of ['ending', 'quorum', 'winner', 'result', 'fromPlatforms'] as const)
      expect(said(words, of).join(), of).toContain('12345');
    expect(words.duration(12_345 * DAY)).toContain('12345');
    expect(said(words, 'winner').join()).toContain('23456');
    expect(said(words, 'winner').join()).toMatch(/53\s?%/u);
  });

  it('has a singular and a plural', () => {
    const of = (count: number) => plain(words.quorum(count)).replace(/\d+/u, '#');
    expect(of(1)).not.toBe(of(2));
    expect(of(2)).toBe(of(21));
    const [one, two] = [words.duration(DAY), words.duration(2 * DAY)].map((text) =>
      text.replace(/\d+\s/u, ''),
    );
    expect(one).not.toBe(two);
  });

  it('names the commands that settle an alert as people type them', () => {
    expect(said(words, 'linkAwaited').join()).toContain('/episode link night-shift pilot URL');
    for (const sentence of said(words, 'undecided')) {
      expect(sentence).toMatch(/\/vote decide night-shift \p{Lu}+ \(a, b\)/u);
      expect(sentence).toContain('/vote void night-shift');
    }
    expect(said(words, 'deliveryUnknown').join()).toContain('/delivery found');
    for (const of of ['deliveryUnknown', 'outletRefused'] as const)
      expect(said(words, of).join(), of).toContain(words.message('poll', 3));
  });

  it('has different words for every message, with the number that people know', () => {
    const kinds = ['drop', 'poll', 'reminder', 'extension', 'notice', 'result', 'alert'] as const;
    const messages = kinds.map((kind) => words.message(kind, 12_345));
    expect(new Set(messages).size).toBe(kinds.length);
    for (const message of messages) expect(message).not.toMatch(/[.]|undefined/u);
    expect(messages.map((message) => message.includes('12345'))).toEqual([
      true,
      true,
      true,
      false,
      false,
      true,
      false,
    ]);
  });

  it('has button labels of at most 40 characters that leave a choice room for its label', () => {
    for (const [of, label] of Object.entries(buttonLabels(words)))
      expect(lengthOf(label), of).toBeLessThanOrEqual(40);
    expect(lengthOf(plain(words.buttons.choose('')))).toBeLessThanOrEqual(15);
    expect(lengthOf(words.watch)).toBeLessThanOrEqual(40);
  });
});

describe('durations', () => {
  it.each([
    ['en', '1 day and 4 hours', '0 seconds'],
    ['de', '1 Tag und 4 Stunden', '0 Sekunden'],
    ['es', '1 día y 4 horas', '0 segundos'],
    ['fr', '1 jour et 4 heures', '0 seconde'],
    ['pt', '1 dia e 4 horas', '0 segundo'],
  ])('are written in %s as people write them, in their two largest units', (language, long, none) => {
    const { duration } = catalogueOf(language);
    // A no-break space counts as a space here.
    expect(duration(DAY + 4 * HOUR + 5 * MINUTE).replace(/\u00a0/gu, ' ')).toBe(long);
    expect(duration(0).replace(/\u00a0/gu, ' ')).toBe(none);
  });
});

describe('a story', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cliffhanger-catalogues-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const read = async (language: string) => {
    const path = join(folder, `${language}.yaml`);
    await writeFile(path, aStoryText({ language }));
    return readStory(path, CAPABILITIES, languages);
  };

  it.each(languages)('may be told in %s', async (language) => {
    expect(await read(language)).toMatchObject({ ok: true, story: { language } });
  });

  it.each(['tlh', 'de-AT', 'EN'])('in %s is a fault that names the languages there are', async (language) => {
    expect(await read(language)).toMatchObject({
      ok: false,
      faults: [
        {
          what: `the bot does not speak "${language}"`,
          right: 'one of: en, de, es, fr, pt',
        },
      ],
    });
  });
});
