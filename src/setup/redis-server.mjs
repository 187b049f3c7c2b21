import { existsSync } from 'node:fs';
import { capture, run, SetupFault } from './console.mjs';

/** The oldest Redis; src/redis/connection/version.ts asks for the same. */
export const MINIMUM_REDIS_VERSION = [6, 2];

const NAMES = ['redis-server', 'valkey-server'];

/**
 * What each package manager runs. `packages` are tried in order: Fedora 41 and RHEL 10 have only Valkey.
 * `afterwards`: Debian's package starts a system service on port 6379, which we don't want.
 */
const INSTALLERS = [
  {
    command: 'apt-get',
    packages: ['redis-server'],
    refresh: ['apt-get', 'update'],
    isKnown: ['apt-cache', 'show', 'redis-server'],
    install: (name) => ['apt-get', 'install', '-y', '--no-install-recommends', name],
    env: { DEBIAN_FRONTEND: 'noninteractive' },
    afterwards: () =>
      existsSync('/run/systemd/system')
        ? ['systemctl', 'disable', '--now', 'redis-server.service']
        : undefined,
  },
  { command: 'dnf', packages: ['valkey', 'redis'], install: (name) => ['dnf', 'install', '-y', name] },
  { command: 'apk', packages: ['redis', 'valkey'], install: (name) => ['apk', 'add', '--no-cache', name] },
  { command: 'brew', packages: ['redis'], install: (name) => ['brew', 'install', name], asUser: true },
];

/** Makes sure that a redis-server or valkey-server of {@link MINIMUM_REDIS_VERSION} is on PATH. */
export async function installRedisServer() {
  const before = await findServer();
  if (before.supported) return;
  const wanted = `redis-server or valkey-server ${MINIMUM_REDIS_VERSION.join('.')} or newer`;
  const installer = await firstAvailable();
  if (installer === undefined) {
    throw new SetupFault(
      `Cliffhanger needs ${wanted} on PATH, and none of ${INSTALLERS.map((each) => each.command).join(', ')} ` +
        'is here to install it: install it by hand (https://redis.io/docs/latest/operate/oss_and_stack/install/) ' +
        'and run the command again.',
    );
  }
  await install(installer);
  const after = await findServer();
  if (after.supported) return;
  const found = after.found === '' ? 'it is still not on PATH' : `${after.found} is the only one there`;
  throw new SetupFault(
    `Cliffhanger needs ${wanted}, but after "${typed(installer)}" ${found}: ` +
      'install a newer one (https://redis.io/docs/latest/operate/oss_and_stack/install/) and run the command again.',
  );
}

async function install(installer) {
  const prefix = await privilege(installer);
  const mustSay = () =>
    new SetupFault(
      `A redis-server is needed and could not be installed from here. Type: ${typed(installer)}`,
    );
  if (prefix === undefined) throw mustSay();
  const inRoot = (command) => {
    // sudo drops the environment, so set the variable behind it.
    const variables = Object.entries(installer.env ?? {}).map(([key, value]) => `${key}=${value}`);
    return prefix.length > 0 && variables.length > 0
      ? run([...prefix, 'env', ...variables, ...command])
      : run([...prefix, ...command], installer.env);
  };

  let refreshed = false;
  if (installer.refresh && (await capture(installer.isKnown)).code !== 0) {
    await inRoot(installer.refresh);
    refreshed = true;
  }
  let code = await firstThatInstalls(installer, inRoot);
  if (code !== 0 && installer.refresh && !refreshed) {
    // Outdated package lists name files that the mirror no longer has.
    await inRoot(installer.refresh);
    code = await firstThatInstalls(installer, inRoot);
  }
  if (code !== 0) throw mustSay();
  const afterwards = installer.afterwards?.();
  if (afterwards !== undefined) await inRoot(afterwards);
}

async function firstThatInstalls(installer, inRoot) {
  let code = 1;
  for (const name of installer.packages) {
    code = await inRoot(installer.install(name));
    if (code === 0) break;
  }
  return code;
}

/** The words in front of a command that needs root; undefined if we can't get root without a prompt. */
async function privilege(installer) {
  if (installer.asUser || process.getuid?.() === 0) return [];
  if ((await capture(['sudo', '-V'])).code !== 0) return undefined;
  if (process.stdin.isTTY && process.stderr.isTTY) return ['sudo'];
  return (await capture(['sudo', '-n', 'true'])).code === 0 ? ['sudo', '-n'] : undefined;
}

function typed(installer) {
  const command = installer.install(installer.packages[0]).join(' ');
  return installer.asUser || process.getuid?.() === 0 ? command : `sudo ${command}`;
}

async function firstAvailable() {
  for (const installer of INSTALLERS) {
    if ((await capture([installer.command, '--version'])).code !== 127) return installer;
  }
  return undefined;
}

async function findServer() {
  const found = [];
  for (const name of NAMES) {
    const { output } = await capture([name, '--version']);
    const version = /\bv=(\d+)\.(\d+)[\d.]*/.exec(output);
    if (version === null) continue;
    const [major, minor] = [Number(version[1]), Number(version[2])];
    const [leastMajor, leastMinor] = MINIMUM_REDIS_VERSION;
    if (major > leastMajor || (major === leastMajor && minor >= leastMinor))
      return { supported: true, found: name };
    found.push(`${name} ${version[0].slice(2)}`);
  }
  return { supported: false, found: found.join(' and ') };
}
