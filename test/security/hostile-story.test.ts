import { describe, expect, it } from 'vitest';
import type { MessageEntity } from '../../src/sandbox/telegram/types.ts';
import { activeMarkdown } from '../support/discord/markdown.ts';
import { SeasonStage } from '../support/seasons/season-stage.ts';
import { oneChoice, type StoryFile } from '../support/stage/stories.ts';

/** Everything that either platform would interpret, as far as a story file can contain it. */
const PINGS =
  '@everyone @here <@200000000000000001> <@&1100000000000000002> <#1100000000000000003> @durov /start@bot';
const LINKS =
  '[x](https://evil.example/a) https://evil.example/b evil.example discord.gg/evil t.me/evil mailto:a@evil.example tg://user?id=1';
const MARKUP =
  '<b>b</b> <a href="tg://user?id=1">x</a> &amp; &lt; **b** __u__ ~~s~~ ||s|| `c` > q # h - l _i_ <t:0:R> <:x:1> </start:1>';
const FAMILY = '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}\u200D\u{1F466}';
const TITLE = '<b>@everyone</b> **Storm** [x](https://evil.example)';
const QUESTION = `Whom, <b>@everyone</b>? ${FAMILY} [x](https://evil.example) *a* _b_ &amp;`;
const LABELS = [
  // 55 code points, which is the limit, in 13 characters as people see them.
  `${FAMILY.repeat(7)}@here!`,
  '**@everyone** <b>x</b> [y](https://evil.example)',
  '</b></code>&lt;script&gt; || `x` ~~ @durov /start',
];

function story(): StoryFile {
  const base = oneChoice();
  const { storm, harbour, ward, dark } = base.episodes;
  if (!storm?.choice || !harbour || !ward || !dark) throw new Error('the story has changed');
  const options = storm.choice.options.map((option, index) => ({ ...option, label: LABELS[index] ?? '' }));
  return {
    ...base,
    title: `<i>Lamp</i> @everyone`,
    episodes: {
      storm: {
        ...storm,
        title: TITLE,
        synopsis: `${PINGS} ${LINKS} ${MARKUP}`,
        choice: { ...storm.choice, question: QUESTION, options },
      },
      harbour,
      ward: { ...ward, title: TITLE, synopsis: MARKUP },
      dark,
    },
  };
}

/** Names that anybody can give a server or a group. */
const CLUB = '@everyone <@&1> **club** [x](https://evil.example)';
const TALK = '</b><a href="https://evil.example">@durov</a> & /start';

describe('a story full of hostile text', { timeout: 60_000 }, () => {
  it('plays on both platforms letter by letter: it pings nobody, links nowhere by itself, and formats nothing', async ({
    onTestFinished,
  }) => {
    const stage = await SeasonStage.set(
      { story: story(), places: { [CLUB]: 'server', news: 'channel', [TALK]: 'group' } as const },
      onTestFinished,
    );
    await stage.startBot();
    await stage.playRound(1, { [CLUB]: [1, 1], news: [1], [TALK]: [1, 0] });
    await stage.over();

    for (const place of stage.all) {
      expect(place.polls().map(({ question, labels }) => [question, ...labels])).toEqual([
        [QUESTION, ...LABELS],
      ]);
      const words = place
        .posts()
        .map(({ text }) => withoutMarks(text))
        .join('\n');
      for (const wanted of [TITLE, PINGS, LINKS, MARKUP, LABELS[1] ?? ''])
        expect(words).toContain(withoutMarks(wanted));
      const links = place.posts().flatMap((post) => post.links);
      const known = ['https://watch.example/', 'https://t.me/cliffhanger_sandbox_bot?start='];
      expect(links.filter((link) => !known.some((ours) => link.startsWith(ours)))).toEqual([]);
    }
    const discord = stage.all
      .filter(({ platform }) => platform === 'discord')
      .flatMap(({ id }) => stage.discord.messages(id));
    const ours = discord.filter(({ byBot }) => byBot);
    expect(ours.length).toBeGreaterThan(3);
    for (const { pings, content, embeds } of ours) {
      expect(pings).toEqual({ everyone: false, roles: [], users: [] });
      for (const text of [content, ...embeds.flatMap(({ title, description }) => [title, description])]) {
        expect(activeMarkdown(String(text ?? '').replace(OUR_MARK, ''))).toEqual([]);
      }
    }
    const telegram = stage.all
      .filter(({ platform }) => platform === 'telegram')
      .flatMap(({ id }) => stage.telegram.messages(Number(id)));
    const entities = telegram.flatMap(
      ({ text = '', caption = '', entities: found = [], caption_entities: more = [] }) =>
        [...found, ...more].map((entity) => ({
          ...entity,
          said: (text || caption).slice(entity.offset, entity.offset + entity.length),
        })),
    );
    expect(entities.length).toBeGreaterThan(3);
    expect(
      entities
        .filter(({ type }) => !['bold', 'code', 'date_time'].includes(type))
        .filter((entity) => !isOurLink(entity)),
    ).toEqual([]);
    // Whatever looks active is code, which has no effect.
    const code = entities.filter(({ type }) => type === 'code').map(({ said }) => said);
    for (const active of ['@everyone', '@durov', '/start@bot', 'evil.example', 'tg://user?id=1']) {
      expect(code.some((said) => said.includes(active))).toBe(true);
    }
    const receipt = await stage.receipt(1);
    expect(receipt.options.map(({ label }) => label)).toEqual(LABELS);
    expect(receipt).toMatchObject({ total: 5, decision: { label: LABELS[1] } });
  });
});

/** At the end of a poll's text, by which it is found again. */
const OUR_MARK = /(?: \[·\]|\[\.\])\(<https:\/\/discord\.com\/#[0-9a-f]{10}>\)$/m;

/** Discord's adapter inserts a word joiner after an @ that would look like a ping. */
const withoutMarks = (text: string): string =>
  text.replaceAll('\u2060', '').replaceAll('**', '').replaceAll('\\', '');

const isOurLink = ({ type, url, said }: MessageEntity & { readonly said: string }): boolean =>
  (type === 'text_link' && url?.startsWith('https://watch.example/') === true) ||
  (type === 'url' && said.startsWith('https://watch.example/'));
