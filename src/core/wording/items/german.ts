import { code, line, strong, text } from '../../posts/content.ts';
import type { ItemWords } from './item-words.ts';

export const german: ItemWords = {
  draftAwaited: (episode, show, id) =>
    line(
      strong(episode),
      ' ist fällig, aber noch ein Entwurf. Schreib die Folge in der Story-Datei fertig und nimm ',
      code(`/season reload ${show}`),
      ', oder nimm ',
      code(`/episode add ${show} ${id}`),
      '. Dann erscheint sie.',
    ),
  sequelAwaited: (episode, show) =>
    line(
      strong(episode),
      ' ist erschienen, und die Story sagt noch nicht, was danach kommt. Schreib es in die Story-Datei und nimm ',
      code(`/season reload ${show}`),
      '.',
    ),
  confirm: (item) => line('Ein neuer Beitrag ist da: ', ...item, '. Soll er gepostet werden?'),
  old: (item, dated) =>
    line(
      'Dieser Beitrag ist neu im Feed, trägt aber das Datum ',
      dated,
      ': ',
      ...item,
      '. Ist das eine neue Folge?',
    ),
  many: (count) => line(`${count} neue Beiträge sind auf einmal gekommen. Welche davon sind Folgen?`),
  unmatched: (item) => line('Welche Folge ist das? Der Titel passt zu keiner in der Story: ', ...item, '.'),
  ambiguous: (item) => line('Welche Folge ist das? Es könnten mehrere sein: ', ...item, '.'),
  manyUnmatched: (count, show) =>
    line(
      `${count} Beiträge passen zu keiner Folge der Story. Wenn doch einer eine Folge ist, gib ihren Link mit `,
      code(`/episode link ${show}`),
      ' an.',
    ),
  more: (count) => line(`… und ${count} weitere.`),
  elsePosted: (until) => line('Ohne Antwort bis ', until, ' werden alle der Reihe nach gepostet.'),
  elseLeft: (until) => line('Ohne Antwort bis ', until, ' wird er ausgelassen.'),
  voteUnreadable: (episode, show, id, why) =>
    line(
      strong(episode),
      ' erscheint ohne Abstimmung. Die Beschreibung kündigt eine an, aber: ',
      text(why),
      '. Häng eine Abstimmung an mit ',
      code(`/episode choice ${show} ${id}`),
      '.',
    ),
  notRetracted: (what, outlet, why) =>
    line(
      `Der Bot konnte ${what} nicht zurücknehmen. Ort: `,
      strong(outlet),
      `. Grund: ${why} Bitte lösche die Nachricht von Hand.`,
    ),
  buttons: {
    post: 'Posten',
    skip: 'Auslassen',
    all: 'Alle nacheinander',
    newest: 'Nur den neuesten',
    none: 'Keinen',
    itIs: (episode) => line('Das ist ', episode),
  },
};
