import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Config } from '#platform/config';
import { DataKeys } from './data-keys.js';
import { SEAL_OVERHEAD_BYTES, seal, unseal } from './sealing.js';

const KEY = createHash('sha256').update('a key').digest();
const PLAIN = Buffer.from('grace@example.org');

describe('a sealed value', () => {
  it('opens with its key and context, and is another one each time', () => {
    const [one, other] = [seal(KEY, 'mail', PLAIN), seal(KEY, 'mail', PLAIN)];
    expect(unseal(KEY, 'mail', one)).toEqual(PLAIN);
    expect(unseal(KEY, 'mail', other)).toEqual(PLAIN);
    expect(one).not.toEqual(other);
    expect(one).toHaveLength(PLAIN.length + SEAL_OVERHEAD_BYTES);
    expect(one.includes(PLAIN)).toBe(false);
  });

  it('does not open with another key or as something else', () => {
    const sealed = seal(KEY, 'mail', PLAIN);
    expect(() => unseal(randomBytes(32), 'mail', sealed)).toThrow();
    expect(() => unseal(KEY, 'name', sealed)).toThrow();
  });

  it('does not open when any one bit was changed or its end is missing', () => {
    const sealed = seal(KEY, 'mail', PLAIN);
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => unseal(KEY, 'mail', changed)).toThrow();
    }
    for (let length = 0; length < sealed.length; length += 1)
      expect(() => unseal(KEY, 'mail', sealed.subarray(0, length))).toThrow();
  });
});

describe('digests', () => {
  const keys = new DataKeys(Config.load({ NODE_ENV: 'test' }));

  it('are equal for equal parts alone, and need the key', () => {
    expect(keys.digest('a', 'b')).toEqual(keys.digest('a', 'b'));
    expect(keys.digest('a', 'b')).not.toEqual(keys.digest('ab', ''));
    const others = new DataKeys(
      Config.load({ NODE_ENV: 'test', PERSONAL_DATA_KEY: 'some-other-key-of-32-characters' }),
    );
    expect(others.digest('a', 'b')).not.toEqual(keys.digest('a', 'b'));
  });
});
