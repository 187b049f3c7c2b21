import { line, strong } from '../posts/content.ts';
import type { Catalogue } from './catalogue.ts';
import { phrasesOf } from './phrases.ts';

/**
 * The sentences of a published rule, as version 1 wrote them. A receipt of such a season has to stay the same to the hash, so
 * these never change.
 */
export type RuleWords = Pick<
  Catalogue,
  | 'runoffBetween'
  | 'voteAgain'
  | 'endsAt'
  | 'mostVotesWin'
  | 'tieRule'
  | 'runoffTieRule'
  | 'quorum'
  | 'whoCounts'
  | 'sealed'
>;

const englishVotes = (count: number): string => phrasesOf('en').plural(count, 'vote', 'votes');

const english: RuleWords = {
  runoffBetween: line(strong('Runoff.'), ' The vote was tied; these options are left.'),
  voteAgain: (reason) => line(strong('New vote.'), ' The vote before this one does not count: ', reason),
  endsAt: (closes, relative) => line('Voting ends ', closes, ' (', relative, ').'),
  mostVotesWin: (binding) =>
    line(
      binding
        ? 'The option with most votes decides the next episode.'
        : 'A prediction: it does not change the story.',
    ),
  tieRule: (rule, runoff) => {
    switch (rule) {
      case 'runoff':
        return line(`A tie goes to a runoff of ${phrasesOf('en').duration(runoff)} among the tied options.`);
      case 'showrunner':
        return line('A tie is decided by the showrunner.');
      case 'first-listed':
        return line('In a tie, the tied option that is listed first wins.');
    }
  },
  runoffTieRule: line('Tied again, the option that is listed first wins.'),
  quorum: (ballots) => line(`With fewer than ${englishVotes(ballots)} the showrunner decides.`),
  whoCounts: line(
    'Votes of all communities on Discord and Telegram are added up; an account counts once in each community.',
  ),
  sealed: (hidden) =>
    line(
      hidden ? 'Counts stay hidden until the end.' : 'This platform shows the counts while the vote runs.',
    ),
};

const germanVotes = (count: number): string => phrasesOf('de').plural(count, 'Stimme', 'Stimmen');

const german: RuleWords = {
  runoffBetween: line(
    strong('Stichwahl.'),
    ' Die Abstimmung endete unentschieden; diese Optionen sind übrig.',
  ),
  voteAgain: (reason) => line(strong('Neue Abstimmung.'), ' Die vorige Abstimmung zählt nicht: ', reason),
  endsAt: (closes, relative) => line('Die Abstimmung endet am ', closes, ' (', relative, ').'),
  mostVotesWin: (binding) =>
    line(
      binding
        ? 'Die Option mit den meisten Stimmen bestimmt die nächste Folge.'
        : 'Eine Tipprunde: Sie ändert nichts an der Geschichte.',
    ),
  tieRule: (rule, runoff) => {
    switch (rule) {
      case 'runoff':
        return line(
          `Bei Gleichstand folgt eine Stichwahl zwischen den gleichauf liegenden Optionen; sie dauert ${phrasesOf('de').duration(runoff)}.`,
        );
      case 'showrunner':
        return line('Bei Gleichstand entscheiden die Showrunner.');
      case 'first-listed':
        return line(
          'Bei Gleichstand gewinnt unter den gleichauf liegenden Optionen die, die zuerst in der Liste steht.',
        );
    }
  },
  runoffTieRule: line('Bei erneutem Gleichstand gewinnt die Option, die zuerst in der Liste steht.'),
  quorum: (ballots) => line(`Bei weniger als ${germanVotes(ballots)} entscheiden die Showrunner.`),
  whoCounts: line(
    'Die Stimmen aller Communitys auf Discord und Telegram werden zusammengezählt; jedes Konto zählt in jeder Community einmal.',
  ),
  sealed: (hidden) =>
    line(
      hidden
        ? 'Der Stand bleibt bis zum Ende verborgen.'
        : 'Auf dieser Plattform ist der Stand schon während der Abstimmung zu sehen.',
    ),
};

const spanishVotes = (count: number): string => phrasesOf('es').plural(count, 'voto', 'votos');

