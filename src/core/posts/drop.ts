import { episodeNumber, findRound, isIn, type Release, type Season } from '../season/state.ts';
import { choiceOf, type Episode, findEpisode } from '../story/story.ts';
import { thumbnailOf } from '../story/thumbnail.ts';
import type { Catalogue } from '../wording/catalogue.ts';
import type { Drop, Line } from './content.ts';
import { type Occasion, optionOf, soFar, timeFrom, tookPart } from './occasion.ts';

export function composeDrop(season: Season, occasion: Occasion, words: Catalogue): Drop | undefined {
  const { number, mark } = occasion;
  const release = season.releases[number - 1];
  if (release === undefined) return undefined;
  const called = episodeNumber(season, release.number);
  const episode = episodeOf(season, release);
  const url = release.retracted?.url ?? episode.url;
  if (url === undefined) return undefined;
  return {
    kind: 'drop',
    mark,
    language: words.language,
    show: season.story.title,
    title: words.episodeTitle(called, episode.title),
    synopsis: episode.synopsis,
    url,
    ...pictureOf(episode, url),
    ...logoOf(occasion),
    watch: words.watch,
    notes: [
      ...howWeGotHere(season, release, occasion, words),
      ...whatComes(season, release, episode, occasion, words),
    ],
    thread: words.threadTitle(called, episode.title),
  };
}

function pictureOf({ image }: Episode, url: string): Pick<Drop, 'image' | 'thumbnail'> {
  if (image !== undefined) return { image };
  const thumbnail = thumbnailOf(url);
  return thumbnail === undefined ? {} : { thumbnail };
}

/** Platforms load it themselves; a file of this machine they can't. */
const logoOf = ({ appearance }: Occasion): Pick<Drop, 'logo'> =>
  appearance?.logo?.kind === 'address' ? { logo: appearance.logo.url } : {};

function howWeGotHere(
  season: Season,
  release: Release,
  occasion: Occasion,
  words: Catalogue,
): readonly Line[] {
  const round = release.via === undefined ? undefined : findRound(season, release.via);
  if (round === undefined || !isIn(round, 'decided')) return [];
  const { decision, tally } = round.phase;
  const { label } = optionOf(round, decision.option);
  if (decision.rule.kind !== 'plurality') return [words.chosenWithout(label, decision)];
  const chose = tookPart(season, round, occasion) ? words.choseThis : words.othersChose;
  return [chose(label, tally.counts[decision.option] ?? 0, tally.total)];
}

function whatComes(
  season: Season,
  release: Release,
  episode: Episode,
  occasion: Occasion,
  words: Catalogue,
): readonly Line[] {
  if (episode.continuation.kind === 'ending') return [words.ending(...soFar(season))];
  const round = season.rounds.findLast((one) => one.release === release.number);
  if (choiceOf(episode) === undefined || round === undefined) return [];
  if (!tookPart(season, round, occasion)) return [words.votesLater];
  // The drop is sent so late that no poll follows.
  if (!isIn(round, 'waiting') && !isIn(round, 'voting') && occasion.past !== true) return [];
  const closes = timeFrom(season, release.at, round.closesAt);
  if (round.opensAt <= release.at) {
    return [round.binding ? words.voteIsOpen(closes) : words.predictionIsOpen(closes)];
  }
  const opens = timeFrom(season, release.at, round.opensAt);
  return [round.binding ? words.voteOpens(opens, closes) : words.predictionOpens(opens, closes)];
}

function episodeOf(season: Season, release: Release): Episode {
  const episode = findEpisode(season.story, release.episode);
  if (episode === undefined)
    throw new Error(`Release ${release.number} is of an episode that the story does not have`);
  return episode;
}
