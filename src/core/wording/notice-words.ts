import { type Line, line, strong } from '../posts/content.ts';

/** What outlets are told when something changes between the messages of an episode. `show`: its title. */
export interface NoticeWords {
  readonly voided: string;
  readonly voidedWhy: (reason: string) => Line;
  readonly askedAgain: Line;
  readonly paused: (show: string) => Line;
  readonly later: Line;
  /** A vote is open: it runs on. */
  readonly voteRunsOn: Line;
  readonly resumed: (show: string) => Line;
  readonly pickedUp: Line;
  readonly cancelled: (show: string) => Line;
  readonly noMore: Line;
  /** A vote was open. */
  readonly voteDropped: Line;
  /** The next episode has another date. */
  readonly moved: (show: string) => Line;
  /** A promised time has passed. */
  readonly overdue: (show: string) => Line;
  readonly whenReady: (episode: string) => Line;
  /** A posted episode was taken back. */
  readonly retracted: (show: string) => Line;
  readonly takenBack: (episode: string) => Line;
  /** All that is left of a post that the platform did not let the bot delete; also the name of its thread. */
  readonly blank: string;
  /** A serial show is over. How many episodes and votes it had follows. */
  readonly ended: (show: string) => Line;
}

const english: NoticeWords = {
  voided: 'This vote does not count',
  voidedWhy: (reason) => line('Why: ', reason),
  askedAgain: line('The same question comes again, in a new poll.'),
  paused: (show) => line(show, ' is paused'),
  later: line('What comes next may be later than planned.'),
  voteRunsOn: line('Open polls stay open, so you can still vote. Results come after the pause.'),
  resumed: (show) => line(show, ' goes on'),
  pickedUp: line('The pause is over.'),
  cancelled: (show) => line(show, ' has been cancelled'),
  noMore: line('There will be no more episodes. Thank you for watching and voting.'),
  voteDropped: line('The open vote is closed and does not count.'),
  moved: (show) => line('New date for ', show),
  overdue: (show) => line('The next episode of ', show, ' is late'),
  whenReady: (episode) => line(strong(episode), ' will be posted here as soon as it is ready.'),
  retracted: (show) => line('An episode of ', show, ' was taken back'),
  takenBack: (episode) => line('Please ignore the post with ', strong(episode), '.'),
  blank: 'This episode was taken back.',
  ended: (show) => line(show, ' has ended'),
};

const german: NoticeWords = {
  voided: 'Diese Abstimmung zählt nicht',
  voidedWhy: (reason) => line('Der Grund: ', reason),
  askedAgain: line('Dieselbe Frage kommt noch einmal, in einer neuen Umfrage.'),
  paused: (show) => line(show, ' macht Pause'),
  later: line('Vielleicht geht es später weiter als geplant.'),
  voteRunsOn: line(
    'Offene Umfragen bleiben offen, ihr könnt also weiter abstimmen. Die Ergebnisse kommen nach der Pause.',
  ),
  resumed: (show) => line(show, ' geht weiter'),
  pickedUp: line('Die Pause ist vorbei.'),
  cancelled: (show) => line(show, ' wurde abgebrochen'),
  noMore: line('Es kommen keine weiteren Folgen. Danke fürs Zuschauen und Abstimmen.'),
  voteDropped: line('Die offene Abstimmung ist geschlossen und zählt nicht.'),
  moved: (show) => line('Neuer Termin für ', show),
  overdue: (show) => line('Die nächste Folge von ', show, ' verspätet sich'),
  whenReady: (episode) => line(strong(episode), ' erscheint hier, sobald die Folge fertig ist.'),
  retracted: (show) => line('Eine Folge von ', show, ' wurde zurückgenommen'),
  takenBack: (episode) => line('Bitte beachtet den Beitrag zu ', strong(episode), ' nicht mehr.'),
  blank: 'Diese Folge wurde zurückgenommen.',
  ended: (show) => line(show, ' ist zu Ende'),
};

