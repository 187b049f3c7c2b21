import type { PlatformName } from '../ids.ts';
import { platformTitle } from '../platform-name.ts';
import { code, type Line, line, type Span } from '../posts/content.ts';
import type { Late } from '../season/state.ts';
import type { Absence } from '../vote/absence.ts';
import type { Undecided } from '../vote/decision.ts';
import { phrasesOf } from './phrases.ts';

/** What is said of a vote in which communities were missing, and of one that waits for a person. */
export interface WaitingWords {
  /** Stands with the poll where showrunners are asked before a vote without so many is decided. */
  readonly rule: Line;
  /** In a result: without whom it was decided. */
  readonly without: (absence: Absence) => Line;
  /** Who was missing, while nothing is decided. */
  readonly missing: (absence: Absence) => Line;
  readonly title: string;
  readonly cause: (cause: Exclude<Undecided['cause'], 'missing'>, votes: number) => Line;
  readonly team: Line;
  /** So many had too little time, because the bot was away for so long. */
  readonly late: (late: Pick<Late, 'lost' | 'outlets'>) => Line;
  /** What came of it: the new deadline, or none. */
  readonly extended: (closes: Span) => Line;
  readonly wentOn: Line;
  /** @param by as it is typed; absent where the polls cannot stay open for longer. */
  readonly howToLate: (show: string, by: string | undefined) => Line;
  /** At most 40 code points. */
  readonly moreTime: (by: string) => string;
  readonly letStand: string;
  /** When it is decided at the latest. */
  readonly until: (at: Span) => Line;
  /** For showrunners: what to type. */
  readonly howToCount: (show: string) => Line;
  readonly elseCounted: (at: Span) => Line;
  readonly elseFirst: (at: Span) => Line;
  /** At most 40 code points. */
  readonly countButton: string;
  readonly notice: string;
}

const named = (platforms: readonly PlatformName[], and: string): string =>
  platforms.map(platformTitle).join(` ${and} `);

const english: WaitingWords = {
  rule: line('If too many communities cannot vote, the show’s team may hold the vote again.'),
  without: ({ platforms, absent, of }) =>
    line(
      platforms.length > 0
        ? `Decided without ${named(platforms, 'and')}: ${absent} of ${of} communities could not vote.`
        : `Decided without ${absent} of ${of} communities: they could not vote.`,
    ),
  missing: ({ platforms, absent, of }) =>
    line(
      platforms.length > 0
        ? `Nobody could vote on ${named(platforms, 'or')}: ${absent} of ${of} communities had no open poll.`
        : `${absent} of ${of} communities had no open poll and could not vote.`,
    ),
  title: 'This vote is waiting for the show’s team',
  cause: (cause, votes) => {
    switch (cause) {
      case 'quorum':
        return line(`Too few votes came in: ${votes}.`);
      case 'tie':
        return line('The vote was tied.');
      case 'nobody-voted':
        return line('Nobody voted.');
      case 'late':
        return line('Many communities had too little time to vote.');
      case 'nobody-could':
        return line('No poll could be opened in time.');
    }
  },
  team: line('The show’s team will decide, or hold the vote again.'),
  late: ({ lost, outlets }) =>
    line(
      outlets === undefined
        ? `The bot was away for ${phrasesOf('en').duration(lost)}: no community had even half of the promised time to vote.`
        : `The bot was away for ${phrasesOf('en').duration(lost)}: ${outlets.late} of ${outlets.of} communities had less than half of the promised time to vote.`,
    ),
  extended: (closes) => line('The vote was extended and now ends ', closes, '.'),
  wentOn: line('The vote goes on as it is.'),
  howToLate: (show, by) =>
    line(
      ...(by === undefined ? [] : ['More time: ', code(`/vote extend ${show} ${by}`), '. ']),
      'Hold the vote again: ',
      code(`/vote void ${show}`),
      '. Let it stand: ',
      code(`/vote decide ${show}`),
      '.',
    ),
  moreTime: (by) => `More time: ${by}`,
  letStand: 'Let it stand',
  until: (at) => line('You will know more by ', at, '.'),
  howToCount: (show) =>
    line(
      'Decide with the votes that are there: ',
      code(`/vote decide ${show}`),
      '. Hold the vote again: ',
      code(`/vote void ${show}`),
      '.',
    ),
  elseCounted: (at) => line('Without an answer, the votes that are there decide at ', at, '.'),
  elseFirst: (at) => line('Without an answer, the first option in the list is taken at ', at, '.'),
  countButton: 'Decide with these votes',
  notice: 'the notice about the show',
};

