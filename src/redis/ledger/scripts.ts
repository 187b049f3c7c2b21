import type { Milliseconds } from '../../core/ids.ts';
import { luaScript } from '../shared/scripts.ts';

/**
 * How long a sender may send after it announced itself; claiming renews it. Only what an announcement on disk covers can have
 * been sent. So a longer one makes the uncertain window after a crash longer. With a shorter one, a sender whose messages
 * come seconds apart has to wait for the disk again.
 */
export const ANNOUNCED_FOR: Milliseconds = 6_000;

export const OWE_DELIVERIES = luaScript(import.meta.url, './lua/owe-deliveries.lua');
export const CLAIM_DELIVERY = luaScript(import.meta.url, './lua/claim-delivery.lua');
export const BEGIN_SENDING = luaScript(import.meta.url, './lua/begin-sending.lua');
export const RENEW_LEASE = luaScript(import.meta.url, './lua/renew-lease.lua');
export const LIST_LEASES = luaScript(import.meta.url, './lua/list-leases.lua');
export const SETTLE_DELIVERY = luaScript(import.meta.url, './lua/settle-delivery.lua');
export const RESOLVE_DELIVERY = luaScript(import.meta.url, './lua/resolve-delivery.lua');
export const TAKE_BACK_DELIVERY = luaScript(import.meta.url, './lua/take-back-delivery.lua');
export const WITHDRAW_DELIVERY = luaScript(import.meta.url, './lua/withdraw-delivery.lua');
export const RESTORE_DELIVERY = luaScript(import.meta.url, './lua/restore-delivery.lua');
export const READ_RESTART = luaScript(import.meta.url, './lua/read-restart.lua');
export const LEAVE_SEASON = luaScript(import.meta.url, './lua/leave-season.lua');
export const DOUBT_OWED = luaScript(import.meta.url, './lua/doubt-owed.lua');
export const RESUME_SEASON = luaScript(import.meta.url, './lua/resume-season.lua');
