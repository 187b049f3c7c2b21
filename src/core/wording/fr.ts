import { platformTitle } from '../platform-name.ts';
import { code, line, strong } from '../posts/content.ts';
import type { LeftOff } from '../vote/shortfall.ts';
import { cardWords } from './card-words.ts';
import type { Catalogue } from './catalogue.ts';
import { french as countWords } from './counts/french.ts';
import { feedWords } from './feed-words.ts';
import { french as items } from './items/french.ts';
import { noticeWords } from './notice-words.ts';
import { phrasesOf, totalsLine } from './phrases.ts';
import { resultWords } from './result-words.ts';
import { french as waitingWords } from './waiting/french.ts';

const { plural, duration } = phrasesOf('fr');
const votes = (count: number): string => plural(count, 'voix', 'voix');

/** How a message was posted that had to do without something. */
const WITHOUT: Readonly<Record<LeftOff, string>> = {
  button: 'sans son bouton\u00a0; le lien est dans le texte',
  picture: 'sans son image',
  preview: 'sans l’aperçu du lien',
  formatting: 'en texte brut, sans gras ni liens',
  embed: 'en texte brut au lieu d’une carte',
  details: 'sans le résumé ni les notes',
  rules: 'sans les règles du vote',
  backstop: 'sans heure de fin propre à la plateforme\u00a0; le bot ferme le sondage',
  reply: 'sans répondre au sondage',
  thread: 'sans fil de discussion',
  mention: 'sans mention du rôle',
};

