import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The checkout's top folder. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Something that setup can't fix by itself; its message is a sentence for the person at the terminal. */
export class SetupFault extends Error {}

/** Setup writes to stderr: stdout belongs to the program that it starts, which may print JSON. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** Runs `work`; a {@link SetupFault} is printed as one sentence and ends the process with exit code 1. */
export async function orExplain(work) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SetupFault)) throw error;
    say(error.message);
    process.exit(1);
  }
}

/**
 * Prints a command, runs it in the checkout and resolves to its exit code (127 if it does not exist).
 * @param {string[]} command
 * @param {Record<string, string>} [env] added to the environment
 */
export function run(command, env = {}) {
  const [file, ...args] = command;
  say(`$ ${command.join(' ')}`);
  return new Promise((resolve) => {
    const child = spawn(file === 'node' ? process.execPath : file, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['inherit', process.stderr.fd, process.stderr.fd],
    });
    child.once('error', () => resolve(127));
    child.once('exit', (code, signal) => resolve(signal === null ? code : 1));
  });
}

/**
 * Runs a command without printing it.
 * @returns {Promise<{ code: number, output: string }>}
 */
export function capture(command) {
  const [file, ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.once('error', () => resolve({ code: 127, output: '' }));
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
