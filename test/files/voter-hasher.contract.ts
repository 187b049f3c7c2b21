import { describe, expect, it } from 'vitest';
import type { VoterHasher } from '../../src/ports/voter-hasher.ts';

/** What every implementation of `VoterHasher` must do. `create` takes a secret. */
export function voterHasherContract(name: string, create: (pepper: Uint8Array) => VoterHasher): void {
  describe(name, () => {
    const pepper = new Uint8Array(32).fill(7);

    it('gives an account 16 hexadecimal digits, always the same', () => {
      const hash = create(pepper)('discord', '175928847299117063');
      expect(hash).toMatch(/^[0-9a-f]{16}$/);
      expect(create(pepper)('discord', '175928847299117063')).toBe(hash);
    });

    it('tells accounts, platforms and secrets apart', () => {
      const hashes = [
        create(pepper)('discord', '1'),
        create(pepper)('discord', '2'),
        create(pepper)('telegram', '1'),
        create(new Uint8Array(32).fill(8))('discord', '1'),
      ];
      expect(new Set(hashes).size).toBe(4);
    });

    it('does not contain the account', () => {
      expect(create(pepper)('telegram', '123456789')).not.toContain('123456789');
    });
  });
}
