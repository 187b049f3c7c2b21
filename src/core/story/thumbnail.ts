import { urlOf } from '../text/url.ts';

const YOUTUBE_HOSTS = /^(?:(?:www|m|music)\.)?youtube(?:-nocookie)?\.com$/;
const YOUTUBE_ID = /^[\w-]{11}$/;
const DAILYMOTION_HOSTS = /^(?:www\.)?dailymotion\.com$/;
const DAILYMOTION_ID = /^[a-z0-9]{5,12}$/i;

/**
 * The picture that a known video host has of a video, built from the video's address alone: nothing is fetched. Other hosts
 * (Vimeo) name it only when asked.
 */
export function thumbnailOf(address: string): string | undefined {
  const url = urlOf(address);
  if (url === undefined || !/^https?:$/.test(url.protocol)) return undefined;
  const { hostname, pathname, searchParams } = url;
  const [, first = '', second = ''] = pathname.split('/');
  if (YOUTUBE_HOSTS.test(hostname)) {
    const inPath = ['shorts', 'embed', 'live'].includes(first) ? second : '';
    return ofYouTube(first === 'watch' ? (searchParams.get('v') ?? '') : inPath);
  }
  if (hostname === 'youtu.be') return ofYouTube(first);
  if (DAILYMOTION_HOSTS.test(hostname)) return first === 'video' ? ofDailymotion(second) : undefined;
  return hostname === 'dai.ly' ? ofDailymotion(first) : undefined;
}

/** The one size that every video has. */
const ofYouTube = (id: string): string | undefined =>
  YOUTUBE_ID.test(id) ? `https://i.ytimg.com/vi/${id}/hqdefault.jpg` : undefined;

const ofDailymotion = (id: string): string | undefined =>
  DAILYMOTION_ID.test(id) ? `https://www.dailymotion.com/thumbnail/video/${id}` : undefined;