const spanish: NoticeWords = {
  voided: 'Esta votación no cuenta',
  voidedWhy: (reason) => line('El motivo: ', reason),
  askedAgain: line('La misma pregunta vuelve en una nueva encuesta.'),
  paused: (show) => line(show, ' está en pausa'),
  later: line('Lo que sigue puede llegar más tarde de lo previsto.'),
  voteRunsOn: line(
    'Las encuestas abiertas siguen abiertas, así que aún puedes votar. Los resultados llegan después de la pausa.',
  ),
  resumed: (show) => line(show, ' continúa'),
  pickedUp: line('La pausa ha terminado.'),
  cancelled: (show) => line(show, ' se ha cancelado'),
  noMore: line('No habrá más episodios. Gracias por ver y votar.'),
  voteDropped: line('La votación abierta se ha cerrado y no cuenta.'),
  moved: (show) => line('Nueva fecha para ', show),
  overdue: (show) => line('El próximo episodio de ', show, ' se retrasa'),
  whenReady: (episode) => line(strong(episode), ' se publicará aquí en cuanto esté listo.'),
  retracted: (show) => line('Se ha retirado un episodio de ', show),
  takenBack: (episode) => line('No hagas caso de la publicación de ', strong(episode), '.'),
  blank: 'Este episodio se ha retirado.',
  ended: (show) => line(show, ' ha terminado'),
};

const french: NoticeWords = {
  voided: 'Ce vote ne compte pas',
  voidedWhy: (reason) => line('La raison\u00a0: ', reason),
  askedAgain: line('La même question revient, dans un nouveau sondage.'),
  paused: (show) => line(show, ' est en pause'),
  later: line('La suite arrivera peut-être plus tard que prévu.'),
  voteRunsOn: line(
    'Les sondages ouverts le restent, vous pouvez donc encore voter. Les résultats viendront après la pause.',
  ),
  resumed: (show) => line(show, ' continue'),
  pickedUp: line('La pause est terminée.'),
  cancelled: (show) => line(show, '\u00a0: la saison est annulée'),
  noMore: line('Il n’y aura plus d’épisode. Merci d’avoir regardé et voté.'),
  voteDropped: line('Le vote ouvert est fermé et ne compte pas.'),
  moved: (show) => line('Nouvelle date pour ', show),
  overdue: (show) => line('Le prochain épisode de ', show, ' a du retard'),
  whenReady: (episode) => line(strong(episode), ' sera publié ici dès qu’il sera prêt.'),
  retracted: (show) => line('Un épisode a été retiré\u00a0: ', show),
  takenBack: (episode) => line('Ne tenez pas compte de la publication de ', strong(episode), '.'),
  blank: 'Cet épisode a été retiré.',
  ended: (show) => line(show, ' est terminé'),
};

const portuguese: NoticeWords = {
  voided: 'Esta votação não conta',
  voidedWhy: (reason) => line('O motivo: ', reason),
  askedAgain: line('A mesma pergunta volta em uma nova enquete.'),
  paused: (show) => line(show, ' está em pausa'),
  later: line('O que vem depois pode chegar mais tarde que o previsto.'),
  voteRunsOn: line(
    'As enquetes abertas continuam abertas, então você ainda pode votar. Os resultados saem depois da pausa.',
  ),
  resumed: (show) => line(show, ' continua'),
  pickedUp: line('A pausa acabou.'),
  cancelled: (show) => line(show, ': a temporada foi cancelada'),
  noMore: line('Não haverá mais episódios. Obrigado por assistir e votar.'),
  voteDropped: line('A votação aberta foi encerrada e não conta.'),
  moved: (show) => line('Nova data para ', show),
  overdue: (show) => line('O próximo episódio de ', show, ' está atrasado'),
  whenReady: (episode) => line(strong(episode), ' será publicado aqui assim que estiver pronto.'),
  retracted: (show) => line('Um episódio foi retirado: ', show),
  takenBack: (episode) => line('Desconsidere a publicação de ', strong(episode), '.'),
  blank: 'Este episódio foi retirado.',
  ended: (show) => line(show, ' terminou'),
};

export const noticeWords = { english, german, spanish, french, portuguese };
