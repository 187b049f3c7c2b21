import { code, line, strong, text } from '../../posts/content.ts';
import type { ItemWords } from './item-words.ts';

export const portuguese: ItemWords = {
  draftAwaited: (episode, show, id) =>
    line(
      strong(episode),
      ' já deveria ter saído, mas ainda é um rascunho. Complete o episódio no arquivo da história e use ',
      code(`/season reload ${show}`),
      ', ou use ',
      code(`/episode add ${show} ${id}`),
      '. Então ele sai.',
    ),
  sequelAwaited: (episode, show) =>
    line(
      strong(episode),
      ' já saiu, e a história ainda não diz o que vem depois. Escreva no arquivo da história e use ',
      code(`/season reload ${show}`),
      '.',
    ),
  confirm: (item) => line('Chegou um item novo: ', ...item, '. Publicar?'),
  old: (item, dated) =>
    line('Este item é novo no feed, mas tem a data ', dated, ': ', ...item, '. É um episódio novo?'),
  many: (count) => line(`${count} itens novos chegaram de uma vez. Quais são episódios?`),
  unmatched: (item) =>
    line('Que episódio é este? O título não parece com nenhum da história: ', ...item, '.'),
  ambiguous: (item) => line('Que episódio é este? Pode ser mais de um: ', ...item, '.'),
  manyUnmatched: (count, show) =>
    line(
      `${count} itens não parecem com nenhum episódio da história. Se algum deles for, informe o link com `,
      code(`/episode link ${show}`),
      '.',
    ),
  more: (count) => line(`… e mais ${count}.`),
  elsePosted: (until) => line('Sem resposta até ', until, ', todos são publicados, um por vez.'),
  elseLeft: (until) => line('Sem resposta até ', until, ', ele fica de fora.'),
  voteUnreadable: (episode, show, id, why) =>
    line(
      strong(episode),
      ' sai sem votação. A descrição anuncia uma, mas: ',
      text(why),
      '. Acrescente uma votação com ',
      code(`/episode choice ${show} ${id}`),
      '.',
    ),
  notRetracted: (what, outlet, why) =>
    line(`O bot não conseguiu retirar ${what} em `, strong(outlet), `: ${why} Apague a mensagem à mão.`),
  buttons: {
    post: 'Publicar',
    skip: 'Pular',
    all: 'Todos, um por vez',
    newest: 'O mais recente',
    none: 'Nenhum',
    itIs: (episode) => line('É ', episode),
  },
};
