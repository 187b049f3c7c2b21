import { code, line } from '../../posts/content.ts';
import { phrasesOf } from '../phrases.ts';
import { named, type WaitingWords } from './waiting-words.ts';

export const portuguese: WaitingWords = {
  rule: line('Se muitas comunidades não puderem votar, a equipe da série pode repetir a votação.'),
  without: ({ platforms, absent, of }) =>
    line(
      platforms.length > 0
        ? `Decidido sem ${named(platforms, 'nem')}: ${absent} de ${of} comunidades não puderam votar.`
        : `Decidido sem ${absent} de ${of} comunidades: elas não puderam votar.`,
    ),
  missing: ({ platforms, absent, of }) =>
    line(
      platforms.length > 0
        ? `Ninguém pôde votar no ${named(platforms, 'nem no')}: ${absent} de ${of} comunidades ficaram sem enquete aberta.`
        : `${absent} de ${of} comunidades ficaram sem enquete aberta e não puderam votar.`,
    ),
  title: 'Esta votação está nas mãos da equipe da série',
  cause: (cause, votes) => {
    switch (cause) {
      case 'quorum':
        return line(`Houve poucos votos: ${votes}.`);
      case 'tie':
        return line('Deu empate.');
      case 'nobody-voted':
        return line('Ninguém votou.');
      case 'late':
        return line('Muitas comunidades tiveram pouco tempo para votar.');
      case 'nobody-could':
        return line('Nenhuma enquete pôde ser aberta a tempo.');
    }
  },
  team: line('A equipe da série vai decidir ou repetir a votação.'),
  late: ({ lost, outlets }) =>
    line(
      outlets === undefined
        ? `O bot ficou fora por ${phrasesOf('pt').duration(lost)}: nenhuma comunidade teve nem a metade do tempo prometido para votar.`
        : `O bot ficou fora por ${phrasesOf('pt').duration(lost)}: ${outlets.late} de ${outlets.of} comunidades tiveram menos da metade do tempo prometido para votar.`,
    ),
  extended: (closes) => line('A votação foi prolongada. Novo fim: ', closes, '.'),
  wentOn: line('A votação segue como estava.'),
  howToLate: (show, by) =>
    line(
      ...(by === undefined ? [] : ['Mais tempo: ', code(`/vote extend ${show} ${by}`), '. ']),
      'Repetir a votação: ',
      code(`/vote void ${show}`),
      '. Deixar como está: ',
      code(`/vote decide ${show}`),
      '.',
    ),
  moreTime: (by) => `Mais tempo: ${by}`,
  letStand: 'Deixar como está',
  until: (at) => line('Haverá novidades no máximo até: ', at, '.'),
  howToCount: (show) =>
    line(
      'Decidir com os votos que há: ',
      code(`/vote decide ${show}`),
      '. Repetir a votação: ',
      code(`/vote void ${show}`),
      '.',
    ),
  elseCounted: (at) => line('Sem resposta, os votos que há decidem. Prazo: ', at, '.'),
  elseFirst: (at) => line('Sem resposta, vale a primeira opção da lista. Prazo: ', at, '.'),
  countButton: 'Decidir com estes votos',
  notice: 'o aviso sobre a série',
};
