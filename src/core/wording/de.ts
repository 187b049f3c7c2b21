import { code, strong } from '../content.ts';
import type { LeftOff } from '../shortfall.ts';
import type { Catalogue } from './catalogue.ts';
import { noticeWords } from './notice-words.ts';
import { enumerated, line, phrasesOf, platformTotals } from './phrases.ts';
import { resultWords } from './result-words.ts';
import { waitingWords } from './waiting-words.ts';

const { plural, duration } = phrasesOf('de');
const votes = (count: number): string => plural(count, 'Stimme', 'Stimmen');

/** How a message was posted that had to do without something. */
const WITHOUT: Readonly<Record<LeftOff, string>> = {
  button: 'ohne den Knopf (der Link steht im Text)',
  picture: 'ohne das Bild',
  preview: 'ohne die Link-Vorschau',
  formatting: 'als einfachen Text, ohne Fettschrift und Links,',
  embed: 'als einfachen Text statt als Karte',
  details: 'ohne Inhaltsangabe und Hinweise',
  rules: 'ohne die Abstimmungsregeln',
  backstop: 'ohne eigenes Ende auf der Plattform (der Bot schließt die Umfrage)',
  thread: 'ohne Diskussions-Thread',
  mention: 'ohne Benachrichtigung der Rolle',
};

