import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { addressKind } from './address-kind.ts';
import { connectionFault, failed } from './fetch-fault.ts';

export interface ResolvedAddress {
  readonly address: string;
  /** 4 or 6. */
  readonly family: number;
}

/** Looks a name up. Rejects as `dns.lookup` does. */
export type Resolve = (name: string) => Promise<readonly ResolvedAddress[]>;

export const resolveBySystem: Resolve = (name) => lookup(name, { all: true });

/** Host and port as one text, the port also where it is the scheme's own. */
export function hostAndPort(url: URL): string {
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return `${url.hostname}:${port}`;
}

/**
 * The addresses that a connection to this host may be made to. The connection must be made to one of these, and the name must
 * not be looked up again: the second answer could be another.
 * @param ownHost host and port that may have a private address, as `hostAndPort` writes them
 * @throws FetchFailed if there is none
 */
export async function allowedAddresses(
  url: URL,
  ownHost: string | undefined,
  resolve: Resolve,
): Promise<readonly ResolvedAddress[]> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  const all = family === 0 ? await resolved(host, resolve) : [{ address: host, family }];
  const mayBePrivate = ownHost === hostAndPort(url);
  const allowed = all.filter(({ address }) => {
    const kind = addressKind(address);
    return kind === 'public' || (kind === 'private' && mayBePrivate);
  });
  if (allowed.length > 0) return allowed;
  const [refused] = all;
  if (refused === undefined) throw failed('name-unknown', `No server is known by the name ${host}.`);
  throw refusal(host, refused.address);
}

async function resolved(host: string, resolve: Resolve): Promise<readonly ResolvedAddress[]> {
  try {
    return await resolve(host);
  } catch (error) {
    throw connectionFault(host, error);
  }
}

function refusal(host: string, address: string) {
  const where = host === address ? `The address ${address}` : `The address of ${host} (${address})`;
  const what =
    addressKind(address) === 'private'
      ? `${where} belongs to this machine or its own network, and the bot fetches nothing from there.`
      : `${where} is one that the bot never fetches anything from.`;
  return failed('address-refused', what, { lasting: true });
}
