import { line } from '../../posts/content.ts';
import { filled, inFrench } from './count-sentence.ts';
import type { CountWords } from './count-words.ts';

export const french: CountWords = {
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
  remarks: {
    'late-poll': inFrench(
      'Sondage tardif\u00a0: {}. Les voix y comptent.',
      '{} a eu le sondage moins de la moitié du temps. Le journal dit pourquoi il était en retard.',
    ),
    'read-otherwise': inFrench(
      'Le décompte final de {} a été lu autrement que d’habitude. Il est complet.',
      'La plateforme n’a pas donné le décompte final de {} comme d’habitude, le bot l’a lu autrement. Il n’y a rien à faire.',
    ),
  },
};
