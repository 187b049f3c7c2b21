/**
 * The clock of this process, which can be set ahead: the sandbox lets hours pass in a moment. Timers keep their real pace, so
 * what waits for a time has to look at the clock again; the bot does so at every sweep.
 */
let ahead = 0;
let installed = false;

/** @param milliseconds by which this process's clock is ahead of the machine's, from 0; it is never set back */
export function setAhead(milliseconds: number): void {
  if (!installed) install();
  ahead = Math.max(ahead, milliseconds);
}

export const clockAhead = (): number => ahead;

function install(): void {
  installed = true;
  const real = Date;
  const now = (): number => real.now() + ahead;
  globalThis.Date = new Proxy(real, {
    construct: (target, values: [], newTarget) =>
      Reflect.construct(target, values.length === 0 ? [now()] : values, newTarget),
    get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
  });
}
