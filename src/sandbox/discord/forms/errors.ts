import { parsedUrl } from '../../parsed-url.ts';
import { Refusal } from '../refusal.ts';
import type { WireObject } from '../types.ts';

type Path = readonly (string | number)[];

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Discord counts code points, not UTF-16 units. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

/** Collects the faults of a request body and refuses it with all of them at once (code 50035). */
export class FormErrors {
  readonly #root: Record<string, unknown> = {};
  #count = 0;

  add(path: Path, code: string, message: string): void {
    this.#count += 1;
    let node = this.#root;
    for (const step of path) {
      const next = node[String(step)];
      if (isRecord(next)) {
        node = next;
      } else {
        const made: Record<string, unknown> = {};
        node[String(step)] = made;
        node = made;
      }
    }
    const known = node._errors;
    if (Array.isArray(known)) known.push({ code, message });
    else node._errors = [{ code, message }];
  }

  required(path: Path): void {
    this.add(path, 'BASE_TYPE_REQUIRED', 'This field is required');
  }

  /** Checks an optional string; returns it, or null if it is absent or wrong. `min` and `max` in code points. */
  text(path: Path, value: unknown, min: number, max: number): string | null {
    if (value === undefined || value === null) return null;
    if (typeof value !== 'string') {
      this.add(path, 'STRING_TYPE_CONVERT', 'Could not interpret value as string.');
      return null;
    }
    const length = lengthOf(value);
    if (length > max || length < min) {
      if (min > 0) {
        this.add(path, 'BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`);
      } else {
        this.add(path, 'BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`);
      }
      return null;
    }
    return value;
  }

  requiredText(path: Path, value: unknown, min: number, max: number): string {
    if (value === undefined || value === null || value === '') {
      this.required(path);
      return '';
    }
    return this.text(path, value, min, max) ?? '';
  }

  /** Checks an optional list; returns it, or an empty one if it is absent or wrong. */
  list(path: Path, value: unknown, min: number, max: number): readonly unknown[] {
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) {
      this.add(path, 'LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType');
      return [];
    }
    if (value.length < min || value.length > max) {
      const rule = min > 0 ? `between ${min} and ${max}` : `${max} or fewer`;
      this.add(path, min > 0 ? 'BASE_TYPE_BAD_LENGTH' : 'BASE_TYPE_MAX_LENGTH', `Must be ${rule} in length.`);
    }
    return value;
  }

  integer(path: Path, value: unknown, min: number, max: number): number | null {
    if (value === undefined || value === null) return null;
    if (typeof value !== 'number' || !Number.isInteger(value)) {
      this.add(path, 'NUMBER_TYPE_COERCE', `Value "${String(value)}" is not int.`);
      return null;
    }
    if (value < min) {
      this.add(path, 'NUMBER_TYPE_MIN', `int value should be greater than or equal to ${min}.`);
    } else if (value > max) {
      this.add(path, 'NUMBER_TYPE_MAX', `int value should be less than or equal to ${max}.`);
    }
    return value;
  }

  object(path: Path, value: unknown): Record<string, unknown> {
    if (isRecord(value)) return value;
    if (value === undefined || value === null) this.required(path);
    else this.add(path, 'MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a ModelType');
    return {};
  }

  url(path: Path, value: unknown): void {
    if (value === undefined || value === null) return;
    const url = typeof value === 'string' ? parsedUrl(value) : undefined;
    if (url === undefined) {
      this.add(path, 'URL_TYPE_INVALID_URL', 'Not a well formed URL.');
      return;
    }
    if (!['http:', 'https:'].includes(url.protocol)) {
      const message = `Scheme "${new URL(value).protocol.slice(0, -1)}" is not supported. Scheme must be one of ('http', 'https').`;
      this.add(path, 'URL_TYPE_INVALID_SCHEME', message);
    }
  }

  /** Like `url`, for a picture, which may also be one of the message's files. The words of that refusal are ours. */
  picture(path: Path, value: unknown, filenames: readonly string[]): void {
    const name = typeof value === 'string' ? /^attachment:\/\/(.*)$/.exec(value)?.[1] : undefined;
    if (name === undefined) this.url(path, value);
    else if (!filenames.includes(name))
      this.add(path, 'URL_TYPE_ATTACHMENT_NOT_FOUND', 'Referenced attachment was not found');
  }

  throwIfAny(): void {
    if (this.#count > 0) throw this.refusal();
  }

  refusal(): Refusal {
    const errors: WireObject = this.#root;
    return new Refusal(400, 50035, 'Invalid Form Body', errors);
  }
}
