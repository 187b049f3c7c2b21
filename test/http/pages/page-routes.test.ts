import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type PageStage, setPageStage } from '../../support/pages/page-stage.ts';
import { oneChoice } from '../../support/stage/stories.ts';

let stage: PageStage;
beforeEach(async () => {
  stage = await setPageStage('memory', [oneChoice({ lasts: '2h' })]);
});
afterEach(() => stage.close());

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${stage.url}${path}`, { headers, redirect: 'manual' });
const show = () => `/shows/${stage.show.story.id}`;

async function begin(): Promise<void> {
  await stage.say('season start');
  await stage.settle();
}

const schema = () => {
  const ajv = new Ajv({ allErrors: true, strict: false });
  addFormats.default(ajv);
  return ajv.compile(JSON.parse(readFileSync('config/schema/page.schema.json', 'utf8')));
};

describe("a show's page", () => {
  it('says what is on, what is asked, how it looks and where to vote', async () => {
    await begin();
    await stage.vote('discord', 5, 1);
    await stage.vote('telegram', 1, 3);
    const answer = await get(show());
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const html = await answer.text();
    for (const words of [
      'Storm',
      'Whom does Ines light home?',
      'Her sister',
      '60%',
      '10 votes',
      'Voting ends',
    ])
      expect(html).toContain(words);
    expect(html).not.toMatch(/Harbour|Ward|Dark/);
  });

  it('is data as well, in the shape that the schema says', async () => {
    const validate = schema();
    for (const step of [async () => undefined, begin, () => stage.vote('discord', 5, 1)]) {
      await step();
      const answer = await get(`${show()}.json`);
      expect(answer.status).toBe(200);
      validate(await answer.json());
      expect(validate.errors).toBeNull();
      await new Promise((resolve) => setTimeout(resolve, 1_050));
    }
  });
});
