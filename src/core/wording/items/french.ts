import { code, line, strong, text } from '../../posts/content.ts';
import type { ItemWords } from './item-words.ts';

export const french: ItemWords = {
  draftAwaited: (episode, show, id) =>
    line(
      strong(episode),
      ' devait sortir, mais c’est encore une ébauche. Complétez l’épisode dans le fichier de l’histoire et utilisez ',
      code(`/season reload ${show}`),
      ', ou utilisez ',
      code(`/episode add ${show} ${id}`),
      '. Il sortira alors.',
    ),
  sequelAwaited: (episode, show) =>
    line(
      strong(episode),
      ' est sorti, et l’histoire ne dit pas encore ce qui suit. Écrivez-le dans le fichier de l’histoire et utilisez ',
      code(`/season reload ${show}`),
      '.',
    ),
  confirm: (item) => line('Une nouvelle entrée est arrivée\u00a0: ', ...item, '. Faut-il la publier\u00a0?'),
  old: (item, dated) =>
    line(
      'Cette entrée est nouvelle dans le flux, mais sa date est le ',
      dated,
      '\u00a0: ',
      ...item,
      '. Est-ce un nouvel épisode\u00a0?',
    ),
  many: (count) =>
    line(`${count} nouvelles entrées sont arrivées d’un coup. Lesquelles sont des épisodes\u00a0?`),
  unmatched: (item) =>
    line('Quel épisode est-ce\u00a0? Son titre ne ressemble à aucun de l’histoire\u00a0: ', ...item, '.'),
  ambiguous: (item) => line('Quel épisode est-ce\u00a0? Il y a plusieurs possibilités\u00a0: ', ...item, '.'),
  manyUnmatched: (count, show) =>
    line(
      `${count} entrées ne ressemblent à aucun épisode de l’histoire. Si l’une d’elles en est un, donnez son lien avec `,
      code(`/episode link ${show}`),
      '.',
    ),
  more: (count) => line(`… et ${count} de plus.`),
  elsePosted: (until) =>
    line('Sans réponse avant cette heure, toutes seront publiées l’une après l’autre\u00a0: ', until, '.'),
  elseLeft: (until) => line('Sans réponse avant cette heure, elle sera laissée de côté\u00a0: ', until, '.'),
  voteUnreadable: (episode, show, id, why) =>
    line(
      strong(episode),
      ' sort sans vote. Sa description en annonce un, mais\u00a0: ',
      text(why),
      '. Ajoutez un vote avec ',
      code(`/episode choice ${show} ${id}`),
      '.',
    ),
  notRetracted: (what, outlet, why) =>
    line(
      `Le bot n’a pas pu retirer ${what} dans `,
      strong(outlet),
      `\u00a0: ${why} Supprimez ce message à la main.`,
    ),
  buttons: {
    post: 'Publier',
    skip: 'Ignorer',
    all: 'Toutes, à la suite',
    newest: 'La plus récente',
    none: 'Aucune',
    itIs: (episode) => line('C’est ', episode),
  },
};
