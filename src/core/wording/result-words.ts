import { type Line, line, strong } from '../posts/content.ts';
import { phrasesOf } from './phrases.ts';

/** Who or what made a result; a prediction decides nothing. */
export type DecidedBy = 'audience' | 'showrunner' | 'rule' | 'prediction';

/** What a result says beside the winner of a vote: `won` is for what the audience's votes decided alone. */
export interface ResultWords {
  readonly title: (by: DecidedBy) => string;
  readonly chosen: Standing;
  readonly goesOn: Standing;
  readonly expected: Standing;
  /** Of the options that share the most votes the first listed is named. */
  readonly expectedTie: Standing;
  readonly expectedNone: Line;
  /** The numbers are others than those at the decision. */
  readonly corrected: Line;
}

type Standing = (label: string, votes: number, total: number, percent: number) => Line;

const vote = (language: string, one: string, many: string) => (count: number) =>
  phrasesOf(language).plural(count, one, many);
const of = {
  en: vote('en', 'vote', 'votes'),
  de: vote('de', 'Stimme', 'Stimmen'),
  es: vote('es', 'voto', 'votos'),
  fr: vote('fr', 'voix', 'voix'),
  pt: vote('pt', 'voto', 'votos'),
};

const english: ResultWords = {
  title: (by) =>
    ({
      audience: 'The audience has decided',
      showrunner: 'The show’s team has decided',
      rule: 'The vote is decided',
      prediction: 'The audience predicts',
    })[by],
  chosen: (label, votes, total, percent) =>
    line('The show’s team chose ', strong(label), `. It had ${votes} of ${of.en(total)} (${percent}%).`),
  goesOn: (label, votes, total, percent) =>
    line('The story goes on with ', strong(label), ` (${votes} of ${of.en(total)}, ${percent}%).`),
  expected: (label, votes, total, percent) =>
    line('Most expect: ', strong(label), ` (${votes} of ${of.en(total)}, ${percent}%).`),
  expectedTie: (label, votes, total, percent) =>
    line(
      'The prediction is tied. Listed first: ',
      strong(label),
      ` (${votes} of ${of.en(total)}, ${percent}%).`,
    ),
  expectedNone: line(`Nobody made a prediction (${of.en(0)}).`),
  corrected: line(
    'A count was corrected after the decision. The numbers here are the corrected ones. The decision does not change.',
  ),
};

const german: ResultWords = {
  title: (by) =>
    ({
      audience: 'Das Publikum hat entschieden',
      showrunner: 'Das Team der Serie hat entschieden',
      rule: 'Die Abstimmung ist entschieden',
      prediction: 'Der Tipp des Publikums',
    })[by],
  chosen: (label, votes, total, percent) =>
    line('Das Team der Serie hat gewählt: ', strong(label), ` (${votes} von ${of.de(total)}, ${percent} %).`),
  goesOn: (label, votes, total, percent) =>
    line('Die Geschichte geht weiter mit: ', strong(label), ` (${votes} von ${of.de(total)}, ${percent} %).`),
  expected: (label, votes, total, percent) =>
    line('Die meisten erwarten: ', strong(label), ` (${votes} von ${of.de(total)}, ${percent} %).`),
  expectedTie: (label, votes, total, percent) =>
    line(
      'Der Tipp endete unentschieden. Zuerst in der Liste: ',
      strong(label),
      ` (${votes} von ${of.de(total)}, ${percent} %).`,
    ),
  expectedNone: line(`Niemand hat getippt (${of.de(0)}).`),
  corrected: line(
    'Nach der Entscheidung wurde eine Zählung korrigiert. Die Zahlen hier sind die korrigierten. Die Entscheidung ändert sich nicht.',
  ),
};

const spanish: ResultWords = {
  title: (by) =>
    ({
      audience: 'El público ha decidido',
      showrunner: 'Ha decidido el equipo de la serie',
      rule: 'La votación está decidida',
      prediction: 'El pronóstico del público',
    })[by],
  chosen: (label, votes, total, percent) =>
    line('El equipo de la serie eligió: ', strong(label), ` (${votes} de ${of.es(total)}, ${percent} %).`),
  goesOn: (label, votes, total, percent) =>
    line('La historia sigue con ', strong(label), ` (${votes} de ${of.es(total)}, ${percent} %).`),
  expected: (label, votes, total, percent) =>
    line('La mayoría espera: ', strong(label), ` (${votes} de ${of.es(total)}, ${percent} %).`),
  expectedTie: (label, votes, total, percent) =>
    line(
      'El pronóstico acabó en empate. Primera en la lista: ',
      strong(label),
      ` (${votes} de ${of.es(total)}, ${percent} %).`,
    ),
  expectedNone: line(`Nadie hizo un pronóstico (${of.es(0)}).`),
  corrected: line(
    'Después de la decisión se corrigió un recuento. Los números de aquí son los corregidos. La decisión no cambia.',
  ),
};

const french: ResultWords = {
  title: (by) =>
    ({
      audience: 'Le public a décidé',
      showrunner: 'L’équipe de la série a décidé',
      rule: 'Le vote est tranché',
      prediction: 'Le pronostic du public',
    })[by],
  chosen: (label, votes, total, percent) =>
    line(
      'L’équipe de la série a choisi\u00a0: ',
      strong(label),
      ` (${of.fr(votes)} sur ${total}, ${percent}\u00a0%).`,
    ),
  goesOn: (label, votes, total, percent) =>
    line('L’histoire continue avec ', strong(label), ` (${of.fr(votes)} sur ${total}, ${percent}\u00a0%).`),
  expected: (label, votes, total, percent) =>
    line(
      'La plupart attendent\u00a0: ',
      strong(label),
      ` (${of.fr(votes)} sur ${total}, ${percent}\u00a0%).`,
    ),
  expectedTie: (label, votes, total, percent) =>
    line(
      'Le pronostic finit à égalité. En premier dans la liste\u00a0: ',
      strong(label),
      ` (${of.fr(votes)} sur ${total}, ${percent}\u00a0%).`,
    ),
  expectedNone: line(`Personne n’a fait de pronostic (${of.fr(0)}).`),
  corrected: line(
    'Un décompte a été corrigé après la décision. Les chiffres donnés ici sont corrigés. La décision ne change pas.',
  ),
};

const portuguese: ResultWords = {
  title: (by) =>
    ({
      audience: 'O público decidiu',
      showrunner: 'A equipe da série decidiu',
      rule: 'A votação está decidida',
      prediction: 'O palpite do público',
    })[by],
  chosen: (label, votes, total, percent) =>
    line('A equipe da série escolheu: ', strong(label), ` (${votes} de ${of.pt(total)}, ${percent}%).`),
  goesOn: (label, votes, total, percent) =>
    line('A história segue com ', strong(label), ` (${votes} de ${of.pt(total)}, ${percent}%).`),
  expected: (label, votes, total, percent) =>
    line('A maioria espera: ', strong(label), ` (${votes} de ${of.pt(total)}, ${percent}%).`),
  expectedTie: (label, votes, total, percent) =>
    line(
      'O palpite terminou empatado. Primeira na lista: ',
      strong(label),
      ` (${votes} de ${of.pt(total)}, ${percent}%).`,
    ),
  expectedNone: line(`Ninguém deu um palpite (${of.pt(0)}).`),
  corrected: line(
    'Uma contagem foi corrigida depois da decisão. Os números aqui são os corrigidos. A decisão não muda.',
  ),
};

export const resultWords = { english, german, spanish, french, portuguese };
