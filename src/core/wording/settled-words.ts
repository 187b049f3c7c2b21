import { type Line, type Span, strong, text } from '../posts/content.ts';

/** What became of an alert. `who` is a person's name, or undefined where it is not known. */
export interface SettledWords {
  readonly decided: (who: string | undefined, label: string) => Line;
  /** Nobody answered in time, or a rule decided. */
  readonly byItself: (label: string) => Line;
  readonly letStand: (who: string | undefined) => Line;
  readonly runAgain: (who: string | undefined) => Line;
  readonly extended: (who: string | undefined, closes: Span) => Line;
  readonly overtaken: Line;
  readonly seasonOver: Line;
  /** The episode of the vote was taken back. */
  readonly takenBack: Line;
  readonly found: (who: string | undefined) => Line;
  readonly sentAgain: (who: string | undefined) => Line;
  readonly noLonger: Line;
  readonly disconnected: (who: string | undefined) => Line;
  readonly approved: (who: string | undefined, outlet: string) => Line;
  readonly declined: (who: string | undefined, outlet: string) => Line;
  /** The last run of a show was lost, and given up. */
  readonly newRun: (who: string | undefined) => Line;
  readonly restored: Line;
  /** Items that were asked about: at least one was taken, or none. */
  readonly itemsTaken: (who: string | undefined) => Line;
  readonly itemsLeft: (who: string | undefined) => Line;
  /** Nobody answered in time. */
  readonly itemsTakenUnasked: Line;
  readonly itemsLeftUnasked: Line;
}

const says = (...parts: readonly (Span | string)[]): Line => [
  text('✓ '),
  ...parts.map((part) => (typeof part === 'string' ? text(part) : part)),
];

/** @param someone a showrunner whose name is not known. */
const by =
  (someone: string) =>
  (who: string | undefined): Span =>
    who === undefined ? text(someone) : strong(who);

const en = by('A showrunner');
const de = by('Das Team der Serie');
const es = by('El equipo de la serie');
const fr = by('L’équipe de la série');
const pt = by('A equipe da série');

