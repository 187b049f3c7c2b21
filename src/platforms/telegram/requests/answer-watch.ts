import type http from 'node:http';

/** What a call's answer said beside its body. telegraf does not pass this on. */
export interface SeenAnswer {
  /** HTTP status of the last answer; undefined before there was one. */
  status?: number;
  /** The call was redirected: what answered is not the Bot API, and the Bot API did not get the call. */
  redirected?: true;
  /** `Retry-After`, in seconds or as a date. */
  retryAfter?: string;
  /** `Date`, by the answering server's clock. */
  date?: string;
}

interface AddsRequests {
  addRequest(request: http.ClientRequest, ...rest: readonly unknown[]): void;
}

/**
 * The same agent for one call; records in `seen` how it was answered. telegraf parses every answer as JSON before it checks
 * the status, so a proxy's page would look like a broken connection.
 */
export function watchedAgent(agent: http.Agent, seen: SeenAnswer): http.Agent {
  const adding = agent as unknown as AddsRequests;
  const watching: AddsRequests = {
    addRequest(request, ...rest) {
      request.once('response', ({ statusCode, headers }: http.IncomingMessage) => {
        if (statusCode !== undefined) seen.status = statusCode;
        if (statusCode !== undefined && statusCode >= 300 && statusCode < 400) seen.redirected = true;
        if (headers['retry-after'] !== undefined) seen.retryAfter = headers['retry-after'];
        if (headers.date !== undefined) seen.date = headers.date;
      });
      adding.addRequest(request, ...rest);
    },
  };
  return Object.assign(Object.create(agent), watching) as http.Agent;
}
