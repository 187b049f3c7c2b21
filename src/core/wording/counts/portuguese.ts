import { line } from '../../posts/content.ts';
import { filled, inPortuguese } from './count-sentence.ts';
import type { CountWords } from './count-words.ts';

export const portuguese: CountWords = {
  of: {
    'no-poll-in-time': inPortuguese(
      'Fora do resultado: {} (sem enquete a tempo).',
      '{} não recebeu a enquete a tempo. Use /outlet check lá antes da próxima votação.',
    ),
    'bot-absent': inPortuguese(
      'Fora do resultado: {} (o bot não tinha acesso).',
      'O bot não estava em {} ou não via o canal. Deixe-o entrar e use /outlet check lá. O próximo episódio sai lá de novo.',
    ),
    'may-not-post': inPortuguese(
      'Fora do resultado: {} (o bot não tinha permissão para publicar enquetes).',
      'O bot não pode publicar enquetes em {}. Use /outlet check lá e dê as permissões indicadas. O próximo episódio sai lá de novo.',
    ),
    'poll-refused': inPortuguese(
      'Fora do resultado: {} (o bot não conseguiu publicar a enquete).',
      '{} não aceitou a enquete. Use /outlet check lá e dê as permissões indicadas. O próximo episódio sai lá de novo.',
    ),
    'poll-unconfirmed': inPortuguese(
      'Fora do resultado: {} (sem confirmação de que a enquete foi publicada).',
      'A plataforma não confirmou a enquete em {}. Confira lá. Se estiver lá, informe o link com /delivery found.',
    ),
    'poll-forgotten': inPortuguese(
      'Fora do resultado: {} (os dados da enquete se perderam).',
      'O bot perdeu os dados da enquete em {}. Peça ao operador que veja o log.',
    ),
    uncounted: inPortuguese('Fora do resultado: {}.', 'Não chegou a contagem de {}. O recibo diz por quê.'),
    'counts-hidden': inPortuguese(
      'Fora do resultado: {} (a plataforma não nos deu a contagem).',
      'A plataforma ocultou a contagem de {} e não a deu no fim. Não há o que fazer nesta votação.',
    ),
    'bot-removed': inPortuguese(
      'O bot foi removido de {}. Vale a última contagem antes disso.',
      'O bot foi removido de {}. Adicione-o de novo e use /outlet check lá.',
    ),
    'poll-deleted': inPortuguese(
      'A enquete em {} foi apagada. Vale a última contagem antes disso.',
      'A enquete em {} foi apagada. Não há o que fazer nesta votação. Peça aos moderadores que não apaguem enquetes.',
    ),
    'poll-unseen': inPortuguese(
      'O bot não conseguiu fechar a enquete em {}. Vale a última contagem antes do fim.',
      'O bot não sabe qual mensagem contém a enquete em {}. Informe o link com /delivery found.',
    ),
    'cannot-close': inPortuguese(
      'O bot não tinha permissão para fechar a enquete em {}. Vale a última contagem que temos.',
      'O bot não pode fechar enquetes em {}. Use /outlet check lá e dê as permissões indicadas.',
    ),
    unreadable: inPortuguese(
      'A plataforma não nos deu a contagem final de {}. Vale a última contagem que temos.',
      'Não é possível ler a contagem final de {}. Compare o recibo com a enquete de lá.',
    ),
    'switched-off': inPortuguese(
      'O bot não tinha mais acesso à plataforma de {}. Vale a última contagem que temos.',
      'O bot está sem a plataforma de {}. Peça ao operador que coloque o token de novo.',
    ),
    'never-confirmed': inPortuguese(
      'A plataforma nunca confirmou a contagem de {}. Vale a última contagem que temos.',
      'A plataforma nunca confirmou a contagem de {}. Compare o recibo com a enquete de lá.',
    ),
    confirming: inPortuguese(
      'A plataforma ainda confirma a contagem de {}. A decisão não muda.',
      'A plataforma ainda não confirmou a contagem de {}. Não é preciso fazer nada: o recibo será atualizado.',
    ),
  },
  confirmedLater: (outlet) => filled('A contagem de {} foi confirmada depois. A decisão não muda.', [outlet]),
  moreOnReceipt: (count) => line(`E mais ${count}. O recibo mostra todos.`),
  remarks: {
    'late-poll': inPortuguese(
      'Enquete atrasada: {}. Os votos de lá contam.',
      '{} teve a enquete por menos da metade do tempo. O log diz por que ela atrasou.',
    ),
    'read-otherwise': inPortuguese(
      'A contagem final de {} foi lida por outro caminho. Ela está completa.',
      'A plataforma não deu a contagem final de {} como de costume, e o bot a leu por outro caminho. Não é preciso fazer nada.',
    ),
  },
};
