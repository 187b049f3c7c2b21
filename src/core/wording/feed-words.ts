import type { UnusableWhy } from '../bot-alert.ts';
import { type Line, line, strong } from '../posts/content.ts';

/** What showrunners are told about the feed that a show's episodes come from. `show`: its title. */
export interface FeedWords {
  /** What is wrong follows, in English. */
  readonly failing: (show: string) => Line;
  readonly keepsTrying: Line;
  readonly back: (show: string) => Line;
  /** Each is named in a line of its own. */
  readonly unusable: (count: number) => Line;
  /** @param item its title, or its id */
  readonly unusableItem: (item: string, why: UnusableWhy) => Line;
  /** How many are not named. */
  readonly more: (count: number) => Line;
  readonly correctThem: Line;
}

const english: FeedWords = {
  failing: (show) => line('The feed of ', strong(show), ' can’t be read, so new episodes are not found:'),
  keepsTrying: line('The bot keeps trying, and tells you when the feed works again.'),
  back: (show) => line('The feed of ', strong(show), ' can be read again.'),
  unusable: (count) =>
    line(count === 1 ? 'A new item of the feed can’t be posted:' : 'New items of the feed can’t be posted:'),
  unusableItem: (item, why) =>
    line(strong(item), why === 'no-link' ? ': it has no link.' : ': it has neither a title nor a text.'),
  more: (count) => line(`And ${count} more.`),
  correctThem: line('Correct this in the feed, or post it with /episode add.'),
};

const german: FeedWords = {
  failing: (show) =>
    line('Der Feed von ', strong(show), ' ist nicht lesbar, deshalb werden neue Folgen nicht gefunden:'),
  keepsTrying: line('Der Bot versucht es weiter und meldet sich, wenn der Feed wieder geht.'),
  back: (show) => line('Der Feed von ', strong(show), ' ist wieder lesbar.'),
  unusable: (count) =>
    line(
      count === 1
        ? 'Ein neuer Eintrag im Feed kann nicht gepostet werden:'
        : 'Neue Einträge im Feed können nicht gepostet werden:',
    ),
  unusableItem: (item, why) =>
    line(strong(item), why === 'no-link' ? ': Er hat keinen Link.' : ': Er hat weder Titel noch Text.'),
  more: (count) => line(`Und ${count} weitere.`),
  correctThem: line('Korrigiere das im Feed, oder poste die Folge mit /episode add.'),
};

const spanish: FeedWords = {
  failing: (show) =>
    line('No se puede leer el feed de ', strong(show), ', así que no se encuentran los episodios nuevos:'),
  keepsTrying: line('El bot lo sigue intentando y avisa cuando el feed vuelve a funcionar.'),
  back: (show) => line('El feed de ', strong(show), ' se puede leer otra vez.'),
  unusable: (count) =>
    line(
      count === 1
        ? 'Una entrada nueva del feed no se puede publicar:'
        : 'Hay entradas nuevas del feed que no se pueden publicar:',
    ),
  unusableItem: (item, why) =>
    line(strong(item), why === 'no-link' ? ': no tiene enlace.' : ': no tiene ni título ni texto.'),
  more: (count) => line(`Y ${count} más.`),
  correctThem: line('Corrígelo en el feed, o publica el episodio con /episode add.'),
};

const french: FeedWords = {
  failing: (show) =>
    line(
      'Le flux de ',
      strong(show),
      ' est illisible, les nouveaux épisodes ne sont donc pas trouvés\u00a0:',
    ),
  keepsTrying: line('Le bot continue d’essayer et vous prévient quand le flux fonctionne de nouveau.'),
  back: (show) => line('Le flux de ', strong(show), ' est de nouveau lisible.'),
  unusable: (count) =>
    line(
      count === 1
        ? 'Une nouvelle entrée du flux ne peut pas être publiée\u00a0:'
        : 'De nouvelles entrées du flux ne peuvent pas être publiées\u00a0:',
    ),
  unusableItem: (item, why) =>
    line(
      strong(item),
      why === 'no-link' ? '\u00a0: elle n’a pas de lien.' : '\u00a0: elle n’a ni titre ni texte.',
    ),
  more: (count) => line(`Et ${count} de plus.`),
  correctThem: line('Corrigez cela dans le flux, ou publiez l’épisode avec /episode add.'),
};

const portuguese: FeedWords = {
  failing: (show) =>
    line('Não é possível ler o feed de ', strong(show), ', por isso os novos episódios não são encontrados:'),
  keepsTrying: line('O bot continua tentando e avisa quando o feed voltar a funcionar.'),
  back: (show) => line('O feed de ', strong(show), ' pode ser lido de novo.'),
  unusable: (count) =>
    line(
      count === 1
        ? 'Um novo item do feed não pode ser publicado:'
        : 'Há novos itens do feed que não podem ser publicados:',
    ),
  unusableItem: (item, why) =>
    line(strong(item), why === 'no-link' ? ': não tem link.' : ': não tem título nem texto.'),
  more: (count) => line(`E mais ${count}.`),
  correctThem: line('Corrija isso no feed, ou publique o episódio com /episode add.'),
};

export const feedWords = { english, german, spanish, french, portuguese };
