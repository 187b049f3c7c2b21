import { describe, expect, it } from 'vitest';
import { type DeliveryKind, episodeId, optionId, outletId, roundNumber } from '../../../src/core/ids.ts';
import { decodeLook, encodeLook } from '../../../src/core/posts/button-code.ts';
import { type Earlier, type Post, plain, titleLine } from '../../../src/core/posts/content.ts';
import type { Occasion } from '../../../src/core/posts/occasion.ts';
import { postFor } from '../../../src/core/posts/post.ts';
import type { Season } from '../../../src/core/season/state.ts';
import type { OutletCount } from '../../../src/core/vote/tally.ts';
import {
  aStory,
  choice,
  episode,
  finalCount,
  MINUTE,
  play,
  settle,
  showrunner,
  rules as someRules,
  start,
  T0,
  tick,
} from '../../support/seasons/season-specification.ts';

/** Without `extendable` these are the rules of a season of version 1. */
const rules = { ...someRules, extendable: 0 };

const occasion = (kind: DeliveryKind, number: number, change: Partial<Occasion> = {}): Occasion => ({
  kind,
  number,
  mark: 'mark',
  outlet: outletId('outlet-0'),
  canSeal: true,
  ...change,
});

/** Every word of a post, line by line. */
function words(post: Post | undefined): readonly string[] {
  if (post === undefined) return [];
  switch (post.kind) {
    case 'drop':
      return [plain(post.title), post.synopsis, post.url, ...post.notes.map(plain)];
    case 'poll':
      return [post.question, ...post.options.map(({ label }) => label), ...post.rule.map(plain)];
    default:
      return [plain(titleLine(post.title)), ...post.lines.map(plain)];
  }
}

const said = (season: Season, kind: DeliveryKind, number: number, change?: Partial<Occasion>) =>
  words(postFor(season, occasion(kind, number, change))).join('\n');

const story = aStory({}, { voting: rules });
const closes = new Date(T0 + 10 * MINUTE).toISOString();

describe('a drop', () => {
  it('contains the link, says until when people can vote, and which vote led to it', () => {
    expect(said(play(start(story)).season, 'drop', 1)).toContain('https://watch.example/pilot');
    expect(said(play(start(story)).season, 'drop', 1)).toContain(`voting ends ${closes}`);
    const { season } = play(start(story), tick(10), settle(10, 1, { right: 3, left: 1 }), tick(11));
    expect(said(season, 'drop', 2)).toContain('You chose: RIGHT (3 of 4 votes).');
    expect(said(season, 'drop', 2)).toContain(
      'The end. 2 episodes and 4 votes brought us here. Thank you for deciding.',
    );
  });

  it('does not call it a choice if nobody voted', () => {
    const { season } = play(start(story), tick(10), settle(10, 1), tick(11));
    expect(said(season, 'drop', 2)).toContain('Nobody voted, so the story went on with: LEFT.');
  });
});

