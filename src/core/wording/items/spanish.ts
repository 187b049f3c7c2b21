import { code, line, strong, text } from '../../posts/content.ts';
import type { ItemWords } from './item-words.ts';

export const spanish: ItemWords = {
  draftAwaited: (episode, show, id) =>
    line(
      strong(episode),
      ' ya debería haber salido, pero sigue en borrador. Complétalo en el archivo de la historia y usa ',
      code(`/season reload ${show}`),
      ', o usa ',
      code(`/episode add ${show} ${id}`),
      '. Entonces sale.',
    ),
  sequelAwaited: (episode, show) =>
    line(
      strong(episode),
      ' ya salió, y la historia aún no dice qué viene después. Escríbelo en el archivo de la historia y usa ',
      code(`/season reload ${show}`),
      '.',
    ),
  confirm: (item) => line('Llegó una entrada nueva: ', ...item, '. ¿Se publica?'),
  old: (item, dated) =>
    line(
      'Esta entrada es nueva en el feed, pero tiene fecha del ',
      dated,
      ': ',
      ...item,
      '. ¿Es un episodio nuevo?',
    ),
  many: (count) => line(`Llegaron ${count} entradas nuevas a la vez. ¿Cuáles son episodios?`),
  unmatched: (item) =>
    line('¿Qué episodio es? Su título no se parece a ninguno de la historia: ', ...item, '.'),
  ambiguous: (item) => line('¿Qué episodio es? Podrían ser varios: ', ...item, '.'),
  manyUnmatched: (count, show) =>
    line(
      `${count} entradas no se parecen a ningún episodio de la historia. Si alguna lo es, indica su enlace con `,
      code(`/episode link ${show}`),
      '.',
    ),
  more: (count) => line(`… y ${count} más.`),
  elsePosted: (until) => line('Sin respuesta antes de esta hora, se publican todas por turno: ', until, '.'),
  elseLeft: (until) => line('Sin respuesta antes de esta hora, se omite: ', until, '.'),
  voteUnreadable: (episode, show, id, why) =>
    line(
      strong(episode),
      ' sale sin votación. Su descripción anuncia una, pero: ',
      text(why),
      '. Añade una votación con ',
      code(`/episode choice ${show} ${id}`),
      '.',
    ),
  notRetracted: (what, outlet, why) =>
    line(`El bot no pudo retirar ${what} en `, strong(outlet), `: ${why} Bórralo a mano.`),
  buttons: {
    post: 'Publicar',
    skip: 'Omitir',
    all: 'Todas, por turno',
    newest: 'La más reciente',
    none: 'Ninguna',
    itIs: (episode) => line('Es ', episode),
  },
};
