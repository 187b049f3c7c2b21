/** Accounts of Telegram itself: they stand for others, and nobody can be reached or recognised by them. */
const SERVICE_ACCOUNTS: Readonly<Record<string, string>> = {
  '777000': 'Telegram’s own service account',
  '1087968824': '@GroupAnonymousBot, which stands for every anonymous administrator of every group',
  '136817688': '@Channel_Bot, which stands for everybody who writes in the name of a channel',
};

/** What an account id stands for, where it is no person's. @param id digits. */
export const serviceAccount = (id: string): string | undefined =>
  Object.hasOwn(SERVICE_ACCOUNTS, id) ? SERVICE_ACCOUNTS[id] : undefined;
