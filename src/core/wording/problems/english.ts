import type { ProblemWords } from './problem-words.ts';

const NOTHING_TO_DO = 'Nothing needs to be done.';
const ADD_AGAIN = 'Add the bot to the chat again, in a channel as an administrator who may post messages.';
const NAME_ANOTHER = 'Name a channel, a group, or for alerts a person’s account.';
const ROLE_ID =
  'Correct `mention` in the operator’s file: Server Settings > Roles, right-click the role, Copy Role ID.';

export const english: ProblemWords = {
  of: {
    'unknown-channel': {
      what: 'This channel does not exist any more.',
      fix: 'Choose another channel and correct the outlet in the operator’s file.',
    },
    'unknown-server': {
      what: 'The bot is not in this server any more.',
      fix: 'Invite it to the server again.',
    },
    'unsuitable-channel': {
      what: 'A show cannot be posted in a channel of this kind.',
      fix: 'Choose a text channel, an announcement channel or a thread.',
    },
    'thread-archived': {
      what: 'The thread is archived.',
      fix: 'Open the thread again, or choose another outlet.',
    },
    'thread-locked': {
      what: 'The thread is locked.',
      fix: 'Unlock the thread, or choose another outlet.',
    },
    banned: {
      what: 'The bot is banned from this server.',
      fix: 'Ask the moderators there to lift the ban, then invite the bot again.',
    },
    'missing-permission': {
      what: 'The bot lacks a permission in this channel.',
      fix: 'Run /outlet check there: it names the permission. Grant it under Edit Channel > Permissions.',
    },
    'unknown-role': { what: 'The role that drops should ping does not exist.', fix: ROLE_ID },
    'role-of-a-bot': {
      what: 'The role that drops should ping belongs to a bot, so it reaches nobody.',
      fix: ROLE_ID,
    },
    'everyone-as-role': {
      what: 'The role that drops should ping is @everyone, and pings nobody when it is given by its id.',
      fix: 'Write `mention: everyone` in the operator’s file to ping everybody, or give the id of another role.',
    },
    'unknown-chat': {
      what: 'There is no such chat, or the bot was never in it.',
      fix: `Check the chat’s name or number. ${ADD_AGAIN}`,
    },
    'unknown-topic': {
      what: 'This topic does not exist.',
      fix: 'Take its number from a link to a message in the topic: https://t.me/c/<chat>/<topic>/<message>.',
    },
    'topic-closed': {
      what: 'The topic is closed.',
      fix: 'Reopen the topic, or let the bot manage topics.',
    },
    'not-a-member': { what: 'The bot is not in this chat any more.', fix: ADD_AGAIN },
    'not-an-administrator': {
      what: 'The bot is not an administrator of this channel who may post messages.',
      fix: 'Make it one: in a channel only administrators can write.',
    },
    moved: {
      what: 'This group became a supergroup and has another number now.',
      fix: 'Correct the number in the operator’s file, or connect the group again with /outlet connect.',
    },
    'not-a-forum': {
      what: 'The outlet names a topic, but this chat has no topics.',
      fix: 'Remove `topic` from the outlet, or turn on topics in the group’s settings.',
    },
    'direct-messages': {
      what: 'This chat holds the direct messages of a channel, where no polls are allowed.',
      fix: 'Take the channel itself, or a group.',
    },
    'a-person': {
      what: 'This is a person’s account, not a channel or group.',
      fix: 'Take the name or number of the channel or group. For alerts, give the account’s number.',
    },
    'a-bot': { what: 'This is a bot: nobody would read what is sent to it.', fix: NAME_ANOTHER },
    'the-bot-itself': { what: 'This is the bot itself. It cannot write to itself.', fix: NAME_ANOTHER },
    'service-account': {
      what: 'This is an account of the platform’s own: nobody would read what is sent to it.',
      fix: NAME_ANOTHER,
    },
    'invalid-content': {
      what: 'The platform does not accept something in the message.',
      fix: 'Check the episode’s texts and links in the story file.',
    },
    'content-refused': {
      what: 'The platform takes the text for explicit.',
      fix: 'Change the text, or mark the channel as age-restricted.',
    },
    'content-blocked': {
      what: 'An AutoMod rule of this server blocks the message.',
      fix: 'Exempt the bot from the server’s AutoMod rules, or change the text.',
    },
    'link-blocked': { what: 'The platform blocks a link in the message.', fix: 'Change the link.' },
    'invalid-link': {
      what: 'The episode’s link is not a web address.',
      fix: 'Give an address that begins with https:// (or http://) with /episode link.',
    },
    'bad-link': {
      what: 'The platform does not accept the episode’s link for a button.',
      fix: 'Give the episode a public http or https address with /episode link.',
    },
    'too-long': {
      what: 'The text is longer than the platform allows.',
      fix: 'Shorten the episode’s texts.',
    },
    'equal-answers': {
      what: 'Two options of the choice look the same.',
      fix: 'Give every option a label of its own.',
    },
    'poll-too-long': {
      what: 'The vote lasts longer than a poll can on this platform.',
      fix: 'Shorten `voting.lasts` in the story, or close the vote earlier.',
    },
    'bad-picture': {
      what: 'The platform could not show the episode’s picture.',
      fix: 'Give `image` a public https address of a picture that is not too large.',
    },
    'unknown-message': { what: 'The message was deleted.', fix: NOTHING_TO_DO },
    'cannot-delete': {
      what: 'The platform does not let the bot delete or change this message.',
      fix: 'Delete the message by hand.',
    },
    'picture-stays': {
      what: 'The bot could remove the text and the link, but not the picture.',
      fix: 'Delete the message by hand.',
    },
    'thread-stays': {
      what: 'The bot could not rename and close the episode’s thread.',
      fix: 'Delete the thread by hand.',
    },
    unconfirmed: {
      what: 'It is not known whether this message is there.',
      fix: 'Look there, and delete it by hand if it is.',
    },
    'message-gone': {
      what: 'The message is not there any more, or the bot may not edit it.',
      fix: 'Somebody deleted it, or the group moved: it cannot be edited.',
    },
    'reply-gone': { what: 'The message that it would reply to is not there any more.', fix: NOTHING_TO_DO },
    removed: {
      what: 'The bot was removed from this community.',
      fix: 'Let it in again; it goes on by itself.',
    },
    'asked-too-often': {
      what: 'The bot has been asked to look at channels too often in the last minute.',
      fix: 'Try again in a minute.',
    },
    'no-answer': { what: 'The platform does not answer.', fix: 'The bot asks again by itself.' },
    'no-episode': {
      what: 'The episode was not posted there, so its poll was not either.',
      fix: 'Run /outlet check there before the next episode.',
    },
    'too-late': {
      what: 'It was too late to send this message.',
      fix: 'Nothing can be done for this message; the log says why it was not sent earlier.',
    },
    overtaken: { what: 'What the message would say is no longer true.', fix: NOTHING_TO_DO },
    left: { what: 'The outlet left the show before this was sent.', fix: NOTHING_TO_DO },
    'unknown-outlet': { what: 'The outlet is no longer part of the season.', fix: NOTHING_TO_DO },
    'no-season': {
      what: 'The season’s data is missing.',
      fix: 'Ask the operator to restore a backup (npx cliffhanger restore).',
    },
  },
  rights: {
    VIEW_CHANNEL: 'View Channel',
    SEND_MESSAGES: 'Send Messages',
    SEND_MESSAGES_IN_THREADS: 'Send Messages in Threads',
    EMBED_LINKS: 'Embed Links',
    ATTACH_FILES: 'Attach Files',
    SEND_POLLS: 'Create Polls',
    READ_MESSAGE_HISTORY: 'Read Message History',
    CREATE_PUBLIC_THREADS: 'Create Public Threads',
    MENTION_EVERYONE: 'Mention @everyone, @here, and All Roles',
    can_send_messages: 'send messages',
    can_send_polls: 'send polls',
    can_send_photos: 'send photos',
    can_post_messages: 'post messages',
  },
  permission: (name) => ({
    what: `The bot lacks the permission “${name}” in this channel.`,
    fix: 'Grant it to the bot under Edit Channel > Permissions.',
  }),
  chatRight: (doing) => ({
    what: `The bot may not ${doing} in this chat.`,
    fix: `Allow members to ${doing} in the group’s permissions, or make the bot an administrator who may.`,
  }),
  unknown: {
    what: 'The platform refused it, and the bot does not know why.',
    fix: 'Run /outlet check there, and look at the episode’s texts and link.',
  },
  said: (words) => `The platform’s own words: “${words}”`,
};
