import { type Line, line, type Span, strong } from '../posts/content.ts';

/** What people read who bring a show to their community: they may know nothing of it yet. In the language of the show. */
export interface JoiningWords {
  readonly welcome: Line;
  readonly noShows: Line;
  /** @param open without approval. */
  readonly connectHow: (open: boolean) => Line;
  readonly checkHow: Line;
  readonly connectButton: (title: string) => Line;
  readonly joined: (outlet: string, show: string) => Line;
  readonly votesFrom: Line;
  readonly asked: (outlet: string) => Line;
  readonly listShows: Line;
  readonly stillWaits: (outlet: string, since: Span) => Line;
  readonly nothingMore: Line;
}

const english: JoiningWords = {
  welcome: line('Thank you for adding Cliffhanger.'),
  noShows: line('No show is set up here yet. The operator adds shows in the operator’s file.'),
  connectHow: (open) =>
    line(
      open
        ? 'Bring a show here: press below, or type /outlet connect in the channel, group or topic where it should play.'
        : 'Ask for a show: press below, or type /outlet connect in the channel, group or topic where it should play. This show’s team then approves it.',
    ),
  checkHow: line('/outlet check shows whether the bot has all the rights it needs.'),
  connectButton: (title) => line('Connect ', title),
  joined: (outlet, show) => line(strong(outlet), ' now plays ', strong(show), '.'),
  votesFrom: line(
    'It gets the current episode. If the vote on it has opened, voting starts here with the next episode.',
  ),
  asked: (outlet) => line('We have asked this show’s team. ', strong(outlet), ' joins once they approve.'),
  listShows: line('/outlet list shows whether they have.'),
  stillWaits: (outlet, since) =>
    line(strong(outlet), ' has been waiting for this show’s team since ', since, '.'),
  nothingMore: line('Nothing more is needed: it joins once they approve.'),
};

const german: JoiningWords = {
  welcome: line('Danke, dass du Cliffhanger hinzugefügt hast.'),
  noShows: line('Hier ist noch keine Serie eingerichtet. Der Betreiber trägt sie in seiner Datei ein.'),
  connectHow: (open) =>
    line(
      open
        ? 'Hol eine Serie hierher: Drücke unten, oder schreibe /outlet connect in dem Kanal, der Gruppe oder dem Thema, wo sie laufen soll.'
        : 'Frag nach einer Serie: Drücke unten, oder schreibe /outlet connect in dem Kanal, der Gruppe oder dem Thema, wo sie laufen soll. Das Team der Serie entscheidet dann darüber.',
    ),
  checkHow: line('/outlet check zeigt, ob der Bot alle nötigen Rechte hat.'),
  connectButton: (title) => line('Verbinden: ', title),
  joined: (outlet, show) => line('In ', strong(outlet), ' läuft jetzt ', strong(show), '.'),
  votesFrom: line(
    'Die aktuelle Folge kommt gleich. Läuft die Abstimmung dazu schon, könnt ihr ab der nächsten Folge abstimmen.',
  ),
  asked: (outlet) =>
    line('Wir haben das Team der Serie gefragt. ', strong(outlet), ' ist dabei, sobald es zustimmt.'),
  listShows: line('/outlet list zeigt, ob es zugestimmt hat.'),
  stillWaits: (outlet, since) => line(strong(outlet), ' wartet auf das Team der Serie. Seit: ', since, '.'),
  nothingMore: line('Du musst nichts weiter tun: Es geht los, sobald das Team zustimmt.'),
};

