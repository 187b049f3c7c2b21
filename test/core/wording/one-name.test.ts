import { describe, expect, it } from 'vitest';
import { optionId, outletId, roundNumber } from '../../../src/core/ids.ts';
import { plain } from '../../../src/core/posts/content.ts';
import { postFor } from '../../../src/core/posts/post.ts';
import type { Season } from '../../../src/core/season/state.ts';
import { languages } from '../../../src/core/wording/catalogues.ts';
import {
  aStory,
  choice,
  MINUTE,
  play,
  rules,
  settle,
  showrunner,
  start,
  T0,
  tick,
} from '../../support/seasons/season-specification.ts';

const said = (season: Season, kind: 'drop' | 'poll' | 'notice' | 'result', number: number): string => {
  const post = postFor(season, {
    kind,
    number,
    mark: 'm',
    outlet: outletId('outlet-0'),
    canSeal: true,
    counts: [],
  });
  if (post === undefined) return '';
  const lines = post.kind === 'drop' ? post.notes : post.kind === 'poll' ? post.rule : post.lines;
  return ['title' in post ? post.title : '', ...lines.map(plain)].join('\n');
};

describe.each(languages)('the people who may decide have one name (%s)', (language) => {
  it.each(['quorum', 'tie', 'nobody-voted'] as const)('in all that fans read of a vote: %s', (cause) => {
    const voting = {
      ...rules,
      tie: 'showrunner',
      quorum: cause === 'quorum' ? 5 : 0,
      missing: 'ask',
      extendable: 60 * MINUTE,
    } as const;
    const counts = { quorum: { left: 1 }, tie: { left: 1, right: 1 }, 'nobody-voted': {} }[cause];
    const story = aStory({ language }, choice({ left: 'left', right: 'right' }, { voting }));
    const decided = {
      type: 'decide',
      at: T0 + 20 * MINUTE,
      by: showrunner,
      round: roundNumber(1),
      option: optionId('left'),
      reason: 'x',
    } as const;
    const until = [start(story), tick(0)] as const;
    const waits = [...until, tick(10), settle(10, 1, counts)] as const;
    const ends = [...waits, decided, tick(30)] as const;
    const texts = [
      said(play(...until).season, 'poll', 1),
      said(play(...waits).season, 'notice', 1),
      said(play(...ends).season, 'result', 1),
      said(play(...ends).season, 'drop', 2),
    ];
    for (const text of texts) {
      expect(text).not.toMatch(/showrunner/i);
      expect(text).toMatch(/\bteam\b|equipo|équipe|equipe/i);
    }
  });
});
