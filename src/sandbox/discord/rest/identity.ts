import type { WireObject } from '../types.ts';
import { ownGuildWire, userWire } from '../wire-objects.ts';
import type { World } from '../world.ts';
import type { Route } from './rest.ts';

export interface GatewayAddress {
  readonly url: () => string;
  readonly shards: () => number;
}

/** Who the bot is, and where its gateway is. */
export function identityRoutes(world: World, gateway: GatewayAddress): Route[] {
  const application = (): WireObject => ({
    id: world.applicationId,
    name: world.bot.username,
    icon: null,
    description: '',
    type: null,
    bot: userWire(world.bot),
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: '0'.repeat(64),
    flags: 0,
    flags_new: '0',
    redirect_uris: [],
    interactions_endpoint_url: null,
    role_connections_verification_url: null,
    owner: userWire(world.owner),
    approximate_guild_count: world.guilds.size,
    approximate_user_install_count: 0,
    approximate_user_authorization_count: 0,
    explicit_content_filter: 0,
    team: null,
    eligible_oauth2_scopes: [],
  });
  return [
    {
      method: 'GET',
      path: '/users/@me',
      answer: () => ({
        status: 200,
        body: { ...userWire(world.bot), mfa_enabled: true, locale: 'en-US', verified: true, email: null },
      }),
    },
    {
      method: 'GET',
      path: '/users/@me/guilds',
      answer: () => ({
        status: 200,
        body: [...world.guilds.values()]
          .filter((guild) => guild.botIsMember)
          .map((guild) => ownGuildWire(guild, world.bot.id)),
      }),
    },
    { method: 'GET', path: '/applications/@me', answer: () => ({ status: 200, body: application() }) },
    { method: 'GET', path: '/oauth2/applications/@me', answer: () => ({ status: 200, body: application() }) },
    { method: 'GET', path: '/gateway', answer: () => ({ status: 200, body: { url: gateway.url() } }) },
    {
      method: 'GET',
      path: '/gateway/bot',
      answer: () => ({
        status: 200,
        body: {
          url: gateway.url(),
          shards: gateway.shards(),
          session_start_limit: { total: 1000, remaining: 999, reset_after: 14_400_000, max_concurrency: 1 },
        },
      }),
    },
  ];
}
