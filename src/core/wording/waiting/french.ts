import { code, line } from '../../posts/content.ts';
import { phrasesOf } from '../phrases.ts';
import { named, type WaitingWords } from './waiting-words.ts';

export const french: WaitingWords = {
  rule: line(
    'Si trop de communautés ne peuvent pas voter, l’équipe de la série peut faire recommencer le vote.',
  ),
  without: ({ platforms, absent, of }) =>
    line(
      platforms.length > 0
        ? `Décidé sans ${named(platforms, 'ni')}\u00a0: ${absent} communautés sur ${of} n’ont pas pu voter.`
        : `Décidé sans ${absent} communautés sur ${of}\u00a0: elles n’ont pas pu voter.`,
    ),
  missing: ({ platforms, absent, of }) =>
    line(
      platforms.length > 0
        ? `Personne n’a pu voter sur ${named(platforms, 'ni sur')}\u00a0: ${absent} communautés sur ${of} n’ont pas eu de sondage ouvert.`
        : `${absent} communautés sur ${of} n’ont pas eu de sondage ouvert et n’ont pas pu voter.`,
    ),
  title: 'Ce vote est entre les mains de l’équipe de la série',
  cause: (cause, votes) => {
    switch (cause) {
      case 'quorum':
        return line(`Il y a eu trop peu de voix\u00a0: ${votes}.`);
      case 'tie':
        return line('Il y a eu égalité.');
      case 'nobody-voted':
        return line('Personne n’a voté.');
      case 'late':
        return line('Beaucoup de communautés ont eu trop peu de temps pour voter.');
      case 'nobody-could':
        return line('Aucun sondage n’a pu ouvrir à temps.');
    }
  },
  team: line('L’équipe de la série décidera, ou fera recommencer le vote.'),
  late: ({ lost, outlets }) =>
    line(
      outlets === undefined
        ? `Le bot a été absent ${phrasesOf('fr').duration(lost)}\u00a0: aucune communauté n’a eu ne serait-ce que la moitié du temps promis pour voter.`
        : `Le bot a été absent ${phrasesOf('fr').duration(lost)}\u00a0: ${outlets.late} communautés sur ${outlets.of} ont eu moins de la moitié du temps promis pour voter.`,
    ),
  extended: (closes) => line('Le vote a été prolongé et se termine désormais le ', closes, '.'),
  wentOn: line('Le vote continue tel quel.'),
  howToLate: (show, by) =>
    line(
      ...(by === undefined ? [] : ['Plus de temps\u00a0: ', code(`/vote extend ${show} ${by}`), '. ']),
      'Recommencer le vote\u00a0: ',
      code(`/vote void ${show}`),
      '. Le laisser tel quel\u00a0: ',
      code(`/vote decide ${show}`),
      '.',
    ),
  moreTime: (by) => `Plus de temps\u00a0: ${by}`,
  letStand: 'Laisser tel quel',
  until: (at) => line('Vous en saurez plus le ', at, ' au plus tard.'),
  howToCount: (show) =>
    line(
      'Décider avec les voix déjà données\u00a0: ',
      code(`/vote decide ${show}`),
      '. Recommencer le vote\u00a0: ',
      code(`/vote void ${show}`),
      '.',
    ),
  elseCounted: (at) => line('Sans réponse, les voix déjà données décident le ', at, '.'),
  elseFirst: (at) => line('Sans réponse, la première option de la liste est retenue le ', at, '.'),
  countButton: 'Décider avec ces voix',
  notice: 'l’avis sur la série',
};
