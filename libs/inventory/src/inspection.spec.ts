import { describe, expect, it } from '@jest/globals';
import { readUpload } from './bundle/read-upload.js';
import { inspectUpload } from './inspection.js';
import { placeOf } from './inventory.errors.js';

describe('an inspection', () => {
  it('says to how many components nothing leads', () => {
    const component = (name: string): object => ({ type: 'library', name, 'bom-ref': name });
    const bom = {
      bomFormat: 'CycloneDX',
      specVersion: '1.5',
      metadata: { component: component('shop') },
      components: ['a', 'b', 'c'].map(component),
      dependencies: [{ ref: 'shop', dependsOn: ['a'] }],
    };
    const { warnings, direct, maxDepth } = inspectUpload(readUpload('bom', Buffer.from(JSON.stringify(bom))));
    expect({ warnings, direct, maxDepth }).toEqual({
      warnings: [{ code: 'UNREACHED', count: 2, first: null }],
      direct: 1,
      maxDepth: 1,
    });
  });
});

describe('the place of a refusal', () => {
  it.each([
    [
      { line: 2, column: 3, offset: 9 },
      { line: 2, column: 3, path: null },
    ],
    [{ line: 7 }, { line: 7, column: null, path: null }],
    [
      { pointer: '/components/0', expected: 'x' },
      { line: null, column: null, path: '/components/0' },
    ],
    [
      { pointer: 'line 12', expected: 'x' },
      { line: 12, column: null, path: null },
    ],
    [{}, { line: null, column: null, path: null }],
  ])('%j is %j', (details, place) => {
    expect(placeOf(details)).toEqual(place);
  });
});
