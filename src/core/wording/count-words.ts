import { type Line, line } from '../posts/content.ts';
import type { CountRemark, CountTrouble } from '../vote/count-trouble.ts';
import { countRemarks } from './count-remarks.ts';
import {
  filled,
  inEnglish,
  inFrench,
  inGerman,
  inPortuguese,
  inSpanish,
  type Told,
} from './count-sentence.ts';

export interface CountWords {
  readonly of: Readonly<Record<CountTrouble, Told>>;
  readonly remarks: Readonly<Record<CountRemark, Told>>;
  /** For fans, on the receipt: the platform's own count came after the decision. */
  readonly confirmedLater: (outlet: string) => Line;
  /** For showrunners. */
  readonly moreOnReceipt: (count: number) => Line;
}

const english: Omit<CountWords, 'remarks'> = {
  of: {
    'no-poll-in-time': inEnglish(
      'Not in the result: {} (no poll in time).',
      '{} got no poll in time. Run /outlet check there before the next vote.',
    ),
    'bot-absent': inEnglish(
      'Not in the result: {} (the bot had no access there).',
      'The bot was not in {}, or could not see the channel. Let it in and run /outlet check there. The next episode goes there again.',
    ),
    'may-not-post': inEnglish(
      'Not in the result: {} (the bot was not allowed to post polls there).',
      'The bot may not post polls in {}. Run /outlet check there and grant what it names. The next episode goes there again.',
    ),
    'poll-refused': inEnglish(
      'Not in the result: {} (the bot could not post the poll).',
      '{} did not take the poll. Run /outlet check there and grant what it names. The next episode goes there again.',
    ),
    'poll-unconfirmed': inEnglish(
      'Not in the result: {} (we could not confirm that the poll was posted).',
      'The platform did not confirm the poll in {}. Please check there. If it is there, give its link with /delivery found.',
    ),
    'poll-forgotten': inEnglish(
      'Not in the result: {} (we lost the data of the poll).',
      'The bot has lost its data of the poll in {}. Ask the operator to look at the log.',
    ),
    uncounted: inEnglish('Not in the result: {}.', 'No count came from {}. The receipt says why.'),
    'counts-hidden': inEnglish(
      'Not in the result: {} (the platform did not give us the counts).',
      'The platform hid the counts of {} and did not give them at the end. Nothing can be done for this vote.',
    ),
    'bot-removed': inEnglish(
      'The bot was removed from {}. Its last count before that is used.',
      'The bot was removed from {}. Add it again and run /outlet check there.',
    ),
    'poll-deleted': inEnglish(
      'The poll in {} was deleted. Its last count before that is used.',
      'The poll in {} was deleted. Nothing can be done for this vote. Ask the moderators there to keep polls.',
    ),
    'poll-unseen': inEnglish(
      'The bot could not close the poll in {}. Its last count before the deadline is used.',
      'The bot does not know which message holds the poll in {}. Give its link with /delivery found.',
    ),
    'cannot-close': inEnglish(
      'The bot was not allowed to close the poll in {}. The last count we have is used.',
      'The bot may not close polls in {}. Run /outlet check there and grant what it names.',
    ),
    unreadable: inEnglish(
      'The platform did not give us the final count of {}. The last count we have is used.',
      'The final count of {} can’t be read. Please compare the receipt with the poll there.',
    ),
    'switched-off': inEnglish(
      'The bot could not reach the platform of {} any more. The last count we have is used.',
      'The bot runs without the platform of {}. Ask the operator to set its token again.',
    ),
    'never-confirmed': inEnglish(
      'The platform never confirmed the count of {}. The last count we have is used.',
      'The platform never confirmed the count of {}. Please compare the receipt with the poll there.',
    ),
    confirming: inEnglish(
      'The platform is still confirming the count of {}. The decision does not change.',
      'The platform has not confirmed the count of {} yet. Nothing to do: the receipt is updated when it does.',
    ),
  },
  confirmedLater: (outlet) => filled('The count of {} was confirmed later. The decision stays.', [outlet]),
  moreOnReceipt: (count) => line(`And ${count} more. The receipt lists them all.`),
};

const german: Omit<CountWords, 'remarks'> = {
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
};

const spanish: Omit<CountWords, 'remarks'> = {
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
};

