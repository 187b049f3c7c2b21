import { afterEach, describe, expect, it } from 'vitest';
import { optionId } from '../../../src/core/ids.ts';
import { aDrop, aPoll, aResult, HOUR } from '../../support/discord/posts.ts';
import { clearStage, setStage } from '../../support/discord/stage.ts';

afterEach(clearStage);

async function posted(post: Parameters<Awaited<ReturnType<typeof setStage>>['send']>[0]['post']) {
  const stage = await setStage();
  await stage.platform.prepare();
  const outcome = await stage.send({ post, nonce: 'n1' });
  if (outcome.status !== 'sent') throw new Error(JSON.stringify(outcome));
  const [message] = stage.discord.messages(stage.channel).filter(({ byBot }) => byBot);
  return { outcome, message, stage };
}

const soon = { closesAt: Date.now() + HOUR, extendableTo: Date.now() + HOUR, backstopAt: Date.now() + HOUR };
const options = [
  { id: optionId('brother'), label: 'Her brother', emoji: '🎬' },
  { id: optionId('stranger'), label: 'The number' },
];

describe('what a show looks like on Discord', () => {
  it('has its colour, its logo and the video host’s picture on a drop', async () => {
    const thumbnail = 'https://i.ytimg.com/vi/dQw4w9WgXcQ/hqdefault.jpg';
    const logo = 'https://shows.example/logo.png';
    const { message } = await posted(aDrop({ colour: '#e5484d', logo, thumbnail }));
    expect(message?.embeds).toMatchObject([
      { color: 0xe5484d, author: { icon_url: logo }, image: { url: thumbnail } },
    ]);
  });

  it('has its own picture rather than the host’s', async () => {
    const image = 'https://shows.example/1.jpg';
    const { message } = await posted(aDrop({ image, thumbnail: 'https://i.ytimg.com/vi/x/hqdefault.jpg' }));
    expect(message?.embeds).toMatchObject([{ image: { url: image } }]);
  });

  it('has its colour on a result', async () => {
    const { message } = await posted(aResult({ colour: '#00ff00' }));
    expect(message?.embeds).toMatchObject([{ color: 0x00ff00 }]);
  });

  it('has the emoji at its answer, which is recognised all the same', async () => {
    const { outcome, stage } = await posted(aPoll({ ...soon, options }));
    expect(stage.discord.polls()[0]?.answers.map(({ text }) => text)).toEqual(['Her brother', 'The number']);
    expect(Object.values(outcome.poll?.answers ?? {})).toEqual(['brother', 'stranger']);
    const stored = stage.discord.world.messages.get(outcome.message.id)?.poll;
    expect(stored?.answers.map(({ emoji }) => emoji?.name)).toEqual(['🎬', undefined]);
  });

  it('goes without an emoji that Discord refuses: the poll is posted', async () => {
    const [first, second] = options;
    if (!first || !second) throw new Error('no options');
    const { outcome } = await posted(aPoll({ ...soon, options: [{ ...first, emoji: 'no emoji' }, second] }));
    expect(outcome.shortfalls).toMatchObject([{ code: 'formatting' }]);
    expect(Object.values(outcome.poll?.answers ?? {})).toEqual(['brother', 'stranger']);
  });
});
