interface PageNumbers {
  /** `1,015 votes`: the count as the language groups it, and the form that it has for that many. */
  readonly many: (count: number, one: string, several: string) => string;
  readonly plain: (count: number) => string;
  /** `Paper or Stone` */
  readonly either: (names: readonly string[]) => string;
  /** A share of 0-1 in whole percent. */
  readonly percent: (share: number) => string;
}

export function numbersIn(language: string): PageNumbers {
  const plain = new Intl.NumberFormat(language);
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
  const forms = new Intl.PluralRules(language);
  const either = new Intl.ListFormat(language, { type: 'disjunction' });
  return {
    plain: (count) => plain.format(count),
    either: (names) => either.format(names),
    many: (count, one, several) => `${plain.format(count)} ${forms.select(count) === 'one' ? one : several}`,
    percent: (share) => percent.format(share),
  };
}
