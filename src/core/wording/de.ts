import { platformTitle } from '../platform-name.ts';
import { code, line, strong } from '../posts/content.ts';
import type { LeftOff } from '../vote/shortfall.ts';
import { cardWords } from './card-words.ts';
import type { Catalogue } from './catalogue.ts';
import { german as countWords } from './counts/german.ts';
import { feedWords } from './feed-words.ts';
import { german as items } from './items/german.ts';
import { noticeWords } from './notice-words.ts';
import { phrasesOf, totalsLine } from './phrases.ts';
import { resultWords } from './result-words.ts';
import { german as waitingWords } from './waiting/german.ts';

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
  reply: 'nicht als Antwort auf die Umfrage',
  thread: 'ohne Diskussions-Thread',
  mention: 'ohne Benachrichtigung der Rolle',
};

export const german: Catalogue = {
  language: 'de',
  watch: 'Folge ansehen',
  episodeTitle: (number, title) => line(`Folge ${number}: `, title),
  threadTitle: (number, title) => line(`Diskussion zu Folge ${number}: `, title),

  choseThis: (label, count, total) =>
    line('Ihr habt gewählt: ', strong(label), ` (${count} von ${votes(total)}).`),
  othersChose: (label, count, total) =>
    line('Das Publikum hat gewählt: ', strong(label), ` (${count} von ${votes(total)}).`),
  chosenWithout: (label, { rule }) => {
    switch (rule.kind) {
      case 'plurality':
        return line('Ihr habt gewählt: ', strong(label), '.');
      case 'showrunner':
        return line('Das Team der Serie hat gewählt: ', strong(label), '.');
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
    line('Wie es weitergeht, entscheidet ihr. Beginn der Abstimmung: ', opens, '. Ende: ', closes, '.'),
  voteIsOpen: (closes) => line('Wie es weitergeht, entscheidet ihr. Ende der Abstimmung: ', closes, '.'),
  predictionOpens: (opens, closes) =>
    line(
      'Hier kommt eine Tipprunde. Beginn: ',
      opens,
      '. Ende: ',
      closes,
      '. Sie ändert nichts an der Geschichte.',
    ),
  predictionIsOpen: (closes) =>
    line('Eine Tipprunde läuft. Ende: ', closes, '. Sie ändert nichts an der Geschichte.'),
  votesLater: line('Hier könnt ihr ab der nächsten Folge abstimmen.'),
  ending: (episodes, count) =>
    line(
      strong('Ende.'),
      count === 0
        ? ' Danke fürs Zuschauen.'
        : ` ${plural(episodes, 'Folge', 'Folgen')} und ${votes(count)} haben uns hierher gebracht. Danke fürs Mitentscheiden.`,
    ),

  runoffBetween: line(
    strong('Stichwahl.'),
    ' Die Abstimmung endete unentschieden. Wählt zwischen diesen Optionen.',
  ),
  voteAgain: (reason) =>
    line(strong('Wir stimmen noch einmal ab.'), ' Die letzte Abstimmung zählt nicht. Der Grund: ', reason),
  endsAt: (closes, relative) => line('Die Abstimmung endet am ', closes, ' (', relative, ').'),
  closedThen: line('Wir schließen die Umfrage dann, auch wenn ihr Zähler noch mehr Zeit anzeigt.'),
  mostVotesWin: (binding) =>
    line(
      binding
        ? 'Die Option mit den meisten Stimmen entscheidet, wie es weitergeht.'
        : 'Das ist eine Tipprunde. Sie ändert nichts an der Geschichte.',
    ),
  tieRule: (rule, runoff) => {
    switch (rule) {
      case 'runoff':
        return line(
          `Bei Gleichstand gibt es eine Stichwahl zwischen den gleichauf liegenden Optionen (${duration(runoff)}).`,
        );
      case 'showrunner':
        return line('Bei Gleichstand entscheidet das Team der Serie.');
      case 'first-listed':
        return line('Bei Gleichstand gewinnt die erste der gleichauf liegenden Optionen.');
    }
  },
  runoffTieRule: line('Steht es wieder unentschieden, gewinnt die erste der gleichauf liegenden Optionen.'),
  quorum: (ballots) =>
    line(
      ballots === 1
        ? 'Stimmt niemand ab, entscheidet das Team der Serie.'
        : `Bei weniger als ${votes(ballots)} entscheidet das Team der Serie.`,
    ),
  whoCounts: line('Die Stimmen aller Plattformen zählen zusammen: eine je Konto und Community.'),
  sealed: (hidden) =>
    line(
      hidden
        ? 'Der Stand bleibt bis zum Ende der Abstimmung verborgen.'
        : 'Hier ist der Stand schon während der Abstimmung zu sehen.',
    ),

  reminder: (closes, relative) =>
    line(strong('Letzte Gelegenheit.'), ' Die Abstimmung endet am ', closes, ' (', relative, ').'),
  extension: (closes, relative) =>
    line(strong('Mehr Zeit.'), ' Die Abstimmung endet nun erst am ', closes, ' (', relative, ').'),
  toPoll: 'Zur Umfrage',

  result: resultWords.german,
  card: cardWords.german,
  winner: (label, count, total, percent) =>
    line(strong(label), ` hat mit ${count} von ${votes(total)} gewonnen (${percent} %).`),
  standing: (label, votes, percent) => line(`${votes} (${percent}\u00a0%) · `, label),
  decidedBy: ({ rule }) => {
    switch (rule.kind) {
      case 'plurality':
        return undefined;
      case 'showrunner':
        return line(
          rule.because === 'quorum'
            ? 'Es kamen zu wenige Stimmen zusammen, also hat das Team der Serie entschieden.'
            : rule.because === 'tie'
              ? 'Es stand unentschieden, also hat das Team der Serie entschieden.'
              : rule.because === 'nobody-voted'
                ? 'Niemand hat abgestimmt, also hat das Team der Serie entschieden.'
                : 'Es konnte keine Umfrage rechtzeitig geöffnet werden, also hat das Team der Serie entschieden.',
        );
      case 'first-listed':
        return line(
          rule.because === 'nobody-voted'
            ? 'Niemand hat abgestimmt, also gilt die erste Option der Liste.'
            : rule.because === 'nobody-could'
              ? 'Es konnte keine Umfrage rechtzeitig geöffnet werden, also gilt die erste Option der Liste.'
              : rule.because === 'tie'
                ? 'Es stand unentschieden, also gilt die erste der gleichauf liegenden Optionen.'
                : 'Auch die Stichwahl endete unentschieden, also gilt die erste der gleichauf liegenden Optionen.',
        );
    }
  },
  fromPlatforms: totalsLine,
  choseOtherwise: (label, count, total) =>
    line('Der Favorit dieser Community: ', strong(label), ` (${count} von ${votes(total)}).`),
  counts: countWords,
  nextEpisode: (at) => line('Nächste Folge: ', at, '.'),
  waiting: waitingWords,
  notices: noticeWords.german,
  feed: feedWords.german,
  items,

  duration,
  alertTitle: (show) => line(show, ' braucht dich'),
  newsTitle: (show) => line(show, ': zur Information'),
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
    line(strong(question), ' Diese Abstimmung ist entschieden, aber nicht jede Zählung ist endgültig.'),
  message: (kind, number) => {
    switch (kind) {
      case 'drop':
        return `die Ankündigung von Folge ${number}`;
      case 'poll':
        return `die Umfrage zu Runde ${number}`;
      case 'reminder':
        return `die Erinnerung an Runde ${number}`;
      case 'extension':
        return 'die Nachricht über die Verlängerung';
      case 'notice':
        return waitingWords.notice;
      case 'result':
        return `das Ergebnis von Runde ${number}`;
      case 'alert':
        return 'eine Nachricht an die Showrunner';
    }
  },
  deliveryUnknown: (what, outlet, why) =>
    line(
      `Die Plattform hat ${what} in `,
      strong(outlet),
      ' nicht bestätigt (',
      why,
      '). Bitte sieh dort nach. Ist die Nachricht da, gib ihren Link mit /delivery found an. Wenn nicht, sende sie noch einmal.',
    ),
  stoppedPollSeen: (round, outlet, count) =>
    line(
      `Es gibt eine beendete Umfrage mit dem Text von Runde ${round} und ${votes(count)}. Sie zählt nicht, denn so eine kann jeder anlegen. `,
      'Ist es die Umfrage, die in ',
      strong(outlet),
      ' fehlt? Dann gib ihren Link mit /delivery found an; wenn nicht, sende die Umfrage noch einmal.',
    ),
  outletRefused: (what, outlet, problem) => line(strong(outlet), ` hat ${what} nicht bekommen. `, problem),
  noPollWithoutIt: line('Deshalb erscheint dort auch die Umfrage zu dieser Folge nicht.'),
  sentWithLess: (what, outlet, left) =>
    line(strong(outlet), ` hat ${what} ${left.map((each) => WITHOUT[each]).join(', ')} bekommen.`),
  pollDeleted: (question, outlet) =>
    line(
      'In ',
      strong(outlet),
      ' hat jemand die Umfrage ',
      strong(question),
      ' gelöscht. Es zählt der letzte Stand davor. So steht es im Beleg, und die Umfrage wird nicht noch einmal gepostet.',
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
      ' entfernt. Es zählt der letzte Stand davor. Dort wird nichts gepostet, bis der Bot wieder zugelassen wird.',
    ),
  seasonUnreadable: (season, why) =>
    line(
      `Die Daten der Staffel ${season} sind nicht lesbar (${why}). Diese Staffel wartet, alle anderen Serien laufen weiter. Stoppe den Bot und spiele eine Sicherung ein (npx cliffhanger restore), oder bitte mit dieser Nachricht um Hilfe.`,
    ),
  communitiesUnreadable: line(
    'Die Daten dieser Communitys sind nicht lesbar, deshalb sind sie nicht dabei. Überall sonst läuft die Serie weiter. Verbinde sie dort neu mit /outlet connect:',
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
  moreOutlets: (count) => line(`Und ${count} weitere. /season status nennt alle.`),
  outletWaiting: (outlet, by, members) =>
    line(
      strong(outlet),
      ' möchte mitspielen (',
      members === undefined ? '' : `${plural(members, 'Mitglied', 'Mitglieder')}, `,
      'angefragt von ',
      by,
      '). Die Stimmen dort zählen, sobald du zustimmst.',
    ),
  moreWaiting: (count) =>
    line(
      `${count} weitere warten. /outlet list nennt sie. Antworte mit /outlet approve oder /outlet decline.`,
    ),
  noneWaiting: line('Keine Anfrage wartet mehr: Alle sind beantwortet oder zurückgezogen.'),
  playedBefore: (found, show) =>
    line(
      found === 'folder'
        ? 'Die Datenbank des Bots hat diese Serie verloren. '
        : 'Die Datenbank des Bots ist leer, aber der Bot hat hier schon gepostet. ',
      `Bis du dich entscheidest, wird nichts gepostet. Soll die Serie weitergehen, wo sie aufgehört hat, bitte den Betreiber, eine Sicherung einzuspielen (npx cliffhanger restore DATEI). Willst du den letzten Durchlauf aufgeben, starte hier neu oder mit npx cliffhanger forget-past ${show}.`,
    ),
  anotherBot: (platform, goesOn) =>
    line(
      `Ein anderer Prozess läuft mit demselben ${platformTitle(platform)}-Token und anderen Daten. Deshalb postet dieser nichts mehr. Bitte den Betreiber, einen von beiden zu beenden. ${goesOn === 'restarted' ? 'Danach muss der andere neu gestartet werden.' : 'Der andere macht zwei Minuten danach von selbst weiter.'}`,
    ),
  buttons: {
    startAnew: 'Neu starten',
    sendAgain: 'Nicht da: noch einmal senden',
    runAgain: 'Neu abstimmen lassen',
    approve: 'Zulassen',
    decline: 'Ablehnen',
    approveNamed: (outlet) => line('Zulassen: ', outlet),
    declineNamed: (outlet) => line('Ablehnen: ', outlet),
    disconnect: 'Aus der Serie nehmen',
    receipt: 'Beleg ansehen',
    path: 'Was bisher geschah',
    watchNext: 'Nächste Folge ansehen',
    choose: (label) => line('Entscheiden: ', label),
  },
};
