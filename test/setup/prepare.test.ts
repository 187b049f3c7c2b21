import { createHash } from 'node:crypto';
import { readFile, realpath, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MINIMUM_REDIS_VERSION } from '../../src/redis/connection/version.ts';
import { type Checkout, NPM_THAT_INSTALLS, newCheckout } from './checkout.ts';

const PREPARE = 'src/setup/prepare.mjs';
const serverOf = (version: string) => `echo "Redis server v=${version} sha=00000000:0 malloc=libc bits=64"`;

let checkout: Checkout;

beforeEach(async () => {
  checkout = await newCheckout();
});
afterEach(() => checkout.remove());

const calls = () => readFile(join(checkout.folder, 'calls'), 'utf8').catch(() => '');

/** A package manager that puts a redis-server on PATH when it is asked to install one. */
function installer(version: string): string {
  return [
    'echo "$0 $*" | /bin/sed "s|.*/bin/||" >> calls',
    `case "$*" in *install*|*add*) printf '#!/bin/sh\\n%s\\n' '${serverOf(version)}' > bin/redis-server;`,
    '/bin/chmod +x bin/redis-server;; esac',
  ].join('\n');
}

/** Runs what follows its options, as sudo does; `-n` and `-V` as the real one takes them. */
const SUDO = 'echo "sudo $*" >> calls\n[ "$1" = -V ] && exit 0\n[ "$1" = -n ] && shift\n"$@"';

/** /usr/bin/env and true, for the lines that run through sudo. */
async function asRootOrWithSudo(): Promise<void> {
  await checkout.program('sudo', SUDO);
  await checkout.program('env', '/usr/bin/env "$@"');
  await checkout.program('true', 'exit 0');
}

describe('setting up', () => {
  it('installs the packages, shows the command, and has nothing to do the second time', async () => {
    await checkout.program('redis-server', serverOf('7.0.15'));
    const first = await checkout.run(PREPARE);
    expect(first).toMatchObject({ code: 0, stdout: '' });
    expect(first.stderr).toContain('$ npm ci');
    const second = await checkout.run(PREPARE);
    expect(second).toEqual({ code: 0, stdout: '', stderr: '' });
    expect((await calls()).trim().split('\n')).toHaveLength(1);
  });

  it('reinstalls when the lock file asks for another version', async () => {
    await checkout.run(PREPARE, ['--no-redis']);
    const lock = join(checkout.folder, 'package-lock.json');
    await writeFile(lock, (await readFile(lock, 'utf8')).replace('"1.0.0"', '"1.0.1"'));
    expect((await checkout.run(PREPARE, ['--no-redis'])).stderr).toContain('$ npm ci');
  });

  it('reinstalls after an install that was interrupted', async () => {
    await checkout.run(PREPARE, ['--no-redis']);
    await rm(join(checkout.folder, 'node_modules/.package-lock.json'));
    expect((await checkout.run(PREPARE, ['--no-redis'])).stderr).toContain('$ npm ci');
  });

  it('installs once when two run at the same moment', async () => {
    await checkout.program('redis-server', serverOf('7.0.15'));
    // Long enough for the second one to look before the first is done.
    await checkout.program('npm', `/bin/sleep 0.5\n${NPM_THAT_INSTALLS}`);
    const both = await Promise.all([checkout.run(PREPARE), checkout.run(PREPARE)]);
    expect(both.map((each) => each.code)).toEqual([0, 0]);
    expect((await calls()).trim().split('\n')).toHaveLength(1);
  });

  it('does not wait for another set-up that died', async () => {
    const name = createHash('sha256')
      .update(`${await realpath(checkout.folder)}/`)
      .digest('hex')
      .slice(0, 16);
    const lock = join(tmpdir(), `cliffhanger-setup-${process.getuid?.() ?? 0}-${name}.lock`);
    await writeFile(lock, 'a process that was killed');
    const minuteAgo = new Date(Date.now() - 60_000);
    await utimes(lock, minuteAgo, minuteAgo);
    const { code, stderr } = await checkout.run(PREPARE, ['--no-redis']);
    expect(code).toBe(0);
    expect(stderr).not.toContain('Waiting');
    await expect(stat(lock)).rejects.toThrow('ENOENT');
  });

  it('ends with one sentence when the packages cannot be installed', async () => {
    await checkout.program('npm', 'echo "no network" >&2\nexit 1');
    const { code, stderr } = await checkout.run(PREPARE);
    expect(code).toBe(1);
    expect(stderr).toContain('The packages could not be installed');
    expect(stderr).not.toContain('at ');
  });
});

