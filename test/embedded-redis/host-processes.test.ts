import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { hostProcesses } from '../../src/embedded-redis/host-processes.ts';

type Finished = (stop: () => void) => void;

/** A shell script, and the process whose number it prints first. */
async function started(onFinished: Finished, script: string): Promise<number> {
  const child = spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  onFinished(() => void child.kill('SIGKILL'));
  const pid = await new Promise<string>((resolve) =>
    createInterface({ input: child.stdout }).once('line', resolve),
  );
  return Number(pid);
}

const statOf = (pid: number): readonly string[] => readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ');

/** The name that this process itself would put on a lease: our own name with its number and its start time. */
async function leaseOf(pid: number): Promise<string> {
  const { newLease } = await hostProcesses();
  return newLease().replace(/\.\d+\.\d+\|/, `.${pid}.${statOf(pid)[21]}|`);
}

describe.skipIf(process.platform !== 'linux')('the process behind a lease', () => {
  it('is gone once it was killed, and not before', async ({ onTestFinished }) => {
    const pid = await started(onTestFinished, 'echo $$; exec sleep 60');
    const lease = await leaseOf(pid);
    const { isGone, newLease } = await hostProcesses();
    expect(await isGone(newLease())).toBe(false);
    expect(await isGone(lease)).toBe(false);
    process.kill(pid, 'SIGSTOP');
    expect(await isGone(lease)).toBe(false);
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => isGone(lease)).toBe(true);
  });

  it('is gone if it has ended and its parent never collects it', async ({ onTestFinished }) => {
    const pid = await started(onTestFinished, 'sleep 60 & echo $!; exec sleep 60');
    const lease = await leaseOf(pid);
    const { isGone } = await hostProcesses();
    expect(await isGone(lease)).toBe(false);
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => statOf(pid)[2]).toBe('Z');
    expect(await isGone(lease)).toBe(true);
  });

  it('is not a later process that got its number', async () => {
    const { isGone, newLease } = await hostProcesses();
    const earlier = newLease().replace(/\.\d+\|/, '.1|');
    expect(await isGone(earlier)).toBe(true);
  });

  it('cannot be judged if it runs on another host or in another container, or names none', async () => {
    const { isGone, newLease } = await hostProcesses();
    const own = newLease();
    const elsewhere = own.replace(/^\w+\.\d+/, `${'0'.repeat(24)}.4000000`);
    for (const lease of [elsewhere, '8a2f6c1e-0000-4000-8000-000000000000', '', '|', own.replace('|', ' ')])
      expect(await isGone(lease)).toBe(false);
  });

  it('has a different name for every lease', async () => {
    const { newLease } = await hostProcesses();
    expect(newLease()).not.toBe(newLease());
  });
});
