/** Names (one lower-case word each) and descriptions of commands in other languages, by their English. */
const SPANISH: Readonly<Record<string, string>> = {
  season: 'temporada',
  start: 'empezar',
  status: 'estado',
  pause: 'pausar',
  resume: 'reanudar',
  cancel: 'cancelar',
  reload: 'releer',
  episode: 'episodio',
  preview: 'vista',
  release: 'publicar',
  link: 'enlace',
  vote: 'votación',
  close: 'cerrar',
  extend: 'prolongar',
  void: 'anular',
  decide: 'decidir',
  outlet: 'canal',
  connect: 'conectar',
  disconnect: 'desconectar',
  check: 'revisar',
  list: 'lista',
  approve: 'aprobar',
  decline: 'rechazar',
  delivery: 'envío',
  found: 'encontrado',
  resend: 'reenviar',
  path: 'camino',
  next: 'próximo',
  schedule: 'programar',
  retract: 'retirar',
  time: 'fecha',
  standings: 'recuento',
  receipt: 'recibo',
  show: 'serie',
  round: 'ronda',
  reason: 'motivo',
  by: 'más',
  option: 'opción',
  url: 'dirección',
  end: 'terminar',
  add: 'añadir',
  choice: 'elección',
  title: 'título',
  image: 'imagen',
  id: 'identificador',
  synopsis: 'sinopsis',
  options: 'opciones',
  lasts: 'dura',
  'End a serial show: open votes close and are announced, then it is over':
    'Termina una serie sin guion: las votaciones se cierran y se anuncian, y acaba',
  'Add the next episode of a serial show, or fill in a draft of a story':
    'Añade el próximo episodio de una serie sin guion, o completa un borrador',
  'The draft of a story that is filled in': 'El borrador de la historia que se completa',
  'What it is called': 'Cómo se llama',
  'Address of a picture: https://…': 'Dirección de una imagen: https://…',
  'Its id in a serial show; ep-1, ep-2 and so on if left out':
    'Su id en una serie sin guion; si falta, ep-1, ep-2, etc.',
  'What it is about; a line “Vote: Who? Mara | Teo” makes a vote':
    'De qué trata; una línea “Vote: ¿Quién? Mara | Teo” crea una votación',
  'Attach a vote to an episode of a serial show; if that is out, the vote opens at once':
    'Une una votación a un episodio de una serie sin guion; si ya salió, se abre enseguida',
  'Which episode; if left out, the next one, or the latest': 'Qué episodio; si falta, el próximo o el último',
  'What people vote on': 'Qué se vota',
  '2 to 10 answers, one a line, or on one line with | between them':
    'De 2 a 10 respuestas, una por línea, o en una línea separadas por |',
  'How long the vote is open: 30m, 20h, 1d': 'Cuánto dura la votación: 30m, 20h, 1d',
  question: 'pregunta',
  answer: 'responder',
  mention: 'mención',
  thread: 'hilo',
  'Which show; not needed where only one plays': 'Qué serie; no hace falta donde solo hay una',
  'Which show': 'Qué serie',
  'Number of the vote; the current one if left out': 'Número de la votación; si falta, la actual',
  'Number of the vote; the last one counted if left out':
    'Número de la votación; si falta, la última contada',
  'Why; fans can read this on the receipt': 'Por qué; los fans pueden leerlo en el recibo',
  'An episode other than the next one': 'Un episodio distinto del siguiente',
  'Which episode': 'Qué episodio',
  'Where it is watched: https://…': 'Dónde se ve: https://…',
  'When: 2026-12-24 20:00, or 20:00, in the show’s time zone':
    'Cuándo: 2026-12-24 20:00, o 20:00, en la zona horaria de la serie',
  'Give an episode its own date; outlets are told if a promised date moves':
    'Da a un episodio su propia fecha; si cambia una ya anunciada, se avisa en los canales',
  'Answer a question about new items: which of them are episodes':
    'Responde a una pregunta sobre novedades: cuáles son episodios',
  'Number of the question': 'Número de la pregunta',
  'What to take: all, newest or none': 'Qué se toma: all, newest o none',
  'Which episode of the story the item is': 'Qué episodio de la historia es',
  'When the next episode comes out': 'Cuándo sale el próximo episodio',
  'How much longer: 30m, 2h, 1d': 'Cuánto más: 30m, 2h, 1d',
  'The option to take; without it, the votes that are there decide':
    'La opción elegida; sin ella, deciden los votos que hay',
  'Role to ping when an episode is out': 'Rol al que se avisa cuando sale un episodio',
  'Another channel or thread of this server': 'Otro canal o hilo de este servidor',
  'This one if left out': 'Este, si falta',
  'Which one': 'Cuál',
  'Which message': 'Qué mensaje',
  'The message’s link, as copied from the app': 'El enlace del mensaje, copiado de la aplicación',
  'Start a season: the first episode goes out at once':
    'Empieza una temporada: el primer episodio sale enseguida',
  'How far the show is, and what each outlet got': 'Cómo va la serie y qué recibió cada canal',
  'Pause releases; an open vote continues': 'Detiene los estrenos; una votación abierta continúa',
  'Resume a paused season': 'Reanuda una temporada en pausa',
  'End the season for good; open votes are closed uncounted':
    'Termina la temporada; las votaciones abiertas se cierran sin contar',
  'Read the story file again and take over episodes that are not out yet':
    'Relee el archivo de la historia e incorpora episodios que aún no salieron',
  'What would be posted next in every outlet, and what would stop it':
    'Qué se publica después en cada canal y qué lo impide',
  'Release the scheduled episode now': 'Publica ya el episodio previsto',
  'Add or change an episode’s link, also in posts that are out':
    'Añade o cambia el enlace de un episodio, también en lo publicado',
  'Take back a posted episode; its posts are deleted and its open vote is void':
    'Retira un episodio publicado; se borra lo publicado y se anula su votación abierta',
  'Close the vote early; the current votes decide': 'Cierra antes la votación; deciden los votos actuales',
  'Give the vote more time; every outlet is told': 'Da más tiempo a la votación; se avisa en cada canal',
  'Discard the vote and run it again': 'Anula la votación y la repite',
  'Decide a vote that is waiting: a tie, or too few votes':
    'Decide una votación en espera: empate o muy pocos votos',
  'Bring a show to this channel': 'Trae una serie a este canal',
  'Take an outlet out of a show': 'Saca un canal de una serie',
  'Whether the bot has all the rights it needs here, and how to grant them':
    'Si el bot tiene aquí los permisos que necesita, y cómo dárselos',
  'The outlets of a show: those of this community, or all for a showrunner':
    'Los canales de una serie: los de esta comunidad, o todos',
  name: 'nombre',
  'How fans everywhere read your community’s name on receipts; without a name it has none':
    'Cómo leen los fans el nombre de tu comunidad en los recibos; sin nombre no tiene ninguno',
  'At most 40 characters; left out, the name is taken back':
    'Como mucho 40 caracteres; si falta, se retira el nombre',
  'Approve a community that asked to join': 'Admite a una comunidad que pidió participar',
  'Decline a community that asked to join': 'Rechaza a una comunidad que pidió participar',
  'Confirm that an unconfirmed message was posted': 'Confirma que un mensaje sin confirmar se publicó',
  'Send an unconfirmed message again': 'Envía otra vez un mensaje sin confirmar',
  'The story so far, and the votes that led here':
    'La historia hasta ahora y las votaciones que la trajeron hasta aquí',
  'The current count across all communities': 'El recuento actual de todas las comunidades',
  'How a vote was counted and decided, outlet by outlet':
    'El recuento y la decisión de una votación, canal por canal',
};

