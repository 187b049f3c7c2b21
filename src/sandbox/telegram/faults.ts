import type { ResponseParameters } from './types.ts';

/** What may go wrong with one call. */
export type Fault =
  /** The call is executed, then the connection breaks: the bot never learns the outcome. */
  | { kind: 'answer-lost' }
  /** As before, but the connection breaks in the middle of the answer's body. */
  | { kind: 'answer-cut' }
  /** The connection breaks before anything is done. */
  | { kind: 'request-lost' }
  /** `retryAfter` in seconds. */
  | { kind: 'too-many-requests'; retryAfter: number }
  /** The platform is down; with `afterDoing` it has done the work anyway. */
  | { kind: 'server-error'; status: 500 | 502 | 503 | 504; afterDoing?: boolean }
  | { kind: 'delay'; ms: number; before: 'doing' | 'answering' }
  | { kind: 'refuse'; code: number; description: string; parameters?: ResponseParameters };

export interface FaultRule {
  /** Without it, every method but getUpdates and getMe. */
  method?: string | readonly string[];
  /** Only calls for which this returns true, e.g. those of one chat. */
  when?: (params: Readonly<Record<string, unknown>>) => boolean;
  /** How many matching calls pass before the first is hit. Default 0. */
  after?: number;
  /** How many calls are hit. Default 1. */
  times?: number;
  fault: Fault;
}

export interface ScriptedFault {
  /** How many calls it has hit so far. */
  hits(): number;
  cancel(): void;
}

interface ArmedRule {
  rule: FaultRule;
  methods: ReadonlySet<string> | undefined;
  passing: number;
  left: number;
  hits: number;
}

/** Scripted faults: the first rule that matches a call takes it. */
export class FaultScript {
  private rules: ArmedRule[] = [];

  add(rule: FaultRule): ScriptedFault {
    const names = typeof rule.method === 'string' ? [rule.method] : rule.method;
    const armed: ArmedRule = {
      rule,
      methods: names && new Set(names.map((name) => name.toLowerCase())),
      passing: rule.after ?? 0,
      left: rule.times ?? 1,
      hits: 0,
    };
    this.rules.push(armed);
    return {
      hits: () => armed.hits,
      cancel: () => {
        this.rules = this.rules.filter((other) => other !== armed);
      },
    };
  }

  clear(): void {
    this.rules = [];
  }

  take(method: string, params: Readonly<Record<string, unknown>>): Fault | undefined {
    const name = method.toLowerCase();
    for (const armed of this.rules) {
      const named = armed.methods ? armed.methods.has(name) : name !== 'getupdates' && name !== 'getme';
      if (!named || armed.left <= 0 || armed.rule.when?.(params) === false) continue;
      if (armed.passing > 0) {
        armed.passing -= 1;
        continue;
      }
      armed.left -= 1;
      armed.hits += 1;
      return armed.rule.fault;
    }
    return undefined;
  }
}
