import { isIn, isNext, type Season } from '../../core/season/state.ts';
import { choiceOf, findEpisode, isSerial } from '../../core/story/story.ts';
import type { AskedItems, Growth } from '../../ports/commands/answers.ts';

/** What has arrived for a show that grows while it plays, and is not out yet. */
export function growthOf(season: Season): Growth {
  const { story, position, questions, releases, rounds } = season;
  const serial = isSerial(story);
  const waiting = serial
    ? story.episodes.filter(({ id }) => releases.every(({ episode }) => episode !== id))
    : [];
  return {
    serial,
    queued: waiting.map((episode) => {
      const question = choiceOf(episode)?.question;
      return {
        id: episode.id,
        title: episode.title,
        ...(episode.url !== undefined && { url: episode.url }),
        ...(position.kind === 'scheduled' && isNext(season, episode.id) && { at: position.at }),
        ...(question !== undefined && { question }),
      };
    }),
    drafts: story.episodes.filter(({ draft }) => draft === true),
    questions: questions
      .filter(({ answer }) => answer === undefined)
      .map(({ number, why, items, until }) => ({
        number,
        why,
        titles: items.map(({ title }) => title),
        ...(until !== undefined && { until }),
      })),
    lasts: story.voting.lasts,
    openVotes: rounds.filter((round) => isIn(round, 'waiting') || isIn(round, 'voting')).length,
  };
}

/** What became of the items of a question; undefined if there is none with this number. */
export function askedItems(season: Season, number: number): AskedItems | undefined {
  const question = season.questions[number - 1];
  if (question === undefined) return undefined;
  return {
    serial: isSerial(season.story),
    items: question.items.map((item) => {
      const isTaken = question.answer?.taken.includes(item.key) === true;
      const id = season.items.find(({ key }) => key === item.key)?.episode;
      const episode = id === undefined || !isTaken ? undefined : findEpisode(season.story, id);
      return {
        title: item.title,
        taken: isTaken,
        ...(episode !== undefined && {
          episode: { id: episode.id, title: episode.title, isLinked: episode.url === item.url },
        }),
      };
    }),
  };
}
