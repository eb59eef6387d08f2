import { describe, expect, it } from '@jest/globals';
import { readUpload } from './bundle/read-upload.js';
import { inspectUpload } from './inspection.js';

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
