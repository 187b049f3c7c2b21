/** The commands of one version of this program, by who may use them. */
export type CommandSet = Readonly<Record<'everyone' | 'moderator' | 'showrunner', readonly string[]>>;

/** Names of all commands of a set: `season start`, `path`. */
export const namesIn = (set: CommandSet): readonly string[] => Object.values(set).flat();

/** The first words: some platforms' menus show nothing else. */
export const headsOf = (names: readonly string[]): readonly string[] => [
  ...new Set(names.map((name) => name.split(' ')[0] ?? name)),
];

/** Whether both hold the same names, in any order. */
export const sameNames = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((name) => other.includes(name));

const FIRST: CommandSet = {
  everyone: ['path', 'standings', 'receipt'],
  moderator: ['season status', 'outlet connect', 'outlet disconnect', 'outlet check', 'outlet list'],
  showrunner: [
    'season start',
    'season pause',
    'season resume',
    'season cancel',
    'season reload',
    'episode preview',
    'episode release',
    'episode link',
    'vote close',
    'vote extend',
    'vote void',
    'vote decide',
    'outlet approve',
    'outlet decline',
    'delivery found',
    'delivery resend',
  ],
};
const WITH_NAMES: CommandSet = { ...FIRST, moderator: [...FIRST.moderator, 'outlet name'] };
const WITH_DATES: CommandSet = {
  ...WITH_NAMES,
  everyone: [...WITH_NAMES.everyone, 'next'],
  showrunner: [...WITH_NAMES.showrunner, 'episode schedule'],
};

const WITH_ITEMS: CommandSet = {
  ...WITH_DATES,
  showrunner: [
    ...WITH_DATES.showrunner,
    'season end',
    'episode add',
    'episode choice',
    'episode answer',
    'episode retract',
  ],
};

/**
 * The commands of every version that has written them to the platforms, newest last. With an empty store, the bot looks for
 * exactly one of these sets to find out whether it has been running before. So never change or remove a set that was
 * released; a version that changes its commands adds one.
 */
export const commandSets: readonly CommandSet[] = [FIRST, WITH_NAMES, WITH_DATES, WITH_ITEMS];
