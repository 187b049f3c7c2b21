import type { WireObject } from '../types.ts';
import { type FormErrors, isRecord, lengthOf } from './errors.ts';

const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const SUB_COMMAND = 1;
const SUB_COMMAND_GROUP = 2;
/** All names, descriptions and values of one command together (Discord reference, "Application Commands"). */
const MAX_TOTAL = 8000;

type Path = readonly (string | number)[];

/** Checks one slash command and returns it as it is stored. `path` is its place in the request. */
export function readCommand(errors: FormErrors, path: Path, input: unknown): WireObject {
  const command = errors.object(path, input);
  const type = errors.integer([...path, 'type'], command.type, 1, 4) ?? 1;
  if (type === 1) {
    readName(errors, path, command);
    errors.requiredText([...path, 'description'], command.description, 1, 100);
    readOptions(errors, [...path, 'options'], command.options, 0);
  } else errors.requiredText([...path, 'name'], command.name, 1, 32);
  if (textTotal(command) > MAX_TOTAL) {
    errors.add(path, 'APPLICATION_COMMAND_TOO_LARGE', `Command exceeds maximum size (${MAX_TOTAL})`);
  }
  readPermissions(errors, path, command.default_member_permissions);
  return {
    type,
    name: command.name,
    description: command.description ?? '',
    default_member_permissions: permissionText(command.default_member_permissions),
    nsfw: command.nsfw === true,
    contexts: Array.isArray(command.contexts) ? command.contexts : null,
    integration_types: Array.isArray(command.integration_types) ? command.integration_types : [0],
    ...(Array.isArray(command.options) ? { options: command.options } : {}),
    ...(isRecord(command.name_localizations) ? { name_localizations: command.name_localizations } : {}),
    ...(isRecord(command.description_localizations)
      ? { description_localizations: command.description_localizations }
      : {}),
  };
}

function readName(errors: FormErrors, path: Path, owner: Record<string, unknown>): void {
  const names: [Path, unknown][] = [[[...path, 'name'], owner.name]];
  if (isRecord(owner.name_localizations)) {
    for (const [locale, name] of Object.entries(owner.name_localizations)) {
      names.push([[...path, 'name_localizations', locale], name]);
    }
  }
  for (const [at, name] of names) {
    if (name === undefined || name === null) errors.required(at);
    else if (typeof name !== 'string' || !NAME.test(name) || name !== name.toLowerCase()) {
      errors.add(at, 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
    }
  }
  if (!isRecord(owner.description_localizations)) return;
  for (const [locale, text] of Object.entries(owner.description_localizations)) {
    errors.requiredText([...path, 'description_localizations', locale], text, 1, 100);
  }
}

function readOptions(errors: FormErrors, path: Path, input: unknown, depth: number): void {
  const names = new Set<string>();
  let optionalSeen = false;
  errors.list(path, input, 0, 25).forEach((entry, index) => {
    const at = [...path, index];
    const option = errors.object(at, entry);
    const type = errors.integer([...at, 'type'], option.type, 1, 11);
    if (type === null) errors.required([...at, 'type']);
    readName(errors, at, option);
    errors.requiredText([...at, 'description'], option.description, 1, 100);
    if (names.has(String(option.name))) {
      const message = 'Option names must be unique';
      errors.add([...at, 'name'], 'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS', message);
    }
    names.add(String(option.name));
    if (type === SUB_COMMAND || type === SUB_COMMAND_GROUP) {
      if (depth + (type === SUB_COMMAND_GROUP ? 0 : 1) > 2) {
        errors.add([...at, 'type'], 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', 'Sub-commands nest too deep');
      }
      readOptions(errors, [...at, 'options'], option.options, depth + 1);
      return;
    }
    if (option.required !== true) optionalSeen = true;
    else if (optionalSeen) {
      const message = 'Required options must be placed before non-required options';
      errors.add(at, 'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID', message);
    }
    readChoices(errors, at, option);
  });
}

function readChoices(errors: FormErrors, path: Path, option: Record<string, unknown>): void {
  const choices = errors.list([...path, 'choices'], option.choices, 0, 25);
  if (choices.length > 0 && option.autocomplete === true) {
    const message = 'Autocomplete cannot be used together with choices';
    errors.add(path, 'APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES', message);
  }
  choices.forEach((entry, index) => {
    const at = [...path, 'choices', index];
    const choice = errors.object(at, entry);
    errors.requiredText([...at, 'name'], choice.name, 1, 100);
    if (choice.value === undefined) errors.required([...at, 'value']);
    else if (typeof choice.value === 'string') errors.text([...at, 'value'], choice.value, 0, 100);
  });
}

function readPermissions(errors: FormErrors, path: Path, value: unknown): void {
  if (value === undefined || value === null || permissionText(value) !== null) return;
  errors.add([...path, 'default_member_permissions'], 'NUMBER_TYPE_COERCE', 'Value is not int.');
}

function permissionText(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && /^\d{1,20}$/.test(value) ? value : null;
}

function textTotal(node: Record<string, unknown>): number {
  let total = 0;
  for (const key of ['name', 'description', 'value']) {
    const text = node[key];
    if (typeof text === 'string') total += lengthOf(text);
  }
  for (const key of ['options', 'choices']) {
    const children = node[key];
    if (Array.isArray(children)) for (const child of children) if (isRecord(child)) total += textTotal(child);
  }
  return total;
}
