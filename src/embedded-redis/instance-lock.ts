import { randomBytes } from 'node:crypto';
import { readdir, rename, unlink } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { makeFolder } from '../files/folders.ts';
import { StartupError } from '../ports/startup-error.ts';
import { socketFolder } from './socket-path.ts';

/** Who may hold a data folder: the bot while it lives, a command line while it reads. */
export type LockPurpose = 'bot' | 'reading';

export interface InstanceLock {
  release(): Promise<void>;
}

export type LockAttempt = { held: InstanceLock } | { heldBy: LockPurpose };

const FOLDER = 'lock';
const SUFFIX = '.sock';
/** 8 random bytes in hexadecimal: the longest name that this file makes. */
const LONGEST_NAME = `new-${'0'.repeat(16)}${SUFFIX}`;
const POLL_MS = 20;
/** An answer is one short line from a living process on this machine. */
const ANSWER_TIMEOUT_MS = 5_000;

type Answer = { state: 'candidate' | 'held'; purpose: LockPurpose } | { state: 'gone' };

interface Rival {
  name: string;
  state: 'candidate' | 'held';
  purpose: LockPurpose;
}

/**
 * Takes the data folder for this process, or says which kind of process has it. The kernel closes a listening
 * socket with its process, so a lock never outlives its holder. No process id is trusted: they repeat in
 * containers.
 *
 * Every candidate listens on its own socket, under a random name that is never used twice. So a socket that
 * refuses can be removed without the risk of removing a live one. Each publishes its socket before it looks
 * at the others, so of any two at least one sees the other. A candidate that meets a holder withdraws. Among
 * candidates the lowest name stays; it waits until the others have withdrawn or turn out to be holders.
 */
export async function takeInstanceLock(dataDir: string, purpose: LockPurpose): Promise<LockAttempt> {
  const folder = await lockFolder(dataDir);
  const name = `${randomBytes(8).toString('hex')}${SUFFIX}`;
  const path = join(folder, name);
  let state: 'candidate' | 'held' = 'candidate';
  const server = createServer((socket) => {
    // The process that asks may be gone before the answer arrives.
    socket.on('error', () => undefined);
    socket.end(`${state} ${purpose}\n`);
  });
  await publish(server, folder, name).catch((error: Error) => {
    throw new StartupError(
      `Cannot write to ${folder}: ${error.message}`,
      'Make the data folder writable for this user and free space on its disk, or set CLIFFHANGER_DATA to another folder.',
      { cause: error },
    );
  });
  const release = async () => {
    await unlink(path).catch(() => undefined);
    await new Promise((resolve) => server.close(resolve));
  };
  try {
    for (;;) {
      const rivals = await livingRivals(folder, name);
      const stronger = rivals.find((rival) => rival.state === 'held' || rival.name < name);
      if (stronger !== undefined) {
        await release();
        return { heldBy: stronger.purpose };
      }
      if (rivals.length === 0) break;
      await delay(POLL_MS);
    }
  } catch (error) {
    await release();
    throw error;
  }
  state = 'held';
  server.unref();
  return { held: { release } };
}

async function lockFolder(dataDir: string): Promise<string> {
  const folder = join(await socketFolder(dataDir, join(FOLDER, LONGEST_NAME)), FOLDER);
  await makeFolder(folder);
  return folder;
}

/** Listen first, then take the public name: so a public socket that refuses is a dead one. */
async function publish(server: Server, folder: string, name: string): Promise<void> {
  const unseen = join(folder, `new-${name}`);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(unseen, () => {
      server.off('error', reject);
      resolve();
    });
  });
  await rename(unseen, join(folder, name));
}

async function livingRivals(folder: string, own: string): Promise<Rival[]> {
  const names = (await readdir(folder)).filter((name) => /^[0-9a-f]{16}\.sock$/.test(name) && name !== own);
  const answers = await Promise.all(
    names.map(async (name) => ({ name, answer: await ask(join(folder, name)) })),
  );
  return answers.flatMap(({ name, answer }) => (answer.state === 'gone' ? [] : [{ name, ...answer }]));
}

async function ask(path: string): Promise<Answer> {
  for (;;) {
    try {
      const [state, purpose] = (await readLine(path)).trim().split(' ');
      if (state === 'held' || state === 'candidate') {
        return { state, purpose: purpose === 'reading' ? 'reading' : 'bot' };
      }
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'ENOENT') return { state: 'gone' };
      if (code === 'ECONNREFUSED') {
        await unlink(path).catch(() => undefined);
        return { state: 'gone' };
      }
      if (code !== 'ECONNRESET' && code !== 'EPIPE') throw error;
    }
    // It went away in the middle of the answer. The next look is certain.
    await delay(POLL_MS);
  }
}

function readLine(path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    let text = '';
    socket.setTimeout(ANSWER_TIMEOUT_MS, () => {
      // It accepted, so a process lives there, perhaps stopped in a debugger: count it as a holder.
      socket.destroy();
      resolve('held bot');
    });
    socket.on('data', (chunk) => {
      text += chunk.toString();
    });
    socket.once('error', reject);
    socket.once('end', () => resolve(text));
  });
}
