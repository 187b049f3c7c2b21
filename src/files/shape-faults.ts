import type { z } from 'zod';
import type { StoryPath } from '../core/story/fault.ts';
import { cut } from '../core/text/graphemes.ts';
import { nearest } from '../core/text/nearest.ts';
import type { PathFault } from './yaml-file.ts';

type Issue = z.core.$ZodIssue;

/**
 * A schema's objections to a file, in the words of the file. The schemas' messages say what would be right
 * (config/schema-parts.ts); what is wrong is read from the data.
 */
export function shapeFaults(data: unknown, issues: readonly Issue[]): readonly PathFault[] {
  return issues.flatMap((issue) => faultsOf(data, issue));
}

function faultsOf(data: unknown, issue: Issue): readonly PathFault[] {
  const path = pathOf(issue);
  if (issue.code === 'unrecognized_keys') {
    const known = issue.message.split(', ');
    return issue.keys.map((key) => unknownKey([...path, key], key, known));
  }
  if (issue.code === 'invalid_key') {
    const right = issue.issues[0]?.message ?? issue.message;
    return [{ path, what: `"${clip(String(path.at(-1)))}" cannot be a name here`, right, at: 'key' }];
  }
  const value = valueAt(data, path);
  const name = nameOf(path);
  if (value === undefined) return [{ path, what: `${name} is missing`, right: issue.message }];
  return [{ path, what: `${name} is ${describe(value)}`, right: issue.message }];
}

/** Keys of a file are strings and positions; a schema adds no others. */
const pathOf = (issue: Issue): StoryPath =>
  issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));

function unknownKey(path: StoryPath, key: string, known: readonly string[]): PathFault {
  const close = nearest(key, known);
  const listed = `known here: ${known.join(', ')}`;
  return {
    path,
    what: `"${clip(key)}" is not known here`,
    right: close === undefined ? listed : `did you mean "${close}"? (${listed})`,
    at: 'key',
  };
}

/** The last part of a path in words: `label of option 2`, `episode "pilot"`, `url`. */
function nameOf(path: StoryPath): string {
  const last = path.at(-1);
  if (last === undefined) return 'the file';
  const list = String(path.at(-2) ?? '').replace(/s$/, '');
  return typeof last === 'number' ? `${list} ${last + 1}` : `"${clip(last)}"`;
}

export function valueAt(data: unknown, path: StoryPath): unknown {
  let value = data;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.hasOwn(value, step) ? (value as Record<string | number, unknown>)[step] : undefined;
  }
  return value;
}

/** Empty if there is no list. */
export function listAt(data: unknown, path: StoryPath): readonly unknown[] {
  const value = valueAt(data, path);
  return Array.isArray(value) ? value : [];
}

/** Describes a value in a person's words. */
function describe(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  switch (typeof value) {
    case 'string':
      return value.trim() === '' ? 'empty' : JSON.stringify(clip(value));
    case 'number':
      return `the number ${value}`;
    case 'boolean':
      return String(value);
    default:
      return 'a block of keys';
  }
}

const LONGEST_QUOTED = 60;

/** Long enough to recognise, short enough for a line on a terminal. */
const clip = (text: string): string => cut(text, LONGEST_QUOTED);
