import { phrasesOf } from './phrases.ts';

/** What is written on a result's picture beside the words of the result. */
export interface CardWords {
  /** `2,482 votes` */
  readonly votes: (count: number) => string;
  /** Follows the votes: `in 14 communities`. */
  readonly communities: (count: number) => string;
  /** The short form of its hash follows. */
  readonly receipt: (hash: string) => string;
  /** Of a few words each. */
  readonly badges: {
    readonly runoff: string;
    readonly rerun: string;
    readonly tie: string;
    readonly provisional: string;
    readonly missing: (count: number, of: number) => string;
  };
}

/** The form that the language has for so many, and the number with its digits grouped. */
const counted = (language: string, one: string, many: string) => (count: number) => {
  const { grouped, plural } = phrasesOf(language);
  return plural(count, one, many).replace(String(count), () => grouped(count));
};

const english: CardWords = {
  votes: counted('en', 'vote', 'votes'),
  communities: (count) => `in ${counted('en', 'community', 'communities')(count)}`,
  receipt: (hash) => `Receipt ${hash}`,
  badges: {
    runoff: 'Runoff',
    rerun: 'Second vote',
    tie: 'Tie',
    provisional: 'Not every count is final',
    missing: (count, of) => `${count} of ${of} communities not counted`,
  },
};

const german: CardWords = {
  votes: counted('de', 'Stimme', 'Stimmen'),
  communities: (count) => `in ${counted('de', 'Community', 'Communitys')(count)}`,
  receipt: (hash) => `Beleg ${hash}`,
  badges: {
    runoff: 'Stichwahl',
    rerun: 'Neue Abstimmung',
    tie: 'Gleichstand',
    provisional: 'Noch nicht alles endgültig gezählt',
    missing: (count, of) => `${count} von ${of} Communitys nicht gezählt`,
  },
};

const spanish: CardWords = {
  votes: counted('es', 'voto', 'votos'),
  communities: (count) => `en ${counted('es', 'comunidad', 'comunidades')(count)}`,
  receipt: (hash) => `Recibo ${hash}`,
  badges: {
    runoff: 'Desempate',
    rerun: 'Segunda votación',
    tie: 'Empate',
    provisional: 'Aún no todo el recuento es definitivo',
    missing: (count, of) => `${count} de ${of} comunidades sin contar`,
  },
};

const french: CardWords = {
  votes: counted('fr', 'voix', 'voix'),
  communities: (count) => `dans ${counted('fr', 'communauté', 'communautés')(count)}`,
  receipt: (hash) => `Reçu ${hash}`,
  badges: {
    runoff: 'Second tour',
    rerun: 'Nouveau vote',
    tie: 'Égalité',
    provisional: 'Décompte pas encore définitif',
    missing: (count, of) => `${counted('fr', 'communauté', 'communautés')(count)} sur ${of} hors décompte`,
  },
};

const portuguese: CardWords = {
  votes: counted('pt', 'voto', 'votos'),
  communities: (count) => `em ${counted('pt', 'comunidade', 'comunidades')(count)}`,
  receipt: (hash) => `Recibo ${hash}`,
  badges: {
    runoff: 'Desempate',
    rerun: 'Nova votação',
    tie: 'Empate',
    provisional: 'A contagem ainda não é definitiva',
    missing: (count, of) => `${count} de ${of} comunidades fora da contagem`,
  },
};

export const cardWords = { english, german, spanish, french, portuguese };
