import { line } from '../../posts/content.ts';
import { filled, inSpanish } from './count-sentence.ts';
import type { CountWords } from './count-words.ts';

export const spanish: CountWords = {
  of: {
    'no-poll-in-time': inSpanish(
      'Fuera del resultado: {} (sin encuesta a tiempo).',
      '{} no recibió la encuesta a tiempo. Usa allí /outlet check antes de la próxima votación.',
    ),
    'bot-absent': inSpanish(
      'Fuera del resultado: {} (el bot no tenía acceso).',
      'El bot no estaba en {} o no podía ver el canal. Déjalo entrar y usa allí /outlet check. El próximo episodio vuelve a publicarse allí.',
    ),
    'may-not-post': inSpanish(
      'Fuera del resultado: {} (el bot no tenía permiso para publicar encuestas).',
      'El bot no puede publicar encuestas en {}. Usa allí /outlet check y da los permisos que indique. El próximo episodio vuelve a publicarse allí.',
    ),
    'poll-refused': inSpanish(
      'Fuera del resultado: {} (el bot no pudo publicar la encuesta).',
      '{} no aceptó la encuesta. Usa allí /outlet check y da los permisos que indique. El próximo episodio vuelve a publicarse allí.',
    ),
    'poll-unconfirmed': inSpanish(
      'Fuera del resultado: {} (no se confirmó que la encuesta se publicó).',
      'La plataforma no confirmó la encuesta en {}. Míralo allí. Si está, indica su enlace con /delivery found.',
    ),
    'poll-forgotten': inSpanish(
      'Fuera del resultado: {} (se perdieron los datos de la encuesta).',
      'El bot perdió los datos de la encuesta en {}. Pide al operador que mire el registro.',
    ),
    uncounted: inSpanish('Fuera del resultado: {}.', 'No llegó el recuento de {}. El recibo dice por qué.'),
    'counts-hidden': inSpanish(
      'Fuera del resultado: {} (la plataforma no nos dio el recuento).',
      'La plataforma ocultó el recuento de {} y no lo dio al final. No se puede hacer nada en esta votación.',
    ),
    'bot-removed': inSpanish(
      'Sacaron al bot de {}. Vale el último recuento anterior.',
      'Sacaron al bot de {}. Añádelo otra vez y usa allí /outlet check.',
    ),
    'poll-deleted': inSpanish(
      'La encuesta en {} se borró. Vale el último recuento anterior.',
      'La encuesta en {} se borró. No se puede hacer nada en esta votación. Pide a los moderadores que no borren encuestas.',
    ),
    'poll-unseen': inSpanish(
      'El bot no pudo cerrar la encuesta en {}. Vale el último recuento antes del final.',
      'El bot no sabe qué mensaje contiene la encuesta en {}. Indica su enlace con /delivery found.',
    ),
    'cannot-close': inSpanish(
      'El bot no tenía permiso para cerrar la encuesta en {}. Vale el último recuento que tenemos.',
      'El bot no puede cerrar encuestas en {}. Usa allí /outlet check y da los permisos que indique.',
    ),
    unreadable: inSpanish(
      'La plataforma no nos dio el recuento final de {}. Vale el último recuento que tenemos.',
      'No se puede leer el recuento final de {}. Compara el recibo con la encuesta de allí.',
    ),
    'switched-off': inSpanish(
      'El bot ya no pudo acceder a la plataforma de {}. Vale el último recuento que tenemos.',
      'El bot funciona sin la plataforma de {}. Pide al operador que ponga su token otra vez.',
    ),
    'never-confirmed': inSpanish(
      'La plataforma nunca confirmó el recuento de {}. Vale el último recuento que tenemos.',
      'La plataforma nunca confirmó el recuento de {}. Compara el recibo con la encuesta de allí.',
    ),
    confirming: inSpanish(
      'La plataforma aún confirma el recuento de {}. La decisión no cambia.',
      'La plataforma aún no confirmó el recuento de {}. No hay que hacer nada: el recibo se actualizará.',
    ),
  },
  confirmedLater: (outlet) =>
    filled('El recuento de {} se confirmó después. La decisión no cambia.', [outlet]),
  moreOnReceipt: (count) => line(`Y ${count} más. El recibo los nombra todos.`),
  remarks: {
    'late-poll': inSpanish(
      'Encuesta tardía: {}. Los votos de allí cuentan.',
      '{} tuvo la encuesta menos de la mitad del tiempo. El registro dice por qué llegó tarde.',
    ),
    'read-otherwise': inSpanish(
      'El recuento final de {} se leyó por otra vía. Está completo.',
      'La plataforma no dio el recuento final de {} como siempre y el bot lo leyó por otra vía. No hay nada que hacer.',
    ),
  },
};
