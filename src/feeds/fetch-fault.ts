import type { Milliseconds } from '../core/ids.ts';

/** Why something could not be fetched. */
export interface FetchFault {
  readonly code:
    | 'no-web-address'
    | 'name-unknown'
    | 'address-refused'
    | 'unreachable'
    | 'certificate'
    | 'too-slow'
    | 'too-large'
    | 'too-many-redirects'
    | 'redirect-nowhere'
    | 'encoding'
    | 'answer';
  /** A sentence for showrunners. It names the server, and neither the whole address nor what was answered. */
  readonly what: string;
  /** It will hardly go away by itself. */
  readonly lasting: boolean;
  /** The server asks us to wait for so long. */
  readonly retryAfter?: Milliseconds;
}

/** Thrown inside a fetch and caught at its end. */
export class FetchFailed extends Error {
  readonly fault: FetchFault;

  constructor(fault: FetchFault, options?: ErrorOptions) {
    super(fault.what, options);
    this.fault = fault;
  }
}

export function failed(
  code: FetchFault['code'],
  what: string,
  { lasting = false, retryAfter }: { readonly lasting?: boolean; readonly retryAfter?: Milliseconds } = {},
): FetchFailed {
  return new FetchFailed({ code, what, lasting, ...(retryAfter !== undefined && { retryAfter }) });
}

/** Codes with which TLS refuses a certificate (node's errors and OpenSSL's X509_V_ERR names). */
const OF_CERTIFICATES = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|ALTNAME/;
const OF_TLS = /^(ERR_SSL|EPROTO)/;

/** An error of a connection, by its code alone: messages may hold anything. */
export function connectionFault(host: string, error: unknown): FetchFailed {
  const code = codeOf(error);
  if (OF_CERTIFICATES.test(code))
    return failed('certificate', `The certificate of ${host} is not valid (${code}).`, { lasting: true });
  if (OF_TLS.test(code))
    return failed('unreachable', `${host} does not offer a secure connection that works (${code}).`);
  if (code === 'ECONNREFUSED') return failed('unreachable', `${host} refuses connections.`);
  if (code === 'ENOTFOUND' || code === 'EAI_NODATA')
    return failed('name-unknown', `No server is known by the name ${host}.`);
  if (code === 'EAI_AGAIN') return failed('unreachable', `The name ${host} could not be looked up.`);
  if (code.startsWith('HPE_'))
    return failed('answer', `${host} answered with something that is not HTTP (${code}).`);
  return failed('unreachable', `The connection to ${host} broke off${code === '' ? '' : ` (${code})`}.`);
}

/** Several attempts on several addresses fail as one: the first says why. */
function codeOf(error: unknown): string {
  const { code, errors } = error as { readonly code?: unknown; readonly errors?: readonly unknown[] };
  if (typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code)) return code;
  return Array.isArray(errors) && errors.length > 0 ? codeOf(errors[0]) : '';
}
