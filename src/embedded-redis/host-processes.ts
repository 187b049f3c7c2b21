import { createHash, randomUUID } from 'node:crypto';
import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import type { Processes } from '../ports/processes.ts';

/** Of a process that has ended, and that its parent has not asked about yet (proc(5), `state`). */
const ENDED = new Set(['Z', 'X', 'x']);

/**
 * Processes as Linux shows them. A number alone names nobody: containers have their own, mostly 1, and a number is given
 * out again. So a lease holds this boot of the machine with the namespace in which the number counts, the number, and
 * when the process began. Where that cannot be read (another system) nobody is ever taken for gone.
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

/** Undefined where there is no /proc, or one that numbers processes otherwise than the system does for us. */
async function ownHost(): Promise<string | undefined> {
  try {
    if ((await readlink('/proc/self')) !== String(process.pid)) return undefined;
    const parts = await Promise.all([
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
      readlink('/proc/self/ns/pid'),
      // A clock of its own shows other times for when a process began. Linux before 5.6 has none.
      readlink('/proc/self/ns/time').catch(() => ''),
    ]);
    // A sandbox that invents the above alike for everybody at least has a name of its own.
    return createHash('sha256')
      .update([hostname(), ...parts].join('\n'))
      .digest('hex')
      .slice(0, 24);
  } catch {
    return undefined;
  }
}

/** Also true for one of another user, which /proc may hide. */
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
  /** In clock ticks since the machine was started. */
  readonly began: string;
}

/** Undefined where it may not be looked at. */
async function lookAt(pid: number): Promise<Look | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The second field is the program's name in brackets, which may hold anything; the 3rd is the state, the 22nd the start.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, began] = [fields[0], fields[19]];
  return state === undefined || began === undefined ? undefined : { ended: ENDED.has(state), began };
}