describe('a redis-server', () => {
  it.each([
    ['redis-server', serverOf('6.2.0')],
    ['valkey-server', 'echo "Valkey server v=8.0.1 sha=00000000:0"'],
  ])('is fine as %s of a new enough version', async (name, script) => {
    await checkout.program(name, script);
    expect((await checkout.run(PREPARE)).code).toBe(0);
  });

  it('is not searched for if none is needed', async () => {
    expect((await checkout.run(PREPARE, ['--no-redis'])).code).toBe(0);
  });

  it.each([
    ['apt-get', 'apt-get install -y --no-install-recommends redis-server'],
    ['dnf', 'dnf install -y valkey'],
    ['apk', 'apk add --no-cache redis'],
    ['brew', 'brew install redis'],
  ])('is installed with %s, and the command is shown', async (manager, command) => {
    await asRootOrWithSudo();
    await checkout.program('apt-cache', 'exit 0');
    await checkout.program('systemctl', 'exit 0');
    await checkout.program(manager, installer('7.2.4'));
    const { code, stderr } = await checkout.run(PREPARE);
    expect(code).toBe(0);
    expect(stderr).toMatch(new RegExp(`^\\$ .*${command}$`, 'm'));
    expect(await calls()).toContain(command);
  });

  it('lets apt-get read its lists first if they are empty', async () => {
    await asRootOrWithSudo();
    await checkout.program('apt-cache', 'exit 100');
    await checkout.program('systemctl', 'exit 0');
    await checkout.program('apt-get', installer('7.0.15'));
    expect((await checkout.run(PREPARE)).code).toBe(0);
    expect(await calls()).toMatch(/apt-get update\n[\s\S]*apt-get install/);
  });

  it('that is too old even after installing is named', async () => {
    await asRootOrWithSudo();
    await checkout.program('apk', installer('5.0.14'));
    const { code, stderr } = await checkout.run(PREPARE);
    expect(code).toBe(1);
    expect(stderr).toContain('needs redis-server or valkey-server 6.2 or newer');
    expect(stderr).toContain('redis-server 5.0.14 is the only one there');
  });

  it('that cannot be installed ends with what to type', async () => {
    await asRootOrWithSudo();
    await checkout.program('apk', 'exit 1');
    const { code, stderr } = await checkout.run(PREPARE);
    expect(code).toBe(1);
    expect(stderr).toMatch(/Type: (sudo )?apk add --no-cache redis\n$/);
  });

  it('without any package manager ends with one sentence', async () => {
    const { code, stderr } = await checkout.run(PREPARE);
    expect(code).toBe(1);
    expect(stderr.trim().split('\n').at(-1)).toMatch(
      /^Cliffhanger needs redis-server or valkey-server 6\.2 or newer/,
    );
  });

  it('is installed through sudo by a user without privileges, if sudo needs no password', async () => {
    await checkout.dropPrivileges();
    await asRootOrWithSudo();
    await checkout.program('apt-cache', 'exit 0');
    await checkout.program('systemctl', 'exit 0');
    await checkout.program('apt-get', installer('7.0.15'));
    const { code, stderr } = await checkout.run(PREPARE);
    expect(code).toBe(0);
    const command =
      'sudo -n env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends redis-server';
    expect(stderr).toContain(`$ ${command}`);
    expect(await calls()).toContain(command);
  });

  it('is never a reason to ask for a password without a terminal', async () => {
    await checkout.dropPrivileges();
    await checkout.program(
      'sudo',
      '[ "$1" = -V ] && exit 0\n[ "$1" = -n ] && exit 1\necho prompted >> calls',
    );
    await checkout.program('apk', installer('7.2.4'));
    const { code, stderr } = await checkout.run(PREPARE);
    expect(code).toBe(1);
    expect(stderr).toMatch(/Type: sudo apk add --no-cache redis\n$/);
    expect(await calls()).not.toContain('prompted');
  });

  it('has one minimum version in setup and bot', async () => {
    const text = await readFile(join(checkout.folder, 'src/setup/redis-server.mjs'), 'utf8');
    expect(text).toContain(`MINIMUM_REDIS_VERSION = [${MINIMUM_REDIS_VERSION.join(', ')}]`);
  });
});

describe('an old Node', () => {
  it('is told which one is needed before anything else happens', async () => {
    await writeFile(
      join(checkout.folder, 'old-node.mjs'),
      "Object.defineProperty(process.versions, 'node', { value: '20.18.3' });\nawait import('./src/setup/prepare.mjs');\n",
    );
    const { code, stderr } = await checkout.run('old-node.mjs');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Cliffhanger needs Node\.js 20\.19 or newer, and this is 20\.18\.3\. .*\n$/);
    expect(await calls()).toBe('');
  });
});
