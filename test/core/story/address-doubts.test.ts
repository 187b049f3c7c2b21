import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressDoubts } from '../../../src/core/story/address-doubts.ts';

const doubtsOf = (url: string, longest?: number) => addressDoubts(url, longest).map(({ what }) => what);

describe('an address of a story', () => {
  it.each([
    'https://watch.example/1',
    'http://watch.example/1?a=b#c',
    'https://a.b.watch.example./x',
    'https://bücher.example/folge-1',
    'https://watch.example:443/1',
    'https://9gag.com/x',
    'https://a-1.io/ä',
  ])('%s raises no doubt', (url) => {
    expect(doubtsOf(url, 512)).toEqual([]);
  });

  it.each([
    ['http://localhost/1', '"localhost" is not a public name'],
    ['http://localhost./1', '"localhost" is not a public name'],
    ['http://schedulercom/1', '"schedulercom" is not a public name'],
    ['https://LOCALHOST/1', '"localhost" is not a public name'],
    ['http://[::1]/1', '[::1] is an IPv6 address: it cannot be a link button'],
    ['http://[2a00:1450::8a]/1', 'IPv6 address: it cannot be a link button'],
    ['http://[::ffff:10.0.0.1]/1', 'viewers cannot open it'],
    ['http://127.0.0.1/1', '127.0.0.1 is an address of a private network'],
    ['http://2130706433/1', '127.0.0.1 is an address of a private network'],
    ['http://0x7f.1/1', '127.0.0.1 is an address of a private network'],
    ['http://10.1.2.3/1', 'private network'],
    ['http://172.31.0.1/1', 'private network'],
    ['http://192.168.178.20/1', 'private network'],
    ['http://169.254.169.254/latest', 'private network'],
    ['http://100.64.0.1/1', 'private network'],
    ['http://8.8.8.8/1', '8.8.8.8 is a bare IP address'],
    ['http://nas.local/1', 'names that end in ".local"'],
    ['http://app.localhost/1', 'names that end in ".localhost"'],
    ['https://wiki.corp/1', 'names that end in ".corp"'],
    ['https://box.home.arpa/1', 'names that end in ".home.arpa"'],
    ['https://-bad.example/1', '"-bad" in the host'],
    ['https://two..dots.example/1', 'in the host cannot be part'],
    ['https://my_site.example/1', '"my_site" in the host'],
    [`https://${'a'.repeat(64)}.example/1`, 'in the host cannot be part'],
    ['https://watch.example:8080/1', 'names port 8080'],
    ['https://me:secret@watch.example/1', 'contains a user or password'],
  ])('%s is doubted', (url, expected) => {
    expect(doubtsOf(url).join('; ')).toContain(expected);
  });

  it('is measured as the platforms get it: percent-encoded', () => {
    const url = `https://watch.example/${'ä'.repeat(100)}`;
    expect(doubtsOf(url, 512)).toEqual(['the address has 622 characters once it is percent-encoded']);
    expect(doubtsOf(url, 1_000)).toEqual([]);
  });

  it('is never quoted for more than a few words, whatever it contains', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), fc.string(), (url, tail) => {
        for (const each of [url, url + tail, tail]) {
          for (const { what, right } of addressDoubts(each, 512)) {
            expect(what.length).toBeLessThan(200);
            expect(right).not.toBe('');
          }
        }
      }),
    );
  });
});
