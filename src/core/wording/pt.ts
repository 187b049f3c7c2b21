import { platformTitle } from '../platform-name.ts';
import { code, line, strong } from '../posts/content.ts';
import type { LeftOff } from '../vote/shortfall.ts';
import { cardWords } from './card-words.ts';
import type { Catalogue } from './catalogue.ts';
import { portuguese as countWords } from './counts/portuguese.ts';
import { feedWords } from './feed-words.ts';
import { portuguese as items } from './items/portuguese.ts';
import { noticeWords } from './notice-words.ts';
import { phrasesOf, totalsLine } from './phrases.ts';
import { resultWords } from './result-words.ts';
import { portuguese as waitingWords } from './waiting/portuguese.ts';

const { plural, duration } = phrasesOf('pt');
const votes = (count: number): string => plural(count, 'voto', 'votos');

/** How a message was posted that had to do without something. */
const WITHOUT: Readonly<Record<LeftOff, string>> = {
  button: 'sem o botão; o link está no texto',
  picture: 'sem a imagem',
  preview: 'sem a prévia do link',
  formatting: 'como texto simples, sem negrito nem links',
  embed: 'como texto simples em vez de um cartão',
  details: 'sem a sinopse e as notas',
  rules: 'sem as regras da votação',
  backstop: 'sem horário de encerramento próprio da plataforma; o bot fecha a enquete',
  reply: 'sem responder à enquete',
  thread: 'sem tópico de discussão',
  mention: 'sem mencionar o cargo',
};

