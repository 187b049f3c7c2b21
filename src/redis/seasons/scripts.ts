import { luaScript } from '../shared/scripts.ts';

export const CLAIM_SEASON = luaScript(import.meta.url, './lua/claim-season.lua');
export const READ_EVENTS = luaScript(import.meta.url, './lua/read-events.lua');
export const APPEND_EVENTS = luaScript(import.meta.url, './lua/append-events.lua');
export const OWE_EFFECT = luaScript(import.meta.url, './lua/owe-effect.lua');
export const POSTPONE_EFFECT = luaScript(import.meta.url, './lua/postpone-effect.lua');
export const FINISH_EFFECT = luaScript(import.meta.url, './lua/finish-effect.lua');
export const OVERDUE_EFFECTS = luaScript(import.meta.url, './lua/overdue-effects.lua');
export const PUT_OUTLET = luaScript(import.meta.url, './lua/put-outlet.lua');
export const LIST_OUTLETS = luaScript(import.meta.url, './lua/list-outlets.lua');
export const ASK_CONNECTION = luaScript(import.meta.url, './lua/ask-connection.lua');
export const DUMP_KEYS = luaScript(import.meta.url, './lua/dump-keys.lua');
export const ERASE_KEYS = luaScript(import.meta.url, './lua/erase-keys.lua');
export const RETIRE_SEASON = luaScript(import.meta.url, './lua/retire-season.lua');
export const RESTORE_SEASON = luaScript(import.meta.url, './lua/restore-season.lua');
export const PUT_FEED = luaScript(import.meta.url, './lua/put-feed.lua');
