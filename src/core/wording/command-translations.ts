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
  standings: 'recuento',
  receipt: 'recibo',
  show: 'serie',
  round: 'ronda',
  reason: 'motivo',
  by: 'más',
  option: 'opción',
  url: 'dirección',
  mention: 'mención',
  thread: 'hilo',
  'Which show; not needed where only one plays': 'Qué serie; no hace falta donde solo hay una',
  'Which show': 'Qué serie',
  'Number of the vote; the current one if left out': 'Número de la votación; si falta, la actual',
  'Number of the vote; the last one counted if left out':
    'Número de la votación; si falta, la última contada',
  'Why; fans can read this on the receipt': 'Por qué; los fans pueden leerlo en el recibo',
  'Another episode than the next': 'Otro episodio que el siguiente',
  'Which episode': 'Qué episodio',
  'Where it is watched: https://…': 'Dónde se ve: https://…',
  'How much longer: 30m, 2h, 1d': 'Cuánto más: 30m, 2h, 1d',
  'The option that wins; left out, the votes that are there decide':
    'La opción que gana; si falta, deciden los votos que hay',
  'Role to ping when an episode is out': 'Rol que se avisa cuando sale un episodio',
  'Another channel or thread of this server': 'Otro canal o hilo de este servidor',
  'This one if left out': 'Este, si falta',
  'Which one': 'Cuál',
  'Which message': 'Qué mensaje',
  'The message’s link, as copied from the app': 'El enlace del mensaje, copiado de la aplicación',
  'Begin a season: the opening episode goes out at once':
    'Empieza una temporada: el primer episodio sale enseguida',
  'Where the show stands, and what each outlet got': 'Cómo va la serie y qué recibió cada canal',
  'Hold what comes next; an open vote runs on to its end':
    'Detiene lo que sigue; una votación abierta llega a su fin',
  'Let a paused season go on': 'Deja seguir una temporada en pausa',
  'End the season for good; open votes are closed uncounted':
    'Termina la temporada; las votaciones abiertas se cierran sin contar',
  'Read the story file again: adopts episodes that are not out yet':
    'Relee el archivo de la historia: adopta episodios que aún no salieron',
  'What would be posted next in every outlet, and what would stop it':
    'Qué se publicaría ahora en cada canal y qué lo impediría',
  'Release the scheduled episode now': 'Publica ya el episodio previsto',
  'Give or change an episode’s link; posts that are out are mended':
    'Da o cambia el enlace de un episodio; lo publicado se corrige',
  'Close the vote early; what was cast so far decides':
    'Cierra antes la votación; decide lo votado hasta ahora',
  'Give the vote more time; every outlet is told': 'Da más tiempo a la votación; se avisa en cada canal',
  'Throw the vote away and run it again': 'Anula la votación y la repite',
  'Break a tie, or decide where too few voted': 'Deshace un empate o decide si votaron muy pocos',
  'Bring a show to this channel': 'Trae una serie a este canal',
  'Take an outlet out of a show': 'Saca un canal de una serie',
  'Whether the bot may do here all that it needs, and how to grant it':
    'Si el bot puede hacer aquí todo lo necesario, y cómo permitirlo',
  'The outlets of a show: those of this community, or all for a showrunner':
    'Los canales de una serie: los de esta comunidad, o todos',
  'Let a community in that asked to play along': 'Admite a una comunidad que pidió participar',
  'Turn a community down that asked to play along': 'Rechaza a una comunidad que pidió participar',
  'A message whose sending went unanswered is there: here is its link':
    'Un mensaje sin confirmar está ahí: este es su enlace',
  'A message whose sending went unanswered is not there: send it again':
    'Un mensaje sin confirmar no está: enviarlo otra vez',
  'The story so far, and the votes that led here': 'La historia hasta ahora y las votaciones que la llevaron',
  'How the vote stands over all communities': 'Cómo va la votación en todas las comunidades',
  'The account of a decision: every outlet’s count, and the rule':
    'Las cuentas de una decisión: los votos de cada canal y la regla',
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
  delivery: 'sendung',
  found: 'gefunden',
  resend: 'wiederholen',
  path: 'weg',
  standings: 'zwischenstand',
  receipt: 'beleg',
  show: 'serie',
  round: 'runde',
  reason: 'grund',
  by: 'um',
  option: 'option',
  url: 'adresse',
  mention: 'erwähnung',
  thread: 'thread',
  'Which show; not needed where only one plays': 'Welche Serie; unnötig, wo nur eine läuft',
  'Which show': 'Welche Serie',
  'Number of the vote; the current one if left out': 'Nummer der Abstimmung; ohne Angabe die laufende',
  'Number of the vote; the last one counted if left out':
    'Nummer der Abstimmung; ohne Angabe die zuletzt gezählte',
  'Why; fans can read this on the receipt': 'Warum; Fans können das auf dem Beleg lesen',
  'Another episode than the next': 'Eine andere Folge als die nächste',
  'Which episode': 'Welche Folge',
  'Where it is watched: https://…': 'Wo sie zu sehen ist: https://…',
  'How much longer: 30m, 2h, 1d': 'Wie viel länger: 30m, 2h, 1d',
  'The option that wins; left out, the votes that are there decide':
    'Die Option, die gewinnt; ohne sie entscheiden die vorhandenen Stimmen',
  'Role to ping when an episode is out': 'Rolle, die bei einer neuen Folge gerufen wird',
  'Another channel or thread of this server': 'Ein anderer Kanal oder Thread dieses Servers',
  'This one if left out': 'Ohne Angabe dieser',
  'Which one': 'Welcher',
  'Which message': 'Welche Nachricht',
  'The message’s link, as copied from the app': 'Der Link der Nachricht, aus der App kopiert',
  'Begin a season: the opening episode goes out at once':
    'Beginnt eine Staffel: Die erste Folge erscheint sofort',
  'Where the show stands, and what each outlet got': 'Wo die Serie steht und was jeder Kanal bekam',
  'Hold what comes next; an open vote runs on to its end':
    'Hält an, was folgt; eine offene Abstimmung läuft zu Ende',
  'Let a paused season go on': 'Setzt eine angehaltene Staffel fort',
  'End the season for good; open votes are closed uncounted':
    'Beendet die Staffel; offene Abstimmungen zählen nicht',
  'Read the story file again: adopts episodes that are not out yet':
    'Liest die Story neu und übernimmt, was noch nicht erschienen ist',
  'What would be posted next in every outlet, and what would stop it':
    'Was als Nächstes in jedem Kanal erschiene und was es verhinderte',
  'Release the scheduled episode now': 'Gibt die geplante Folge jetzt frei',
  'Give or change an episode’s link; posts that are out are mended':
    'Setzt oder ändert den Link einer Folge, auch in alten Beiträgen',
  'Close the vote early; what was cast so far decides':
    'Schließt die Abstimmung vorzeitig; was abgegeben ist, entscheidet',
  'Give the vote more time; every outlet is told': 'Gibt der Abstimmung mehr Zeit; jeder Kanal erfährt es',
  'Throw the vote away and run it again': 'Verwirft die Abstimmung und wiederholt sie',
  'Break a tie, or decide where too few voted': 'Löst ein Patt oder entscheidet bei zu wenigen Stimmen',
  'Bring a show to this channel': 'Bringt eine Serie in diesen Kanal',
  'Take an outlet out of a show': 'Nimmt einen Kanal aus einer Serie',
  'Whether the bot may do here all that it needs, and how to grant it':
    'Ob der Bot hier alles Nötige darf und wie man es erlaubt',
  'The outlets of a show: those of this community, or all for a showrunner':
    'Die Kanäle einer Serie: die dieser Community oder alle',
  'Let a community in that asked to play along': 'Lässt eine Community zu, die mitspielen möchte',
  'Turn a community down that asked to play along': 'Lehnt eine Community ab, die mitspielen möchte',
  'A message whose sending went unanswered is there: here is its link':
    'Eine unbestätigte Nachricht ist da: Das ist ihr Link',
  'A message whose sending went unanswered is not there: send it again':
    'Eine unbestätigte Nachricht fehlt: noch einmal senden',
  'The story so far, and the votes that led here': 'Die Geschichte bisher und die Abstimmungen dahinter',
  'How the vote stands over all communities': 'Wie die Abstimmung in allen Communitys steht',
  'The account of a decision: every outlet’s count, and the rule':
    'Die Rechnung einer Entscheidung: jeder Kanal und die Regel',
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
