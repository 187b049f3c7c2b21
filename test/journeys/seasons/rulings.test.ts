import { describe, expect, it } from 'vitest';
import { episode, type Finished, option, round, SeasonStage } from '../../support/seasons/season-stage.ts';
import { postsAs } from '../../support/stage/posts.ts';
import { oneChoice, type Rules, withoutLink, withPrediction } from '../../support/stage/stories.ts';

const BOTH = { club: 'server', news: 'channel' } as const;

async function begin(onFinished: Finished, rules: Rules, story = oneChoice(rules)) {
  const stage = await SeasonStage.set({ story, places: BOTH }, onFinished);
  await stage.startBot();
  return stage;
}

const WAITS = 'about This vote is waiting for the show’s team';
const LABELS = ['Her sister', 'The doctor', 'Nobody & "all"'];

describe.concurrent('a vote', { timeout: 120_000 }, () => {
  it('that is tied goes to a runoff among the tied options only', async ({ onTestFinished }) => {
    const stage = await begin(onTestFinished, { tie: 'runoff' });
    await stage.playRound(1, { club: [0, 2, 2], news: [0, 1] }, 'round-tied');
    await stage.polled(2);
    for (const place of stage.all) {
      expect(place.polls().map(({ labels }) => labels)).toEqual([LABELS, [LABELS[0], LABELS[2]]]);
    }
    await stage.playRound(2, { club: [1], news: [1, 0] });
    await stage.over();

    expect(await stage.receipt(1)).toMatchObject({ total: 5, decision: null });
    expect(await stage.receipt(2)).toMatchObject({
      kind: 'runoff',
      total: 3,
      decision: { option: 'nobody', rule: 'plurality' },
    });
    const wanted = ['drop storm', `result 3 ${LABELS[2]}`, 'drop dark'];
    for (const place of stage.all) expect(postsAs(place, wanted)).toEqual(wanted);
  });

  it('that is tied waits for a showrunner if the story says so', async ({ onTestFinished }) => {
    const stage = await begin(onTestFinished, { tie: 'showrunner' });
    await stage.playRound(1, { club: [1], news: [2] }, 'round-undecided');
    expect(await stage.status()).toMatchObject({ state: 'undecided' });
    const decide = (id: string) =>
      stage.steer({ type: 'decide', round: round(1), option: option(id), reason: 'the cut' });
    expect(await decide('sister')).toMatchObject({ ok: false, refusal: { code: 'unknown-option' } });
    for (const { outlet } of stage.all) await stage.delivered('notice.1', outlet);
    expect(await decide('nobody')).toMatchObject({ ok: true });
    await stage.over();

    expect(await stage.receipt(1)).toMatchObject({
      total: 2,
      decision: { option: 'nobody', rule: 'showrunner', because: 'tie' },
      interventions: [{ what: 'closed' }, { what: 'decided', reason: 'the cut' }],
    });
    const wanted = ['drop storm', WAITS, `result 2 ${LABELS[2]}`, 'drop dark'];
    for (const place of stage.all) expect(postsAs(place, wanted)).toEqual(wanted);
  });

  it('in which nobody voted goes to the option listed first', async ({ onTestFinished }) => {
    const stage = await begin(onTestFinished, {});
    await stage.playRound(1, {});
    await stage.over();
    expect(await stage.receipt(1)).toMatchObject({
      total: 0,
      decision: { option: 'sister', rule: 'first-listed', because: 'nobody-voted' },
    });
    const wanted = ['drop storm', `result 0 ${LABELS[0]}`, 'drop harbour'];
    for (const place of stage.all) expect(postsAs(place, wanted)).toEqual(wanted);
  });

  it('that misses its quorum waits for a showrunner', async ({ onTestFinished }) => {
    const stage = await begin(onTestFinished, { quorum: 4 });
    await stage.playRound(1, { club: [1, 1], news: [1] }, 'round-undecided');
    await stage.steer({ type: 'decide', round: round(1), option: option('doctor'), reason: 'clear enough' });
    await stage.over();
    expect(await stage.receipt(1)).toMatchObject({
      total: 3,
      rule: { quorum: 4 },
      decision: { option: 'doctor', rule: 'showrunner', because: 'quorum' },
    });
  });

  it('that is voided is closed on its platforms, never counted, and run again', async ({
    onTestFinished,
  }) => {
    const stage = await begin(onTestFinished, {});
    await stage.polled(1);
    stage.cast(1, { club: [0, 0, 0], news: [0, 0] });
    await stage.steer({ type: 'void', round: round(1), reason: 'a wrong link' });
    await stage.polled(2);
    await stage.book.untilTrue('the voided polls are closed', () =>
      stage.all.every((place) => place.polls()[0]?.closed),
    );
    await stage.playRound(2, { club: [1], news: [] });
    await stage.over();

    expect(await stage.receipt(2)).toMatchObject({ kind: 'rerun', total: 1, decision: { option: 'doctor' } });
    const status = await stage.status();
    expect(status.rounds.map(({ phase }) => phase)).toEqual(['voided', 'decided']);
    const wanted = ['drop storm', 'about This vote does not count', `result 1 ${LABELS[1]}`, 'drop ward'];
    for (const place of stage.all) expect(postsAs(place, wanted)).toEqual(wanted);
  });

  it('is held while the season is paused, and counted when it continues', async ({ onTestFinished }) => {
    const stage = await begin(onTestFinished, {});
    await stage.polled(1);
    await stage.steer({ type: 'pause', reason: 'the power is out' });
    stage.cast(1, { club: [2], news: [2] });
    await stage.closeEarly(1);
    await stage.book.until({ message: 'poll closed' }, 2);
    expect(await stage.status()).toMatchObject({ state: 'closing', paused: true });
    for (const { outlet } of stage.all) await stage.delivered('notice.1', outlet);
    await stage.steer({ type: 'resume' });
    await stage.over();
    const wanted = ['drop storm', 'about is paused', 'about goes on', `result 2 ${LABELS[2]}`, 'drop dark'];
    for (const place of stage.all) expect(postsAs(place, wanted)).toEqual(wanted);
    expect(await stage.receipt(1)).toMatchObject({ total: 2, decision: { option: 'nobody' } });
  });

  it('ends with a season that is cancelled, and nothing else is posted', async ({ onTestFinished }) => {
    const stage = await begin(onTestFinished, {});
    await stage.polled(1);
    stage.cast(1, { club: [1], news: [1, 1] });
    await stage.steer({ type: 'cancel', reason: 'the lead is ill' });
    await stage.book.untilTrue('the polls are closed', () =>
      stage.all.every((place) => place.polls()[0]?.closed),
    );
    expect(await stage.settled()).toMatchObject({ state: 'cancelled', rounds: [{ phase: 'abandoned' }] });
    const wanted = ['drop storm', 'about has been cancelled'];
    for (const place of stage.all) expect(postsAs(place, wanted)).toEqual(wanted);
  });
});

