import type { ProblemWords } from './problem-words.ts';

const NOTHING_TO_DO = 'No hay nada que hacer.';
const ADD_AGAIN =
  'Vuelve a añadir el bot al chat; en un canal, como administrador que pueda publicar mensajes.';
const NAME_ANOTHER = 'Indica un canal o un grupo; para los avisos vale también la cuenta de una persona.';
const ROLE_ID =
  'Corrige `mention` en el archivo del operador: Ajustes del servidor > Roles, clic derecho en el rol, Copiar ID del rol.';

export const spanish: ProblemWords = {
  of: {
    'unknown-channel': {
      what: 'Este canal ya no existe.',
      fix: 'Elige otro canal y corrígelo en el archivo del operador.',
    },
    'unknown-server': {
      what: 'El bot ya no está en este servidor.',
      fix: 'Vuelve a invitarlo.',
    },
    'unsuitable-channel': {
      what: 'En un canal de este tipo no se puede publicar una serie.',
      fix: 'Elige un canal de texto, un canal de anuncios o un hilo.',
    },
    'thread-archived': { what: 'El hilo está archivado.', fix: 'Vuelve a abrir el hilo o elige otro canal.' },
    'thread-locked': { what: 'El hilo está bloqueado.', fix: 'Desbloquea el hilo o elige otro canal.' },
    banned: {
      what: 'El bot está vetado en este servidor.',
      fix: 'Pide a los moderadores que levanten el veto y vuelve a invitar al bot.',
    },
    'missing-permission': {
      what: 'Al bot le falta un permiso en este canal.',
      fix: 'Usa allí /outlet check para saber cuál es, y dáselo en Editar canal > Permisos.',
    },
    'unknown-role': { what: 'El rol que se debe mencionar en los estrenos no existe.', fix: ROLE_ID },
    'role-of-a-bot': {
      what: 'El rol que se debe mencionar en los estrenos es de un bot y no avisa a nadie.',
      fix: ROLE_ID,
    },
    'everyone-as-role': {
      what: 'En los estrenos se debe mencionar a @everyone, pero con el ID del rol no se avisa a nadie.',
      fix: 'Escribe `mention: everyone` en el archivo del operador para avisar a todos, o indica el ID de otro rol.',
    },
    'unknown-chat': {
      what: 'Este chat no existe, o el bot nunca estuvo en él.',
      fix: `Revisa el nombre o el número del chat. ${ADD_AGAIN}`,
    },
    'unknown-topic': {
      what: 'Este tema no existe.',
      fix: 'Toma su número del enlace de un mensaje del tema: https://t.me/c/<chat>/<tema>/<mensaje>.',
    },
    'topic-closed': {
      what: 'El tema está cerrado.',
      fix: 'Vuelve a abrir el tema o deja que el bot gestione los temas.',
    },
    'not-a-member': { what: 'El bot ya no está en este chat.', fix: ADD_AGAIN },
    'not-an-administrator': {
      what: 'El bot no es administrador de este canal con permiso para publicar.',
      fix: 'Hazlo administrador con ese permiso: en un canal solo escriben los administradores.',
    },
    moved: {
      what: 'Este grupo pasó a ser un supergrupo y ahora tiene otro número.',
      fix: 'Corrige el número en el archivo del operador o conecta el grupo otra vez con /outlet connect.',
    },
    'not-a-forum': {
      what: 'Se indicó un tema, pero este chat no tiene temas.',
      fix: 'Quita `topic` del archivo del operador o activa los temas en los ajustes del grupo.',
    },
    'direct-messages': {
      what: 'Este chat contiene los mensajes directos de un canal, donde no se permiten encuestas.',
      fix: 'Usa el propio canal o un grupo.',
    },
    'a-person': {
      what: 'Es la cuenta de una persona, no un canal ni un grupo.',
      fix: 'Indica el nombre o el número del canal o grupo. Para los avisos, indica el número de la cuenta.',
    },
    'a-bot': { what: 'Es un bot: nadie leería lo que se le envíe.', fix: NAME_ANOTHER },
    'the-bot-itself': { what: 'Es el propio bot, que no puede escribirse a sí mismo.', fix: NAME_ANOTHER },
    'service-account': {
      what: 'Es una cuenta de la propia plataforma: nadie leería lo que se le envíe.',
      fix: NAME_ANOTHER,
    },
    'invalid-content': {
      what: 'La plataforma no acepta algo del mensaje.',
      fix: 'Revisa los textos y enlaces del episodio en el archivo de la historia.',
    },
    'content-refused': {
      what: 'La plataforma considera que el texto es explícito.',
      fix: 'Cambia el texto o marca el canal con restricción de edad.',
    },
    'content-blocked': {
      what: 'Una regla de AutoMod de este servidor bloquea el mensaje.',
      fix: 'Exime al bot de las reglas de AutoMod del servidor o cambia el texto.',
    },
    'link-blocked': { what: 'La plataforma bloquea un enlace del mensaje.', fix: 'Cambia el enlace.' },
    'invalid-link': {
      what: 'El enlace del episodio no es una dirección web.',
      fix: 'Indica con /episode link una dirección que empiece por https:// (o http://).',
    },
    'bad-link': {
      what: 'La plataforma no acepta el enlace del episodio en un botón.',
      fix: 'Indica con /episode link una dirección http o https pública.',
    },
    'too-long': {
      what: 'El texto es más largo de lo que permite la plataforma.',
      fix: 'Acorta los textos del episodio.',
    },
    'equal-answers': {
      what: 'Dos opciones de la votación se ven iguales.',
      fix: 'Da a cada opción un texto propio.',
    },
    'poll-too-long': {
      what: 'La votación dura más de lo que puede durar una encuesta en esta plataforma.',
      fix: 'Acorta `voting.lasts` en la historia o cierra antes la votación.',
    },
    'bad-picture': {
      what: 'La plataforma no pudo mostrar la imagen del episodio.',
      fix: 'Pon en `image` una dirección https pública de una imagen que no sea demasiado grande.',
    },
    'unknown-message': { what: 'El mensaje se borró.', fix: NOTHING_TO_DO },
    'cannot-delete': {
      what: 'La plataforma no deja que el bot borre ni cambie este mensaje.',
      fix: 'Borra el mensaje a mano.',
    },
    'picture-stays': {
      what: 'El bot pudo quitar el texto y el enlace, pero no la imagen.',
      fix: 'Borra el mensaje a mano.',
    },
    'thread-stays': {
      what: 'El bot no pudo renombrar y cerrar el hilo del episodio.',
      fix: 'Borra el hilo a mano.',
    },
    unconfirmed: {
      what: 'No se sabe si este mensaje está ahí.',
      fix: 'Míralo, y bórralo a mano si está.',
    },
    'message-gone': {
      what: 'El mensaje ya no está, o el bot no puede editarlo.',
      fix: 'Alguien lo borró o el grupo cambió de número: ya no se puede editar.',
    },
    'reply-gone': { what: 'El mensaje al que debía responder ya no está.', fix: NOTHING_TO_DO },
    removed: {
      what: 'Sacaron al bot de esta comunidad.',
      fix: 'Vuelve a dejarlo entrar y seguirá solo.',
    },
    'asked-too-often': {
      what: 'En el último minuto se ha pedido demasiadas veces al bot que revise canales.',
      fix: 'Inténtalo de nuevo dentro de un minuto.',
    },
    'no-answer': { what: 'La plataforma no responde.', fix: 'El bot vuelve a preguntar por sí solo.' },
    'no-episode': {
      what: 'El episodio no se publicó allí, así que su encuesta tampoco.',
      fix: 'Usa allí /outlet check antes del próximo episodio.',
    },
    'too-late': {
      what: 'Era demasiado tarde para enviar este mensaje.',
      fix: 'Ya no se puede hacer nada por él; el registro dice por qué no se envió antes.',
    },
    overtaken: { what: 'Lo que diría el mensaje ya no es cierto.', fix: NOTHING_TO_DO },
    left: { what: 'El canal dejó la serie antes de que se enviara el mensaje.', fix: NOTHING_TO_DO },
    'unknown-outlet': { what: 'El canal ya no forma parte de la temporada.', fix: NOTHING_TO_DO },
    'no-season': {
      what: 'Faltan los datos de la temporada.',
      fix: 'Pide al operador que restaure una copia (npx cliffhanger restore).',
    },
  },
  rights: {
    VIEW_CHANNEL: 'Ver canal',
    SEND_MESSAGES: 'Enviar mensajes',
    SEND_MESSAGES_IN_THREADS: 'Enviar mensajes en hilos',
    EMBED_LINKS: 'Insertar enlaces',
    ATTACH_FILES: 'Adjuntar archivos',
    SEND_POLLS: 'Crear encuestas',
    READ_MESSAGE_HISTORY: 'Leer el historial de mensajes',
    CREATE_PUBLIC_THREADS: 'Crear hilos públicos',
    MENTION_EVERYONE: 'Mencionar @everyone, @here y todos los roles',
    can_send_messages: 'enviar mensajes',
    can_send_polls: 'enviar encuestas',
    can_send_photos: 'enviar fotos',
    can_post_messages: 'publicar mensajes',
  },
  permission: (name) => ({
    what: `Al bot le falta el permiso «${name}» en este canal.`,
    fix: 'Dáselo en Editar canal > Permisos.',
  }),
  chatRight: (doing) => ({
    what: `El bot no puede ${doing} en este chat.`,
    fix: `Permite a los miembros ${doing} en los permisos del grupo, o haz al bot administrador con ese derecho.`,
  }),
  unknown: {
    what: 'La plataforma lo rechazó y el bot no sabe por qué.',
    fix: 'Usa allí /outlet check y revisa los textos y el enlace del episodio.',
  },
  said: (words) => `La plataforma dice, con sus palabras: «${words}»`,
};