export const portuguese: Catalogue = {
  language: 'pt',
  watch: 'Assistir ao episódio',
  episodeTitle: (number, title) => line(`Episódio ${number}: `, title),
  threadTitle: (number, title) => line(`Conversa sobre o episódio ${number}: `, title),

  choseThis: (label, count, total) =>
    line('Vocês escolheram: ', strong(label), ` (${count} de ${votes(total)}).`),
  othersChose: (label, count, total) =>
    line('O público escolheu: ', strong(label), ` (${count} de ${votes(total)}).`),
  chosenWithout: (label, { rule }) => {
    switch (rule.kind) {
      case 'plurality':
        return line('Vocês escolheram: ', strong(label), '.');
      case 'showrunner':
        return line('A equipe da série escolheu: ', strong(label), '.');
      case 'first-listed':
        if (rule.because === 'nobody-could')
          return line(
            'Nenhuma enquete pôde ser aberta a tempo, então a história seguiu com: ',
            strong(label),
            '.',
          );
        return rule.because === 'nobody-voted'
          ? line('Ninguém votou, então a história seguiu com: ', strong(label), '.')
          : line('Deu empate, então a história seguiu com: ', strong(label), '.');
    }
  },
  voteOpens: (opens, closes) =>
    line('Você decide o que vem depois. Início da votação: ', opens, '. Fim: ', closes, '.'),
  voteIsOpen: (closes) => line('Você decide o que vem depois. Fim da votação: ', closes, '.'),
  predictionOpens: (opens, closes) =>
    line('Vem aí um palpite. Início: ', opens, '. Fim: ', closes, '. Ele não muda a história.'),
  predictionIsOpen: (closes) =>
    line('Dê o seu palpite. Fim da votação: ', closes, '. Ele não muda a história.'),
  votesLater: line('Aqui, a votação começa com o próximo episódio.'),
  ending: (episodes, count) =>
    line(
      strong('Fim.'),
      count === 0
        ? ' Obrigado por assistir.'
        : ` ${plural(episodes, 'episódio', 'episódios')} e ${votes(count)} nos trouxeram até aqui. Obrigado por decidir com a gente.`,
    ),

  runoffBetween: line(strong('Desempate.'), ' A votação terminou empatada. Escolha entre estas opções.'),
  voteAgain: (reason) =>
    line(strong('Vamos votar de novo.'), ' A última votação não conta. O motivo: ', reason),
  endsAt: (closes, relative) => line('Fim da votação: ', closes, ' (', relative, ').'),
  closedThen: line('Nesse momento fechamos a enquete, mesmo que o contador dela mostre mais tempo.'),
  mostVotesWin: (binding) =>
    line(
      binding
        ? 'A opção com mais votos decide o que acontece depois.'
        : 'É um palpite: ele não muda a história.',
    ),
  tieRule: (rule, runoff) => {
    switch (rule) {
      case 'runoff':
        return line(
          `Em caso de empate, há uma nova votação entre as opções empatadas (${duration(runoff)}).`,
        );
      case 'showrunner':
        return line('Em caso de empate, a equipe da série decide.');
      case 'first-listed':
        return line('Em caso de empate, ganha a primeira das opções empatadas.');
    }
  },
  runoffTieRule: line('Se empatar de novo, ganha a primeira das opções empatadas.'),
  quorum: (ballots) =>
    line(
      ballots === 1
        ? 'Se ninguém votar, a equipe da série decide.'
        : `Com menos de ${votes(ballots)}, a equipe da série decide.`,
    ),
  whoCounts: line('Os votos de todas as plataformas contam juntos: um por conta em cada comunidade.'),
  sealed: (hidden) =>
    line(
      hidden
        ? 'A contagem fica oculta até o fim da votação.'
        : 'Aqui a contagem fica visível durante a votação.',
    ),

  reminder: (closes, relative) =>
    line(strong('Última chamada.'), ' Fim da votação: ', closes, ' (', relative, ').'),
  extension: (closes, relative) =>
    line(strong('Mais tempo.'), ' Novo fim da votação: ', closes, ' (', relative, ').'),
  toPoll: 'Ir para a enquete',

  result: resultWords.portuguese,
  card: cardWords.portuguese,
  winner: (label, count, total, percent) =>
    line(strong(label), ` venceu com ${count} de ${votes(total)} (${percent}%).`),
  standing: (label, votes, percent) => line(`${votes} (${percent}%) · `, label),
  decidedBy: ({ rule }) => {
    switch (rule.kind) {
      case 'plurality':
        return undefined;
      case 'showrunner':
        return line(
          rule.because === 'quorum'
            ? 'Houve poucos votos, então a equipe da série decidiu.'
            : rule.because === 'tie'
              ? 'Deu empate, então a equipe da série decidiu.'
              : rule.because === 'nobody-voted'
                ? 'Ninguém votou, então a equipe da série decidiu.'
                : 'Nenhuma enquete pôde ser aberta a tempo, então a equipe da série decidiu.',
        );
      case 'first-listed':
        return line(
          rule.because === 'nobody-voted'
            ? 'Ninguém votou, então vale a primeira opção da lista.'
            : rule.because === 'nobody-could'
              ? 'Nenhuma enquete pôde ser aberta a tempo, então vale a primeira opção da lista.'
              : rule.because === 'tie'
                ? 'Deu empate, então vale a primeira das opções empatadas.'
                : 'O desempate também terminou empatado, então vale a primeira das opções empatadas.',
        );
    }
  },
  fromPlatforms: totalsLine,
  choseOtherwise: (label, count, total) =>
    line('A favorita desta comunidade: ', strong(label), ` (${count} de ${votes(total)}).`),
  counts: countWords,
  nextEpisode: (at) => line('Próximo episódio: ', at, '.'),
  waiting: waitingWords,
  notices: noticeWords.portuguese,
  feed: feedWords.portuguese,
  items,

  duration,
  alertTitle: (show) => line(show, ' precisa de você'),
  newsTitle: (show) => line(show, ': para sua informação'),
  linkAwaited: (episode, show, id) =>
    line(
      strong(episode),
      ' já deveria ter saído e ainda não tem link. Informe com ',
      code(`/episode link ${show} ${id} URL`),
      '; o episódio sai na hora.',
    ),
  undecided: (cause, question, show, options) =>
    line(
      cause === 'quorum'
        ? 'Poucos votos em: '
        : cause === 'tie'
          ? 'Empate em: '
          : cause === 'nobody-voted'
            ? 'Ninguém votou em: '
            : 'Nenhuma enquete pôde ser aberta a tempo para: ',
      strong(question),
      ' Decida com ',
      code(`/vote decide ${show} OPÇÃO`),
      ` (${options.join(', ')}) ou repita a votação com `,
      code(`/vote void ${show}`),
      '.',
    ),
  provisionalAlert: (question) =>
    line(strong(question), ' Esta votação está decidida, mas nem toda contagem é final.'),
  message: (kind, number) => {
    switch (kind) {
      case 'drop':
        return `o post do episódio ${number}`;
      case 'poll':
        return `a enquete da rodada ${number}`;
      case 'reminder':
        return `o lembrete da rodada ${number}`;
      case 'extension':
        return 'o aviso da prorrogação';
      case 'notice':
        return waitingWords.notice;
      case 'result':
        return `o resultado da rodada ${number}`;
      case 'alert':
        return 'um aviso';
    }
  },
  deliveryUnknown: (what, outlet, why) =>
    line(
      `A plataforma não confirmou ${what} em `,
      strong(outlet),
      ' (',
      why,
      '). Confira lá. Se a mensagem estiver lá, informe o link com /delivery found. Se não, envie de novo.',
    ),
  stoppedPollSeen: (round, outlet, count) =>
    line(
      `Há uma enquete encerrada com o texto da rodada ${round} e ${votes(count)}. Ela não conta, porque qualquer pessoa pode criar uma. `,
      'É a enquete que falta em ',
      strong(outlet),
      '? Se for, informe o link com /delivery found; se não, envie a enquete de novo.',
    ),
  outletRefused: (what, outlet, problem) => line(strong(outlet), ` não recebeu ${what}. `, problem),
  noPollWithoutIt: line('Por isso a enquete deste episódio também não é publicada lá.'),
  sentWithLess: (what, outlet, left) =>
    line(strong(outlet), ` recebeu ${what} ${left.map((each) => WITHOUT[each]).join(', ')}.`),
  pollDeleted: (question, outlet) =>
    line(
      'Alguém apagou a enquete ',
      strong(question),
      ' em ',
      strong(outlet),
      '. Vale a última contagem antes disso. O recibo informa, e a enquete não é publicada de novo.',
    ),
  communityLeft: (outlet, others) =>
    line(
      'O bot foi removido de ',
      strong(outlet),
      others === 0 ? '' : others === 1 ? ' e de outro lugar' : ` e de outros ${others} lugares`,
      '. Vale a última contagem antes disso. Nada é publicado lá até que o bot seja aceito de novo.',
    ),
  seasonUnreadable: (season, why) =>
    line(
      `Não é possível ler os dados da temporada ${season} (${why}). Esta temporada espera; as outras séries continuam. Pare o bot e restaure um backup (npx cliffhanger restore), ou peça ajuda com esta mensagem.`,
    ),
  communitiesUnreadable: line(
    'Não é possível ler os dados destas comunidades, por isso ficam de fora. Nos outros lugares a série segue. Use /outlet connect lá de novo:',
  ),
  outletsUnplayable: (count) =>
    line(
      count === 1
        ? 'O bot ainda não pode jogar em um dos lugares'
        : `O bot ainda não pode jogar em ${count} lugares`,
      '. A série continua em todos os outros. O bot entra sozinho assim que isso for resolvido:',
    ),
  shutOut: (platform) =>
    line(
      strong(platform),
      ' não deixa mais o bot entrar. Até isso ser corrigido, não chegam votos nem comandos de lá:',
    ),
  moreOutlets: (count) => line(`E mais ${count}. /season status mostra todos.`),
  outletWaiting: (outlet, by, members) =>
    line(
      strong(outlet),
      ' quer participar (',
      members === undefined ? '' : `${plural(members, 'membro', 'membros')}, `,
      'pedido de ',
      by,
      '). Os votos de lá contam assim que você aprovar.',
    ),
  moreWaiting: (count) =>
    line(
      `Há mais ${count} esperando. /outlet list mostra quais; responda com /outlet approve ou /outlet decline.`,
    ),
  noneWaiting: line('Nenhum pedido está mais esperando: todos foram respondidos ou retirados.'),
  playedBefore: (found, show) =>
    line(
      found === 'folder'
        ? 'O banco de dados do bot perdeu esta série. '
        : 'O banco de dados do bot está vazio, mas o bot já publicou aqui. ',
      `Nada é publicado até você escolher. Para continuar de onde parou, peça ao operador que restaure um backup (npx cliffhanger restore ARQUIVO). Para abandonar a última exibição, comece de novo aqui ou com npx cliffhanger forget-past ${show}.`,
    ),
  anotherBot: (platform, goesOn) =>
    line(
      `Outro processo está usando o mesmo token do ${platformTitle(platform)} com outros dados, por isso este parou de publicar. Peça ao operador que pare um dos dois. ${goesOn === 'restarted' ? 'Depois, é preciso reiniciar o outro.' : 'O outro continua sozinho dois minutos depois.'}`,
    ),
  buttons: {
    startAnew: 'Começar de novo',
    sendAgain: 'Não está lá: enviar de novo',
    runAgain: 'Repetir a votação',
    approve: 'Aprovar',
    decline: 'Recusar',
    approveNamed: (outlet) => line('Aprovar: ', outlet),
    declineNamed: (outlet) => line('Recusar: ', outlet),
    disconnect: 'Tirar da série',
    receipt: 'Ver o recibo',
    path: 'A história até aqui',
    watchNext: 'Assistir ao próximo',
    choose: (label) => line('Decidir: ', label),
  },
};
