import { platformTitle } from '../platform-name.ts';
import { code, line, strong } from '../posts/content.ts';
import type { LeftOff } from '../vote/shortfall.ts';
import { cardWords } from './card-words.ts';
import type { Catalogue } from './catalogue.ts';
import { spanish as countWords } from './counts/spanish.ts';
import { feedWords } from './feed-words.ts';
import { spanish as items } from './items/spanish.ts';
import { noticeWords } from './notice-words.ts';
import { phrasesOf, totalsLine } from './phrases.ts';
import { resultWords } from './result-words.ts';
import { spanish as waitingWords } from './waiting/spanish.ts';

const { plural, duration } = phrasesOf('es');
const votes = (count: number): string => plural(count, 'voto', 'votos');

/** How a message was posted that had to do without something. */
const WITHOUT: Readonly<Record<LeftOff, string>> = {
  button: 'sin su botón; el enlace está en el texto',
  picture: 'sin su imagen',
  preview: 'sin la vista previa del enlace',
  formatting: 'como texto sin formato, sin negritas ni enlaces',
  embed: 'como texto sin formato en lugar de una tarjeta',
  details: 'sin la sinopsis ni las notas',
  rules: 'sin las reglas de la votación',
  backstop: 'sin hora de cierre propia de la plataforma; el bot cierra la encuesta',
  reply: 'sin responder a la encuesta',
  thread: 'sin hilo de debate',
  mention: 'sin mencionar el rol',
};

