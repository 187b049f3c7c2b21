import { urlOf } from '../text/url.ts';
/** Why a well-formed address may still be refused as a link or picture, or can't be opened by anybody. */
export interface AddressDoubt {
  /** A clause that names the address: `"localhost" is no public name: …`. */
  readonly what: string;
  /** A clause that says what would be right. */
  readonly right: string;
}

/** https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4 */
const LONGEST_LABEL = 63;
const LONGEST_HOST = 253;

/**
 * Names that no public server has: https://www.iana.org/assignments/special-use-domain-names and RFC 9476, and those that
 * home routers assign. Not `example`, which the shipped stories use.
 */
const PRIVATE_SUFFIXES = [
  'localhost',
  'local',
  'localdomain',
  'internal',
  'intranet',
  'lan',
  'home',
  'corp',
  'home.arpa',
  'test',
  'invalid',
  'onion',
];

const RIGHT = 'a public address such as https://watch.example/1';

/**
 * Checks one address of a story as its viewers' devices and the platforms' servers will see it. A link button may need a host
 * with a dot that is not an IPv6 address (TDLib, LinkManager::check_link). The platforms fetch pictures from outside.
 * @param url an http or https address; for anything else this function has nothing to say.
 * @param longest link on the strictest platform, in characters, with non-ASCII percent-encoded.
 */
export function addressDoubts(url: string, longest = Number.POSITIVE_INFINITY): readonly AddressDoubt[] {
  const parsed = urlOf(url);
  if (parsed?.protocol !== 'https:' && parsed?.protocol !== 'http:') return [];
  const doubts = [hostDoubt(parsed.hostname), portDoubt(parsed.port), userDoubt(parsed)];
  const { length } = parsed.href;
  if (length > longest && url.length <= longest) {
    doubts.push({
      what: `the address has ${length} characters once it is percent-encoded`,
      right: `at most ${longest}`,
    });
  }
  return doubts.filter((doubt) => doubt !== undefined);
}

function hostDoubt(hostname: string): AddressDoubt | undefined {
  if (hostname.startsWith('[')) return ipv6Doubt(hostname);
  const host = hostname.replace(/\.+$/, '').toLowerCase();
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return ipv4Doubt(host);
  if (!host.includes('.')) {
    return {
      what: `"${host}" is not a public name: it cannot be a link button, and viewers cannot open it`,
      right: RIGHT,
    };
  }
  const suffix = PRIVATE_SUFFIXES.find((each) => host.endsWith(`.${each}`));
  if (suffix !== undefined) {
    return {
      what: `names that end in ".${suffix}" exist only in private networks: viewers cannot open it`,
      right: RIGHT,
    };
  }
  return labelDoubt(host);
}

function labelDoubt(host: string): AddressDoubt | undefined {
  const labels = host.split('.');
  const bad = labels.find(
    (label) =>
      label === '' || label.length > LONGEST_LABEL || !/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(label),
  );
  if (bad === undefined && host.length <= LONGEST_HOST && /[a-z]/.test(labels.at(-1) ?? '')) return undefined;
  const what =
    bad === undefined
      ? `"${shown(host)}" is not a name that a server can have`
      : `"${shown(bad)}" in the host cannot be part of a server’s name`;
  return {
    what,
    right: `parts of 1 to ${LONGEST_LABEL} letters, digits and "-", separated by dots, ${LONGEST_HOST} characters at most`,
  };
}

function ipv4Doubt(host: string): AddressDoubt {
  if (!isPrivateIpv4(host)) return bareNumber(host);
  return {
    what: `${host} is an address of a private network or of one machine: viewers cannot open it`,
    right: RIGHT,
  };
}

function ipv6Doubt(hostname: string): AddressDoubt {
  return {
    what: `${hostname} is an IPv6 address: it cannot be a link button${
      isPublicIpv6(hostname) ? ', and not every viewer can open it' : ', and viewers cannot open it'
    }`,
    right: RIGHT,
  };
}

const bareNumber = (host: string): AddressDoubt => ({
  what: `${host} is a bare IP address: apps and networks block or warn of such links`,
  right: RIGHT,
});

/** https://www.iana.org/assignments/iana-ipv4-special-registry */
function isPrivateIpv4(host: string): boolean {
  const [a = 0, b = 0, c = 0] = host.split('.').map(Number);
  return (
    a === 0 ||
    a === 10 ||
    a === 127 ||
    a >= 224 ||
    (a === 100 && b >= 64 && b < 128) ||
    (a === 169 && b === 254) ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168) ||
    (a === 192 && b === 0 && (c === 0 || c === 2)) ||
    (a === 198 && (b === 18 || b === 19)) ||
    (a === 198 && b === 51 && c === 100) ||
    (a === 203 && b === 0 && c === 113)
  );
}

/** Global unicast except the documentation's block. The URL parser writes every address in its short form. */
function isPublicIpv6(hostname: string): boolean {
  return /^\[[23]/.test(hostname) && !hostname.startsWith('[2001:db8:');
}

function portDoubt(port: string): AddressDoubt | undefined {
  if (port === '') return undefined;
  return {
    what: `the address names port ${port}, which many networks block`,
    right: 'an address without a port',
  };
}

function userDoubt({ username, password }: URL): AddressDoubt | undefined {
  if (username === '' && password === '') return undefined;
  return {
    what: 'the address contains a user or password, which everybody could read',
    right: 'an address without them',
  };
}

const LONGEST_SHOWN = 40;
const shown = (text: string): string =>
  text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN)}…`;