export const french: Catalogue = {
  language: 'fr',
  watch: 'Voir l’épisode',
  episodeTitle: (number, title) => line(`Épisode ${number}\u00a0: `, title),
  threadTitle: (number, title) => line(`Discussion de l’épisode ${number}\u00a0: `, title),

  choseThis: (label, count, total) =>
    line('Vous avez choisi\u00a0: ', strong(label), ` (${votes(count)} sur ${total}).`),
  othersChose: (label, count, total) =>
    line('Le public a choisi\u00a0: ', strong(label), ` (${votes(count)} sur ${total}).`),
  chosenWithout: (label, { rule }) => {
    switch (rule.kind) {
      case 'plurality':
        return line('Vous avez choisi\u00a0: ', strong(label), '.');
      case 'showrunner':
        return line('L’équipe de la série a choisi\u00a0: ', strong(label), '.');
      case 'first-listed':
        if (rule.because === 'nobody-could')
          return line(
            'Aucun sondage n’a pu ouvrir à temps, l’histoire a donc continué avec\u00a0: ',
            strong(label),
            '.',
          );
        return rule.because === 'nobody-voted'
          ? line('Personne n’a voté, l’histoire a donc continué avec\u00a0: ', strong(label), '.')
          : line('Il y a eu égalité, l’histoire a donc continué avec\u00a0: ', strong(label), '.');
    }
  },
  voteOpens: (opens, closes) =>
    line('La suite dépend de vous. Début du vote\u00a0: ', opens, '. Fin\u00a0: ', closes, '.'),
  voteIsOpen: (closes) => line('La suite dépend de vous. Fin du vote\u00a0: ', closes, '.'),
  predictionOpens: (opens, closes) =>
    line(
      'Il y aura un pronostic. Début\u00a0: ',
      opens,
      '. Fin\u00a0: ',
      closes,
      '. Il ne change rien à l’histoire.',
    ),
  predictionIsOpen: (closes) =>
    line('Un pronostic est ouvert. Fin\u00a0: ', closes, '. Il ne change rien à l’histoire.'),
  votesLater: line('Ici, vous pourrez voter à partir du prochain épisode.'),
  ending: (episodes, count) =>
    line(
      strong('Fin.'),
      count === 0
        ? ' Merci d’avoir regardé.'
        : ` ${plural(episodes, 'épisode', 'épisodes')} et ${votes(count)} nous ont menés jusqu’ici. Merci d’avoir décidé avec nous.`,
    ),

  runoffBetween: line(strong('Départage.'), ' Le vote s’est terminé à égalité. Voici les options restantes.'),
  voteAgain: (reason) =>
    line(strong('Nous votons de nouveau.'), ' Le dernier vote ne compte pas. La raison\u00a0: ', reason),
  endsAt: (closes, relative) => line('Le vote se termine le ', closes, ' (', relative, ').'),
  closedThen: line('Nous fermons alors le sondage, même si son minuteur indique encore du temps.'),
  mostVotesWin: (binding) =>
    line(
      binding
        ? 'L’option qui obtient le plus de voix décide de la suite.'
        : 'C’est un pronostic\u00a0: il ne change rien à l’histoire.',
    ),
  tieRule: (rule, runoff) => {
    switch (rule) {
      case 'runoff':
        return line(`En cas d’égalité, un vote départage les options ex æquo (${duration(runoff)}).`);
      case 'showrunner':
        return line('En cas d’égalité, l’équipe de la série décide.');
      case 'first-listed':
        return line('En cas d’égalité, la première des options ex æquo l’emporte.');
    }
  },
  runoffTieRule: line('En cas de nouvelle égalité, la première des options ex æquo l’emporte.'),
  quorum: (ballots) =>
    line(
      ballots === 1
        ? 'Si personne ne vote, l’équipe de la série décide.'
        : `S’il y a moins de ${votes(ballots)}, l’équipe de la série décide.`,
    ),
  whoCounts: line(
    'Les voix de toutes les plateformes comptent ensemble\u00a0: une par compte dans chaque communauté.',
  ),
  sealed: (hidden) =>
    line(
      hidden
        ? 'Le décompte reste caché jusqu’à la fin du vote.'
        : 'Ici, le décompte est visible pendant le vote.',
    ),

  reminder: (closes, relative) =>
    line(strong('Dernier appel.'), ' Le vote se termine le ', closes, ' (', relative, ').'),
  extension: (closes, relative) =>
    line(strong('Prolongation.'), ' Le vote se termine désormais le ', closes, ' (', relative, ').'),
  toPoll: 'Aller au sondage',

  result: resultWords.french,
  card: cardWords.french,
  winner: (label, count, total, percent) =>
    line(strong(label), ` l’emporte avec ${votes(count)} sur ${total} (${percent}\u00a0%).`),
  standing: (label, votes, percent) => line(`${votes} (${percent}\u00a0%) · `, label),
  decidedBy: ({ rule }) => {
    switch (rule.kind) {
      case 'plurality':
        return undefined;
      case 'showrunner':
        return line(
          rule.because === 'quorum'
            ? 'Il y a eu trop peu de voix, l’équipe de la série a donc décidé.'
            : rule.because === 'tie'
              ? 'Il y a eu égalité, l’équipe de la série a donc décidé.'
              : rule.because === 'nobody-voted'
                ? 'Personne n’a voté, l’équipe de la série a donc décidé.'
                : 'Aucun sondage n’a pu ouvrir à temps, l’équipe de la série a donc décidé.',
        );
      case 'first-listed':
        return line(
          rule.because === 'nobody-voted'
            ? 'Personne n’a voté, la première option de la liste est donc retenue.'
            : rule.because === 'nobody-could'
              ? 'Aucun sondage n’a pu ouvrir à temps, la première option de la liste est donc retenue.'
              : rule.because === 'tie'
                ? 'Il y a eu égalité, la première des options ex æquo est donc retenue.'
                : 'Le départage s’est lui aussi terminé à égalité, la première des options ex æquo est donc retenue.',
        );
    }
  },
  fromPlatforms: totalsLine,
  choseOtherwise: (label, count, total) =>
    line('L’option préférée de cette communauté\u00a0: ', strong(label), ` (${votes(count)} sur ${total}).`),
  counts: countWords,
  nextEpisode: (at) => line('Prochain épisode\u00a0: ', at, '.'),
  waiting: waitingWords,
  notices: noticeWords.french,
  feed: feedWords.french,
  items,

  duration,
  alertTitle: (show) => line(show, ' a besoin de vous'),
  newsTitle: (show) => line(show, '\u00a0: pour information'),
  linkAwaited: (episode, show, id) =>
    line(
      strong(episode),
      ' devait sortir et n’a pas encore de lien. Donnez-le avec ',
      code(`/episode link ${show} ${id} URL`),
      '\u00a0; l’épisode sort aussitôt.',
    ),
  undecided: (cause, question, show, options) =>
    line(
      cause === 'quorum'
        ? 'Trop peu de voix pour\u00a0: '
        : cause === 'tie'
          ? 'Égalité pour\u00a0: '
          : cause === 'nobody-voted'
            ? 'Personne n’a voté pour\u00a0: '
            : 'Aucun sondage n’a pu ouvrir à temps pour\u00a0: ',
      strong(question),
      ' Décidez avec ',
      code(`/vote decide ${show} OPTION`),
      ` (${options.join(', ')}) ou relancez le vote avec `,
      code(`/vote void ${show}`),
      '.',
    ),
  provisionalAlert: (question) =>
    line(strong(question), ' Ce vote est tranché, mais tous les décomptes ne sont pas définitifs.'),
  message: (kind, number) => {
    switch (kind) {
      case 'drop':
        return `le message de l’épisode ${number}`;
      case 'poll':
        return `le sondage du tour ${number}`;
      case 'reminder':
        return `le rappel du tour ${number}`;
      case 'extension':
        return 'l’avis de prolongation';
      case 'notice':
        return waitingWords.notice;
      case 'result':
        return `le résultat du tour ${number}`;
      case 'alert':
        return 'un avis';
    }
  },
  deliveryUnknown: (what, outlet, why) =>
    line(
      `La plateforme n’a pas confirmé ${what} dans `,
      strong(outlet),
      ' (',
      why,
      '). Allez voir. Si le message y est, donnez son lien avec /delivery found. Sinon, renvoyez-le.',
    ),
  stoppedPollSeen: (round, outlet, count) =>
    line(
      `Il existe un sondage arrêté avec le texte du tour ${round} et ${votes(count)}. Il ne compte pas, car n’importe qui peut en créer un. `,
      'Est-ce le sondage qui manque dans ',
      strong(outlet),
      '\u00a0? Si oui, donnez son lien avec /delivery found\u00a0; sinon, renvoyez le sondage.',
    ),
  outletRefused: (what, outlet, problem) => line(strong(outlet), ` n’a pas reçu ${what}. `, problem),
  noPollWithoutIt: line('Le sondage de cet épisode n’y est donc pas publié non plus.'),
  sentWithLess: (what, outlet, left) =>
    line(strong(outlet), ` a reçu ${what} ${left.map((each) => WITHOUT[each]).join(', ')}.`),
  pollDeleted: (question, outlet) =>
    line(
      'Quelqu’un a supprimé le sondage ',
      strong(question),
      ' dans ',
      strong(outlet),
      '. Le dernier décompte connu fait foi. Le reçu le dit, et le sondage n’est pas publié de nouveau.',
    ),
  communityLeft: (outlet, others) =>
    line(
      'Le bot a été retiré de ',
      strong(outlet),
      others === 0 ? '' : others === 1 ? ' et d’un autre endroit' : ` et de ${others} autres endroits`,
      '. Le dernier décompte connu fait foi. Rien n’y est publié tant que le bot n’y est pas admis de nouveau.',
    ),
  seasonUnreadable: (season, why) =>
    line(
      `Les données de la saison ${season} sont illisibles (${why}). Cette saison attend\u00a0; toutes les autres séries continuent. Arrêtez le bot et restaurez une sauvegarde (npx cliffhanger restore), ou demandez de l’aide avec ce message.`,
    ),
  communitiesUnreadable: line(
    'Les données de ces communautés sont illisibles, elles ne participent donc pas. Partout ailleurs, la série continue. Utilisez-y de nouveau /outlet connect\u00a0:',
  ),
  outletsUnplayable: (count) =>
    line(
      count === 1
        ? 'Le bot ne peut pas encore jouer dans un des lieux'
        : `Le bot ne peut pas encore jouer dans ${count} lieux`,
      '. La série continue partout ailleurs. Le bot s’y joindra de lui-même dès que ce sera réglé\u00a0:',
    ),
  shutOut: (platform) =>
    line(
      strong(platform),
      ' ne laisse plus entrer le bot. En attendant une correction, aucun vote ni aucune commande n’arrive de là\u00a0:',
    ),
  moreOutlets: (count) => line(`Et ${count} de plus. /season status les nomme tous.`),
  outletWaiting: (outlet, by, members) =>
    line(
      strong(outlet),
      ' aimerait participer (',
      members === undefined ? '' : `${plural(members, 'membre', 'membres')}, `,
      'demandé par ',
      by,
      '). Ses votes comptent dès que vous acceptez.',
    ),
  moreWaiting: (count) =>
    line(
      `${count} autres attendent. /outlet list les nomme\u00a0; répondez avec /outlet approve ou /outlet decline.`,
    ),
  noneWaiting: line('Plus aucune demande n’attend\u00a0: toutes ont reçu une réponse ou ont été retirées.'),
  playedBefore: (found, show) =>
    line(
      found === 'folder'
        ? 'La base de données du bot a perdu cette série. '
        : 'La base de données du bot est vide, mais le bot a déjà publié ici. ',
      `Rien n’est publié avant votre choix. Pour reprendre où elle s’est arrêtée, demandez à l’opérateur de restaurer une sauvegarde (npx cliffhanger restore FICHIER). Pour abandonner la dernière diffusion, recommencez ici ou avec npx cliffhanger forget-past ${show}.`,
    ),
  anotherBot: (platform, goesOn) =>
    line(
      `Un autre processus tourne avec le même jeton ${platformTitle(platform)} et d’autres données\u00a0: celui-ci ne publie donc plus rien. Demandez à l’opérateur d’en arrêter un. ${goesOn === 'restarted' ? 'Ensuite, il faut redémarrer l’autre.' : 'L’autre reprend tout seul deux minutes après.'}`,
    ),
  buttons: {
    startAnew: 'Recommencer',
    sendAgain: 'Pas là\u00a0: le renvoyer',
    runAgain: 'Relancer le vote',
    approve: 'Accepter',
    decline: 'Refuser',
    approveNamed: (outlet) => line('Accepter\u00a0: ', outlet),
    declineNamed: (outlet) => line('Refuser\u00a0: ', outlet),
    disconnect: 'Retirer de la série',
    receipt: 'Voir le reçu',
    path: 'L’histoire jusqu’ici',
    watchNext: 'Voir la suite',
    choose: (label) => line('Décider\u00a0: ', label),
  },
};