export const german: Catalogue = {
  language: 'de',
  watch: 'Folge ansehen',
  episodeTitle: (number, title) => `Folge ${number}: ${title}`,
  threadTitle: (title) => `Diskussion: ${title}`,

  choseThis: (label, count, total) =>
    line('Ihr habt gewählt: ', strong(label), ` (${count} von ${votes(total)}).`),
  chosenWithout: (label, { rule }) => {
    switch (rule.kind) {
      case 'plurality':
        return line('Ihr habt gewählt: ', strong(label), '.');
      case 'showrunner':
        return line('Die Showrunner haben gewählt: ', strong(label), '.');
      case 'first-listed':
        if (rule.because === 'nobody-could')
          return line(
            'Es konnte keine Umfrage rechtzeitig geöffnet werden, also ging es weiter mit: ',
            strong(label),
            '.',
          );
        return rule.because === 'nobody-voted'
          ? line('Niemand hat abgestimmt, also ging es weiter mit: ', strong(label), '.')
          : line('Es stand unentschieden, also ging es weiter mit: ', strong(label), '.');
    }
  },
  voteOpens: (opens, closes) =>
    line(
      'Wie es weitergeht, entscheidet ihr: Die Abstimmung beginnt am ',
      opens,
      ' und endet am ',
      closes,
      '.',
    ),
  voteIsOpen: (closes) => line('Wie es weitergeht, entscheidet ihr: Die Abstimmung endet am ', closes, '.'),
  predictionOpens: (opens, closes) =>
    line(
      'Eine Tipprunde beginnt am ',
      opens,
      ' und endet am ',
      closes,
      '. Sie ändert nichts an der Geschichte.',
    ),
  predictionIsOpen: (closes) =>
    line('Eine Tipprunde läuft; sie endet am ', closes, '. Sie ändert nichts an der Geschichte.'),
  ending: (episodes, count) =>
    line(
      strong('Ende.'),
      ` Bis hierher hat diese Geschichte ${plural(episodes, 'Folge', 'Folgen')} und ${votes(count)} gebraucht.`,
    ),

  runoffBetween: line(
    strong('Stichwahl.'),
    ' Die Abstimmung endete unentschieden; diese Optionen sind übrig.',
  ),
  voteAgain: (reason) => line(strong('Neue Abstimmung.'), ' Die vorige Abstimmung zählt nicht: ', reason),
  endsAt: (closes, relative) => line('Die Abstimmung endet am ', closes, ' (', relative, ').'),
  closedThen: line('Wir schließen die Umfrage dann, auch wenn ihr Zähler noch mehr Zeit anzeigt.'),
  mostVotesWin: (binding) =>
    line(
      binding
        ? 'Die Option mit den meisten Stimmen bestimmt die nächste Folge.'
        : 'Eine Tipprunde: Sie ändert nichts an der Geschichte.',
    ),
  tieRule: (rule, runoff) => {
    switch (rule) {
      case 'runoff':
        return line(
          `Bei Gleichstand folgt eine Stichwahl zwischen den gleichauf liegenden Optionen; sie dauert ${duration(runoff)}.`,
        );
      case 'showrunner':
        return line('Bei Gleichstand entscheiden die Showrunner.');
      case 'first-listed':
        return line(
          'Bei Gleichstand gewinnt unter den gleichauf liegenden Optionen die, die zuerst in der Liste steht.',
        );
    }
  },
  runoffTieRule: line('Bei erneutem Gleichstand gewinnt die Option, die zuerst in der Liste steht.'),
  quorum: (ballots) => line(`Bei weniger als ${votes(ballots)} entscheiden die Showrunner.`),
  whoCounts: line(
    'Die Stimmen aller Communitys auf Discord und Telegram werden zusammengezählt; jedes Konto zählt in jeder Community einmal.',
  ),
  sealed: (hidden) =>
    line(
      hidden
        ? 'Der Stand bleibt bis zum Ende verborgen.'
        : 'Auf dieser Plattform ist der Stand schon während der Abstimmung zu sehen.',
    ),

  reminderTitle: (question) => `Letzte Gelegenheit: ${question}`,
  reminder: (closes, relative) => line('Die Abstimmung endet am ', closes, ' (', relative, ').'),

  extensionTitle: (question) => `Mehr Zeit: ${question}`,
  extension: (closes, relative) => line('Die Abstimmung endet jetzt am ', closes, ' (', relative, ').'),

  result: resultWords.german,
  winner: (label, count, total, percent) =>
    line(strong(label), ` hat mit ${count} von ${votes(total)} gewonnen (${percent} %).`),
  decidedBy: ({ rule }) => {
    switch (rule.kind) {
      case 'plurality':
        return undefined;
      case 'showrunner':
        return line(
          rule.because === 'quorum'
            ? 'Es kamen zu wenige Stimmen zusammen, also haben die Showrunner entschieden.'
            : rule.because === 'tie'
              ? 'Es stand unentschieden, also haben die Showrunner entschieden.'
              : rule.because === 'nobody-voted'
                ? 'Niemand hat abgestimmt, also haben die Showrunner entschieden.'
                : 'Es konnte keine Umfrage rechtzeitig geöffnet werden, also haben die Showrunner entschieden.',
        );
      case 'first-listed':
        return line(
          rule.because === 'nobody-voted'
            ? 'Niemand hat abgestimmt, also hat die Option gewonnen, die zuerst in der Liste steht.'
            : rule.because === 'nobody-could'
              ? 'Es konnte keine Umfrage rechtzeitig geöffnet werden, also gilt die Option, die zuerst in der Liste steht.'
              : rule.because === 'tie'
                ? 'Es stand unentschieden, also hat unter den gleichauf liegenden Optionen die gewonnen, die zuerst in der Liste steht.'
                : 'Auch die Stichwahl endete unentschieden, also hat die Option gewonnen, die zuerst in der Liste steht.',
        );
    }
  },
  fromPlatforms: platformTotals,
  choseOtherwise: (label, count, total) =>
    line('Diese Community war anderer Meinung: ', strong(label), ` bekam hier ${count} von ${votes(total)}.`),
  provisional: line(
    'Vorläufig: Eine Plattform bestätigt ihre Zählung noch. An der Entscheidung ändert das nichts.',
  ),
  missing: (names, others) =>
    line(
      'Nicht gezählt werden konnten die Stimmen von: ',
      ...enumerated(names, ...(others > 0 ? [`${others} weitere`] : [])),
      '.',
    ),
  nextEpisode: (at) => line('Nächste Folge: ', at, '.'),
  waiting: waitingWords.german,
  notices: noticeWords.german,

  duration,
  alertTitle: (show) => `${show} braucht dich`,
  linkAwaited: (episode, show, id) =>
    line(
      strong(episode),
      ' ist fällig und hat noch keinen Link. Gib ihn mit ',
      code(`/episode link ${show} ${id} URL`),
      ' an; die Folge erscheint dann sofort.',
    ),
  undecided: (cause, question, show, options) =>
    line(
      cause === 'quorum'
        ? 'Zu wenige Stimmen bei: '
        : cause === 'tie'
          ? 'Gleichstand bei: '
          : cause === 'nobody-voted'
            ? 'Niemand hat abgestimmt bei: '
            : 'Es konnte keine Umfrage rechtzeitig geöffnet werden für: ',
      strong(question),
      ' Entscheide mit ',
      code(`/vote decide ${show} OPTION`),
      ` (${options.join(', ')}) oder lass mit `,
      code(`/vote void ${show}`),
      ' neu abstimmen.',
    ),
  provisionalAlert: (question) =>
    line(
      'Nach vorläufiger Zählung entschieden: ',
      strong(question),
      ' Der Beleg wird ergänzt, sobald die Zählung bestätigt ist.',
    ),
  message: (kind, number) => {
    switch (kind) {
      case 'drop':
        return `die Ankündigung von Folge ${number}`;
      case 'poll':
        return `die Umfrage zu Runde ${number}`;
      case 'reminder':
        return `die Erinnerung an Runde ${number}`;
      case 'extension':
        return 'die Nachricht von der längeren Abstimmung';
      case 'notice':
        return waitingWords.german.notice;
      case 'result':
        return `das Ergebnis von Runde ${number}`;
      case 'alert':
        return 'eine Nachricht an die Showrunner';
    }
  },
  deliveryUnknown: (what, outlet, why) =>
    line(
      strong(outlet),
      `: Es ist unklar, ob ${what} dort gepostet wurde (`,
      why,
      '). Sieh dort nach. Ist die Nachricht da, gib ihren Link mit /delivery found an; wenn nicht, sende sie noch einmal.',
    ),
  stoppedPollSeen: (round, outlet, count) =>
    line(
      `Eine beendete Umfrage mit dem Text von Runde ${round} ist aufgetaucht, mit ${votes(count)}. Sie zählt nicht, denn jeder kann so eine anlegen. `,
      'Ist es die Umfrage, die in ',
      strong(outlet),
      ' fehlt? Dann gib ihren Link mit /delivery found an; wenn nicht, sende die Umfrage noch einmal.',
    ),
  outletRefused: (what, outlet, problem, fix) =>
    line(strong(outlet), ` hat ${what} nicht bekommen. `, `${problem} ${fix}`.trimEnd()),
  noPollWithoutIt: line('Auch die Umfrage zu dieser Folge erscheint dort nicht.'),
  sentWithLess: (what, outlet, left, why) =>
    line(
      strong(outlet),
      ` hat ${what} ${left.map((each) => WITHOUT[each]).join(', ')} bekommen. Die Plattform sagt: `,
      why,
    ),
  pollDeleted: (question, outlet) =>
    line(
      'In ',
      strong(outlet),
      ' hat jemand die Umfrage ',
      strong(question),
      ' gelöscht. Es zählt der letzte Stand davor; so steht es im Beleg, und nichts wird noch einmal gepostet.',
    ),
  communityLeft: (outlet, others) =>
    line(
      'Der Bot wurde aus ',
      strong(outlet),
      others === 0
        ? ''
        : others === 1
          ? ' und einem weiteren Ort dort'
          : ` und ${others} weiteren Orten dort`,
      ' entfernt. Es zählt der letzte Stand davor. Dort wird nichts gepostet, bis der Bot wieder eingelassen wird.',
    ),
  seasonUnreadable: (season, why) =>
    line(
      `Die Daten der Staffel ${season} sind nicht lesbar (${why}). Diese Staffel wartet, alle anderen Serien laufen weiter. Stoppe den Bot und spiele eine Sicherung ein (npx cliffhanger restore), oder bitte mit dieser Nachricht um Hilfe.`,
    ),
  outletsUnplayable: (count) =>
    line(
      count === 1
        ? 'An einem Ort kann der Bot noch nicht spielen'
        : `An ${count} Orten kann der Bot noch nicht spielen`,
      '. Überall sonst läuft die Serie. Sobald das Problem behoben ist, kommt der Bot von selbst dazu:',
    ),
  shutOut: (platform) =>
    line(
      strong(platform),
      ' lässt den Bot nicht mehr herein. Bis das behoben ist, kommen von dort keine Stimmen und Befehle an:',
    ),
  moreOutlets: (count) => line(`Und ${count} weitere; der Status nennt alle.`),
  outletWaiting: (outlet, by) =>
    line(
      strong(outlet),
      ' möchte mitspielen (angefragt von ',
      by,
      '). Die Stimmen dort zählen, sobald du zustimmst.',
    ),
  moreWaiting: (count) =>
    line(
      `${count} weitere warten. /outlet list nennt sie; antworte mit /outlet approve oder /outlet decline.`,
    ),
  noneWaiting: line('Niemand wartet mehr: Alle diese Anfragen sind beantwortet oder zurückgezogen.'),
  playedBefore: (found, show) =>
    line(
      found === 'folder'
        ? 'Die Datenbank des Bots hat diese Show verloren. '
        : 'Die Datenbank des Bots ist leer, aber der Bot war hier schon im Einsatz. ',
      `Bis du dich entscheidest, wird nichts gepostet. Soll es weitergehen, wo es aufgehört hat, bitte den Betreiber, ein Backup einzuspielen (npx cliffhanger restore DATEI). Soll der letzte Durchlauf aufgegeben werden, starte hier neu oder mit npx cliffhanger forget-past ${show}.`,
    ),
  anotherBot: (platform, goesOn) =>
    line(
      `Ein anderer Prozess läuft mit demselben ${platform === 'discord' ? 'Discord' : 'Telegram'}-Token und anderen Daten. Deshalb postet dieser nichts mehr. Bitte den Betreiber, einen von beiden zu beenden. ${goesOn === 'restarted' ? 'Danach muss der andere neu gestartet werden.' : 'Der andere macht zwei Minuten danach von selbst weiter.'}`,
    ),
  buttons: {
    startAnew: 'Neu starten',
    sendAgain: 'Nicht da: noch einmal senden',
    runAgain: 'Neu abstimmen lassen',
    approve: 'Zulassen',
    decline: 'Ablehnen',
    approveNamed: (outlet) => `Zulassen: ${outlet}`,
    declineNamed: (outlet) => `Ablehnen: ${outlet}`,
    disconnect: 'Aus der Serie nehmen',
    receipt: 'Beleg ansehen',
    choose: (label) => `Entscheiden: ${label}`,
  },
};
