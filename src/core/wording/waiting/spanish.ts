import { code, line } from '../../posts/content.ts';
import { phrasesOf } from '../phrases.ts';
import { named, type WaitingWords } from './waiting-words.ts';

export const spanish: WaitingWords = {
  rule: line('Si demasiadas comunidades no pueden votar, el equipo de la serie puede repetir la votación.'),
  without: ({ platforms, absent, of }) =>
    line(
      platforms.length > 0
        ? `Se decidió sin ${named(platforms, 'ni')}: ${absent} de ${of} comunidades no pudieron votar.`
        : `Se decidió sin ${absent} de ${of} comunidades: no pudieron votar.`,
    ),
  missing: ({ platforms, absent, of }) =>
    line(
      platforms.length > 0
        ? `Nadie pudo votar en ${named(platforms, 'ni en')}: ${absent} de ${of} comunidades no tuvieron encuesta abierta.`
        : `${absent} de ${of} comunidades no tuvieron encuesta abierta y no pudieron votar.`,
    ),
  title: 'Esta votación está en manos del equipo de la serie',
  cause: (cause, votes) => {
    switch (cause) {
      case 'quorum':
        return line(`Hubo muy pocos votos: ${votes}.`);
      case 'tie':
        return line('Hubo empate.');
      case 'nobody-voted':
        return line('Nadie votó.');
      case 'late':
        return line('Muchas comunidades tuvieron muy poco tiempo para votar.');
      case 'nobody-could':
        return line('No se pudo abrir ninguna encuesta a tiempo.');
    }
  },
  team: line('El equipo de la serie decidirá o repetirá la votación.'),
  late: ({ lost, outlets }) =>
    line(
      outlets === undefined
        ? `El bot estuvo ausente ${phrasesOf('es').duration(lost)}: ninguna comunidad tuvo ni la mitad del tiempo prometido para votar.`
        : `El bot estuvo ausente ${phrasesOf('es').duration(lost)}: ${outlets.late} de ${outlets.of} comunidades tuvieron menos de la mitad del tiempo prometido para votar.`,
    ),
  extended: (closes) => line('La votación se prolongó y terminará el ', closes, '.'),
  wentOn: line('La votación sigue como estaba.'),
  howToLate: (show, by) =>
    line(
      ...(by === undefined ? [] : ['Más tiempo: ', code(`/vote extend ${show} ${by}`), '. ']),
      'Repetir la votación: ',
      code(`/vote void ${show}`),
      '. Dejarla así: ',
      code(`/vote decide ${show}`),
      '.',
    ),
  moreTime: (by) => `Más tiempo: ${by}`,
  letStand: 'Dejarla así',
  until: (at) => line('Se sabrá más el ', at, ' como muy tarde.'),
  howToCount: (show) =>
    line(
      'Decidir con los votos que hay: ',
      code(`/vote decide ${show}`),
      '. Repetir la votación: ',
      code(`/vote void ${show}`),
      '.',
    ),
  elseCounted: (at) => line('Sin respuesta, el ', at, ' deciden los votos que hay.'),
  elseFirst: (at) => line('Sin respuesta, el ', at, ' vale la primera opción de la lista.'),
  countButton: 'Decidir con estos votos',
  notice: 'el aviso sobre la serie',
};