const WORDS: Readonly<Record<string, SettledWords>> = {
  en: {
    decided: (who, label) => says(en(who), ' decided: ', strong(label), '.'),
    byItself: (label) => says('Settled without an answer: ', strong(label), '.'),
    letStand: (who) => says(en(who), ' had the votes counted that are there.'),
    runAgain: (who) => says(en(who), ' had the vote run again.'),
    extended: (who, closes) => says(en(who), ' gave more time: until ', closes, '.'),
    overtaken: says('This vote went on without an answer.'),
    seasonOver: says('The season is over. Nothing needs to be done.'),
    takenBack: says('The episode was taken back, and its vote is void.'),
    found: (who) => says(en(who), ' confirmed that the message is there.'),
    sentAgain: (who) => says(en(who), ' had the message sent again.'),
    noLonger: says('This is settled. Nothing needs to be done.'),
    disconnected: (who) => says(en(who), ' disconnected it.'),
    approved: (who, outlet) => says(en(who), ' approved ', strong(outlet), '.'),
    declined: (who, outlet) => says(en(who), ' declined ', strong(outlet), '.'),
    newRun: (who) => says(en(who), ' gave up the last run. The show can start anew.'),
    restored: says('A backup was restored. The show goes on where it stopped.'),
    itemsTaken: (who) => says(en(who), ' approved it.'),
    itemsLeft: (who) => says(en(who), ' left it out.'),
    itemsTakenUnasked: says('Posted without an answer.'),
    itemsLeftUnasked: says('Left out without an answer.'),
  },
  de: {
    decided: (who, label) => says(de(who), ' hat entschieden: ', strong(label), '.'),
    byItself: (label) => says('Ohne Antwort entschieden: ', strong(label), '.'),
    letStand: (who) => says(de(who), ' lässt die vorhandenen Stimmen zählen.'),
    runAgain: (who) => says(de(who), ' lässt die Abstimmung wiederholen.'),
    extended: (who, closes) => says(de(who), ' gibt mehr Zeit: bis ', closes, '.'),
    overtaken: says('Die Abstimmung ging ohne Antwort weiter.'),
    seasonOver: says('Die Staffel ist vorbei. Es ist nichts mehr zu tun.'),
    takenBack: says('Die Folge wurde zurückgenommen, und ihre Abstimmung zählt nicht.'),
    found: (who) => says(de(who), ' hat bestätigt, dass die Nachricht da ist.'),
    sentAgain: (who) => says(de(who), ' lässt die Nachricht noch einmal senden.'),
    noLonger: says('Das ist erledigt. Es ist nichts mehr zu tun.'),
    disconnected: (who) => says(de(who), ' hat die Verbindung getrennt.'),
    approved: (who, outlet) => says(de(who), ' hat ', strong(outlet), ' zugelassen.'),
    declined: (who, outlet) => says(de(who), ' hat ', strong(outlet), ' abgelehnt.'),
    newRun: (who) => says(de(who), ' hat den letzten Durchlauf aufgegeben. Die Serie kann neu starten.'),
    restored: says('Eine Sicherung wurde eingespielt. Die Serie geht weiter, wo sie aufgehört hat.'),
    itemsTaken: (who) => says(de(who), ' hat zugestimmt.'),
    itemsLeft: (who) => says(de(who), ' hat es ausgelassen.'),
    itemsTakenUnasked: says('Ohne Antwort gepostet.'),
    itemsLeftUnasked: says('Ohne Antwort ausgelassen.'),
  },
  es: {
    decided: (who, label) => says(es(who), ' decidió: ', strong(label), '.'),
    byItself: (label) => says('Decidido sin respuesta: ', strong(label), '.'),
    letStand: (who) => says(es(who), ' dio por buenos los votos que hay.'),
    runAgain: (who) => says(es(who), ' mandó repetir la votación.'),
    extended: (who, closes) => says(es(who), ' dio más tiempo: hasta ', closes, '.'),
    overtaken: says('La votación siguió sin respuesta.'),
    seasonOver: says('La temporada terminó. No hay nada que hacer.'),
    takenBack: says('El episodio se retiró y su votación no cuenta.'),
    found: (who) => says(es(who), ' confirmó que el mensaje está.'),
    sentAgain: (who) => says(es(who), ' mandó enviar el mensaje otra vez.'),
    noLonger: says('Esto está resuelto. No hay nada que hacer.'),
    disconnected: (who) => says(es(who), ' lo desconectó.'),
    approved: (who, outlet) => says(es(who), ' admitió a ', strong(outlet), '.'),
    declined: (who, outlet) => says(es(who), ' rechazó a ', strong(outlet), '.'),
    newRun: (who) => says(es(who), ' abandonó la última emisión. La serie puede empezar de nuevo.'),
    restored: says('Se restauró una copia. La serie sigue donde se quedó.'),
    itemsTaken: (who) => says(es(who), ' dio el visto bueno.'),
    itemsLeft: (who) => says(es(who), ' lo omitió.'),
    itemsTakenUnasked: says('Publicado sin respuesta.'),
    itemsLeftUnasked: says('Omitido sin respuesta.'),
  },
  fr: {
    decided: (who, label) => says(fr(who), ' a décidé : ', strong(label), '.'),
    byItself: (label) => says('Décidé sans réponse : ', strong(label), '.'),
    letStand: (who) => says(fr(who), ' a retenu les voix déjà exprimées.'),
    runAgain: (who) => says(fr(who), ' a fait refaire le vote.'),
    extended: (who, closes) => says(fr(who), ' a donné plus de temps : jusqu’à ', closes, '.'),
    overtaken: says('Le vote a continué sans réponse.'),
    seasonOver: says('La saison est terminée. Il n’y a rien à faire.'),
    takenBack: says('L’épisode a été retiré, et son vote ne compte pas.'),
    found: (who) => says(fr(who), ' a confirmé que le message est là.'),
    sentAgain: (who) => says(fr(who), ' a fait renvoyer le message.'),
    noLonger: says('C’est réglé. Il n’y a rien à faire.'),
    disconnected: (who) => says(fr(who), ' l’a déconnecté.'),
    approved: (who, outlet) => says(fr(who), ' a accepté ', strong(outlet), '.'),
    declined: (who, outlet) => says(fr(who), ' a refusé ', strong(outlet), '.'),
    newRun: (who) => says(fr(who), ' a abandonné la dernière diffusion. La série peut recommencer.'),
    restored: says('Une sauvegarde a été restaurée. La série reprend où elle s’était arrêtée.'),
    itemsTaken: (who) => says(fr(who), ' a donné son accord.'),
    itemsLeft: (who) => says(fr(who), ' a choisi de ne pas publier.'),
    itemsTakenUnasked: says('Publié sans réponse.'),
    itemsLeftUnasked: says('Laissé de côté sans réponse.'),
  },
  pt: {
    decided: (who, label) => says(pt(who), ' decidiu: ', strong(label), '.'),
    byItself: (label) => says('Decidido sem resposta: ', strong(label), '.'),
    letStand: (who) => says(pt(who), ' aceitou os votos que existem.'),
    runAgain: (who) => says(pt(who), ' mandou repetir a votação.'),
    extended: (who, closes) => says(pt(who), ' deu mais tempo: até ', closes, '.'),
    overtaken: says('A votação continuou sem resposta.'),
    seasonOver: says('A temporada terminou. Não há nada a fazer.'),
    takenBack: says('O episódio foi retirado, e a votação dele não conta.'),
    found: (who) => says(pt(who), ' confirmou que a mensagem está lá.'),
    sentAgain: (who) => says(pt(who), ' mandou enviar a mensagem de novo.'),
    noLonger: says('Isto está resolvido. Não há nada a fazer.'),
    disconnected: (who) => says(pt(who), ' desconectou.'),
    approved: (who, outlet) => says(pt(who), ' aprovou ', strong(outlet), '.'),
    declined: (who, outlet) => says(pt(who), ' recusou ', strong(outlet), '.'),
    newRun: (who) => says(pt(who), ' abandonou a última exibição. A série pode começar de novo.'),
    restored: says('Um backup foi restaurado. A série continua de onde parou.'),
    itemsTaken: (who) => says(pt(who), ' aprovou.'),
    itemsLeft: (who) => says(pt(who), ' deixou de fora.'),
    itemsTakenUnasked: says('Publicado sem resposta.'),
    itemsLeftUnasked: says('Deixado de fora sem resposta.'),
  },
};

const english = WORDS.en as SettledWords;

export const settledWords = (language: string): SettledWords =>
  (Object.hasOwn(WORDS, language) ? WORDS[language] : undefined) ?? english;
