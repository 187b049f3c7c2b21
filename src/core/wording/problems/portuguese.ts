import type { ProblemWords } from './problem-words.ts';

const NOTHING_TO_DO = 'Não é preciso fazer nada.';
const ADD_AGAIN = 'Adicione o bot ao chat de novo; em um canal, como administrador que possa publicar.';
const NAME_ANOTHER = 'Informe um canal ou um grupo; para os avisos, também serve a conta de uma pessoa.';
const ROLE_ID =
  'Corrija `mention` no arquivo do operador: Configurações do servidor > Cargos, clique com o botão direito no cargo, Copiar ID do cargo.';

export const portuguese: ProblemWords = {
  of: {
    'unknown-channel': {
      what: 'Este canal não existe mais.',
      fix: 'Escolha outro canal e corrija-o no arquivo do operador.',
    },
    'unknown-server': { what: 'O bot não está mais neste servidor.', fix: 'Convide-o de novo.' },
    'unsuitable-channel': {
      what: 'Não dá para publicar uma série em um canal deste tipo.',
      fix: 'Escolha um canal de texto, um canal de anúncios ou um tópico.',
    },
    'thread-archived': { what: 'O tópico está arquivado.', fix: 'Reabra o tópico ou escolha outro canal.' },
    'thread-locked': {
      what: 'O tópico está bloqueado.',
      fix: 'Desbloqueie o tópico ou escolha outro canal.',
    },
    banned: {
      what: 'O bot foi banido deste servidor.',
      fix: 'Peça aos moderadores que retirem o banimento e convide o bot de novo.',
    },
    'missing-permission': {
      what: 'Falta ao bot uma permissão neste canal.',
      fix: 'Use /outlet check lá para saber qual é, e dê a permissão em Editar canal > Permissões.',
    },
    'unknown-role': { what: 'O cargo que deve ser mencionado nas estreias não existe.', fix: ROLE_ID },
    'role-of-a-bot': {
      what: 'O cargo que deve ser mencionado nas estreias é de um bot e não avisa ninguém.',
      fix: ROLE_ID,
    },
    'everyone-as-role': {
      what: 'Nas estreias deve ser mencionado @everyone, mas pelo ID do cargo isso não avisa ninguém.',
      fix: 'Escreva `mention: everyone` no arquivo do operador para avisar todo mundo, ou informe o ID de outro cargo.',
    },
    'unknown-chat': {
      what: 'Este chat não existe, ou o bot nunca esteve nele.',
      fix: `Confira o nome ou o número do chat. ${ADD_AGAIN}`,
    },
    'unknown-topic': {
      what: 'Este tópico não existe.',
      fix: 'Copie o número dele do link de uma mensagem do tópico: https://t.me/c/<chat>/<tópico>/<mensagem>.',
    },
    'topic-closed': {
      what: 'O tópico está fechado.',
      fix: 'Reabra o tópico ou deixe o bot gerenciar tópicos.',
    },
    'not-a-member': { what: 'O bot não está mais neste chat.', fix: ADD_AGAIN },
    'not-an-administrator': {
      what: 'O bot não é administrador deste canal com permissão para publicar.',
      fix: 'Torne-o administrador com essa permissão: em um canal só administradores escrevem.',
    },
    moved: {
      what: 'Este grupo virou um supergrupo e agora tem outro número.',
      fix: 'Corrija o número no arquivo do operador ou conecte o grupo de novo com /outlet connect.',
    },
    'not-a-forum': {
      what: 'Foi indicado um tópico, mas este chat não tem tópicos.',
      fix: 'Tire `topic` do arquivo do operador ou ative os tópicos nas configurações do grupo.',
    },
    'direct-messages': {
      what: 'Este chat guarda as mensagens diretas de um canal, onde enquetes não são permitidas.',
      fix: 'Use o próprio canal ou um grupo.',
    },
    'a-person': {
      what: 'É a conta de uma pessoa, não um canal nem um grupo.',
      fix: 'Informe o nome ou o número do canal ou grupo. Para os avisos, informe o número da conta.',
    },
    'a-bot': { what: 'É um bot: ninguém leria o que fosse enviado a ele.', fix: NAME_ANOTHER },
    'the-bot-itself': { what: 'É o próprio bot, que não pode escrever para si mesmo.', fix: NAME_ANOTHER },
    'service-account': {
      what: 'É uma conta da própria plataforma: ninguém leria o que fosse enviado a ela.',
      fix: NAME_ANOTHER,
    },
    'invalid-content': {
      what: 'A plataforma não aceita algo na mensagem.',
      fix: 'Confira os textos e links do episódio no arquivo da história.',
    },
    'content-refused': {
      what: 'A plataforma considera o texto explícito.',
      fix: 'Mude o texto ou marque o canal com restrição de idade.',
    },
    'content-blocked': {
      what: 'Uma regra do AutoMod deste servidor bloqueia a mensagem.',
      fix: 'Isente o bot das regras do AutoMod do servidor ou mude o texto.',
    },
    'link-blocked': { what: 'A plataforma bloqueia um link da mensagem.', fix: 'Mude o link.' },
    'invalid-link': {
      what: 'O link do episódio não é um endereço da web.',
      fix: 'Informe com /episode link um endereço que comece com https:// (ou http://).',
    },
    'bad-link': {
      what: 'A plataforma não aceita o link do episódio em um botão.',
      fix: 'Informe com /episode link um endereço http ou https público.',
    },
    'too-long': {
      what: 'O texto é mais longo do que a plataforma permite.',
      fix: 'Encurte os textos do episódio.',
    },
    'equal-answers': {
      what: 'Duas opções da votação parecem iguais.',
      fix: 'Dê a cada opção um texto próprio.',
    },
    'poll-too-long': {
      what: 'A votação dura mais do que uma enquete pode durar nesta plataforma.',
      fix: 'Encurte `voting.lasts` na história ou encerre a votação antes.',
    },
    'bad-picture': {
      what: 'A plataforma não conseguiu mostrar a imagem do episódio.',
      fix: 'Coloque em `image` um endereço https público de uma imagem que não seja grande demais.',
    },
    'unknown-message': { what: 'A mensagem foi apagada.', fix: NOTHING_TO_DO },
    'cannot-delete': {
      what: 'A plataforma não deixa o bot apagar nem mudar esta mensagem.',
      fix: 'Apague a mensagem à mão.',
    },
    'picture-stays': {
      what: 'O bot conseguiu tirar o texto e o link, mas não a imagem.',
      fix: 'Apague a mensagem à mão.',
    },
    'thread-stays': {
      what: 'O bot não conseguiu renomear e fechar a conversa do episódio.',
      fix: 'Apague a conversa à mão.',
    },
    unconfirmed: {
      what: 'Não se sabe se esta mensagem está lá.',
      fix: 'Veja lá e, se estiver, apague-a à mão.',
    },
    'message-gone': {
      what: 'A mensagem não está mais lá, ou o bot não pode editá-la.',
      fix: 'Alguém a apagou ou o grupo mudou de número: não dá mais para editá-la.',
    },
    'reply-gone': { what: 'A mensagem à qual ela responderia não está mais lá.', fix: NOTHING_TO_DO },
    removed: {
      what: 'O bot foi removido desta comunidade.',
      fix: 'Deixe-o entrar de novo; ele continua sozinho.',
    },
    'asked-too-often': {
      what: 'Pediram ao bot para verificar canais vezes demais no último minuto.',
      fix: 'Tente de novo daqui a um minuto.',
    },
    'no-answer': { what: 'A plataforma não responde.', fix: 'O bot pergunta de novo sozinho.' },
    'no-episode': {
      what: 'O episódio não foi publicado lá, então a enquete dele também não.',
      fix: 'Use /outlet check lá antes do próximo episódio.',
    },
    'too-late': {
      what: 'Era tarde demais para enviar esta mensagem.',
      fix: 'Não há mais o que fazer por ela; o log diz por que não foi enviada antes.',
    },
    overtaken: { what: 'O que a mensagem diria não é mais verdade.', fix: NOTHING_TO_DO },
    left: { what: 'O canal saiu da série antes do envio desta mensagem.', fix: NOTHING_TO_DO },
    'unknown-outlet': { what: 'O canal não faz mais parte da temporada.', fix: NOTHING_TO_DO },
    'no-season': {
      what: 'Faltam os dados da temporada.',
      fix: 'Peça ao operador que restaure um backup (npx cliffhanger restore).',
    },
  },
  rights: {
    VIEW_CHANNEL: 'Ver canal',
    SEND_MESSAGES: 'Enviar mensagens',
    SEND_MESSAGES_IN_THREADS: 'Enviar mensagens em tópicos',
    EMBED_LINKS: 'Inserir links',
    ATTACH_FILES: 'Anexar arquivos',
    SEND_POLLS: 'Criar enquetes',
    READ_MESSAGE_HISTORY: 'Ver histórico de mensagens',
    CREATE_PUBLIC_THREADS: 'Criar tópicos públicos',
    MENTION_EVERYONE: 'Mencionar @everyone, @here e todos os cargos',
    can_send_messages: 'enviar mensagens',
    can_send_polls: 'enviar enquetes',
    can_send_photos: 'enviar fotos',
    can_post_messages: 'publicar mensagens',
  },
  permission: (name) => ({
    what: `Falta ao bot a permissão “${name}” neste canal.`,
    fix: 'Dê a permissão a ele em Editar canal > Permissões.',
  }),
  chatRight: (doing) => ({
    what: `O bot não pode ${doing} neste chat.`,
    fix: `Permita que os membros possam ${doing} nas permissões do grupo, ou torne o bot administrador com esse direito.`,
  }),
  unknown: {
    what: 'A plataforma recusou, e o bot não sabe por quê.',
    fix: 'Use /outlet check lá e confira os textos e o link do episódio.',
  },
  said: (words) => `A plataforma diz, com as próprias palavras: “${words}”`,
};