describe('the rule published with a poll', () => {
  const rule = (change: Partial<typeof rules>, canSeal = true): string =>
    said(play(start(aStory({}, { voting: { ...rules, ...change } }))).season, 'poll', 1, { canSeal });

  it('says until when, what wins, what a tie does and who counts', () => {
    expect(rule({})).toContain(`Voting ends ${closes}`);
    expect(rule({})).toContain('If it’s a tie, the first of the tied options wins.');
    expect(rule({ tie: 'runoff' })).toContain('If it’s a tie, the tied options go to a runoff (2 minutes).');
    expect(rule({ tie: 'showrunner' })).toContain('If it’s a tie, the show’s team decides.');
    expect(rule({})).toContain('one per account in each community');
  });

  it('does not change in a season of version 1', () => {
    const told = said(play(start(aStory({}, { voting: { ...someRules, quorum: 5 } }))).season, 'poll', 1);
    expect(told).toContain('In a tie, the tied option that is listed first wins.');
    expect(told).toContain('With fewer than 5 votes the showrunner decides.');
  });

  it('names a quorum only if there is one', () => {
    expect(rule({})).not.toContain('fewer');
    expect(rule({ quorum: 5 })).toContain('If there are fewer than 5 votes, the show’s team decides.');
  });

  it('says whether counts are hidden, even if the platform cannot hide them', () => {
    expect(rule({ sealed: true })).toContain('Counts stay hidden until voting ends.');
    expect(rule({ sealed: true }, false)).toContain('The counts are visible here during the vote.');
  });

  it('calls a runoff a runoff, and says why a vote is run again', () => {
    const tied = aStory({}, { voting: { ...rules, tie: 'runoff' } });
    const runoff = play(start(tied), tick(10), settle(10, 1, { left: 1, right: 1 }), tick(10)).season;
    expect(said(runoff, 'poll', 2)).toContain('Runoff. The vote was tied. Choose between these options.');
    expect(said(runoff, 'poll', 2)).toContain('If it’s tied again, the first of the tied options wins.');
    const voided = play(start(aStory({}, { voting: rules })), {
      type: 'void',
      at: T0 + MINUTE,
      by: showrunner,
      round: roundNumber(1),
      reason: 'wrong link',
    }).season;
    expect(said(voided, 'poll', 2)).toContain('The last vote doesn’t count. Why: wrong link');
  });
});

describe('a prediction', () => {
  const asked = (language = 'en') =>
    aStory({
      language,
      episodes: [
        episode('pilot', {
          kind: 'next',
          next: episodeId('left'),
          prediction: choice(
            { yes: undefined, no: undefined },
            { kind: 'prediction', voting: { ...rules, tie: 'runoff', quorum: 9, extendable: 0 } },
          ),
        }),
        episode('left', { kind: 'ending' }),
      ],
    });
  const result = (counts: Readonly<Record<string, number>>, language?: string) =>
    said(play(start(asked(language)), tick(10), settle(10, 1, counts)).season, 'result', 1);

  it('has no tie rule and no quorum in its text, and gets no runoff and no person’s decision', () => {
    const rule = said(play(start(asked())).season, 'poll', 1);
    expect(rule).toContain('This is a prediction. It does not change the story.');
    expect(rule).not.toMatch(/\btie|fewer|runoff/i);
    const { log } = play(start(asked()), tick(10), settle(10, 1, { yes: 2, no: 2 }));
    expect(log.map(({ type }) => type)).toContain('round-decided');
  });

  it.each([
    ['en', 'Most expect: YES (3 of 4 votes, 75%).'],
    ['de', 'Die meisten erwarten: YES (3 von 4 Stimmen, 75 %).'],
    ['es', 'La mayoría espera: YES (3 de 4 votos, 75 %).'],
    ['fr', 'La plupart attendent\u00a0: YES (3 voix sur 4, 75\u00a0%).'],
    ['pt', 'A maioria espera: YES (3 de 4 votos, 75%).'],
  ])('says what most expect, and never that it won (%s)', (language, sentence) => {
    const told = result({ yes: 3, no: 1 }, language);
    expect(told).toContain(sentence);
    expect(told).not.toMatch(/\bwon\b|decided|gewonnen|entschieden|gan[óo]|emport|venceu/);
  });

  it('says so if it is tied, or nobody made one', () => {
    expect(result({ yes: 2, no: 2 })).toContain(
      'The prediction is tied. Listed first: YES (2 of 4 votes, 50%).',
    );
    expect(result({})).toContain('Nobody made a prediction (0 votes).');
  });
});