const spanish: JoiningWords = {
  welcome: line('Gracias por añadir Cliffhanger.'),
  noShows: line('Aquí aún no hay ninguna serie. El operador las añade en su archivo.'),
  connectHow: (open) =>
    line(
      open
        ? 'Trae una serie aquí: pulsa abajo o escribe /outlet connect en el canal, grupo o tema donde deba publicarse.'
        : 'Pide una serie: pulsa abajo o escribe /outlet connect en el canal, grupo o tema donde deba publicarse. Después la aprueba el equipo de la serie.',
    ),
  checkHow: line('/outlet check muestra si el bot tiene todos los permisos que necesita.'),
  connectButton: (title) => line('Conectar ', title),
  joined: (outlet, show) => line(strong(outlet), ' ya recibe ', strong(show), '.'),
  votesFrom: line(
    'Recibe el episodio actual. Si su votación ya empezó, aquí se podrá votar a partir del próximo episodio.',
  ),
  asked: (outlet) =>
    line('Hemos preguntado al equipo de la serie. ', strong(outlet), ' se unirá en cuanto lo apruebe.'),
  listShows: line('/outlet list muestra si ya lo aprobó.'),
  stillWaits: (outlet, since) =>
    line(strong(outlet), ' espera la respuesta del equipo de la serie. Desde: ', since, '.'),
  nothingMore: line('No hace falta nada más: se unirá en cuanto el equipo lo apruebe.'),
};

const french: JoiningWords = {
  welcome: line('Merci d’avoir ajouté Cliffhanger.'),
  noShows: line('Aucune série n’est encore prévue ici. L’opérateur les ajoute dans son fichier.'),
  connectHow: (open) =>
    line(
      open
        ? 'Faites venir une série ici\u00a0: appuyez ci-dessous, ou écrivez /outlet connect dans le salon, le groupe ou le sujet où elle doit être publiée.'
        : 'Demandez une série\u00a0: appuyez ci-dessous, ou écrivez /outlet connect dans le salon, le groupe ou le sujet où elle doit être publiée. L’équipe de la série donne ensuite son accord.',
    ),
  checkHow: line('/outlet check montre si le bot a tous les droits nécessaires.'),
  connectButton: (title) => line('Connecter ', title),
  joined: (outlet, show) => line(strong(outlet), ' reçoit maintenant ', strong(show), '.'),
  votesFrom: line(
    'L’épisode actuel y arrive. Si son vote a déjà commencé, vous pourrez voter à partir du prochain épisode.',
  ),
  asked: (outlet) =>
    line('Nous avons demandé à l’équipe de la série. ', strong(outlet), ' participera dès son accord.'),
  listShows: line('/outlet list montre si elle a donné son accord.'),
  stillWaits: (outlet, since) =>
    line(strong(outlet), ' attend la réponse de l’équipe de la série. Depuis\u00a0: ', since, '.'),
  nothingMore: line('Rien d’autre à faire\u00a0: la série arrive dès que l’équipe est d’accord.'),
};

const portuguese: JoiningWords = {
  welcome: line('Obrigado por adicionar o Cliffhanger.'),
  noShows: line('Ainda não há nenhuma série aqui. O operador adiciona séries no arquivo dele.'),
  connectHow: (open) =>
    line(
      open
        ? 'Traga uma série para cá: toque abaixo ou escreva /outlet connect no canal, grupo ou tópico onde ela deve sair.'
        : 'Peça uma série: toque abaixo ou escreva /outlet connect no canal, grupo ou tópico onde ela deve sair. Depois, a equipe da série aprova.',
    ),
  checkHow: line('/outlet check mostra se o bot tem todas as permissões de que precisa.'),
  connectButton: (title) => line('Conectar ', title),
  joined: (outlet, show) => line(strong(outlet), ' agora recebe ', strong(show), '.'),
  votesFrom: line(
    'Recebe o episódio atual. Se a votação dele já começou, aqui vocês votam a partir do próximo episódio.',
  ),
  asked: (outlet) =>
    line('Perguntamos à equipe da série. ', strong(outlet), ' participa assim que ela aprovar.'),
  listShows: line('/outlet list mostra se ela já aprovou.'),
  stillWaits: (outlet, since) =>
    line(strong(outlet), ' espera a resposta da equipe da série. Desde: ', since, '.'),
  nothingMore: line('Não é preciso fazer mais nada: começa assim que a equipe aprovar.'),
};

const WORDS: Readonly<Record<string, JoiningWords>> = {
  en: english,
  de: german,
  es: spanish,
  fr: french,
  pt: portuguese,
};

/** @param language of the show, BCP 47; one without words here is told in English. */
export const joiningWords = (language: string): JoiningWords =>
  (Object.hasOwn(WORDS, language) ? WORDS[language] : undefined) ?? english;
