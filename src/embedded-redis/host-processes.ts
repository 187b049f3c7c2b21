import { createHash, randomUUID } from 'node:crypto';
import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import type { Processes } from '../ports/processes.ts';

/** A process that has ended and whose parent has not collected its exit status (proc(5), `state`). */
const ENDED = new Set(['Z', 'X', 'x']);

/**
 * Processes as Linux shows them. A process id alone identifies no process: each container has its own ids, mostly 1, and ids
 * are reused. So a lease holds this boot of the machine, the namespace of the id, the id, and the process's start time. If
 * these can't be read (another system), no process is ever taken for gone.
 */
export async function hostProcesses(): Promise<Processes> {
  const host = await ownHost();
  const self = await lookAt(process.pid);
  if (host === undefined || self === undefined) return { newLease: randomUUID, isGone: async () => false };
  const own = `${host}.${process.pid}.${self.began}`;
  return {
    newLease: () => `${own}|${randomUUID()}`,
    async isGone(lease) {
      const [, there, number, began] = /^(\w+)\.(\d+)\.(\d+)\|/.exec(lease) ?? [];
      if (there !== host) return false;
      const pid = Number(number);
      if (!exists(pid)) return true;
      const found = await lookAt(pid);
      return found !== undefined && (found.ended || found.began !== began);
    },
  };
}

/** Undefined without /proc, or if /proc numbers processes differently from the system calls. */
async function ownHost(): Promise<string | undefined> {
  try {
    if ((await readlink('/proc/self')) !== String(process.pid)) return undefined;
    const parts = await Promise.all([
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
      readlink('/proc/self/ns/pid'),
      // A time namespace shifts the start times of processes. Linux before 5.6 has none.
      readlink('/proc/self/ns/time').catch(() => ''),
    ]);
    // A sandbox may invent the same values everywhere; its host name still differs.
    return createHash('sha256')
      .update([hostname(), ...parts].join('\n'))
      .digest('hex')
      .slice(0, 24);
  } catch {
    return undefined;
  }
}

/** Also true for another user's process, which /proc may hide. */
function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

interface Look {
  readonly ended: boolean;
  /** In clock ticks since the machine booted. */
  readonly began: string;
}

/** Undefined if we may not read it. */
async function lookAt(pid: number): Promise<Look | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The second field is the program's name in brackets, which may contain anything; the 3rd is the state, the 22nd the start
  // time.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, began] = [fields[0], fields[19]];
  return state === undefined || began === undefined ? undefined : { ended: ENDED.has(state), began };
}