describe('a result', () => {
  const decided = (counts: Readonly<Record<string, number>>, change = {}) =>
    play(start(aStory({}, change)), tick(10), settle(10, 1, counts)).season;

  it('shows the winner’s label letter by letter and the total in plain digits', () => {
    expect(said(decided({ right: 1200, left: 34 }), 'result', 1)).toContain(
      'RIGHT won with 1200 of 1234 votes (97%).',
    );
  });

  it.each([
    ['en', 'The show’s team has decided', 'The show’s team chose LEFT. It had 18 of 43 votes (42%).'],
    [
      'de',
      'Das Team der Serie hat entschieden',
      'Das Team der Serie hat gewählt: LEFT (18 von 43 Stimmen, 42 %).',
    ],
    ['es', 'Ha decidido el equipo de la serie', 'El equipo de la serie eligió: LEFT (18 de 43 votos, 42 %).'],
    [
      'fr',
      'L’équipe de la série a décidé',
      'L’équipe de la série a choisi\u00a0: LEFT (18 voix sur 43, 42\u00a0%).',
    ],
    ['pt', 'A equipe da série decidiu', 'A equipe da série escolheu: LEFT (18 de 43 votos, 42%).'],
  ])(
    'by a person says so in its title, and how many votes it had, never that it won (%s)',
    (language, title, counts) => {
      const { season } = play(
        start(aStory({ language }, { voting: { ...rules, quorum: 50 } })),
        tick(10),
        settle(10, 1, { left: 18, right: 25 }),
        {
          type: 'decide',
          at: T0 + 11 * MINUTE,
          by: showrunner,
          round: roundNumber(1),
          option: optionId('left'),
          reason: 'x',
        },
      );
      const told = said(season, 'result', 1);
      expect(told.split('\n')[0]).toBe(title);
      expect(told).toContain(counts);
      expect(told).toContain('25');
      expect(told).not.toMatch(/\bwon\b|gewonnen|gan[óo]|emport|venceu/);
      expect(told).not.toMatch(/audience|Publikum|público|public a décidé/);
    },
  );

  it('by a rule says so, and claims no decision of the audience', () => {
    const tied = said(decided({ right: 2, left: 2 }), 'result', 1);
    expect(tied).toContain('The vote is decided');
    expect(tied).toContain('The story goes on with LEFT (2 of 4 votes, 50%).');
    const none = said(decided({}), 'result', 1);
    expect(none).toContain('The vote is decided');
    expect(none).not.toContain('audience');
  });

  it('says when the rule and not the ballots decided', () => {
    expect(said(decided({ right: 2, left: 2 }), 'result', 1)).toContain(
      'The vote was tied, so the first of the tied options was taken.',
    );
  });

  it('says what each platform counted, and that this community chose differently', () => {
    const counts: readonly OutletCount[] = [
      finalCount('outlet-0', { left: 5, right: 1 }),
      { ...finalCount('outlet-1', { right: 20 }), platform: 'telegram' },
    ];
    const { season } = play(start(story), tick(10), settle(10, 1, { left: 5, right: 1 }, { right: 20 }));
    expect(said(season, 'result', 1, { counts })).toContain('Discord 6 · Telegram 20');
    expect(said(season, 'result', 1, { counts })).toContain(
      'This community’s favourite: LEFT (5 of its 6 votes).',
    );
    expect(said(season, 'result', 1, { counts, outlet: outletId('outlet-1') })).not.toContain('favourite');
  });

  const uncounted = (name: string): OutletCount => ({
    outlet: outletId(name),
    platform: 'discord',
    name: `#${name} in Private Friends`,
    status: 'missing',
    reason: 'gone',
  });
  /** Each outlet is in a different community, named by a moderator. */
  const called = (names: string) =>
    new Map([...names].map((name) => [name, { key: `community ${name}`, givenName: name }]));

  it.each([
    ['en', 'Not in the result: 1 community.', 'Not in the result: 7 communities.'],
    ['de', 'Nicht im Ergebnis: 1 Community.', 'Nicht im Ergebnis: 7 Communitys.'],
    ['es', 'Fuera del resultado: 1 comunidad.', 'Fuera del resultado: 7 comunidades.'],
    ['fr', 'Hors du résultat\u00a0: 1 communauté.', 'Hors du résultat\u00a0: 7 communautés.'],
    ['pt', 'Fora do resultado: 1 comunidade.', 'Fora do resultado: 7 comunidades.'],
  ])('counts missing communities without a public name (%s)', (language, one, many) => {
    const counts = [...'abcdefg'].map(uncounted);
    const { season } = play(start(aStory({ language })), tick(10), settle(10, 1, { left: 1 }));
    expect(said(season, 'result', 1, { counts: counts.slice(0, 1) })).toContain(one);
    expect(said(season, 'result', 1, { counts })).toContain(many);
    expect(said(season, 'result', 1, { counts })).not.toContain('Private Friends');
  });

  it.each([
    ['en', 'Not in the result: a, b, c, d, e, 2 more.'],
    ['de', 'Nicht im Ergebnis: a, b, c, d, e, 2 weitere.'],
    ['es', 'Fuera del resultado: a, b, c, d, e, 2 más.'],
    ['fr', 'Hors du résultat\u00a0: a, b, c, d, e, 2 autres.'],
    ['pt', 'Fora do resultado: a, b, c, d, e, mais 2.'],
  ])('names five of those with a public name and says how many more there are (%s)', (language, sentence) => {
    const counts = [...'abcdefg'].map(uncounted);
    const { season } = play(start(aStory({ language })), tick(10), settle(10, 1, { left: 1 }));
    expect(said(season, 'result', 1, { counts, communities: called('abcdefg') })).toContain(sentence);
    expect(said(season, 'result', 1, { counts, communities: called('gfeda') })).toContain(
      sentence.replace('a, b, c, d, e', 'a, d, e, f, g'),
    );
    const five = { counts: counts.slice(0, 5), communities: called('abcde') };
    expect(said(season, 'result', 1, five)).toMatch(/: a, b, c, d, e\.$/m);
  });

  it('is called a prediction if it does not move the story', () => {
    const prediction = choice({ left: 'left', right: 'right' }, { kind: 'prediction' });
    expect(said(decided({ left: 1 }, prediction), 'result', 1)).toContain('The audience predicts');
  });
});

