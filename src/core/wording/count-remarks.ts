import type { CountRemark } from '../vote/count-trouble.ts';
import { inEnglish, inFrench, inGerman, inPortuguese, inSpanish, type Told } from './count-sentence.ts';

/** What is worth knowing of a count that is in the result in full. */
type Remarks = Readonly<Record<CountRemark, Told>>;

const english: Remarks = {
  'late-poll': inEnglish(
    'Late poll: {}. The votes cast there count.',
    '{} had the poll for less than half of the time. The log says why it was late.',
  ),
  'read-otherwise': inEnglish(
    'The final count of {} was read in another way than usual. It is complete.',
    'The platform did not give the final count of {} in the usual way, so the bot read it in another. Nothing to do.',
  ),
};

const german: Remarks = {
  'late-poll': inGerman(
    'Späte Umfrage: {}. Die Stimmen dort zählen.',
    '{} hatte die Umfrage weniger als die halbe Zeit. Im Log steht, warum sie spät kam.',
  ),
  'read-otherwise': inGerman(
    'Das Endergebnis von {} wurde anders gelesen als sonst. Es ist vollständig.',
    'Die Plattform hat das Endergebnis von {} nicht wie sonst gegeben. Der Bot hat es anders gelesen. Es ist nichts zu tun.',
  ),
};

const spanish: Remarks = {
  'late-poll': inSpanish(
    'Encuesta tardía: {}. Los votos de allí cuentan.',
    '{} tuvo la encuesta menos de la mitad del tiempo. El registro dice por qué llegó tarde.',
  ),
  'read-otherwise': inSpanish(
    'El recuento final de {} se leyó por otra vía. Está completo.',
    'La plataforma no dio el recuento final de {} como siempre y el bot lo leyó por otra vía. No hay nada que hacer.',
  ),
};

const french: Remarks = {
  'late-poll': inFrench(
    'Sondage tardif\u00a0: {}. Les voix y comptent.',
    '{} a eu le sondage moins de la moitié du temps. Le journal dit pourquoi il était en retard.',
  ),
  'read-otherwise': inFrench(
    'Le décompte final de {} a été lu autrement que d’habitude. Il est complet.',
    'La plateforme n’a pas donné le décompte final de {} comme d’habitude, le bot l’a lu autrement. Il n’y a rien à faire.',
  ),
};

const portuguese: Remarks = {
  'late-poll': inPortuguese(
    'Enquete atrasada: {}. Os votos de lá contam.',
    '{} teve a enquete por menos da metade do tempo. O log diz por que ela atrasou.',
  ),
  'read-otherwise': inPortuguese(
    'A contagem final de {} foi lida por outro caminho. Ela está completa.',
    'A plataforma não deu a contagem final de {} como de costume, e o bot a leu por outro caminho. Não é preciso fazer nada.',
  ),
};

export const countRemarks = { english, german, spanish, french, portuguese };
