import { describe, expect, it } from 'vitest';
import { addressKind } from '../../src/feeds/address-kind.ts';

const KINDS = {
  public: ['8.8.8.8', '172.32.0.1', '192.0.1.1', '2606:4700::1111', '::ffff:8.8.8.8', '64:ff9b::808:808'],
  private: [
    '10.1.2.3',
    '127.0.0.1',
    '127.9.9.9',
    '169.254.7.7',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '100.64.0.1',
    '::1',
    'fe80::1',
    'fe80::1%eth0',
    'fc00::1',
    'fd12:3456::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
  ],
  never: [
    // Metadata, also in its other notations
    '169.254.169.254',
    '::ffff:169.254.169.254',
    '64:ff9b::169.254.169.254',
    '169.254.170.2',
    '169.254.170.23',
    'fd00:ec2::254',
    'fd00:ec2::254%eth0',
    'fd20:ce::254',
    '168.63.129.16',
    '100.100.100.200',
    '192.0.0.192',
    // A private address behind a translator or in a tunnel
    '64:ff9b::10.0.0.1',
    '64:ff9b:1::1',
    '::ffff:0:127.0.0.1',
    '2002:7f00:1::',
    '2001::1',
    // Nobody's server
    '0.0.0.0',
    '::',
    '255.255.255.255',
    '224.0.0.1',
    'ff02::1',
    '240.0.0.1',
    '192.0.2.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '2001:db8::1',
    'fec0::1',
    '100::1',
    '5f00::1',
    '4000::1',
    // No address
    '',
    'localhost',
    '8.8.8.8.8',
    '0x7f.1x',
  ],
} as const;

describe('where a connection may go', () => {
  it.each(Object.entries(KINDS).flatMap(([kind, all]) => all.map((address) => [address, kind])))(
    '%s is %s',
    (address, kind) => {
      expect(addressKind(address)).toBe(kind);
    },
  );
});
