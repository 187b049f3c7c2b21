import type { Drop, Line } from '../content.ts';
import { findRound, isIn, type Release, type Season } from '../season/state.ts';
import { choiceOf, type Episode, findEpisode } from '../story.ts';
import type { Catalogue } from '../wording/catalogue.ts';
import { type Occasion, optionOf, time } from './occasion.ts';

export function composeDrop(season: Season, { number, mark }: Occasion, words: Catalogue): Drop | undefined {
  const release = season.releases[number - 1];
  if (release === undefined) return undefined;
  const episode = episodeOf(season, release);
  if (episode.url === undefined) return undefined;
  return {
    kind: 'drop',
    mark,
    language: words.language,
    show: season.story.title,
    title: words.episodeTitle(number, episode.title),
    number,
    synopsis: episode.synopsis,
    url: episode.url,
    ...(episode.image !== undefined && { image: episode.image }),
    watch: words.watch,
    notes: [...howWeGotHere(season, release, words), ...whatComes(season, release, episode, words)],
    thread: words.threadTitle(number, episode.title),
  };
}

function howWeGotHere(season: Season, release: Release, words: Catalogue): readonly Line[] {
  const round = release.via === undefined ? undefined : findRound(season, release.via);
  if (round === undefined || !isIn(round, 'decided')) return [];
  const { decision, tally } = round.phase;
  const { label } = optionOf(round, decision.option);
  return [
    decision.rule.kind === 'plurality'
      ? words.choseThis(label, tally.counts[decision.option] ?? 0, tally.total)
      : words.chosenWithout(label, decision),
  ];
}

function whatComes(season: Season, release: Release, episode: Episode, words: Catalogue): readonly Line[] {
  if (episode.continuation.kind === 'ending')
    return [words.ending(season.releases.length, votesSoFar(season))];
  const choice = choiceOf(episode);
  const round = season.rounds.find((one) => one.release === release.number && one.kind === 'first');
  if (choice === undefined || round === undefined) return [];
  const closes = time(season, round.closesAt, 'full');
  if (round.opensAt <= release.at) {
    return [round.binding ? words.voteIsOpen(closes) : words.predictionIsOpen(closes)];
  }
  const opens = time(season, round.opensAt, 'full');
  return [round.binding ? words.voteOpens(opens, closes) : words.predictionOpens(opens, closes)];
}

const votesSoFar = (season: Season): number =>
  season.rounds.reduce((sum, { phase }) => sum + ('tally' in phase ? phase.tally.total : 0), 0);

function episodeOf(season: Season, release: Release): Episode {
  const episode = findEpisode(season.story, release.episode);
  if (episode === undefined)
    throw new Error(`Release ${release.number} is of an episode that the story does not have`);
  return episode;
}
