import { luaScript } from '../shared/scripts.ts';

export const LOOK_BACK = luaScript(import.meta.url, './lua/look-back.lua');
export const INTRODUCE = luaScript(import.meta.url, './lua/introduce.lua');
export const ANSWER_QUESTION = luaScript(import.meta.url, './lua/answer-question.lua');
