import type { Dispatch } from './types.ts';

/** What a scripted rule does to a REST request that it matches. */
export type RestFault =
  /** The request is executed and answered, but the answer is lost: the connection breaks (`reset` or `close`). */
  | { readonly kind: 'answer-lost'; readonly how?: 'reset' | 'close' }
  /** The connection breaks before anything is done. */
  | { readonly kind: 'request-lost'; readonly how?: 'reset' | 'close' }
  /** A 429. `retryAfter` in seconds. */
  | {
      readonly kind: 'rate-limit';
      readonly retryAfter: number;
      readonly scope?: 'user' | 'global' | 'shared';
    }
  /** A 5xx; with `done` the request is executed anyway. */
  | { readonly kind: 'server-error'; readonly status?: 500 | 502 | 503 | 504; readonly done?: boolean }
  /** A refusal with one of Discord's codes. */
  | {
      readonly kind: 'refuse';
      readonly status: number;
      readonly code: number;
      readonly message: string;
      /** The tree of a refused form, as `FormErrors` makes it. */
      readonly errors?: Readonly<Record<string, unknown>>;
    }
  /**
   * A page of something in front of Discord (Cloudflare's "error 1015"). It doesn't say how long to wait, unless `headers`
   * do.
   */
  | {
      readonly kind: 'page';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  /** The request is executed, and the answer is not what the reference says. */
  | {
      readonly kind: 'altered';
      readonly body: (body: unknown) => unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The request waits for `ms` milliseconds before it is executed. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** The request is executed at once, and answered `ms` milliseconds later. */
  | { readonly kind: 'slow-answer'; readonly ms: number };

export interface RestMatch {
  readonly method?: string;
  /** A route as the stand-in names it, `/channels/:channel/messages`, or a pattern for the path below `/api/v10`. */
  readonly route?: string | RegExp;
  readonly when?: (request: { readonly path: string; readonly body: unknown }) => boolean;
}

/** An active rule: how often it matched, and a way to end it early. */
export interface RuleHandle {
  readonly struck: () => number;
  readonly cancel: () => void;
}

interface RestRule extends RestMatch {
  readonly fault: RestFault;
  left: number;
  struck: number;
}

interface DispatchRule {
  readonly event: string;
  readonly act: 'withhold' | 'duplicate' | 'reorder';
  left: number;
  struck: number;
  held: Dispatch[];
}

/**
 * Scripted faults. Each rule applies a number of times and is then gone. The first rule that matches wins.
 */
export class Faults {
  readonly #rest: RestRule[] = [];
  readonly #dispatch: DispatchRule[] = [];

  /** Applies to the next `times` matching requests. */
  rest(match: RestMatch, fault: RestFault, times = 1): RuleHandle {
    const rule: RestRule = { ...match, fault, left: times, struck: 0 };
    this.#rest.push(rule);
    return handleOf(rule);
  }

  /** The next `times` events of this name are never sent to any session, and never replayed. */
  withhold(event: string, times = 1): RuleHandle {
    return this.#addDispatch(event, 'withhold', times);
  }

  /** The next `times` events of a name are each sent twice, with two sequence numbers. */
  duplicate(event: string, times = 1): RuleHandle {
    return this.#addDispatch(event, 'duplicate', times);
  }

  /** The next `count` events of a name are held until the last of them happens, then sent in reverse. */
  reorder(event: string, count = 2): RuleHandle {
    return this.#addDispatch(event, 'reorder', count);
  }

  clear(): void {
    this.#rest.length = 0;
    this.#dispatch.length = 0;
  }

  /** Takes the fault that applies to a request, if any. */
  takeRest(request: { method: string; route: string; path: string; body: unknown }): RestFault | null {
    const rule = this.#rest.find(
      (candidate) =>
        candidate.left > 0 &&
        (candidate.method === undefined || candidate.method === request.method) &&
        matchesRoute(candidate.route, request) &&
        (candidate.when === undefined || candidate.when(request)),
    );
    if (!rule) return null;
    rule.left -= 1;
    rule.struck += 1;
    return rule.fault;
  }

  /** What is sent instead of an event: itself, nothing, or several. */
  passDispatch(dispatch: Dispatch): readonly Dispatch[] {
    if (this.#dispatch.length === 0) return [dispatch];
    const rule = this.#dispatch.find(({ left, event }) => left > 0 && event === dispatch.event);
    if (!rule) return [dispatch];
    rule.left -= 1;
    rule.struck += 1;
    if (rule.act === 'withhold') return [];
    if (rule.act === 'duplicate') return [dispatch, dispatch];
    rule.held.push(dispatch);
    if (rule.left > 0) return [];
    const reversed = rule.held.reverse();
    rule.held = [];
    return reversed;
  }

  #addDispatch(event: string, act: DispatchRule['act'], times: number): RuleHandle {
    const rule: DispatchRule = { event, act, left: times, struck: 0, held: [] };
    this.#dispatch.push(rule);
    return handleOf(rule);
  }
}

function matchesRoute(
  wanted: string | RegExp | undefined,
  request: { route: string; path: string },
): boolean {
  if (wanted === undefined) return true;
  return typeof wanted === 'string' ? wanted === request.route : wanted.test(request.path);
}

function handleOf(rule: { left: number; struck: number }): RuleHandle {
  return {
    struck: () => rule.struck,
    cancel: () => {
      rule.left = 0;
    },
  };
}