const german: WaitingWords = {
  rule: line('Können zu viele Communitys nicht abstimmen, darf das Team der Serie neu abstimmen lassen.'),
  without: ({ platforms, absent, of }) =>
    line(
      platforms.length > 0
        ? `Entschieden ohne ${named(platforms, 'und')}: ${absent} von ${of} Communitys konnten nicht abstimmen.`
        : `Entschieden ohne ${absent} von ${of} Communitys: Sie konnten nicht abstimmen.`,
    ),
  missing: ({ platforms, absent, of }) =>
    line(
      platforms.length > 0
        ? `Auf ${named(platforms, 'und')} konnte niemand abstimmen: ${absent} von ${of} Communitys hatten keine offene Umfrage.`
        : `${absent} von ${of} Communitys hatten keine offene Umfrage und konnten nicht abstimmen.`,
    ),
  title: 'Diese Abstimmung wartet auf das Team der Serie',
  cause: (cause, votes) => {
    switch (cause) {
      case 'quorum':
        return line(`Es kamen zu wenige Stimmen zusammen: ${votes}.`);
      case 'tie':
        return line('Die Abstimmung endete unentschieden.');
      case 'nobody-voted':
        return line('Niemand hat abgestimmt.');
      case 'late':
        return line('Viele Communitys hatten zu wenig Zeit zum Abstimmen.');
      case 'nobody-could':
        return line('Es konnte keine Umfrage rechtzeitig geöffnet werden.');
    }
  },
  team: line('Das Team der Serie entscheidet oder lässt neu abstimmen.'),
  late: ({ lost, outlets }) =>
    line(
      outlets === undefined
        ? `Der Bot war ${phrasesOf('de').duration(lost)} lang nicht da: Keine Community hatte auch nur die Hälfte der versprochenen Zeit zum Abstimmen.`
        : `Der Bot war ${phrasesOf('de').duration(lost)} lang nicht da: ${outlets.late} von ${outlets.of} Communitys hatten weniger als die Hälfte der versprochenen Zeit zum Abstimmen.`,
    ),
  extended: (closes) => line('Die Abstimmung wurde verlängert und endet nun erst am ', closes, '.'),
  wentOn: line('Die Abstimmung läuft weiter wie geplant.'),
  howToLate: (show, by) =>
    line(
      ...(by === undefined ? [] : ['Mehr Zeit: ', code(`/vote extend ${show} ${by}`), '. ']),
      'Neu abstimmen lassen: ',
      code(`/vote void ${show}`),
      '. So stehen lassen: ',
      code(`/vote decide ${show}`),
      '.',
    ),
  moreTime: (by) => `Mehr Zeit: ${by}`,
  letStand: 'So stehen lassen',
  until: (at) => line('Spätestens am ', at, ' geht es weiter.'),
  howToCount: (show) =>
    line(
      'Mit den vorhandenen Stimmen entscheiden: ',
      code(`/vote decide ${show}`),
      '. Neu abstimmen lassen: ',
      code(`/vote void ${show}`),
      '.',
    ),
  elseCounted: (at) => line('Ohne Antwort entscheiden die vorhandenen Stimmen am ', at, '.'),
  elseFirst: (at) => line('Ohne Antwort gilt am ', at, ' die erste Option der Liste.'),
  countButton: 'Mit diesen Stimmen entscheiden',
  notice: 'die Nachricht zur Serie',
};

const spanish: WaitingWords = {
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

const french: WaitingWords = {
  rule: line(
    'Si trop de communautés ne peuvent pas voter, l’équipe de la série peut faire recommencer le vote.',
  ),
  without: ({ platforms, absent, of }) =>
    line(
      platforms.length > 0
        ? `Décidé sans ${named(platforms, 'ni')}\u00a0: ${absent} communautés sur ${of} n’ont pas pu voter.`
        : `Décidé sans ${absent} communautés sur ${of}\u00a0: elles n’ont pas pu voter.`,
    ),
  missing: ({ platforms, absent, of }) =>
    line(
      platforms.length > 0
        ? `Personne n’a pu voter sur ${named(platforms, 'ni sur')}\u00a0: ${absent} communautés sur ${of} n’ont pas eu de sondage ouvert.`
        : `${absent} communautés sur ${of} n’ont pas eu de sondage ouvert et n’ont pas pu voter.`,
    ),
  title: 'Ce vote est entre les mains de l’équipe de la série',
  cause: (cause, votes) => {
    switch (cause) {
      case 'quorum':
        return line(`Il y a eu trop peu de voix\u00a0: ${votes}.`);
      case 'tie':
        return line('Il y a eu égalité.');
      case 'nobody-voted':
        return line('Personne n’a voté.');
      case 'late':
        return line('Beaucoup de communautés ont eu trop peu de temps pour voter.');
      case 'nobody-could':
        return line('Aucun sondage n’a pu ouvrir à temps.');
    }
  },
  team: line('L’équipe de la série décidera, ou fera recommencer le vote.'),
  late: ({ lost, outlets }) =>
    line(
      outlets === undefined
        ? `Le bot a été absent ${phrasesOf('fr').duration(lost)}\u00a0: aucune communauté n’a eu ne serait-ce que la moitié du temps promis pour voter.`
        : `Le bot a été absent ${phrasesOf('fr').duration(lost)}\u00a0: ${outlets.late} communautés sur ${outlets.of} ont eu moins de la moitié du temps promis pour voter.`,
    ),
  extended: (closes) => line('Le vote a été prolongé et se termine désormais le ', closes, '.'),
  wentOn: line('Le vote continue tel quel.'),
  howToLate: (show, by) =>
    line(
      ...(by === undefined ? [] : ['Plus de temps\u00a0: ', code(`/vote extend ${show} ${by}`), '. ']),
      'Recommencer le vote\u00a0: ',
      code(`/vote void ${show}`),
      '. Le laisser tel quel\u00a0: ',
      code(`/vote decide ${show}`),
      '.',
    ),
  moreTime: (by) => `Plus de temps\u00a0: ${by}`,
  letStand: 'Laisser tel quel',
  until: (at) => line('Vous en saurez plus le ', at, ' au plus tard.'),
  howToCount: (show) =>
    line(
      'Décider avec les voix déjà données\u00a0: ',
      code(`/vote decide ${show}`),
      '. Recommencer le vote\u00a0: ',
      code(`/vote void ${show}`),
      '.',
    ),
  elseCounted: (at) => line('Sans réponse, les voix déjà données décident le ', at, '.'),
  elseFirst: (at) => line('Sans réponse, la première option de la liste est retenue le ', at, '.'),
  countButton: 'Décider avec ces voix',
  notice: 'l’avis sur la série',
};

const portuguese: WaitingWords = {
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

export const waitingWords = { english, german, spanish, french, portuguese };
