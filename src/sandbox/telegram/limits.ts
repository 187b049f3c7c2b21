import { tooManyRequests } from './api-error.ts';

/**
 * The limits of https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this. The
 * platform does not publish how exactly it counts; here every window slides. Undefined means no limit.
 */
export interface RateLimits {
  /** Calls that send, edit or stop something, over all chats, in any second. The FAQ says "about 30". */
  overallPerSecond?: number;
  /** Messages sent to one chat in any `chatWindowMs` (default 1,000). The FAQ says 1, with short bursts let pass. */
  chatPerWindow?: number;
  chatWindowMs?: number;
  /** Messages sent to one group or supergroup in any minute. The FAQ says 20. */
  groupPerMinute?: number;
}

/** The most that was seen in any window, without refused calls. */
export interface Peaks {
  overallPerSecond: number;
  chatPerSecond: number;
  groupPerMinute: number;
}

const SENDS = /^(send(?!chataction)|copy|forward)/i;
const WRITES = /^(send(?!chataction)|copy|forward|edit|stop|delete(?!mycommands|webhook)|pin|unpin)/i;

interface Window {
  key: string;
  ms: number;
  limit: number | undefined;
  peak: keyof Peaks;
}

export class RateMeter {
  private readonly limits: RateLimits;
  private readonly now: () => number;
  private readonly seen = new Map<string, number[]>();
  private readonly highest: Peaks = { overallPerSecond: 0, chatPerSecond: 0, groupPerMinute: 0 };

  constructor(limits: RateLimits, now: () => number) {
    this.limits = limits;
    this.now = now;
  }

  /** Counts one call, or refuses it. @throws ApiError 429 with `retry_after` in whole seconds */
  admit(method: string, chatId: string, isGroup: boolean): void {
    if (!WRITES.test(method)) return;
    const windows: Window[] = [
      { key: 'all', ms: 1000, limit: this.limits.overallPerSecond, peak: 'overallPerSecond' },
    ];
    if (SENDS.test(method) && chatId !== '') {
      const ms = this.limits.chatWindowMs ?? 1000;
      windows.push({ key: `chat ${chatId}`, ms, limit: this.limits.chatPerWindow, peak: 'chatPerSecond' });
      if (isGroup) {
        windows.push({
          key: `group ${chatId}`,
          ms: 60_000,
          limit: this.limits.groupPerMinute,
          peak: 'groupPerMinute',
        });
      }
    }
    const now = this.now();
    for (const window of windows) {
      const times = this.recent(window, now);
      const oldest = times[0];
      if (window.limit !== undefined && oldest !== undefined && times.length >= window.limit) {
        throw tooManyRequests(Math.max(1, Math.ceil((oldest + window.ms - now) / 1000)));
      }
    }
    for (const window of windows) {
      const times = this.recent(window, now);
      times.push(now);
      this.highest[window.peak] = Math.max(this.highest[window.peak], times.length);
    }
  }

  private recent(window: Window, now: number): number[] {
    const times = (this.seen.get(window.key) ?? []).filter((time) => time > now - window.ms);
    this.seen.set(window.key, times);
    return times;
  }

  peaks(): Peaks {
    return { ...this.highest };
  }
}
