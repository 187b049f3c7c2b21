import { PermissionFlagsBits as Bits } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { allows, permissionsIn } from '../../../../src/platforms/discord/permissions.ts';
import type { WireChannel, WireGuild, WireMember } from '../../../../src/platforms/discord/wire/objects.ts';

const EVERYONE = '100';
const FANS = '200';
const BOT = '300';
const guild: WireGuild & { readonly id: string } = {
  id: EVERYONE,
  name: 'Fans',
  owner_id: '1',
  roles: [
    { id: EVERYONE, name: '@everyone', permissions: Bits.ViewChannel },
    { id: FANS, name: 'Fans', permissions: Bits.SendMessages | Bits.SendPolls },
    { id: '201', name: 'Staff', permissions: Bits.Administrator },
  ],
};
const member: WireMember = { roles: [FANS] };
const NOW = Date.UTC(2026, 10, 20);

type Overwrite = WireChannel['permission_overwrites'][number];
const overwrite = (id: string, type: number, allow: bigint, deny: bigint): Overwrite => ({
  id,
  type,
  allow,
  deny,
});
const held = (overwrites: Overwrite[], change: { member?: WireMember; guild?: typeof guild } = {}) =>
  permissionsIn(
    change.guild ?? guild,
    { type: 0, permission_overwrites: overwrites },
    change.member ?? member,
    BOT,
    NOW,
  );

describe("the bot's permissions in a channel", () => {
  it('are those of all its roles', () => {
    expect(held([]).bitfield).toBe(Bits.ViewChannel | Bits.SendMessages | Bits.SendPolls);
  });

  it('are removed by an overwrite of everyone, restored by one of a role, decided by the member’s own', () => {
    const everyone = overwrite(EVERYONE, 0, 0n, Bits.SendPolls);
    const role = overwrite(FANS, 0, Bits.SendPolls, 0n);
    const own = overwrite(BOT, 1, 0n, Bits.SendPolls);
    expect(allows(held([everyone]), 'SEND_POLLS')).toBe(false);
    expect(allows(held([role, everyone]), 'SEND_POLLS')).toBe(true);
    expect(allows(held([own, role, everyone]), 'SEND_POLLS')).toBe(false);
  });

  it('do not follow the overwrites of roles and members that it is not', () => {
    const others = [overwrite('201', 0, 0n, Bits.SendPolls), overwrite('301', 1, 0n, Bits.SendPolls)];
    expect(allows(held(others), 'SEND_POLLS')).toBe(true);
  });

  it('are all for an administrator and for the owner, whatever is denied', () => {
    const own = overwrite(BOT, 1, 0n, Bits.SendPolls);
    expect(allows(held([own], { member: { roles: ['201'] } }), 'SEND_POLLS')).toBe(true);
    expect(allows(held([own], { guild: { ...guild, owner_id: BOT } }), 'SEND_POLLS')).toBe(true);
  });

  it('are only to look while it is timed out', () => {
    const until = (at: number) => ({ ...member, communication_disabled_until: new Date(at).toISOString() });
    expect(allows(held([], { member: until(NOW + 1_000) }), 'SEND_MESSAGES')).toBe(false);
    expect(allows(held([], { member: until(NOW + 1_000) }), 'VIEW_CHANNEL')).toBe(true);
    expect(allows(held([], { member: until(NOW - 1_000) }), 'SEND_MESSAGES')).toBe(true);
  });
});
