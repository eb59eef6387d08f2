import { expect, it } from '@jest/globals';
import { rollInsOf } from './roll-ins.js';

it('adds up what each earlier run left', () => {
  const reserves = [{ runId: 'b', minor: '5' }];
  const rolledOver = [
    { runId: 'b', needId: 'x', minor: '7' },
    { runId: 'a', needId: 'x', minor: '1' },
    { runId: 'a', needId: 'y', minor: '2' },
  ];
  expect(rollInsOf({ reserves, rolledOver })).toEqual([
    { runId: 'a', reserveMinor: 0n, heldMinor: 3n },
    { runId: 'b', reserveMinor: 5n, heldMinor: 7n },
  ]);
  expect(rollInsOf({ reserves: [], rolledOver: [] })).toEqual([]);
});