describe('a result of a long question', () => {
  const question = `Who does Mara call, ${'and why, '.repeat(30)}in the end?`;
  const { season } = play(start(aStory({}, { question })), tick(10), settle(10, 1, { right: 3, left: 1 }));

  it('starts with the answer, and shortens the question', () => {
    const lines = said(season, 'result', 1).split('\n');
    expect(lines[1]).toBe('RIGHT won with 3 of 4 votes (75%).');
    expect(lines[2]).toBe('Who does Mara call, and why, and why, and why, and why, and…');
    expect(lines.slice(3, 5)).toEqual(['1 (25%) · LEFT', '3 (75%) · RIGHT']);
  });

  it('offers its receipt and the story so far', () => {
    const post = postFor(season, occasion('result', 1));
    const looks = post?.kind === 'result' ? (post.looks ?? []) : [];
    expect(looks.map(({ command, given }) => [command, given.round])).toEqual([
      ['receipt', '1'],
      ['path', undefined],
    ]);
    for (const look of looks)
      expect(decodeLook(encodeLook(look))).toMatchObject({ command: look.command, given: look.given });
  });

  it('has no bars, which would be read out block by block', () => {
    expect(said(season, 'result', 1)).not.toMatch(/[▓░█▒]/);
  });
});

describe('a reminder', () => {
  const poll: Earlier = { id: '77', in: '5', link: 'https://discord.com/channels/1/5/77' };

  it.each(['en', 'de', 'es', 'fr', 'pt'])(
    'is one line without the question, a reply to the poll and a link to it (%s)',
    (language) => {
      const { season } = play(start(aStory({ language })));
      const post = postFor(season, occasion('reminder', 1, { poll }));
      if (post?.kind !== 'reminder') throw new Error('no reminder');
      expect(post).toMatchObject({ title: '', replyTo: poll });
      expect(post.lines).toHaveLength(1);
      expect(post.lines[0]?.at(-1)).toMatchObject({ kind: 'link', url: poll.link });
      expect(plain(post.lines[0] ?? [])).not.toContain('What now?');
      expect(plain(post.lines[0] ?? [])).toContain(closes);
    },
  );

  it('links nothing if the platform has no addresses, and is no reply if the poll is not known', () => {
    const { season } = play(start(story));
    const { link: _, ...linkless } = poll;
    const there = postFor(season, occasion('reminder', 1, { poll: linkless }));
    expect(there).toMatchObject({ replyTo: linkless });
    expect(JSON.stringify(there)).not.toContain('"link"');
    expect(postFor(season, occasion('reminder', 1))).not.toHaveProperty('replyTo');
  });
});

