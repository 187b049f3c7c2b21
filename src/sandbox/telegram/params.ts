import { badRequest } from './api-error.ts';

/** A file that came in a multipart body. */
export interface UploadedFile {
  filename: string;
  size: number;
  bytes: Buffer;
}

/**
 * The parameters of one call, however they were sent. The real server turns every value into text and parses
 * it again, so "12" equals 12, and a list may be JSON text.
 */
export class Params {
  readonly raw: Readonly<Record<string, unknown>>;

  constructor(raw: Readonly<Record<string, unknown>>) {
    this.raw = raw;
  }

  has(name: string): boolean {
    const value = this.raw[name];
    return value !== undefined && value !== null && value !== '';
  }

  text(name: string): string {
    const value = this.raw[name];
    if (value === undefined || value === null) return '';
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  }

  /** Something that is not an integer counts as absent, as on the real server. */
  integer(name: string): number | undefined {
    const text = this.text(name).trim();
    if (!/^[+-]?\d+$/.test(text)) return undefined;
    const value = Number(text);
    return Number.isSafeInteger(value) ? value : undefined;
  }

  boolean(name: string): boolean {
    return ['true', 'yes', '1'].includes(this.text(name).trim().toLowerCase());
  }

  /** The value of an object or list parameter; undefined if absent. Throws 400 if it is not JSON. */
  json(name: string): unknown {
    const value = this.raw[name];
    if (!this.has(name) || typeof value !== 'string') return value ?? undefined;
    try {
      return JSON.parse(value);
    } catch {
      throw badRequest(`can't parse ${name} JSON object`);
    }
  }

  object(name: string): Readonly<Record<string, unknown>> | undefined {
    const value = this.json(name);
    if (value === undefined || value === '') return undefined;
    if (!isRecord(value)) throw badRequest(`can't parse ${name}: expected an Object`);
    return value;
  }

  list(name: string): readonly unknown[] | undefined {
    const value = this.json(name);
    if (value === undefined || value === '') return undefined;
    if (!Array.isArray(value)) throw badRequest(`expected an Array of ${name}`);
    return value;
  }

  file(name: string): UploadedFile | undefined {
    const value = this.raw[name];
    if (!isRecord(value) || typeof value.filename !== 'string' || !Buffer.isBuffer(value.bytes))
      return undefined;
    return { filename: value.filename, size: value.bytes.length, bytes: value.bytes };
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