describe.concurrent('an episode', { timeout: 120_000 }, () => {
  it('without a link is waited for, and goes out when it has one', async ({ onTestFinished }) => {
    const stage = await begin(onTestFinished, {}, withoutLink());
    await stage.playRound(1, { club: [1], news: [1] });
    await stage.happened('link-awaited', { episode: 'ward' });
    expect(await stage.settled()).toMatchObject({ state: 'awaiting-link', next: { id: 'ward' } });
    const before = [
      'drop storm',
      `result 2 ${LABELS[1]}`,
      'about The next episode of The Lighthouse is late',
    ];
    for (const place of stage.all) expect(postsAs(place, before)).toEqual(before);

    await stage.steer({
      type: 'link',
      episode: episode('ward'),
      url: 'https://watch.example/lighthouse/ward',
    });
    await stage.over();
    const after = [...before, 'drop ward'];
    for (const place of stage.all) expect(postsAs(place, after)).toEqual(after);
  });

  it('with a prediction lets the story go on beside it', async ({ onTestFinished }) => {
    const stage = await begin(onTestFinished, {}, withPrediction());
    await stage.polled(1);
    stage.cast(1, { club: [1, 1], news: [0] });
    await stage.playRound(2, { club: [1], news: [1] });
    await stage.happened('season-concluding');
    expect(await stage.status()).toMatchObject({
      state: 'concluding',
      path: [{ id: 'eve' }, { id: 'storm' }, { id: 'ward' }],
    });
    await stage.closeEarly(1);
    await stage.over();

    expect(await stage.receipt(1)).toMatchObject({ binding: false, total: 3, decision: { option: 'fails' } });
    expect(await stage.receipt(2)).toMatchObject({ binding: true, total: 2, decision: { option: 'doctor' } });
    const wanted = ['drop eve', 'drop storm', `result 2 ${LABELS[1]}`, 'drop ward', 'result 3 It fails'];
    for (const place of stage.all) expect(postsAs(place, wanted)).toEqual(wanted);
  });
});