const GERMAN: Readonly<Record<string, string>> = {
  season: 'staffel',
  start: 'starten',
  status: 'status',
  pause: 'anhalten',
  resume: 'fortsetzen',
  cancel: 'abbrechen',
  reload: 'neuladen',
  episode: 'folge',
  preview: 'vorschau',
  release: 'freigeben',
  link: 'link',
  vote: 'abstimmung',
  close: 'schließen',
  extend: 'verlängern',
  void: 'verwerfen',
  decide: 'entscheiden',
  outlet: 'kanal',
  connect: 'verbinden',
  disconnect: 'trennen',
  check: 'prüfen',
  list: 'liste',
  approve: 'zulassen',
  decline: 'ablehnen',
  delivery: 'zustellung',
  found: 'gefunden',
  resend: 'wiederholen',
  path: 'verlauf',
  next: 'weiter',
  schedule: 'planen',
  retract: 'zurücknehmen',
  time: 'zeit',
  standings: 'zwischenstand',
  receipt: 'beleg',
  show: 'serie',
  round: 'runde',
  reason: 'grund',
  by: 'um',
  option: 'option',
  url: 'adresse',
  end: 'beenden',
  add: 'hinzufügen',
  choice: 'wahl',
  title: 'titel',
  image: 'bild',
  id: 'kennung',
  synopsis: 'inhalt',
  options: 'antworten',
  lasts: 'dauer',
  'End a serial show: open votes close and are announced, then it is over':
    'Beendet eine Serie ohne Drehbuch: Abstimmungen enden mit Ergebnis, dann ist Schluss',
  'Add the next episode of a serial show, or fill in a draft of a story':
    'Fügt die nächste Folge einer Serie ohne Drehbuch hinzu oder füllt einen Entwurf aus',
  'The draft of a story that is filled in': 'Der Entwurf der Geschichte, der ausgefüllt wird',
  'What it is called': 'Wie sie heißt',
  'Address of a picture: https://…': 'Adresse eines Bildes: https://…',
  'Its id in a serial show; ep-1, ep-2 and so on if left out':
    'Ihre Kennung in einer Serie ohne Drehbuch; ohne Angabe ep-1, ep-2 usw.',
  'What it is about; a line “Vote: Who? Mara | Teo” makes a vote':
    'Worum es geht; eine Zeile „Vote: Wer? Mara | Teo“ wird zur Abstimmung',
  'Attach a vote to an episode of a serial show; if that is out, the vote opens at once':
    'Hängt eine Abstimmung an eine Folge; ist die schon da, beginnt sie sofort',
  'Which episode; if left out, the next one, or the latest':
    'Welche Folge; ohne Angabe die nächste oder die letzte',
  'What people vote on': 'Worüber abgestimmt wird',
  '2 to 10 answers, one a line, or on one line with | between them':
    '2 bis 10 Antworten, je eine pro Zeile, oder in einer Zeile mit | dazwischen',
  'How long the vote is open: 30m, 20h, 1d': 'Wie lange abgestimmt wird: 30m, 20h, 1d',
  question: 'frage',
  answer: 'antworten',
  mention: 'erwähnung',
  thread: 'thread',
  'Which show; not needed where only one plays': 'Welche Serie; unnötig, wo nur eine läuft',
  'Which show': 'Welche Serie',
  'Number of the vote; the current one if left out': 'Nummer der Abstimmung; ohne Angabe die laufende',
  'Number of the vote; the last one counted if left out':
    'Nummer der Abstimmung; ohne Angabe die zuletzt gezählte',
  'Why; fans can read this on the receipt': 'Warum; Fans können das auf dem Beleg lesen',
  'An episode other than the next one': 'Eine andere Folge als die nächste',
  'Which episode': 'Welche Folge',
  'Where it is watched: https://…': 'Wo sie zu sehen ist: https://…',
  'When: 2026-12-24 20:00, or 20:00, in the show’s time zone':
    'Wann: 2026-12-24 20:00 oder 20:00, in der Zeitzone der Serie',
  'Give an episode its own date; outlets are told if a promised date moves':
    'Gibt einer Folge einen eigenen Termin; verschiebt sich ein genannter, wird es überall gesagt',
  'Answer a question about new items: which of them are episodes':
    'Beantwortet eine Frage zu neuen Einträgen: welche davon Folgen sind',
  'Number of the question': 'Nummer der Frage',
  'What to take: all, newest or none': 'Was genommen wird: all, newest oder none',
  'Which episode of the story the item is': 'Welche Folge der Geschichte es ist',
  'When the next episode comes out': 'Wann die nächste Folge erscheint',
  'How much longer: 30m, 2h, 1d': 'Wie viel länger: 30m, 2h, 1d',
  'The option to take; without it, the votes that are there decide':
    'Die gewählte Option; ohne sie entscheiden die vorhandenen Stimmen',
  'Role to ping when an episode is out': 'Rolle, die bei einer neuen Folge erwähnt wird',
  'Another channel or thread of this server': 'Ein anderer Kanal oder Thread dieses Servers',
  'This one if left out': 'Ohne Angabe dieser',
  'Which one': 'Welcher',
  'Which message': 'Welche Nachricht',
  'The message’s link, as copied from the app': 'Der Link der Nachricht, aus der App kopiert',
  'Start a season: the first episode goes out at once':
    'Beginnt eine Staffel: Die erste Folge erscheint sofort',
  'How far the show is, and what each outlet got': 'Wie weit die Serie ist und was jeder Kanal bekam',
  'Pause releases; an open vote continues': 'Hält neue Folgen an; eine offene Abstimmung läuft weiter',
  'Resume a paused season': 'Setzt eine angehaltene Staffel fort',
  'End the season for good; open votes are closed uncounted':
    'Beendet die Staffel; offene Abstimmungen zählen nicht',
  'Read the story file again and take over episodes that are not out yet':
    'Liest die Story neu und übernimmt, was noch nicht erschienen ist',
  'What would be posted next in every outlet, and what would stop it':
    'Was als Nächstes in jedem Kanal erscheint und was es verhindert',
  'Release the scheduled episode now': 'Gibt die geplante Folge jetzt frei',
  'Add or change an episode’s link, also in posts that are out':
    'Setzt oder ändert den Link einer Folge, auch in alten Beiträgen',
  'Take back a posted episode; its posts are deleted and its open vote is void':
    'Nimmt eine Folge zurück: Beiträge werden gelöscht, die offene Abstimmung zählt nicht',
  'Close the vote early; the current votes decide':
    'Schließt die Abstimmung vorzeitig; die bisherigen Stimmen entscheiden',
  'Give the vote more time; every outlet is told': 'Gibt der Abstimmung mehr Zeit; jeder Kanal erfährt es',
  'Discard the vote and run it again': 'Verwirft die Abstimmung und wiederholt sie',
  'Decide a vote that is waiting: a tie, or too few votes':
    'Entscheidet, wenn Gleichstand herrscht oder zu wenige abstimmten',
  'Bring a show to this channel': 'Bringt eine Serie in diesen Kanal',
  'Take an outlet out of a show': 'Nimmt einen Kanal aus einer Serie',
  'Whether the bot has all the rights it needs here, and how to grant them':
    'Ob der Bot hier alle nötigen Rechte hat und wie man sie ihm gibt',
  'The outlets of a show: those of this community, or all for a showrunner':
    'Die Kanäle einer Serie: die dieser Community oder alle',
  name: 'name',
  'How fans everywhere read your community’s name on receipts; without a name it has none':
    'Wie Fans überall den Namen deiner Community auf Belegen lesen; ohne Angabe hat sie keinen',
  'At most 40 characters; left out, the name is taken back':
    'Höchstens 40 Zeichen; ohne Angabe wird der Name zurückgenommen',
  'Approve a community that asked to join': 'Lässt eine Community zu, die mitspielen möchte',
  'Decline a community that asked to join': 'Lehnt eine Community ab, die mitspielen möchte',
  'Confirm that an unconfirmed message was posted':
    'Bestätigt, dass eine unbestätigte Nachricht gepostet wurde',
  'Send an unconfirmed message again': 'Sendet eine unbestätigte Nachricht noch einmal',
  'The story so far, and the votes that led here':
    'Die Geschichte bisher und die Abstimmungen, die hierher führten',
  'The current count across all communities': 'Der aktuelle Stand aus allen Communitys',
  'How a vote was counted and decided, outlet by outlet':
    'Auszählung und Entscheidung einer Abstimmung, Kanal für Kanal',
};

/** Not translated but for what has to be understood before it is written: fans read it. */
const FRENCH: Readonly<Record<string, string>> = {
  'Why; fans can read this on the receipt': 'Pourquoi ; les fans peuvent le lire sur le reçu',
};

const PORTUGUESE: Readonly<Record<string, string>> = {
  'Why; fans can read this on the receipt': 'Porquê; os fãs podem ler isto no recibo',
};

/** @returns the text in the other languages that have it, by BCP 47 tag; nothing for a text without translation. */
export function translate(english: string): Readonly<Record<string, string>> {
  const translated: Record<string, string> = {};
  for (const [language, texts] of [
    ['es', SPANISH],
    ['de', GERMAN],
    ['fr', FRENCH],
    ['pt', PORTUGUESE],
  ] as const) {
    const found = Object.hasOwn(texts, english) ? texts[english] : undefined;
    if (found !== undefined) translated[language] = found;
  }
  return translated;
}
