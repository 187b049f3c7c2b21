import { badRequest } from '../api-error.ts';
import { isRecord } from '../params.ts';
import type { BotCommand } from '../types.ts';

/** Command menus by scope and language: https://core.telegram.org/bots/api#botcommandscope. */
export class CommandLists {
  private readonly lists = new Map<string, BotCommand[]>();

  set(key: string, commands: readonly unknown[]): void {
    if (commands.length > 100) throw badRequest('BOT_COMMANDS_TOO_MUCH');
    this.lists.set(key, commands.map(readCommand));
  }

  get(key: string): BotCommand[] {
    return this.lists.get(key) ?? [];
  }

  delete(key: string): void {
    this.lists.delete(key);
  }
}

function readCommand(value: unknown): BotCommand {
  if (!isRecord(value)) throw badRequest("can't parse BotCommand: expected an Object");
  const { command, description } = value;
  if (typeof command !== 'string') throw badRequest('can\'t parse BotCommand: Can\'t find field "command"');
  if (typeof description !== 'string')
    throw badRequest('can\'t parse BotCommand: Can\'t find field "description"');
  const name = command.replace(/^\//, '');
  if (!/^[a-z0-9_]{1,32}$/.test(name)) throw badRequest('BOT_COMMAND_INVALID');
  if (description.length < 1 || description.length > 256) throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
  return { command: name, description };
}
