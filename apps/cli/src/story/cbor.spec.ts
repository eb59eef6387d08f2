import { expect, it } from '@jest/globals';
import { cbor, type CborValue } from './cbor.js';

// RFC 8949, appendix A.
it.each<[CborValue, string]>([
  [0, '00'],
  [23, '17'],
  [24, '1818'],
  [100, '1864'],
  [1000, '1903e8'],
  [1_000_000, '1a000f4240'],
  [-1, '20'],
  [-100, '3863'],
  [-1000, '3903e7'],
  ['', '60'],
  ['IETF', '6449455446'],
  ['\u00fc', '62c3bc'],
  [Buffer.from('01020304', 'hex'), '4401020304'],
  [new Map<number | string, CborValue>(), 'a0'],
  [
    new Map([
      [1, 2],
      [3, 4],
    ]),
    'a201020304',
  ],
])('writes %j as in the examples of the RFC', (value, hex) => {
  expect(cbor(value).toString('hex')).toBe(hex);
});