const spanish: RuleWords = {
  runoffBetween: line(strong('Desempate.'), ' La votación acabó en empate; quedan estas opciones.'),
  voteAgain: (reason) => line(strong('Nueva votación.'), ' La anterior no cuenta: ', reason),
  endsAt: (closes, relative) => line('La votación termina el ', closes, ' (', relative, ').'),
  mostVotesWin: (binding) =>
    line(
      binding
        ? 'La opción con más votos decide el próximo episodio.'
        : 'Es un pronóstico: no cambia la historia.',
    ),
  tieRule: (rule, runoff) => {
    switch (rule) {
      case 'runoff':
        return line(
          `Si hay empate, las opciones empatadas van a una votación de desempate de ${phrasesOf('es').duration(runoff)}.`,
        );
      case 'showrunner':
        return line('Si hay empate, decide quien dirige la serie.');
      case 'first-listed':
        return line('Si hay empate, gana la opción empatada que aparece primero en la lista.');
    }
  },
  runoffTieRule: line('Si vuelve a haber empate, gana la opción que aparece primero en la lista.'),
  quorum: (ballots) => line(`Con menos de ${spanishVotes(ballots)}, decide quien dirige la serie.`),
  whoCounts: line(
    'Se suman los votos de todas las comunidades de Discord y Telegram; cada cuenta vale una vez en cada comunidad.',
  ),
  sealed: (hidden) =>
    line(
      hidden
        ? 'El recuento no se ve hasta el final.'
        : 'En esta plataforma, el recuento se ve durante la votación.',
    ),
};

const frenchVotes = (count: number): string => phrasesOf('fr').plural(count, 'vote', 'votes');

const french: RuleWords = {
  runoffBetween: line(strong('Départage.'), ' Le vote s’est terminé à égalité\u00a0; il reste ces options.'),
  voteAgain: (reason) => line(strong('Nouveau vote.'), ' Le vote précédent ne compte pas\u00a0: ', reason),
  endsAt: (closes, relative) => line('Le vote se termine le ', closes, ' (', relative, ').'),
  mostVotesWin: (binding) =>
    line(
      binding
        ? 'L’option qui obtient le plus de votes décide du prochain épisode.'
        : 'C’est un pronostic\u00a0: il ne change rien à l’histoire.',
    ),
  tieRule: (rule, runoff) => {
    switch (rule) {
      case 'runoff':
        return line(
          `En cas d’égalité, un vote de départage de ${phrasesOf('fr').duration(runoff)} oppose les options ex æquo.`,
        );
      case 'showrunner':
        return line('En cas d’égalité, l’équipe de la série décide.');
      case 'first-listed':
        return line('En cas d’égalité, l’option ex æquo placée en premier dans la liste l’emporte.');
    }
  },
  runoffTieRule: line('En cas de nouvelle égalité, l’option placée en premier dans la liste l’emporte.'),
  quorum: (ballots) => line(`Avec moins de ${frenchVotes(ballots)}, l’équipe de la série décide.`),
  whoCounts: line(
    'Les votes de toutes les communautés de Discord et de Telegram s’additionnent\u00a0; un compte vote une fois dans chaque communauté.',
  ),
  sealed: (hidden) =>
    line(
      hidden
        ? 'Le décompte reste caché jusqu’à la fin.'
        : 'Sur cette plateforme, le décompte est visible pendant le vote.',
    ),
};

const portugueseVotes = (count: number): string => phrasesOf('pt').plural(count, 'voto', 'votos');

const portuguese: RuleWords = {
  runoffBetween: line(strong('Desempate.'), ' A votação terminou empatada; restam estas opções.'),
  voteAgain: (reason) => line(strong('Nova votação.'), ' A votação anterior não conta: ', reason),
  endsAt: (closes, relative) => line('A votação termina em ', closes, ' (', relative, ').'),
  mostVotesWin: (binding) =>
    line(
      binding
        ? 'A opção com mais votos decide o próximo episódio.'
        : 'É um palpite: ele não muda a história.',
    ),
  tieRule: (rule, runoff) => {
    switch (rule) {
      case 'runoff':
        return line(
          `Em caso de empate, as opções empatadas vão para uma votação de desempate de ${phrasesOf('pt').duration(runoff)}.`,
        );
      case 'showrunner':
        return line('Em caso de empate, a direção da série decide.');
      case 'first-listed':
        return line('Em caso de empate, ganha a opção empatada que aparece primeiro na lista.');
    }
  },
  runoffTieRule: line('Se empatar de novo, ganha a opção que aparece primeiro na lista.'),
  quorum: (ballots) => line(`Com menos de ${portugueseVotes(ballots)}, a direção da série decide.`),
  whoCounts: line(
    'Os votos de todas as comunidades no Discord e no Telegram são somados; cada conta vale uma vez em cada comunidade.',
  ),
  sealed: (hidden) =>
    line(
      hidden
        ? 'A contagem fica oculta até o fim.'
        : 'Nesta plataforma, a contagem aparece durante a votação.',
    ),
};

const BY_LANGUAGE: Readonly<Record<string, RuleWords>> = {
  en: english,
  de: german,
  es: spanish,
  fr: french,
  pt: portuguese,
};

export const firstRuleWords = (language: string): RuleWords | undefined => BY_LANGUAGE[language];
