import { inspect } from 'node:util';

const HIDDEN = '[hidden]';

/** A text that must not end up in a log, an error or a dump. It reveals itself only when asked explicitly. */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [inspect.custom](): string {
    return HIDDEN;
  }
}
