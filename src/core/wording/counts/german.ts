import { line } from '../../posts/content.ts';
import { filled, inGerman } from './count-sentence.ts';
import type { CountWords } from './count-words.ts';

export const german: CountWords = {
  of: {
    'no-poll-in-time': inGerman(
      'Nicht im Ergebnis: {} (keine Umfrage vor dem Ende).',
      '{} hat vor dem Ende keine Umfrage bekommen. Prüfe dort vor der nächsten Abstimmung /outlet check.',
    ),
    'bot-absent': inGerman(
      'Nicht im Ergebnis: {} (der Bot hatte dort keinen Zugang).',
      'Der Bot war nicht in {} oder konnte den Kanal nicht sehen. Lass ihn hinein und rufe dort /outlet check auf. Die nächste Folge geht wieder dorthin.',
    ),
    'may-not-post': inGerman(
      'Nicht im Ergebnis: {} (der Bot durfte dort keine Umfrage posten).',
      'Der Bot darf in {} keine Umfragen posten. Rufe dort /outlet check auf und erlaube, was fehlt. Die nächste Folge geht wieder dorthin.',
    ),
    'poll-refused': inGerman(
      'Nicht im Ergebnis: {} (der Bot konnte die Umfrage nicht posten).',
      '{} hat die Umfrage nicht angenommen. Rufe dort /outlet check auf und erlaube, was fehlt. Die nächste Folge geht wieder dorthin.',
    ),
    'poll-unconfirmed': inGerman(
      'Nicht im Ergebnis: {} (nicht bestätigt, dass die Umfrage da ist).',
      'Die Plattform hat die Umfrage in {} nicht bestätigt. Bitte sieh dort nach. Ist sie da, gib ihren Link mit /delivery found an.',
    ),
    'poll-forgotten': inGerman(
      'Nicht im Ergebnis: {} (die Daten der Umfrage sind verloren).',
      'Der Bot hat die Daten der Umfrage in {} verloren. Bitte den Betreiber, ins Log zu sehen.',
    ),
    uncounted: inGerman('Nicht im Ergebnis: {}.', 'Aus {} kam keine Zählung. Der Beleg nennt den Grund.'),
    'counts-hidden': inGerman(
      'Nicht im Ergebnis: {} (die Plattform hat uns die Zahlen nicht gegeben).',
      'Die Plattform hat die Zahlen von {} verborgen und am Ende nicht gegeben. Für diese Abstimmung ist nichts zu tun.',
    ),
    'bot-removed': inGerman(
      'Der Bot wurde aus {} entfernt. Es gilt der letzte Stand davor.',
      'Der Bot wurde aus {} entfernt. Füge ihn wieder hinzu und rufe dort /outlet check auf.',
    ),
    'poll-deleted': inGerman(
      'Die Umfrage in {} wurde gelöscht. Es gilt der letzte Stand davor.',
      'Die Umfrage in {} wurde gelöscht. Für diese Abstimmung ist nichts zu tun. Bitte die Moderatoren dort, Umfragen stehen zu lassen.',
    ),
    'poll-unseen': inGerman(
      'Der Bot konnte die Umfrage in {} nicht schließen. Es gilt der letzte Stand vor dem Ende.',
      'Der Bot weiß nicht, in welcher Nachricht die Umfrage in {} ist. Gib ihren Link mit /delivery found an.',
    ),
    'cannot-close': inGerman(
      'Der Bot durfte die Umfrage in {} nicht schließen. Es gilt der letzte Stand, den wir haben.',
      'Der Bot darf in {} keine Umfragen schließen. Rufe dort /outlet check auf und erlaube, was fehlt.',
    ),
    unreadable: inGerman(
      'Die Plattform hat uns das Endergebnis von {} nicht gegeben. Es gilt der letzte Stand, den wir haben.',
      'Das Endergebnis von {} ist nicht lesbar. Bitte vergleiche den Beleg mit der Umfrage dort.',
    ),
    'switched-off': inGerman(
      'Der Bot konnte die Plattform von {} nicht mehr erreichen. Es gilt der letzte Stand, den wir haben.',
      'Der Bot läuft ohne die Plattform von {}. Bitte den Betreiber, ihren Token wieder einzutragen.',
    ),
    'never-confirmed': inGerman(
      'Die Plattform hat die Zählung von {} nie bestätigt. Es gilt der letzte Stand, den wir haben.',
      'Die Plattform hat die Zählung von {} nie bestätigt. Bitte vergleiche den Beleg mit der Umfrage dort.',
    ),
    confirming: inGerman(
      'Die Plattform bestätigt die Zählung von {} noch. Die Entscheidung ändert sich dadurch nicht.',
      'Die Plattform hat die Zählung von {} noch nicht bestätigt. Du musst nichts tun: Der Beleg wird dann ergänzt.',
    ),
  },
  confirmedLater: (outlet) =>
    filled('Die Zählung von {} wurde später bestätigt. Die Entscheidung bleibt.', [outlet]),
  moreOnReceipt: (count) => line(`Und ${count} weitere. Der Beleg nennt alle.`),
  remarks: {
    'late-poll': inGerman(
      'Späte Umfrage: {}. Die Stimmen dort zählen.',
      '{} hatte die Umfrage weniger als die halbe Zeit. Im Log steht, warum sie spät kam.',
    ),
    'read-otherwise': inGerman(
      'Das Endergebnis von {} wurde anders gelesen als sonst. Es ist vollständig.',
      'Die Plattform hat das Endergebnis von {} nicht wie sonst gegeben. Der Bot hat es anders gelesen. Es ist nichts zu tun.',
    ),
  },
};
