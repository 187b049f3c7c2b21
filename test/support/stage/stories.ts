/** Story files, small enough to read whole; every duration as short as the contract allows. */

export interface Rules {
  readonly opens?: string;
  readonly lasts?: string;
  readonly tie?: 'runoff' | 'showrunner' | 'first-listed';
  readonly runoff?: string;
  readonly quorum?: number;
  readonly reminder?: string;
  readonly closing?: string;
  readonly sealed?: boolean;
  readonly missing?: 'ask' | 'announce';
  readonly patience?: string;
  readonly late?: 'extend' | 'ask' | 'go-on';
}

/** A person ends it unless a story says otherwise, so that a journey does not have to wait. */
const RULES: Rules = { lasts: '10m', runoff: '10m', closing: '20s' };

interface Choice {
  readonly question: string;
  readonly kind?: 'prediction';
  readonly voting?: Rules;
  readonly options: readonly { readonly id: string; readonly label: string; readonly next?: string }[];
}
interface Episode {
  readonly title: string;
  readonly url?: string;
  readonly synopsis?: string;
  readonly choice?: Choice;
  readonly next?: string;
  readonly ending?: true;
  readonly draft?: true;
  readonly at?: string;
}
export interface StoryFile {
  readonly id: string;
  readonly title: string;
  readonly language?: string;
  readonly opening: string;
  readonly release:
    | { readonly after: string }
    | { readonly every: string; readonly at: string; readonly timezone: string }
    | { readonly on: 'link' };
  readonly voting: Rules;
  readonly episodes: Readonly<Record<string, Episode>>;
}

/** `shows[].serial` of the operator's file. */
export interface SerialShow {
  readonly id: string;
  readonly title: string;
  readonly language?: string;
  readonly release?: StoryFile['release'];
  readonly voting: Rules;
}

/** Has no episode before somebody brings one. */
export const serialShow = (rules: Rules = {}): SerialShow => ({
  id: 'backroom',
  title: 'The Back Room',
  voting: { ...RULES, ...rules },
});

const link = (episode: string): string => `https://watch.example/lighthouse/${episode}`;
const ending = (title: string, episode: string): Episode => ({
  title,
  url: link(episode),
  synopsis: 'The light goes out.',
  ending: true,
});

/** One choice of three, each with its own ending. */
export function oneChoice(rules: Rules = {}): StoryFile {
  return {
    id: 'lighthouse',
    title: 'The Lighthouse',
    opening: 'storm',
    release: { after: '0s' },
    voting: { ...RULES, ...rules },
    episodes: {
      storm: {
        title: 'Storm',
        url: link('storm'),
        synopsis: 'Three boats, one lamp.',
        choice: {
          question: 'Whom does Ines light home?',
          options: [
            { id: 'sister', label: 'Her sister', next: 'harbour' },
            { id: 'doctor', label: 'The doctor', next: 'ward' },
            { id: 'nobody', label: 'Nobody & "all"', next: 'dark' },
          ],
        },
      },
      harbour: ending('Harbour', 'harbour'),
      ward: ending('Ward', 'ward'),
      dark: ending('Dark', 'dark'),
    },
  };
}

/** A choice, an episode that only leads on, a second choice, two endings. */
export function twoChoices(rules: Rules = {}): StoryFile {
  const story = oneChoice(rules);
  return {
    ...story,
    episodes: {
      ...story.episodes,
      harbour: { title: 'Harbour', url: link('harbour'), synopsis: 'She is not alone.', next: 'debt' },
      debt: {
        title: 'Debt',
        url: link('debt'),
        choice: {
          question: 'Does she tell the truth?',
          options: [
            { id: 'yes', label: 'All of it', next: 'dawn' },
            { id: 'half', label: 'The half that helps', next: 'dark' },
          ],
        },
      },
      dawn: ending('Dawn', 'dawn'),
    },
  };
}

/** A prediction beside the story, whose vote is still open when the ending is out. */
export function withPrediction(): StoryFile {
  const story = oneChoice();
  return {
    ...story,
    opening: 'eve',
    episodes: {
      eve: {
        title: 'Eve',
        url: link('eve'),
        choice: {
          question: 'Will the lamp hold?',
          kind: 'prediction',
          options: [
            { id: 'holds', label: 'It holds' },
            { id: 'fails', label: 'It fails' },
          ],
        },
        next: 'storm',
      },
      ...story.episodes,
    },
  };
}

/** The winner's episode has no link yet. */
export function withoutLink(): StoryFile {
  const story = oneChoice();
  return {
    ...story,
    episodes: { ...story.episodes, ward: { title: 'Ward', synopsis: 'Still in the edit.', ending: true } },
  };
}

