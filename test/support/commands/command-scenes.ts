import fc from 'fast-check';
import { commands } from '../../../commands/index.ts';
import type { Command, ParameterKind } from '../../../src/ports/commands/command.ts';
import { hostileText, mutated } from '../hostile-values.ts';

/** What people do with commands, sensible and malicious, the same for both platforms. */

export type Who = 'fan' | 'moderator' | 'showrunner';

const GOOD: Readonly<Record<ParameterKind, readonly string[]>> = {
  show: ['lighthouse', 'lighthouse', 'second'],
  episode: ['storm', 'harbour', 'ward'],
  draft: ['storm'],
  'open-episode': ['ep-1', 'storm'],
  id: ['finale', 'a b'],
  text: ['Who opens the door?', '"Lamp & <b>"'],
  lines: ['Mara\nTeo', 'Mara | Teo | mara'],
  option: ['sister', 'doctor', 'yes'],
  round: ['1', '1', '2'],
  question: ['1', '7'],
  answer: ['all', 'newest', 'none'],
  outlet: ['@fans', '#general in Fans', '#00000000'],
  duration: ['30m', '2h', '400d'],
  time: ['2026-12-24 20:00', '20:00', '2020-01-01T00:00Z'],
  url: ['https://watch.example/new', 'https://t.me/c/1/2'],
  reason: ['because', 'it was <b>late</b> @all'],
  role: ['1100000000000000002'],
  channel: ['1100000000000000001'],
  delivery: ['poll.1@fans', 'drop.1@#00000000'],
  name: ['Night Owls', '@everyone <b>'],
  flag: ['true', 'off'],
};

export interface Spoken {
  readonly command: Command;
  readonly given: readonly (readonly [name: string, value: string])[];
}

const spoken: fc.Arbitrary<Spoken> = fc.constantFrom(...commands).chain((command) => {
  const values = command.parameters.map(({ name, kind }) =>
    fc.option(
      fc
        .oneof(
          { weight: 6, arbitrary: fc.constantFrom(...GOOD[kind]) },
          { weight: 1, arbitrary: hostileText() },
        )
        .map((value) => [name, value] as const),
      { freq: 9 },
    ),
  );
  const surplus = fc.array(fc.tuple(fc.constantFrom('__proto__', 'reason', 'other'), hostileText()), {
    maxLength: 1,
    size: '-1',
  });
  return fc.tuple(fc.tuple(...values), surplus).map(([given, more]) => ({
    command,
    given: [...given.filter((one) => one !== null), ...more],
  }));
});

/** Codes that no button has, but that a modified client may send. */
const forged = fc.oneof(
  hostileText(),
  fc.constantFrom(
    'season status|slighthouse',
    'run:season status|slighthouse',
    'receipt|slighthouse|r1',
    '!AAAAAAAAAAAAAAAA',
    'dismiss',
    'confirm:AAAAAAAAAAAAAAAAAAAAAA',
    'form:AAAAAAAAAAAAAAAAAAAAAA',
  ),
  fc
    .tuple(
      fc.constantFrom('', 'run:'),
      fc.constantFrom(...commands.map(({ name }) => name)),
      fc.array(
        fc.tuple(fc.constantFrom(...'sroude'), fc.oneof(hostileText(), fc.constantFrom('1', 'lighthouse'))),
        {
          maxLength: 3,
        },
      ),
    )
    .map(([mark, name, given]) => mark + [name, ...given.map((part) => part.join(''))].join('|')),
);

/** What somebody does; `which` counts back from what the bot has shown last. */
export type Step = { readonly who: Who } & (
  | { readonly kind: 'say' | 'type'; readonly spoken: Spoken }
  | { readonly kind: 'press'; readonly which: number }
  | { readonly kind: 'forge'; readonly data: string }
  | { readonly kind: 'fill'; readonly which: number; readonly text: string }
  | { readonly kind: 'damage'; readonly payload: unknown }
);

/** Somebody says something, and presses, answers or forges what follows, alone or with others. */
export function scenesOf(samples: readonly unknown[]): fc.Arbitrary<readonly Step[]> {
  const of = <Kind extends Step['kind']>(kind: Kind) => fc.constant(kind);
  const which = fc.constantFrom(0, 0, 0, 0, 1, 1, 1, 1, 2, 3);
  const text = fc.oneof(hostileText(), fc.constantFrom('because', 'sister', '2h', 'lighthouse'));
  const fan = fc.constant<Who>('fan');
  const sceneOf = (first: Who): fc.Arbitrary<readonly Step[]> => {
    const who = fc.constantFrom<Who>(
      first,
      first,
      first,
      first,
      first,
      first,
      'fan',
      'moderator',
      'showrunner',
    );
    const later = fc.oneof(
      { weight: 4, arbitrary: fc.record({ kind: of('press'), who, which }) },
      { weight: 3, arbitrary: fc.record({ kind: of('fill'), who, which, text }) },
      { weight: 1, arbitrary: fc.record({ kind: of('forge'), who, data: forged }) },
    );
    const begin = fc.record({ kind: of('say'), who: fc.constant(first), spoken });
    return fc.tuple(begin, fc.array(later, { maxLength: 4 })).map(([step, steps]) => [step, ...steps]);
  };
  const payload = fc.oneof(...samples.map((sample) => mutated(sample)));
  const alone = fc.oneof(
    fc.record({ kind: of('type'), who: fc.constantFrom<Who>('fan', 'showrunner'), spoken }),
    fc.record({ kind: of('forge'), who: fc.constantFrom<Who>('fan', 'showrunner'), data: forged }),
    fc.record({ kind: of('damage'), who: fan, payload }),
  );
  const scene = fc.oneof(
    sceneOf('fan'),
    sceneOf('moderator'),
    sceneOf('showrunner'),
    sceneOf('showrunner'),
    sceneOf('showrunner'),
    alone.map((step) => [step]),
  );
  return fc.array(scene, { minLength: 1, maxLength: 6, size: 'max' }).map((scenes) => scenes.flat());
}

export const everythingByAFan: readonly Step[] = commands.flatMap((command): readonly Step[] => {
  const given = command.parameters.map(({ name, kind }) => [name, GOOD[kind][0] ?? ''] as const);
  const press = { kind: 'press', who: 'fan' } as const;
  return [
    { kind: 'say', who: 'fan', spoken: { command, given } },
    { ...press, which: 0 },
    { ...press, which: 1 },
  ];
});
