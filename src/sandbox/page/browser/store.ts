import { useEffect, useState } from 'preact/hooks';
import type { Action, Reply } from '../actions/action.ts';
import type { Change, Parts, PersonPart } from '../state.ts';

/** Whether what is shown is what is there. */
export type Connection = 'opening' | 'open' | 'lost';

const parts = new Map<string, unknown>();
const listeners = new Map<string, Set<() => void>>();
const CONNECTION = ' connection';
const ME = ' me';
const CLOCK = ' clock';
let connection: Connection = 'opening';
let me = sessionStorage.getItem('me') ?? 'fan-ada';
/** How far the sandbox's clock is ahead of this browser's, in milliseconds. */
let ahead = 0;

/** Follows the sandbox; the browser connects again by itself. */
export function connect(): void {
  const source = new EventSource('/events');
  source.onmessage = ({ data }) => take(JSON.parse(String(data)) as Change);
  source.onerror = () => become('lost');
  source.onopen = () => become('open');
  setInterval(() => emit(CLOCK), 500);
}

function take({ at, parts: changed, gone }: Change): void {
  ahead = at - Date.now();
  become('open');
  for (const key of gone) parts.delete(key);
  for (const [key, part] of Object.entries(changed)) parts.set(key, part);
  for (const key of [...gone, ...Object.keys(changed)]) emit(key);
}

function become(state: Connection): void {
  if (connection === state) return;
  connection = state;
  emit(CONNECTION);
}

function emit(key: string): void {
  for (const listener of [...(listeners.get(key) ?? [])]) listener();
}

function useKey(key: string): void {
  const [, redraw] = useState(0);
  useEffect(() => {
    const all = listeners.get(key) ?? new Set();
    listeners.set(key, all);
    const listener = () => redraw((count) => count + 1);
    all.add(listener);
    // It may have changed before anybody listened.
    listener();
    return () => {
      all.delete(listener);
    };
  }, [key]);
}

/** A part, drawn again whenever it changes; undefined before it is known. */
export function usePart<Key extends keyof Parts & string>(key: Key): Parts[Key] | undefined {
  useKey(key);
  return parts.get(key) as Parts[Key] | undefined;
}

export function useConnection(): Connection {
  useKey(CONNECTION);
  return connection;
}

/** The sandbox's clock, in Unix milliseconds. */
export const sandboxNow = (): number => Date.now() + ahead;

/** The same, drawn again twice a second. */
export function useNow(): number {
  useKey(CLOCK);
  return sandboxNow();
}

/** Whom the visitor is. */
export function useMe(): PersonPart | undefined {
  useKey(ME);
  const people = usePart('people');
  return people?.find(({ id }) => id === me) ?? people?.find(({ part }) => part === 'fan');
}

export function be(person: string): void {
  me = person;
  sessionStorage.setItem('me', person);
  emit(ME);
}

export interface Toast {
  readonly text: string;
  readonly kind: 'error' | 'answer';
}
type ToastListener = (toast: Toast) => void;
let showToast: ToastListener = () => undefined;
export const onToast = (listener: ToastListener): void => {
  showToast = listener;
};

/** Asks the sandbox to do something. What it refuses is shown as a toast. */
export async function act(action: Action): Promise<Reply> {
  const reply = await post(action);
  if (reply.error !== undefined) showToast({ text: reply.error, kind: 'error' });
  else if (reply.toast !== undefined) showToast({ text: reply.toast, kind: 'answer' });
  return reply;
}

async function post(action: Action): Promise<Reply> {
  try {
    const response = await fetch('/act', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(action),
    });
    return (await response.json()) as Reply;
  } catch {
    return { error: 'The sandbox does not answer. Is it still running?' };
  }
}
