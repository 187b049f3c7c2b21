import { createHash } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ROOT, say } from './console.mjs';

const HEARTBEAT_MS = 1_000;
/** A holder that has not touched its lock for this long is gone. */
const STALE_MS = 15_000;
const POLL_MS = 100;

/**
 * Runs `work` while no other process on this machine sets up the same checkout; otherwise waits for that one.
 * A heartbeat shows that a holder is alive, not a process id, because ids repeat in containers.
 */
export async function alone(work) {
  const name = createHash('sha256').update(ROOT).digest('hex').slice(0, 16);
  const path = join(tmpdir(), `cliffhanger-setup-${process.getuid?.() ?? 0}-${name}.lock`);
  const token = `${process.pid} ${Date.now()} ${Math.random()}`;
  await take(path, token);
  const heartbeat = setInterval(() => touch(path), HEARTBEAT_MS);
  const release = () => {
    clearInterval(heartbeat);
    if (read(path) === token) rmSync(path, { force: true });
  };
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

async function take(path, token) {
  for (let waited = false; ; ) {
    try {
      writeFileSync(path, token, { flag: 'wx', mode: 0o600 });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (age(path) > STALE_MS) {
      removeStale(path);
      continue;
    }
    if (!waited) say('Waiting for another set-up of this checkout to finish.');
    waited = true;
    await delay(POLL_MS);
  }
}

/**
 * Two processes that find the same stale lock must not remove a new one in its place, so check what was
 * moved.
 */
function removeStale(path) {
  const grave = `${path}.${process.pid}`;
  try {
    renameSync(path, grave);
    if (age(grave) <= STALE_MS) linkSync(grave, path);
    rmSync(grave, { force: true });
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  }
}

function age(path) {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function touch(path) {
  const now = new Date();
  try {
    utimesSync(path, now, now);
  } catch {
    // Another process took it as stale, or the folder was cleared. The work itself is safe to repeat.
  }
}
