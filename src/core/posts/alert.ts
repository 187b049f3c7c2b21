import type { Line, Notice } from '../content.ts';
import type { Alert } from '../season/effects.ts';
import { findRound, type Season } from '../season/state.ts';
import { findEpisode } from '../story.ts';
import type { Catalogue } from '../wording/catalogue.ts';
import type { Occasion } from './occasion.ts';

export function composeAlert(
  season: Season,
  { alert, mark }: Occasion,
  words: Catalogue,
): Notice | undefined {
  if (alert === undefined) return undefined;
  const line = alertLine(season, alert, words);
  if (line === undefined) return undefined;
  return {
    kind: 'alert',
    mark,
    language: words.language,
    title: words.alertTitle(season.story.title),
    lines: [line],
  };
}

function alertLine(season: Season, alert: Alert, words: Catalogue): Line | undefined {
  const { id: show } = season.story;
  if (alert.code === 'link-awaited') {
    return words.linkAwaited(
      findEpisode(season.story, alert.episode)?.title ?? alert.episode,
      show,
      alert.episode,
    );
  }
  const round = findRound(season, alert.round);
  if (round === undefined) return undefined;
  return alert.code === 'provisional'
    ? words.provisionalAlert(round.question)
    : words.undecided(alert.why.cause, round.question, show, alert.why.among);
}
