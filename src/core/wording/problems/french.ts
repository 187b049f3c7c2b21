import type { ProblemWords } from './problem-words.ts';

const NOTHING_TO_DO = 'Il n’y a rien à faire.';
const ADD_AGAIN =
  'Ajoutez de nouveau le bot à la discussion\u00a0; dans un canal, comme administrateur autorisé à publier.';
const NAME_ANOTHER = 'Indiquez un canal ou un groupe, ou pour les alertes le compte d’une personne.';
const ROLE_ID =
  'Corrigez `mention` dans le fichier de l’opérateur\u00a0: Paramètres du serveur > Rôles, clic droit sur le rôle, Copier l’identifiant du rôle.';

const of = (doing: string): string => (/^[aeiouy]/.test(doing) ? `d’${doing}` : `de ${doing}`);

export const french: ProblemWords = {
  of: {
    'unknown-channel': {
      what: 'Ce salon n’existe plus.',
      fix: 'Choisissez un autre salon et corrigez-le dans le fichier de l’opérateur.',
    },
    'unknown-server': { what: 'Le bot n’est plus sur ce serveur.', fix: 'Invitez-le de nouveau.' },
    'unsuitable-channel': {
      what: 'Une série ne peut pas être publiée dans un salon de ce type.',
      fix: 'Choisissez un salon textuel, un salon d’annonces ou un fil.',
    },
    'thread-archived': { what: 'Le fil est archivé.', fix: 'Rouvrez le fil ou choisissez un autre salon.' },
    'thread-locked': {
      what: 'Le fil est verrouillé.',
      fix: 'Déverrouillez le fil ou choisissez un autre salon.',
    },
    banned: {
      what: 'Le bot est banni de ce serveur.',
      fix: 'Demandez aux modérateurs de lever le bannissement, puis invitez de nouveau le bot.',
    },
    'missing-permission': {
      what: 'Il manque au bot une permission dans ce salon.',
      fix: 'Lancez-y /outlet check pour savoir laquelle, puis accordez-la sous Modifier le salon > Permissions.',
    },
    'unknown-role': { what: 'Le rôle à mentionner pour un nouvel épisode n’existe pas.', fix: ROLE_ID },
    'role-of-a-bot': {
      what: 'Le rôle à mentionner pour un nouvel épisode est celui d’un bot\u00a0: il ne prévient personne.',
      fix: ROLE_ID,
    },
    'everyone-as-role': {
      what: 'Le rôle à mentionner est @everyone, mais par son identifiant il ne prévient personne.',
      fix: 'Écrivez `mention: everyone` dans le fichier de l’opérateur pour prévenir tout le monde, ou indiquez un autre rôle.',
    },
    'unknown-chat': {
      what: 'Cette discussion n’existe pas, ou le bot n’y a jamais été.',
      fix: `Vérifiez son nom ou son numéro. ${ADD_AGAIN}`,
    },
    'unknown-topic': {
      what: 'Ce sujet n’existe pas.',
      fix: 'Prenez son numéro dans le lien d’un message du sujet\u00a0: https://t.me/c/<discussion>/<sujet>/<message>.',
    },
    'topic-closed': {
      what: 'Le sujet est fermé.',
      fix: 'Rouvrez le sujet ou laissez le bot gérer les sujets.',
    },
    'not-a-member': { what: 'Le bot n’est plus dans cette discussion.', fix: ADD_AGAIN },
    'not-an-administrator': {
      what: 'Le bot n’est pas administrateur de ce canal avec le droit de publier.',
      fix: 'Nommez-le administrateur avec ce droit\u00a0: dans un canal, seuls les administrateurs écrivent.',
    },
    moved: {
      what: 'Ce groupe est devenu un supergroupe et a maintenant un autre numéro.',
      fix: 'Corrigez le numéro dans le fichier de l’opérateur, ou reconnectez le groupe avec /outlet connect.',
    },
    'not-a-forum': {
      what: 'Un sujet est indiqué, mais cette discussion n’a pas de sujets.',
      fix: 'Retirez `topic` du fichier de l’opérateur, ou activez les sujets dans les paramètres du groupe.',
    },
    'direct-messages': {
      what: 'Cette discussion contient les messages directs d’un canal, où les sondages ne sont pas autorisés.',
      fix: 'Prenez le canal lui-même ou un groupe.',
    },
    'a-person': {
      what: 'C’est le compte d’une personne, pas un canal ni un groupe.',
      fix: 'Indiquez le nom ou le numéro du canal ou du groupe. Pour les alertes, indiquez le numéro du compte.',
    },
    'a-bot': { what: 'C’est un bot\u00a0: personne ne lirait ce qu’on lui envoie.', fix: NAME_ANOTHER },
    'the-bot-itself': { what: 'C’est le bot lui-même, qui ne peut pas s’écrire.', fix: NAME_ANOTHER },
    'service-account': {
      what: 'C’est un compte de la plateforme elle-même\u00a0: personne ne lirait ce qu’on lui envoie.',
      fix: NAME_ANOTHER,
    },
    'invalid-content': {
      what: 'La plateforme n’accepte pas un élément du message.',
      fix: 'Vérifiez les textes et les liens de l’épisode dans le fichier de l’histoire.',
    },
    'content-refused': {
      what: 'La plateforme juge le texte explicite.',
      fix: 'Changez le texte, ou limitez le salon aux adultes.',
    },
    'content-blocked': {
      what: 'Une règle AutoMod de ce serveur bloque le message.',
      fix: 'Exemptez le bot des règles AutoMod du serveur, ou changez le texte.',
    },
    'link-blocked': { what: 'La plateforme bloque un lien du message.', fix: 'Changez le lien.' },
    'invalid-link': {
      what: 'Le lien de l’épisode n’est pas une adresse web.',
      fix: 'Donnez avec /episode link une adresse qui commence par https:// (ou http://).',
    },
    'bad-link': {
      what: 'La plateforme n’accepte pas le lien de l’épisode pour un bouton.',
      fix: 'Donnez avec /episode link une adresse http ou https publique.',
    },
    'too-long': {
      what: 'Le texte est plus long que ce que permet la plateforme.',
      fix: 'Raccourcissez les textes de l’épisode.',
    },
    'equal-answers': {
      what: 'Deux options du vote ont la même apparence.',
      fix: 'Donnez à chaque option un texte différent.',
    },
    'poll-too-long': {
      what: 'Le vote dure plus longtemps qu’un sondage ne le peut sur cette plateforme.',
      fix: 'Raccourcissez `voting.lasts` dans l’histoire, ou fermez le vote plus tôt.',
    },
    'bad-picture': {
      what: 'La plateforme n’a pas pu afficher l’image de l’épisode.',
      fix: 'Donnez dans `image` une adresse https publique d’une image pas trop grande.',
    },
    'unknown-message': { what: 'Le message a été supprimé.', fix: NOTHING_TO_DO },
    'cannot-delete': {
      what: 'La plateforme ne laisse le bot ni supprimer ni modifier ce message.',
      fix: 'Supprimez le message à la main.',
    },
    'picture-stays': {
      what: 'Le bot a pu retirer le texte et le lien, mais pas l’image.',
      fix: 'Supprimez le message à la main.',
    },
    'thread-stays': {
      what: 'Le bot n’a pas pu renommer et fermer le fil de l’épisode.',
      fix: 'Supprimez le fil à la main.',
    },
    unconfirmed: {
      what: 'On ne sait pas si ce message est là.',
      fix: 'Vérifiez, et supprimez-le à la main s’il y est.',
    },
    'message-gone': {
      what: 'Le message n’est plus là, ou le bot n’a pas le droit de le modifier.',
      fix: 'Quelqu’un l’a supprimé, ou le groupe a changé de numéro\u00a0: il n’est plus modifiable.',
    },
    'reply-gone': { what: 'Le message auquel il devait répondre n’est plus là.', fix: NOTHING_TO_DO },
    removed: {
      what: 'Le bot a été retiré de cette communauté.',
      fix: 'Laissez-le revenir\u00a0; il reprendra de lui-même.',
    },
    'asked-too-often': {
      what: 'On a demandé trop souvent au bot de vérifier des salons dans la dernière minute.',
      fix: 'Réessayez dans une minute.',
    },
    'no-answer': { what: 'La plateforme ne répond pas.', fix: 'Le bot redemandera de lui-même.' },
    'no-episode': {
      what: 'L’épisode n’y a pas été publié, son sondage non plus.',
      fix: 'Lancez-y /outlet check avant le prochain épisode.',
    },
    'too-late': {
      what: 'Il était trop tard pour envoyer ce message.',
      fix: 'On ne peut plus rien faire pour lui\u00a0; le journal dit pourquoi il n’est pas parti plus tôt.',
    },
    overtaken: { what: 'Ce que dirait le message n’est plus vrai.', fix: NOTHING_TO_DO },
    left: { what: 'Le salon a quitté la série avant l’envoi de ce message.', fix: NOTHING_TO_DO },
    'unknown-outlet': { what: 'Le salon ne fait plus partie de la saison.', fix: NOTHING_TO_DO },
    'no-season': {
      what: 'Les données de la saison manquent.',
      fix: 'Demandez à l’opérateur de restaurer une sauvegarde (npx cliffhanger restore).',
    },
  },
  rights: {
    VIEW_CHANNEL: 'Voir le salon',
    SEND_MESSAGES: 'Envoyer des messages',
    SEND_MESSAGES_IN_THREADS: 'Envoyer des messages dans les fils',
    EMBED_LINKS: 'Intégrer des liens',
    ATTACH_FILES: 'Joindre des fichiers',
    SEND_POLLS: 'Créer des sondages',
    READ_MESSAGE_HISTORY: 'Voir les anciens messages',
    CREATE_PUBLIC_THREADS: 'Créer des fils publics',
    MENTION_EVERYONE: 'Mentionner @everyone, @here et tous les rôles',
    can_send_messages: 'envoyer des messages',
    can_send_polls: 'envoyer des sondages',
    can_send_photos: 'envoyer des photos',
    can_post_messages: 'publier des messages',
  },
  permission: (name) => ({
    what: `Il manque au bot la permission «\u00a0${name}\u00a0» dans ce salon.`,
    fix: 'Accordez-la-lui sous Modifier le salon > Permissions.',
  }),
  chatRight: (doing) => ({
    what: `Le bot n’a pas le droit ${of(doing)} dans cette discussion.`,
    fix: `Autorisez les membres à ${doing} dans les permissions du groupe, ou nommez le bot administrateur avec ce droit.`,
  }),
  unknown: {
    what: 'La plateforme a refusé, et le bot ne sait pas pourquoi.',
    fix: 'Lancez-y /outlet check, et vérifiez les textes et le lien de l’épisode.',
  },
  said: (words) => `La plateforme dit, dans ses propres mots\u00a0: «\u00a0${words}\u00a0»`,
};