describe('a community that joined after the vote had opened', () => {
  const later = { joinedAt: T0 + MINUTE };
  const lines = (season: Season, number: number, change: Partial<Occasion> = later) => {
    const post = postFor(season, occasion('drop', number, change));
    return post?.kind === 'drop' ? post.notes.map(plain) : undefined;
  };
  const slow = aStory({}, { voting: { ...rules, opens: 2 * MINUTE } });
  const tied = aStory({}, { voting: { ...rules, tie: 'runoff', opens: 0 } });

  it.each([
    ['in mid-vote', play(start(story))],
    ['while it is counted', play(start(story), tick(10))],
    ['when it is decided', play(start(story), tick(10), settle(10, 1, { left: 1 }))],
    ['in a runoff', play(start(tied), tick(10), settle(10, 1, { left: 1, right: 1 }), tick(10))],
    [
      'in a vote that is run again',
      play(start(story), {
        type: 'void',
        at: T0 + 2 * MINUTE,
        by: showrunner,
        round: roundNumber(1),
        reason: 'x',
      }),
    ],
    [
      'while it waits for a person',
      play(
        start(aStory({}, { voting: { ...rules, tie: 'showrunner' } })),
        tick(10),
        settle(10, 1, { left: 1, right: 1 }),
      ),
    ],
  ] as const)('%s is promised no poll that will not come', (_, { season }) => {
    expect(lines(season, 1)).toEqual(['Voting starts here with the next episode.']);
  });

  it('is told the same as everybody if it joined before the vote opens', () => {
    const { season } = play(start(slow));
    expect(lines(season, 1)?.[0]).toMatch(/^What happens next is your choice: voting opens/);
    expect(lines(season, 1, { joinedAt: T0 + 3 * MINUTE })).toEqual([
      'Voting starts here with the next episode.',
    ]);
  });

  it('did not choose what the next episode follows from', () => {
    const { season } = play(start(story), tick(10), settle(10, 1, { right: 3, left: 1 }), tick(11));
    expect(lines(season, 2)?.[0]).toBe('The audience chose: RIGHT (3 of 4 votes).');
    expect(lines(season, 2, { joinedAt: T0 })?.[0]).toBe('You chose: RIGHT (3 of 4 votes).');
  });
});

describe('a drop that goes out when its vote is over', () => {
  it('promises no vote', () => {
    const { season } = play(start(story), tick(10));
    expect(said(season, 'drop', 1)).not.toContain('voting');
    expect(said(season, 'drop', 1, { past: true })).toContain('voting ends');
  });
});

describe('what is no longer true', () => {
  it('is not said', () => {
    const { season } = play(start(story), tick(10), settle(10, 1, { left: 1 }));
    expect(postFor(season, occasion('poll', 1))).toBeUndefined();
    expect(postFor(season, occasion('reminder', 1))).toBeUndefined();
    expect(postFor(play(start(story)).season, occasion('result', 1))).toBeUndefined();
    expect(postFor(season, occasion('drop', 9))).toBeUndefined();
  });

  const extended = {
    type: 'extend',
    at: T0 + MINUTE,
    by: showrunner,
    round: roundNumber(1),
    until: T0 + 20 * MINUTE,
    reason: 'one more try',
  } as const;

  it.each(['poll', 'reminder', 'extension'] as const)(
    'is composed as it was if a %s is only searched for',
    (kind) => {
      const open = play(start(story), extended).season;
      const over = play(start(story), extended, tick(20), settle(20, 1, { left: 1 })).season;
      expect(postFor(over, occasion(kind, 1))).toBeUndefined();
      expect(postFor(over, occasion(kind, 1, { past: true }))).toEqual(postFor(open, occasion(kind, 1)));
    },
  );
});
