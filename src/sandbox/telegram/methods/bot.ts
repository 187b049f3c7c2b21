import { badRequest, conflict } from '../api-error.ts';
import { codePoints } from '../messages/text.ts';
import { Described, type Method, type Platform } from '../method.ts';
import type { Params } from '../params.ts';

const getMe: Method = (_params, platform) => ({
  ...platform.chats.bot,
  can_join_groups: true,
  can_read_all_group_messages: false,
  supports_guest_queries: false,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
  has_topics_enabled: false,
  allows_users_to_create_topics: false,
  can_manage_bots: false,
  supports_join_request_queries: false,
});

const getUpdates: Method = (params, platform, signal) => {
  if (platform.webhook.active) {
    throw conflict(
      "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    );
  }
  platform.updates.setAllowed(params.list('allowed_updates'));
  return platform.updates.take({
    offset: params.integer('offset') ?? 0,
    limit: params.integer('limit') ?? 100,
    timeout: params.integer('timeout') ?? 0,
    signal,
  });
};

const setWebhook: Method = (params, platform, signal) => {
  const url = params.text('url');
  if (url === '') return deleteWebhook(params, platform, signal);
  platform.webhook.set({
    url,
    secret: params.has('secret_token') ? params.text('secret_token') : undefined,
    maxConnections: Math.min(Math.max(params.integer('max_connections') ?? 40, 1), 100),
  });
  platform.updates.setAllowed(params.list('allowed_updates'));
  if (params.boolean('drop_pending_updates')) platform.updates.forget();
  platform.updates.abortPoll('terminated by setWebhook request');
  return new Described(true, 'Webhook was set');
};

const deleteWebhook: Method = (params, platform) => {
  const was = platform.webhook.remove();
  if (params.boolean('drop_pending_updates')) platform.updates.forget();
  return new Described(true, was ? 'Webhook was deleted' : 'Webhook is already deleted');
};

const getWebhookInfo: Method = (_params, platform) => platform.webhook.info();

const setMyCommands: Method = (params, platform) => {
  const commands = params.list('commands');
  if (!commands) throw badRequest("can't parse commands: expected an Array of BotCommand");
  platform.commands.set(scopeKey(params, platform), commands);
  return true;
};

const getMyCommands: Method = (params, platform) => platform.commands.get(scopeKey(params, platform));

const deleteMyCommands: Method = (params, platform) => {
  platform.commands.delete(scopeKey(params, platform));
  return true;
};

/** Scopes without a chat, then those with one. */
const PLAIN_SCOPES = ['default', 'all_private_chats', 'all_group_chats', 'all_chat_administrators'];

function scopeKey(params: Params, platform: Platform): string {
  const language = params.text('language_code');
  if (language !== '' && !/^[a-z]{2}$/.test(language)) throw badRequest('LANGUAGE_CODE_INVALID');
  const scope = params.object('scope') ?? { type: 'default' };
  const type = String(scope.type ?? '');
  if (PLAIN_SCOPES.includes(type)) return `${type} ${language}`;
  if (!['chat', 'chat_administrators', 'chat_member'].includes(type)) {
    throw badRequest("can't parse BotCommandScope: Unsupported type specified");
  }
  const chat = platform.chats.require(String(scope.chat_id ?? ''), 'members');
  if (chat.type === 'channel') throw badRequest("bot commands can't be set in channel chats");
  const user = type === 'chat_member' ? Number(scope.user_id) : 0;
  if (type === 'chat_member' && !platform.chats.user(user)) throw badRequest('user not found');
  return `${type} ${chat.id} ${user} ${language}`;
}

const answerCallbackQuery: Method = (params, platform) => {
  const text = params.text('text');
  if (codePoints(text) > 200) throw badRequest('MESSAGE_TOO_LONG');
  platform.callbacks.answer(params.text('callback_query_id'), {
    text: text === '' ? undefined : text,
    showAlert: params.boolean('show_alert'),
    url: params.has('url') ? params.text('url') : undefined,
  });
  return true;
};

export const botMethods: Readonly<Record<string, Method>> = {
  getMe,
  getUpdates,
  setWebhook,
  deleteWebhook,
  getWebhookInfo,
  setMyCommands,
  getMyCommands,
  deleteMyCommands,
  answerCallbackQuery,
};