const french: Omit<CountWords, 'remarks'> = {
  of: {
    'no-poll-in-time': inFrench(
      'Hors du résultat\u00a0: {} (pas de sondage à temps).',
      '{} n’a pas reçu le sondage à temps. Lancez-y /outlet check avant le prochain vote.',
    ),
    'bot-absent': inFrench(
      'Hors du résultat\u00a0: {} (le bot n’y avait pas accès).',
      'Le bot n’était pas dans {}, ou ne voyait pas le salon. Laissez-le entrer et lancez-y /outlet check. Le prochain épisode y sera de nouveau publié.',
    ),
    'may-not-post': inFrench(
      'Hors du résultat\u00a0: {} (le bot n’avait pas le droit d’y publier des sondages).',
      'Le bot n’a pas le droit de publier des sondages dans {}. Lancez-y /outlet check et accordez ce qui manque. Le prochain épisode y sera de nouveau publié.',
    ),
    'poll-refused': inFrench(
      'Hors du résultat\u00a0: {} (le bot n’a pas pu publier le sondage).',
      '{} n’a pas accepté le sondage. Lancez-y /outlet check et accordez ce qui manque. Le prochain épisode y sera de nouveau publié.',
    ),
    'poll-unconfirmed': inFrench(
      'Hors du résultat\u00a0: {} (publication du sondage non confirmée).',
      'La plateforme n’a pas confirmé le sondage dans {}. Allez voir. S’il y est, donnez son lien avec /delivery found.',
    ),
    'poll-forgotten': inFrench(
      'Hors du résultat\u00a0: {} (les données du sondage sont perdues).',
      'Le bot a perdu les données du sondage dans {}. Demandez à l’opérateur de regarder le journal.',
    ),
    uncounted: inFrench('Hors du résultat\u00a0: {}.', 'Le décompte de {} manque. Le reçu dit pourquoi.'),
    'counts-hidden': inFrench(
      'Hors du résultat\u00a0: {} (la plateforme ne nous a pas donné le décompte).',
      'La plateforme a caché le décompte de {} et ne l’a pas donné à la fin. Rien à faire pour ce vote.',
    ),
    'bot-removed': inFrench(
      'Le bot a été retiré de {}. Le dernier décompte d’avant compte.',
      'Le bot a été retiré de {}. Ajoutez-le de nouveau et lancez-y /outlet check.',
    ),
    'poll-deleted': inFrench(
      'Le sondage dans {} a été supprimé. Le dernier décompte d’avant compte.',
      'Le sondage dans {} a été supprimé. Rien à faire pour ce vote. Demandez aux modérateurs de garder les sondages.',
    ),
    'poll-unseen': inFrench(
      'Le bot n’a pas pu fermer le sondage dans {}. Le dernier décompte avant la fin compte.',
      'Le bot ne sait pas quel message contient le sondage dans {}. Donnez son lien avec /delivery found.',
    ),
    'cannot-close': inFrench(
      'Le bot n’avait pas le droit de fermer le sondage dans {}. Notre dernier décompte compte.',
      'Le bot n’a pas le droit de fermer les sondages dans {}. Lancez-y /outlet check et accordez ce qui manque.',
    ),
    unreadable: inFrench(
      'La plateforme ne nous a pas donné le décompte final de {}. Notre dernier décompte compte.',
      'Le décompte final de {} est illisible. Comparez le reçu avec le sondage.',
    ),
    'switched-off': inFrench(
      'Le bot ne pouvait plus joindre la plateforme de {}. Notre dernier décompte compte.',
      'Le bot tourne sans la plateforme de {}. Demandez à l’opérateur de remettre son jeton.',
    ),
    'never-confirmed': inFrench(
      'La plateforme n’a jamais confirmé le décompte de {}. Notre dernier décompte compte.',
      'La plateforme n’a jamais confirmé le décompte de {}. Comparez le reçu avec le sondage.',
    ),
    confirming: inFrench(
      'La plateforme confirme encore le décompte de {}. La décision ne changera pas.',
      'La plateforme n’a pas encore confirmé le décompte de {}. Rien à faire\u00a0: le reçu sera mis à jour.',
    ),
  },
  confirmedLater: (outlet) =>
    filled('Le décompte de {} a été confirmé plus tard. La décision reste.', [outlet]),
  moreOnReceipt: (count) => line(`Et ${count} de plus. Le reçu les nomme tous.`),
};

