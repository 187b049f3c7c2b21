/** Telegram's own accounts: they stand for others, so they can't be used to reach or recognise a person. */
const SERVICE_ACCOUNTS: Readonly<Record<string, string>> = {
  '777000': 'Telegram’s own service account',
  '1087968824': '@GroupAnonymousBot, which stands for every anonymous administrator of every group',
  '136817688': '@Channel_Bot, which stands for everybody who writes in the name of a channel',
};

/**
 * What an account id stands for, if it is not a person's.
 * @param id digits.
 */
export const serviceAccount = (id: string): string | undefined =>
  Object.hasOwn(SERVICE_ACCOUNTS, id) ? SERVICE_ACCOUNTS[id] : undefined;

/** An id as people know it, in the form that ballots use. Ids of channels and groups, which some vote as, are negative. */
export const ballotAccount = (id: string): string => (id.startsWith('-') ? `chat:${id}` : `user:${id}`);
