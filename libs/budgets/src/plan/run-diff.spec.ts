import { describe, expect, it } from '@jest/globals';
import type { ResultLine } from './result.js';
import { diffOf } from './run-diff.js';

const line = (needId: string, amountMinor: string, reason: ResultLine['reason'] = null): ResultLine => ({
  needId,
  weight: 1,
  amountMinor,
  reason,
  opensAtMinor: null,
  parts: [],
});

describe('the difference of two runs', () => {
  it('names what was added, removed and changed, with the reasons, and nothing else', () => {
    const before = [
      line('same', '5'),
      line('less', '9'),
      line('full', '4'),
      line('poor', '0', 'WAITS'),
      line('lost', '3'),
    ];
    const after = [
      line('less', '7'),
      line('poor', '2'),
      line('same', '5'),
      line('full', '0', 'NO_GAP'),
      line('new', '1'),
      line('none', '0', 'UNRATED'),
    ];
    expect(diffOf(before, after).map((change) => Object.values(change).join(' '))).toEqual([
      'less CHANGED 9 7  ',
      'poor ADDED 0 2 WAITS ',
      'full REMOVED 4 0  NO_GAP',
      'new ADDED 0 1 NOT_RANKED ',
      'lost REMOVED 3 0  NOT_RANKED',
    ]);
    expect(diffOf(after, after)).toEqual([]);
  });
});