const portuguese: Omit<CountWords, 'remarks'> = {
  of: {
    'no-poll-in-time': inPortuguese(
      'Fora do resultado: {} (sem enquete a tempo).',
      '{} não recebeu a enquete a tempo. Use /outlet check lá antes da próxima votação.',
    ),
    'bot-absent': inPortuguese(
      'Fora do resultado: {} (o bot não tinha acesso).',
      'O bot não estava em {} ou não via o canal. Deixe-o entrar e use /outlet check lá. O próximo episódio sai lá de novo.',
    ),
    'may-not-post': inPortuguese(
      'Fora do resultado: {} (o bot não tinha permissão para publicar enquetes).',
      'O bot não pode publicar enquetes em {}. Use /outlet check lá e dê as permissões indicadas. O próximo episódio sai lá de novo.',
    ),
    'poll-refused': inPortuguese(
      'Fora do resultado: {} (o bot não conseguiu publicar a enquete).',
      '{} não aceitou a enquete. Use /outlet check lá e dê as permissões indicadas. O próximo episódio sai lá de novo.',
    ),
    'poll-unconfirmed': inPortuguese(
      'Fora do resultado: {} (sem confirmação de que a enquete foi publicada).',
      'A plataforma não confirmou a enquete em {}. Confira lá. Se estiver lá, informe o link com /delivery found.',
    ),
    'poll-forgotten': inPortuguese(
      'Fora do resultado: {} (os dados da enquete se perderam).',
      'O bot perdeu os dados da enquete em {}. Peça ao operador que veja o log.',
    ),
    uncounted: inPortuguese('Fora do resultado: {}.', 'Não chegou a contagem de {}. O recibo diz por quê.'),
    'counts-hidden': inPortuguese(
      'Fora do resultado: {} (a plataforma não nos deu a contagem).',
      'A plataforma ocultou a contagem de {} e não a deu no fim. Não há o que fazer nesta votação.',
    ),
    'bot-removed': inPortuguese(
      'O bot foi removido de {}. Vale a última contagem antes disso.',
      'O bot foi removido de {}. Adicione-o de novo e use /outlet check lá.',
    ),
    'poll-deleted': inPortuguese(
      'A enquete em {} foi apagada. Vale a última contagem antes disso.',
      'A enquete em {} foi apagada. Não há o que fazer nesta votação. Peça aos moderadores que não apaguem enquetes.',
    ),
    'poll-unseen': inPortuguese(
      'O bot não conseguiu fechar a enquete em {}. Vale a última contagem antes do fim.',
      'O bot não sabe qual mensagem contém a enquete em {}. Informe o link com /delivery found.',
    ),
    'cannot-close': inPortuguese(
      'O bot não tinha permissão para fechar a enquete em {}. Vale a última contagem que temos.',
      'O bot não pode fechar enquetes em {}. Use /outlet check lá e dê as permissões indicadas.',
    ),
    unreadable: inPortuguese(
      'A plataforma não nos deu a contagem final de {}. Vale a última contagem que temos.',
      'Não é possível ler a contagem final de {}. Compare o recibo com a enquete de lá.',
    ),
    'switched-off': inPortuguese(
      'O bot não tinha mais acesso à plataforma de {}. Vale a última contagem que temos.',
      'O bot está sem a plataforma de {}. Peça ao operador que coloque o token de novo.',
    ),
    'never-confirmed': inPortuguese(
      'A plataforma nunca confirmou a contagem de {}. Vale a última contagem que temos.',
      'A plataforma nunca confirmou a contagem de {}. Compare o recibo com a enquete de lá.',
    ),
    confirming: inPortuguese(
      'A plataforma ainda confirma a contagem de {}. A decisão não muda.',
      'A plataforma ainda não confirmou a contagem de {}. Não é preciso fazer nada: o recibo será atualizado.',
    ),
  },
  confirmedLater: (outlet) => filled('A contagem de {} foi confirmada depois. A decisão não muda.', [outlet]),
  moreOnReceipt: (count) => line(`E mais ${count}. O recibo mostra todos.`),
};

export const countWords = {
  english: { ...english, remarks: countRemarks.english },
  german: { ...german, remarks: countRemarks.german },
  spanish: { ...spanish, remarks: countRemarks.spanish },
  french: { ...french, remarks: countRemarks.french },
  portuguese: { ...portuguese, remarks: countRemarks.portuguese },
};
