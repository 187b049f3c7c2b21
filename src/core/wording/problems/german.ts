import type { ProblemWords } from './problem-words.ts';

const NOTHING_TO_DO = 'Es ist nichts zu tun.';
const ADD_AGAIN =
  'Füge den Bot wieder zum Chat hinzu, in einem Kanal als Administrator, der Nachrichten posten darf.';
const NAME_ANOTHER = 'Nenne einen Kanal oder eine Gruppe, für Hinweise auch das Konto einer Person.';
const ROLE_ID =
  'Korrigiere `mention` in der Datei des Betreibers: Servereinstellungen > Rollen, Rechtsklick auf die Rolle, Rollen-ID kopieren.';

export const german: ProblemWords = {
  of: {
    'unknown-channel': {
      what: 'Diesen Kanal gibt es nicht mehr.',
      fix: 'Wähle einen anderen Kanal und korrigiere den Eintrag in der Datei des Betreibers.',
    },
    'unknown-server': {
      what: 'Der Bot ist nicht mehr auf diesem Server.',
      fix: 'Lade ihn wieder ein.',
    },
    'unsuitable-channel': {
      what: 'In einem Kanal dieser Art kann keine Serie laufen.',
      fix: 'Wähle einen Textkanal, einen Ankündigungskanal oder einen Thread.',
    },
    'thread-archived': {
      what: 'Der Thread ist archiviert.',
      fix: 'Öffne den Thread wieder oder wähle einen anderen Kanal.',
    },
    'thread-locked': {
      what: 'Der Thread ist gesperrt.',
      fix: 'Entsperre den Thread oder wähle einen anderen Kanal.',
    },
    banned: {
      what: 'Der Bot ist auf diesem Server gebannt.',
      fix: 'Bitte die Moderatoren dort, den Bann aufzuheben, und lade den Bot dann wieder ein.',
    },
    'missing-permission': {
      what: 'Dem Bot fehlt in diesem Kanal eine Berechtigung.',
      fix: 'Rufe dort /outlet check auf: Das nennt die Berechtigung. Erteile sie unter Kanal bearbeiten > Berechtigungen.',
    },
    'unknown-role': {
      what: 'Die Rolle, die bei neuen Folgen erwähnt werden soll, gibt es nicht.',
      fix: ROLE_ID,
    },
    'role-of-a-bot': {
      what: 'Die Rolle, die bei neuen Folgen erwähnt werden soll, gehört einem Bot und erreicht niemanden.',
      fix: ROLE_ID,
    },
    'everyone-as-role': {
      what: 'Bei neuen Folgen soll @everyone erwähnt werden. Mit der ID der Rolle erreicht das niemanden.',
      fix: 'Schreibe `mention: everyone` in die Datei des Betreibers, um alle zu erwähnen, oder nimm die ID einer anderen Rolle.',
    },
    'unknown-chat': {
      what: 'Diesen Chat gibt es nicht, oder der Bot war nie darin.',
      fix: `Prüfe den Namen oder die Nummer des Chats. ${ADD_AGAIN}`,
    },
    'unknown-topic': {
      what: 'Dieses Thema gibt es nicht.',
      fix: 'Nimm seine Nummer aus dem Link einer Nachricht in dem Thema: https://t.me/c/<Chat>/<Thema>/<Nachricht>.',
    },
    'topic-closed': {
      what: 'Das Thema ist geschlossen.',
      fix: 'Öffne das Thema wieder, oder lass den Bot Themen verwalten.',
    },
    'not-a-member': { what: 'Der Bot ist nicht mehr in diesem Chat.', fix: ADD_AGAIN },
    'not-an-administrator': {
      what: 'Der Bot ist in diesem Kanal kein Administrator, der Nachrichten posten darf.',
      fix: 'Mach ihn zum Administrator mit diesem Recht: In einem Kanal schreiben nur Administratoren.',
    },
    moved: {
      what: 'Aus dieser Gruppe ist eine Supergruppe mit einer anderen Nummer geworden.',
      fix: 'Korrigiere die Nummer in der Datei des Betreibers, oder verbinde die Gruppe neu mit /outlet connect.',
    },
    'not-a-forum': {
      what: 'Der Eintrag nennt ein Thema, aber dieser Chat hat keine Themen.',
      fix: 'Nimm `topic` aus dem Eintrag, oder schalte in den Einstellungen der Gruppe Themen ein.',
    },
    'direct-messages': {
      what: 'In diesem Chat stehen die Direktnachrichten eines Kanals. Dort sind keine Umfragen erlaubt.',
      fix: 'Nimm den Kanal selbst oder eine Gruppe.',
    },
    'a-person': {
      what: 'Das ist das Konto einer Person, kein Kanal und keine Gruppe.',
      fix: 'Nimm den Namen oder die Nummer des Kanals oder der Gruppe. Für Hinweise gib die Nummer des Kontos an.',
    },
    'a-bot': { what: 'Das ist ein Bot. Was man ihm schickt, liest niemand.', fix: NAME_ANOTHER },
    'the-bot-itself': {
      what: 'Das ist der Bot selbst. Sich selbst kann er nicht schreiben.',
      fix: NAME_ANOTHER,
    },
    'service-account': {
      what: 'Das ist ein Konto der Plattform selbst. Was man ihm schickt, liest niemand.',
      fix: NAME_ANOTHER,
    },
    'invalid-content': {
      what: 'Die Plattform nimmt etwas in der Nachricht nicht an.',
      fix: 'Prüfe die Texte und Links der Folge in der Story-Datei.',
    },
    'content-refused': {
      what: 'Die Plattform hält den Text für anstößig.',
      fix: 'Ändere den Text, oder gib dem Kanal eine Altersbeschränkung.',
    },
    'content-blocked': {
      what: 'Eine AutoMod-Regel dieses Servers blockiert die Nachricht.',
      fix: 'Nimm den Bot von den AutoMod-Regeln des Servers aus, oder ändere den Text.',
    },
    'link-blocked': { what: 'Die Plattform blockiert einen Link in der Nachricht.', fix: 'Ändere den Link.' },
    'invalid-link': {
      what: 'Der Link der Folge ist keine Webadresse.',
      fix: 'Gib mit /episode link eine Adresse an, die mit https:// (oder http://) beginnt.',
    },
    'bad-link': {
      what: 'Die Plattform nimmt den Link der Folge nicht für einen Knopf an.',
      fix: 'Gib der Folge mit /episode link eine öffentliche http- oder https-Adresse.',
    },
    'too-long': {
      what: 'Der Text ist länger, als die Plattform erlaubt.',
      fix: 'Kürze die Texte der Folge.',
    },
    'equal-answers': {
      what: 'Zwei Optionen der Abstimmung sehen gleich aus.',
      fix: 'Gib jeder Option einen eigenen Text.',
    },
    'poll-too-long': {
      what: 'Die Abstimmung dauert länger, als eine Umfrage auf dieser Plattform dauern kann.',
      fix: 'Kürze `voting.lasts` in der Story, oder schließe die Abstimmung früher.',
    },
    'bad-picture': {
      what: 'Die Plattform konnte das Bild der Folge nicht zeigen.',
      fix: 'Gib unter `image` eine öffentliche https-Adresse eines nicht zu großen Bildes an.',
    },
    'unknown-message': { what: 'Die Nachricht wurde gelöscht.', fix: NOTHING_TO_DO },
    'cannot-delete': {
      what: 'Die Plattform lässt den Bot diese Nachricht weder löschen noch ändern.',
      fix: 'Löscht die Nachricht von Hand.',
    },
    'picture-stays': {
      what: 'Der Bot konnte den Text und den Link entfernen, aber nicht das Bild.',
      fix: 'Löscht die Nachricht von Hand.',
    },
    'thread-stays': {
      what: 'Der Bot konnte den Thread der Folge nicht umbenennen und schließen.',
      fix: 'Löscht den Thread von Hand.',
    },
    unconfirmed: {
      what: 'Es ist nicht bekannt, ob diese Nachricht da ist.',
      fix: 'Schaut dort nach, und löscht sie von Hand, wenn sie da ist.',
    },
    'message-gone': {
      what: 'Die Nachricht ist nicht mehr da, oder der Bot darf sie nicht bearbeiten.',
      fix: 'Jemand hat sie gelöscht, oder die Gruppe ist umgezogen: Sie lässt sich nicht mehr bearbeiten.',
    },
    'reply-gone': {
      what: 'Die Nachricht, auf die sie antworten sollte, ist nicht mehr da.',
      fix: NOTHING_TO_DO,
    },
    removed: {
      what: 'Der Bot wurde aus dieser Community entfernt.',
      fix: 'Lass ihn wieder hinein, dann geht es von selbst weiter.',
    },
    'asked-too-often': {
      what: 'Der Bot wurde in der letzten Minute zu oft gebeten, Kanäle zu prüfen.',
      fix: 'Versuch es in einer Minute noch einmal.',
    },
    'no-answer': { what: 'Die Plattform antwortet nicht.', fix: 'Der Bot fragt von selbst wieder nach.' },
    'no-episode': {
      what: 'Die Folge wurde dort nicht gepostet, deshalb auch ihre Umfrage nicht.',
      fix: 'Rufe dort vor der nächsten Folge /outlet check auf.',
    },
    'too-late': {
      what: 'Für diese Nachricht war es zu spät.',
      fix: 'Für sie ist nichts mehr zu tun. Im Log steht, warum sie nicht früher gesendet wurde.',
    },
    overtaken: { what: 'Was in der Nachricht stünde, stimmt nicht mehr.', fix: NOTHING_TO_DO },
    left: {
      what: 'Der Kanal hat die Serie verlassen, bevor die Nachricht gesendet wurde.',
      fix: NOTHING_TO_DO,
    },
    'unknown-outlet': { what: 'Der Kanal gehört nicht mehr zur Staffel.', fix: NOTHING_TO_DO },
    'no-season': {
      what: 'Die Daten der Staffel fehlen.',
      fix: 'Bitte den Betreiber, eine Sicherung einzuspielen (npx cliffhanger restore).',
    },
  },
  rights: {
    VIEW_CHANNEL: 'Kanal ansehen',
    SEND_MESSAGES: 'Nachrichten senden',
    SEND_MESSAGES_IN_THREADS: 'Nachrichten in Threads senden',
    EMBED_LINKS: 'Links einbetten',
    ATTACH_FILES: 'Dateien anhängen',
    SEND_POLLS: 'Umfragen erstellen',
    READ_MESSAGE_HISTORY: 'Nachrichtenverlauf anzeigen',
    CREATE_PUBLIC_THREADS: 'Öffentliche Threads erstellen',
    MENTION_EVERYONE: '@everyone, @here und alle Rollen erwähnen',
    can_send_messages: 'Nachrichten',
    can_send_polls: 'Umfragen',
    can_send_photos: 'Fotos',
    can_post_messages: 'Nachrichten',
  },
  permission: (name) => ({
    what: `Dem Bot fehlt in diesem Kanal die Berechtigung „${name}“.`,
    fix: 'Erteile sie ihm unter Kanal bearbeiten > Berechtigungen.',
  }),
  chatRight: (doing) => ({
    what: `Der Bot darf in diesem Chat keine ${doing} senden.`,
    fix: `Erlaube Mitgliedern in den Berechtigungen der Gruppe, ${doing} zu senden, oder mach den Bot zum Administrator, der das darf.`,
  }),
  unknown: {
    what: 'Die Plattform hat abgelehnt, und der Bot weiß nicht, warum.',
    fix: 'Rufe dort /outlet check auf und sieh dir Texte und Link der Folge an.',
  },
  said: (words) => `Die Plattform selbst sagt: „${words}“`,
};
