import { code, line } from '../../posts/content.ts';
import { phrasesOf } from '../phrases.ts';
import { named, type WaitingWords } from './waiting-words.ts';

export const german: WaitingWords = {
  rule: line('Können zu viele Communitys nicht abstimmen, darf das Team der Serie neu abstimmen lassen.'),
  without: ({ platforms, absent, of }) =>
    line(
      platforms.length > 0
        ? `Entschieden ohne ${named(platforms, 'und')}: ${absent} von ${of} Communitys konnten nicht abstimmen.`
        : `Entschieden ohne ${absent} von ${of} Communitys: Sie konnten nicht abstimmen.`,
    ),
  missing: ({ platforms, absent, of }) =>
    line(
      platforms.length > 0
        ? `Auf ${named(platforms, 'und')} konnte niemand abstimmen: ${absent} von ${of} Communitys hatten keine offene Umfrage.`
        : `${absent} von ${of} Communitys hatten keine offene Umfrage und konnten nicht abstimmen.`,
    ),
  title: 'Diese Abstimmung wartet auf das Team der Serie',
  cause: (cause, votes) => {
    switch (cause) {
      case 'quorum':
        return line(`Es kamen zu wenige Stimmen zusammen: ${votes}.`);
      case 'tie':
        return line('Die Abstimmung endete unentschieden.');
      case 'nobody-voted':
        return line('Niemand hat abgestimmt.');
      case 'late':
        return line('Viele Communitys hatten zu wenig Zeit zum Abstimmen.');
      case 'nobody-could':
        return line('Es konnte keine Umfrage rechtzeitig geöffnet werden.');
    }
  },
  team: line('Das Team der Serie entscheidet oder lässt neu abstimmen.'),
  late: ({ lost, outlets }) =>
    line(
      outlets === undefined
        ? `Der Bot war ${phrasesOf('de').duration(lost)} lang nicht da: Keine Community hatte auch nur die Hälfte der versprochenen Zeit zum Abstimmen.`
        : `Der Bot war ${phrasesOf('de').duration(lost)} lang nicht da: ${outlets.late} von ${outlets.of} Communitys hatten weniger als die Hälfte der versprochenen Zeit zum Abstimmen.`,
    ),
  extended: (closes) => line('Die Abstimmung wurde verlängert und endet nun erst am ', closes, '.'),
  wentOn: line('Die Abstimmung läuft weiter wie geplant.'),
  howToLate: (show, by) =>
    line(
      ...(by === undefined ? [] : ['Mehr Zeit: ', code(`/vote extend ${show} ${by}`), '. ']),
      'Neu abstimmen lassen: ',
      code(`/vote void ${show}`),
      '. So stehen lassen: ',
      code(`/vote decide ${show}`),
      '.',
    ),
  moreTime: (by) => `Mehr Zeit: ${by}`,
  letStand: 'So stehen lassen',
  until: (at) => line('Spätestens am ', at, ' geht es weiter.'),
  howToCount: (show) =>
    line(
      'Mit den vorhandenen Stimmen entscheiden: ',
      code(`/vote decide ${show}`),
      '. Neu abstimmen lassen: ',
      code(`/vote void ${show}`),
      '.',
    ),
  elseCounted: (at) => line('Ohne Antwort entscheiden die vorhandenen Stimmen am ', at, '.'),
  elseFirst: (at) => line('Ohne Antwort gilt am ', at, ' die erste Option der Liste.'),
  countButton: 'Mit diesen Stimmen entscheiden',
  notice: 'die Nachricht zur Serie',
};
