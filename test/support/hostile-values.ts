import fc from 'fast-check';

/** Texts that have broken readers before: prototypes, controls, directions, lone surrogates, and simply long ones. */
const NASTY = [
  '__proto__',
  'constructor',
  'toString',
  '',
  ' ',
  '\u0000',
  '\u001b[2J',
  '\u202e',
  '\ud800',
  '../../etc/passwd',
  '%s%n',
  '<b>',
  '@everyone',
  '9'.repeat(400),
  '-0',
  '1e999',
  'a'.repeat(5_000),
  '|'.repeat(64),
  '"'.repeat(500),
];

export const hostileText = () =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(...NASTY) },
    { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom(...NASTY), fc.string({ maxLength: 20 }))
        .map((parts) => parts.join('')),
    },
  );

/** What either platform would interpret, as people name their groups, and write into reasons and labels. */
export const ACTIVE = [
  '@everyone',
  '@here',
  '<@200000000000000001>',
  '<@&1100000000000000002> <#1100000000000000003> <:x:1> </start:1> <t:0:R>',
  '@durov /start@bot #tag',
  '[x](https://evil.example/a)',
  '[x](<https://evil.example/a>)',
  'https://evil.example/b discord.gg/evil t.me/evil evil.example mailto:a@evil.example tg://user?id=1',
  '</b></code><a href="tg://user?id=1">x</a> &lt;b&gt; &amp;',
  '**b** __u__ ~~s~~ ||s|| `c` ```c``` _i_ *i*',
  '# h',
  '-# small',
  '> q',
  '- l',
  '1. l',
  '\\',
  '\\*',
  '](',
  '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}'.repeat(40),
  `Z${'\u0335'.repeat(300)}`,
  // Just short enough for a page without its markup.
  'w'.repeat(1_985),
];

/** What may be in names, titles, reasons and errors of either platform. */
export const chatText = () =>
  fc.oneof(
    fc.constantFrom(...ACTIVE),
    hostileText(),
    fc
      .tuple(fc.constantFrom(...ACTIVE), hostileText(), fc.constantFrom(...ACTIVE))
      .map((all) => all.join('')),
  );

/** Any JSON, as `JSON.parse` returns it: `__proto__` is a key like any other. */
export const hostileJson = (): fc.Arbitrary<unknown> =>
  fc
    .anything({
      key: hostileText(),
      values: [hostileText(), fc.integer(), fc.double(), fc.boolean(), fc.constant(null)],
      maxDepth: 4,
      maxKeys: 6,
    })
    .map((value) => JSON.parse(JSON.stringify(value) ?? 'null') as unknown);

/** A well-formed value with one thing in it, at any depth, replaced, removed or added. */
export function mutated(sample: unknown): fc.Arbitrary<unknown> {
  const paths = pathsIn(sample);
  return fc
    .tuple(
      fc.constantFrom(...paths),
      fc.constantFrom('replace', 'remove', 'add'),
      hostileText(),
      hostileJson(),
    )
    .map(([path, how, key, value]) => {
      const copy = structuredClone({ root: sample }) as Record<string, unknown>;
      let parent: Record<string, unknown> = copy;
      for (const step of path.slice(0, -1)) parent = parent[step] as Record<string, unknown>;
      const last = path.at(-1) ?? 'root';
      const target = parent[last];
      if (how === 'remove') delete parent[last];
      else if (how === 'add' && typeof target === 'object' && target !== null)
        Object.defineProperty(target, key, { value, enumerable: true, configurable: true });
      else parent[last] = value;
      // As it comes from a wire or a file: a list has no other keys.
      return JSON.parse(JSON.stringify(copy.root) ?? 'null') as unknown;
    });
}

function pathsIn(value: unknown, path: readonly string[] = ['root']): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => pathsIn(inner, [...path, key]))];
}

/** What every object of this process would have if one reader had been tricked. */
export function pollution(): readonly string[] {
  const found: string[] = [];
  for (const key in {}) found.push(key);
  return found;
}