/** Words of `eventfulStory`. */
const EVENTFUL = {
  en: {
    title: 'The Lighthouse',
    episodes: ['Eve', 'Storm', 'Debt', 'Dawn', 'Ward'],
    questions: [
      'Will the lamp hold?',
      'Whom does Ines light home?',
      'Does she tell the truth?',
      'Who gets the last boat?',
      'Does she stay?',
    ],
    options: [
      ['It holds', 'It fails'],
      ['Her sister', 'The doctor'],
      ['All of it', 'The half that helps'],
      ['The boy', 'The captain'],
      ['She stays', 'She leaves'],
    ],
  },
  de: {
    title: 'Der Leuchtturm',
    episodes: ['Vorabend', 'Sturm', 'Schuld', 'Morgen', 'Station'],
    questions: [
      'Hält die Lampe?',
      'Wem leuchtet Ines heim?',
      'Sagt sie die Wahrheit?',
      'Wer bekommt das letzte Boot?',
      'Bleibt sie?',
    ],
    options: [
      ['Sie hält', 'Sie erlischt'],
      ['Ihrer Schwester', 'Dem Arzt'],
      ['Die ganze', 'Die halbe'],
      ['Der Junge', 'Der Kapitän'],
      ['Sie bleibt', 'Sie geht'],
    ],
  },
  es: {
    title: 'El faro',
    episodes: ['Víspera', 'Tormenta', 'Deuda', 'Alba', 'Pabellón'],
    questions: [
      '¿Aguantará la lámpara?',
      '¿A quién guía Inés a casa?',
      '¿Dice la verdad?',
      '¿Quién sube al último bote?',
      '¿Se queda?',
    ],
    options: [
      ['Aguanta', 'Se apaga'],
      ['A su hermana', 'Al médico'],
      ['Toda', 'La mitad que ayuda'],
      ['El niño', 'El capitán'],
      ['Se queda', 'Se va'],
    ],
  },
  fr: {
    title: 'Le phare',
    episodes: ['Veille', 'Tempête', 'Dette', 'Aube', 'Salle'],
    questions: [
      'La lampe tiendra-t-elle ?',
      'Qui Inès guide-t-elle ?',
      'Dit-elle la vérité ?',
      'Qui prend le dernier bateau ?',
      'Reste-t-elle ?',
    ],
    options: [
      ['Elle tient', 'Elle s’éteint'],
      ['Sa sœur', 'Le médecin'],
      ['Toute', 'La moitié utile'],
      ['Le garçon', 'Le capitaine'],
      ['Elle reste', 'Elle part'],
    ],
  },
  pt: {
    title: 'O farol',
    episodes: ['Véspera', 'Tempestade', 'Dívida', 'Aurora', 'Enfermaria'],
    questions: [
      'A lâmpada vai aguentar?',
      'Quem Inês guia para casa?',
      'Ela conta a verdade?',
      'Quem fica com o último barco?',
      'Ela fica?',
    ],
    options: [
      ['Aguenta', 'Apaga'],
      ['A irmã', 'O médico'],
      ['Toda', 'A metade que ajuda'],
      ['O menino', 'O capitão'],
      ['Fica', 'Vai embora'],
    ],
  },
} as const;

/** What a story of much happening is told in. */
export type EventfulLanguage = keyof typeof EVENTFUL;

/** A prediction, a quorum of nine, a tie for a person, a vote of twelve seconds that is announced before it opens, and one more. */
export function eventfulStory(language: EventfulLanguage): StoryFile {
  const { title, episodes, questions, options } = EVENTFUL[language];
  const choice = (at: number, ids: readonly string[], next?: string, voting?: Rules): Choice => ({
    question: questions[at] ?? '',
    ...(voting && { voting }),
    options: ids.map((id, index) => ({
      id,
      label: options[at]?.[index] ?? '',
      ...(next !== undefined && { next }),
    })),
  });
  const posted = (at: number, id: string) => ({ title: episodes[at] ?? '', url: link(id) });
  return {
    id: 'lighthouse',
    title,
    language,
    opening: 'eve',
    release: { after: '0s' },
    voting: RULES,
    episodes: {
      eve: {
        ...posted(0, 'eve'),
        choice: { ...choice(0, ['holds', 'fails']), kind: 'prediction' },
        next: 'storm',
      },
      storm: { ...posted(1, 'storm'), choice: choice(1, ['sister', 'doctor'], 'debt', { quorum: 9 }) },
      debt: { ...posted(2, 'debt'), choice: choice(2, ['yes', 'half'], 'dawn', { tie: 'showrunner' }) },
      dawn: {
        ...posted(3, 'dawn'),
        choice: choice(3, ['boy', 'captain'], 'ward', { opens: '40s', lasts: '12s', reminder: '5s' }),
      },
      ward: { ...posted(4, 'ward'), choice: choice(4, ['stays', 'leaves'], 'end') },
      end: ending('End', 'end'),
    },
  };
}
