import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { jsonSchemas } from '../../config/json-schemas.ts';
import { aStoryText } from '../support/stories.ts';

// To rewrite them after a change of the schemas: npm run schemas
describe('the JSON Schemas of config/schema', () => {
  it.each(Object.entries(jsonSchemas()))('%s matches its source', async (name, text) => {
    await expect(text).toMatchFileSnapshot(`../../config/schema/${name}`);
  });

  const validator = (name: string) => {
    const ajv = new Ajv({ allErrors: true, strict: false });
    addFormats.default(ajv);
    return ajv.compile(JSON.parse(jsonSchemas()[name] ?? ''));
  };

  it.each([
    ['story.schema.json', 'config/stories/night-shift.yaml'],
    ['operator.schema.json', 'config/cliffhanger.yaml'],
  ])('%s accepts %s', (name, file) => {
    const validate = validator(name);
    validate(parse(readFileSync(file, 'utf8')));
    expect(validate.errors).toBeNull();
  });

  it.each([
    ['an unknown key', { also: { colour: 'red' } }],
    ['a mixed release', { release: '{ after: 2h, every: 1d }' }],
    ['a length without a unit', { voting: '{ lasts: 20 }' }],
    ['an episode that leads nowhere', { episodes: { pilot: '{ title: Pilot }' } }],
  ])('marks %s in an editor', (_, parts) => {
    const validate = validator('story.schema.json');
    expect(validate(parse(aStoryText(parts)))).toBe(false);
  });

  it('describes every key of the files that people write', () => {
    for (const name of ['story.schema.json', 'operator.schema.json']) {
      const bare = propertiesOf(JSON.parse(jsonSchemas()[name] ?? ''))
        .filter(([, schema]) => typeof schema !== 'object' || !('description' in (schema ?? {})))
        .map(([key]) => key);
      expect(bare).toEqual([]);
    }
  });
});

function propertiesOf(schema: unknown): readonly [string, unknown][] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own =
    'properties' in schema && typeof schema.properties === 'object'
      ? Object.entries(schema.properties ?? {})
      : [];
  return [...own, ...Object.values(schema).flatMap(propertiesOf)];
}
