/** A showrunner is asked for a reason. It stands in the outlets and on the receipt, and is written before that is seen. */
const MISSING: Readonly<Record<string, string>> = {
  en: 'The reason is missing. Fans can read this.',
  de: 'Der Grund fehlt. Fans können das lesen.',
  es: 'Falta el motivo. Los fans pueden leerlo.',
  fr: 'Il manque la raison. Les fans peuvent la lire.',
  pt: 'Falta o motivo. Os fãs podem lê-lo.',
};
const LABEL: Readonly<Record<string, string>> = {
  en: 'Reason',
  de: 'Grund',
  es: 'Motivo',
  fr: 'Raison',
  pt: 'Motivo',
};

/** @param language of the person, ISO 639-1, as their platform tells it; one that the bot does not speak gets English. */
export const reasonMissing = (language = 'en'): string => inLanguage(MISSING, language);
export const reasonLabel = (language = 'en'): string => inLanguage(LABEL, language);

const inLanguage = (texts: Readonly<Record<string, string>>, language: string): string =>
  (Object.hasOwn(texts, language) ? texts[language] : undefined) ?? texts.en ?? '';
