import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { variablesOf } from '../../config/environment.ts';
import { discord } from '../../src/platforms/discord/definition.ts';
import { platforms, platformsOf } from '../../src/platforms/index.ts';
import { telegram } from '../../src/platforms/telegram/definition.ts';
import type { PlatformDefinition } from '../../src/ports/platform/platform-definition.ts';
import { PigeonPost } from '../support/pigeon-post.ts';

const pigeon = new PigeonPost({}).definition;
const changed = (change: Partial<PlatformDefinition>): PlatformDefinition => ({ ...pigeon, ...change });
const { variables, keys } = pigeon;
const [token] = Object.values(variables);
if (token === undefined) throw new Error('the pigeons have no variables');

describe('the list of platforms', () => {
  it('takes platforms that cannot be mistaken for each other', () => {
    expect(platformsOf([discord, telegram, pigeon])).toHaveLength(3);
  });

  it.each([
    ['a name twice', changed({ name: 'discord' }), /discord is not a valid name/],
    ['a name that no key can have', changed({ name: 'Pigeon Post' }), /Pigeon Post is not a valid name/],
    ['limits of another platform', changed({ capabilities: discord.capabilities }), /pigeon-post/],
    [
      'a variable of another platform',
      changed({ variables: { ...variables, DISCORD_X: token } }),
      /DISCORD_X/,
    ],
    ['no token', changed({ variables: {} }), /no variable PIGEON_POST_TOKEN/],
    [
      'an option of another platform',
      changed({ keys: { ...keys, outlet: { ...keys.outlet, options: telegram.keys.outlet.options ?? {} } } }),
      /topic/,
    ],
    [
      'an option that is called like a platform',
      changed({
        keys: {
          ...keys,
          outlet: {
            ...keys.outlet,
            options: { discord: { ...keys.outlet.options?.perch, means: 'x' } as never },
          },
        },
      }),
      /discord/,
    ],
  ])('refuses %s', (_, platform, why) => {
    expect(() => platformsOf([discord, telegram, platform])).toThrow(why);
  });
});

it('every variable is in the table of docs/operating.md, with what it means to leave it out', () => {
  const rows = readFileSync('docs/operating.md', 'utf8').matchAll(/^\| `([A-Z_]+)` \| (.*?) \| (.*?) \|$/gm);
  const table = Object.fromEntries(
    [...rows].map(([, name, unset, description]) => [name, { unset, description }]),
  );
  const wanted = Object.entries(variablesOf(platforms)).map(
    ([name, { default: value, unset, description }]) => [
      name,
      { unset: value === undefined ? unset : `\`${value}\``, description },
    ],
  );
  expect(table).toEqual(Object.fromEntries(wanted));
});
