import { spawn } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const NOBODY = 65_534;

export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A small checkout with the real setup files, and a PATH that contains only the programs a test puts there. */
export interface Checkout {
  folder: string;
  /** Adds a program to the PATH; `script` is POSIX shell with the checkout as its working folder. */
  program(name: string, script: string): Promise<void>;
  /** Runs a setup file without a terminal. */
  run(file: string, args?: string[], env?: Record<string, string>): Promise<Outcome>;
  /** From now on runs as a user without privileges, even if the tests run as root. */
  dropPrivileges(): Promise<void>;
  remove(): Promise<void>;
}

const LOCK = {
  packages: {
    '': { name: 'cliffhanger' },
    'node_modules/pino': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/only-elsewhere': { version: '1.0.0', optional: true, os: ['none'] },
  },
};
const INSTALLED = { packages: { 'node_modules/pino': { version: '1.0.0', integrity: 'sha512-a' } } };

/** What `npm ci` leaves behind for {@link LOCK}, as a shell script. */
export const NPM_THAT_INSTALLS = [
  'echo "npm $*" >> calls',
  '/bin/mkdir -p node_modules',
  `echo '${JSON.stringify(INSTALLED)}' > node_modules/.package-lock.json`,
].join('\n');

/** A checkout with fake packages. */
export async function newCheckout(): Promise<Checkout> {
  const checkout = await bareCheckout();
  await writeFile(join(checkout.folder, 'package-lock.json'), JSON.stringify(LOCK));
  await checkout.program('npm', NPM_THAT_INSTALLS);
  return checkout;
}

/** A checkout with this repository's installed packages, for real builds. */
export async function checkoutWithPackages(): Promise<Checkout> {
  const checkout = await bareCheckout([process.env.PATH ?? '']);
  for (const file of ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json']) {
    await cp(join(ROOT, file), join(checkout.folder, file));
  }
  // Types of Node and of the language are most of a small build's time; the test's sources declare the little that
  // they use.
  const settings = join(checkout.folder, 'tsconfig.json');
  const text = await readFile(settings, 'utf8');
  await writeFile(
    settings,
    text.replace(/"types": \[[^\]]*\]/, '"types": []').replace(/"lib": \[[^\]]*\]/, '"lib": ["ES5"]'),
  );
  await symlink(join(ROOT, 'node_modules'), join(checkout.folder, 'node_modules'));
  // It would empty the folder behind the link, for everybody.
  await checkout.program('npm', 'echo "These tests install nothing: run npm run setup first." >&2; exit 1');
  return checkout;
}

async function bareCheckout(paths: string[] = []): Promise<Checkout> {
  const folder = await mkdtemp(join(tmpdir(), 'cliffhanger-checkout-'));
  const bin = join(folder, 'bin');
  await mkdir(bin);
  await cp(join(ROOT, 'src/setup'), join(folder, 'src/setup'), { recursive: true });
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  let uid: number | undefined;
  return {
    folder,
    dropPrivileges: async () => {
      if (process.getuid?.() !== 0) return;
      uid = NOBODY;
      await chmod(folder, 0o777);
      await chmod(bin, 0o777);
    },
    program: (name, script) => writeFile(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 }),
    run: (file, args = [], env = {}) => {
      const child = spawn(process.execPath, [join(folder, file), ...args], {
        cwd: folder,
        env: { PATH: [bin, ...paths].join(delimiter), HOME: folder, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
        ...(uid !== undefined && { uid }),
      });
      const outcome: Outcome = { code: null, stdout: '', stderr: '' };
      child.stdout.on('data', (chunk: Buffer) => {
        outcome.stdout += chunk.toString();
      });
      child.stderr.on('data', (chunk: Buffer) => {
        outcome.stderr += chunk.toString();
      });
      return new Promise((resolve) => {
        child.once('close', (code) => resolve({ ...outcome, code }));
      });
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
