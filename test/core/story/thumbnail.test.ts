import { expect, it } from 'vitest';
import { thumbnailOf } from '../../../src/core/story/thumbnail.ts';

const YOUTUBE = 'https://i.ytimg.com/vi/dQw4w9WgXcQ/hqdefault.jpg';

it.each([
  ['https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3', YOUTUBE],
  ['https://m.youtube.com/shorts/dQw4w9WgXcQ', YOUTUBE],
  ['https://youtu.be/dQw4w9WgXcQ?si=x', YOUTUBE],
  ['https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ', YOUTUBE],
  ['https://www.dailymotion.com/video/x8abcde', 'https://www.dailymotion.com/thumbnail/video/x8abcde'],
  ['https://dai.ly/x8abcde', 'https://www.dailymotion.com/thumbnail/video/x8abcde'],
])('%s has a picture', (address, picture) => {
  expect(thumbnailOf(address)).toBe(picture);
});

it.each([
  'https://vimeo.com/123456',
  'https://www.youtube.com/watch?v=../../../x',
  'https://www.youtube.com/@nightshift',
  'https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ',
  'https://www.dailymotion.com/video/../../x',
  'javascript:alert(1)',
  'not an address',
])('%s has none', (address) => {
  expect(thumbnailOf(address)).toBe(undefined);
});