export const spanish: Catalogue = {
  language: 'es',
  watch: 'Ver el episodio',
  episodeTitle: (number, title) => line(`Episodio ${number}: `, title),
  threadTitle: (number, title) => line(`Charla sobre el episodio ${number}: `, title),

  choseThis: (label, count, total) =>
    line('El público eligió: ', strong(label), ` (${count} de ${votes(total)}).`),
  othersChose: (label, count, total) =>
    line('El público eligió: ', strong(label), ` (${count} de ${votes(total)}).`),
  chosenWithout: (label, { rule }) => {
    switch (rule.kind) {
      case 'plurality':
        return line('El público eligió: ', strong(label), '.');
      case 'showrunner':
        return line('El equipo de la serie eligió: ', strong(label), '.');
      case 'first-listed':
        if (rule.because === 'nobody-could')
          return line(
            'No se pudo abrir ninguna encuesta a tiempo, así que la historia siguió con: ',
            strong(label),
            '.',
          );
        return rule.because === 'nobody-voted'
          ? line('Nadie votó, así que la historia siguió con: ', strong(label), '.')
          : line('Hubo empate, así que la historia siguió con: ', strong(label), '.');
    }
  },
  voteOpens: (opens, closes) =>
    line('Tú decides cómo sigue. Inicio de la votación: ', opens, '. Fin: ', closes, '.'),
  voteIsOpen: (closes) => line('Tú decides cómo sigue. Fin de la votación: ', closes, '.'),
  predictionOpens: (opens, closes) =>
    line('Habrá un pronóstico. Inicio: ', opens, '. Fin: ', closes, '. No cambia la historia.'),
  predictionIsOpen: (closes) =>
    line('Haz tu pronóstico. Fin de la votación: ', closes, '. No cambia la historia.'),
  votesLater: line('Aquí se podrá votar a partir del próximo episodio.'),
  ending: (episodes, count) =>
    line(
      strong('Fin.'),
      count === 0
        ? ' Gracias por mirar.'
        : ` ${plural(episodes, 'episodio', 'episodios')} y ${votes(count)} nos trajeron hasta aquí. Gracias por decidir.`,
    ),

  runoffBetween: line(strong('Desempate.'), ' La votación acabó en empate. Elige entre estas opciones.'),
  voteAgain: (reason) =>
    line(strong('Votamos otra vez.'), ' La última votación no cuenta. El motivo: ', reason),
  endsAt: (closes, relative) => line('La votación termina el ', closes, ' (', relative, ').'),
  closedThen: line('Entonces cerramos la encuesta, aunque su contador muestre más tiempo.'),
  mostVotesWin: (binding) =>
    line(binding ? 'La opción con más votos decide cómo sigue.' : 'Es un pronóstico: no cambia la historia.'),
  tieRule: (rule, runoff) => {
    switch (rule) {
      case 'runoff':
        return line(`Si hay empate, se vota otra vez entre las opciones empatadas (${duration(runoff)}).`);
      case 'showrunner':
        return line('Si hay empate, decide el equipo de la serie.');
      case 'first-listed':
        return line('Si hay empate, gana la primera de las opciones empatadas.');
    }
  },
  runoffTieRule: line('Si vuelve a haber empate, gana la primera de las opciones empatadas.'),
  quorum: (ballots) =>
    line(
      ballots === 1
        ? 'Si nadie vota, decide el equipo de la serie.'
        : `Con menos de ${votes(ballots)}, decide el equipo de la serie.`,
    ),
  whoCounts: line('Los votos de todas las plataformas cuentan juntos: uno por cuenta en cada comunidad.'),
  sealed: (hidden) =>
    line(
      hidden
        ? 'El recuento no se ve hasta que termina la votación.'
        : 'Aquí se ve el recuento durante la votación.',
    ),

  reminder: (closes, relative) =>
    line(strong('Última llamada.'), ' La votación termina el ', closes, ' (', relative, ').'),
  extension: (closes, relative) =>
    line(strong('Más tiempo.'), ' La votación terminará el ', closes, ' (', relative, ').'),
  toPoll: 'Ir a la encuesta',

  result: resultWords.spanish,
  card: cardWords.spanish,
  winner: (label, count, total, percent) =>
    line(strong(label), ` ganó con ${count} de ${votes(total)} (${percent} %).`),
  standing: (label, votes, percent) => line(`${votes} (${percent}\u00a0%) · `, label),
  decidedBy: ({ rule }) => {
    switch (rule.kind) {
      case 'plurality':
        return undefined;
      case 'showrunner':
        return line(
          rule.because === 'quorum'
            ? 'Hubo muy pocos votos, así que decidió el equipo de la serie.'
            : rule.because === 'tie'
              ? 'Hubo empate, así que decidió el equipo de la serie.'
              : rule.because === 'nobody-voted'
                ? 'Nadie votó, así que decidió el equipo de la serie.'
                : 'No se pudo abrir ninguna encuesta a tiempo, así que decidió el equipo de la serie.',
        );
      case 'first-listed':
        return line(
          rule.because === 'nobody-voted'
            ? 'Nadie votó, así que vale la primera opción de la lista.'
            : rule.because === 'nobody-could'
              ? 'No se pudo abrir ninguna encuesta a tiempo, así que vale la primera opción de la lista.'
              : rule.because === 'tie'
                ? 'Hubo empate, así que vale la primera de las opciones empatadas.'
                : 'También hubo empate en el desempate, así que vale la primera de las opciones empatadas.',
        );
    }
  },
  fromPlatforms: totalsLine,
  choseOtherwise: (label, count, total) =>
    line('La favorita de esta comunidad: ', strong(label), ` (${count} de ${votes(total)}).`),
  counts: countWords,
  nextEpisode: (at) => line('Próximo episodio: ', at, '.'),
  waiting: waitingWords,
  notices: noticeWords.spanish,
  feed: feedWords.spanish,
  items,

  duration,
  alertTitle: (show) => line(show, ' te necesita'),
  newsTitle: (show) => line(show, ': para tu información'),
  linkAwaited: (episode, show, id) =>
    line(
      strong(episode),
      ' ya debería haber salido y todavía no tiene enlace. Indícalo con ',
      code(`/episode link ${show} ${id} URL`),
      '; sale enseguida.',
    ),
  undecided: (cause, question, show, options) =>
    line(
      cause === 'quorum'
        ? 'Hubo muy pocos votos en: '
        : cause === 'tie'
          ? 'Hubo empate en: '
          : cause === 'nobody-voted'
            ? 'Nadie votó en: '
            : 'No se pudo abrir ninguna encuesta a tiempo para: ',
      strong(question),
      ' Decide con ',
      code(`/vote decide ${show} OPCIÓN`),
      ` (${options.join(', ')}) o repite la votación con `,
      code(`/vote void ${show}`),
      '.',
    ),
  provisionalAlert: (question) =>
    line(strong(question), ' Esta votación está decidida, pero no todos los recuentos son finales.'),
  message: (kind, number) => {
    switch (kind) {
      case 'drop':
        return `la publicación del episodio ${number}`;
      case 'poll':
        return `la encuesta de la ronda ${number}`;
      case 'reminder':
        return `el recordatorio de la ronda ${number}`;
      case 'extension':
        return 'el aviso de la prórroga';
      case 'notice':
        return waitingWords.notice;
      case 'result':
        return `el resultado de la ronda ${number}`;
      case 'alert':
        return 'un aviso';
    }
  },
  deliveryUnknown: (what, outlet, why) =>
    line(
      `La plataforma no confirmó ${what} en `,
      strong(outlet),
      ' (',
      why,
      '). Míralo allí. Si el mensaje está, indica su enlace con /delivery found. Si no, vuelve a enviarlo.',
    ),
  stoppedPollSeen: (round, outlet, count) =>
    line(
      `Hay una encuesta detenida con el texto de la ronda ${round} y ${votes(count)}. No cuenta, porque cualquiera puede crear una. `,
      '¿Es la encuesta que falta en ',
      strong(outlet),
      '? Si lo es, indica su enlace con /delivery found; si no, vuelve a enviarla.',
    ),
  outletRefused: (what, outlet, problem) => line(strong(outlet), ` no recibió ${what}. `, problem),
  noPollWithoutIt: line('Por eso tampoco se publica allí la encuesta de este episodio.'),
  sentWithLess: (what, outlet, left) =>
    line(strong(outlet), ` recibió ${what} ${left.map((each) => WITHOUT[each]).join(', ')}.`),
  pollDeleted: (question, outlet) =>
    line(
      'Alguien borró la encuesta ',
      strong(question),
      ' en ',
      strong(outlet),
      '. Vale el último recuento anterior. El recibo lo dice, y la encuesta no se publica de nuevo.',
    ),
  communityLeft: (outlet, others) =>
    line(
      'Han sacado al bot de ',
      strong(outlet),
      others === 0 ? '' : others === 1 ? ' y de otro lugar' : ` y de otros ${others} lugares`,
      '. Vale el último recuento anterior. Allí no se publica nada hasta que vuelvan a admitirlo.',
    ),
  seasonUnreadable: (season, why) =>
    line(
      `No se pueden leer los datos de la temporada ${season} (${why}). Esta temporada espera; las demás series siguen. Detén el bot y restaura una copia (npx cliffhanger restore), o pide ayuda con este mensaje.`,
    ),
  communitiesUnreadable: line(
    'No se pueden leer los datos de estas comunidades, así que quedan fuera. En los demás sitios la serie sigue. Usa allí otra vez /outlet connect:',
  ),
  outletsUnplayable: (count) =>
    line(
      count === 1
        ? 'El bot todavía no puede jugar en uno de los lugares'
        : `El bot todavía no puede jugar en ${count} lugares`,
      '. La serie sigue en todos los demás. El bot se unirá solo en cuanto se arregle:',
    ),
  shutOut: (platform) =>
    line(
      strong(platform),
      ' ya no deja entrar al bot. Hasta que se corrija, no llegan votos ni comandos de allí:',
    ),
  moreOutlets: (count) => line(`Y ${count} más. /season status los nombra todos.`),
  outletWaiting: (outlet, by, members) =>
    line(
      strong(outlet),
      ' quiere participar (',
      members === undefined ? '' : `${plural(members, 'miembro', 'miembros')}, `,
      'lo pidió ',
      by,
      '). Sus votos cuentan en cuanto lo apruebes.',
    ),
  moreWaiting: (count) =>
    line(
      `Hay ${count} más en espera. /outlet list los nombra; responde con /outlet approve o /outlet decline.`,
    ),
  noneWaiting: line('Ya no espera ninguna solicitud: todas se respondieron o se retiraron.'),
  playedBefore: (found, show) =>
    line(
      found === 'folder'
        ? 'La base de datos del bot ha perdido esta serie. '
        : 'La base de datos del bot está vacía, pero el bot ya ha publicado aquí. ',
      `No se publica nada hasta que elijas. Para seguir donde se quedó, pide al operador que restaure una copia (npx cliffhanger restore ARCHIVO). Para abandonar la última emisión, empieza de nuevo aquí o con npx cliffhanger forget-past ${show}.`,
    ),
  anotherBot: (platform, goesOn) =>
    line(
      `Otro proceso funciona con el mismo token de ${platformTitle(platform)} y otros datos, así que este ha dejado de publicar. Pide al operador que detenga uno de los dos. ${goesOn === 'restarted' ? 'Después hay que reiniciar el otro.' : 'El otro sigue solo dos minutos después.'}`,
    ),
  buttons: {
    startAnew: 'Empezar de nuevo',
    sendAgain: 'No está: enviarlo otra vez',
    runAgain: 'Repetir la votación',
    approve: 'Aprobar',
    decline: 'Rechazar',
    approveNamed: (outlet) => line('Aprobar: ', outlet),
    declineNamed: (outlet) => line('Rechazar: ', outlet),
    disconnect: 'Sacarlo de la serie',
    receipt: 'Ver el recibo',
    path: 'La historia hasta ahora',
    watchNext: 'Ver el siguiente',
    choose: (label) => line('Decidir: ', label),
  },
};
