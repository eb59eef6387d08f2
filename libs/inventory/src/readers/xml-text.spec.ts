import { describe, expect, it } from '@jest/globals';
import { outcomeOfText } from '../../../../test/support/document-reading.js';

const BOM = '<bom xmlns="http://cyclonedx.org/schema/bom/1.5">';

function nested(levels: number): string {
  return '<components><component><name>a</name>'.repeat(levels) + '</component></components>'.repeat(levels);
}

describe('XML', () => {
  it.each([
    ['that is never closed', `${BOM}\n<components>`, { code: 'MALFORMED_XML', line: 2 }],
    ['that closes what it did not open', '<a>\n</b>', { code: 'MALFORMED_XML', line: 2 }],
    ['with an entity that nobody declared', '<a>&x;</a>', { code: 'MALFORMED_XML', line: 1 }],
    ['with a prefix that nobody declared', '<x:a/>', { code: 'MALFORMED_XML', line: 1 }],
    ['with a NUL', '<a>\0</a>', { code: 'MALFORMED_XML', line: 1 }],
    ['of a root that no reader knows', '<a/>', { code: 'UNKNOWN_FORMAT' }],
    [
      'with a document type',
      '<?xml version="1.0"?>\n<!DOCTYPE a><a/>',
      { code: 'XML_DTD_FORBIDDEN', line: 2, column: 13 },
    ],
    [
      'with entities in a bill of materials',
      `<!DOCTYPE bom [<!ENTITY a "b">]>${BOM}</bom>`,
      { code: 'XML_DTD_FORBIDDEN' },
    ],
    ['of 65 levels', '<a>'.repeat(65), { code: 'TOO_DEEP', maxDepth: 64 }],
    ['of 64 levels', '<a>'.repeat(64) + '</a>'.repeat(64), { code: 'UNKNOWN_FORMAT' }],
    [
      'of more than 64 levels in what a component has beside components',
      `${BOM}<components><component>${'<x>'.repeat(64)}`,
      { code: 'TOO_DEEP', maxDepth: 64 },
    ],
    [
      'of 63 levels in what a component has beside components',
      `${BOM}<components><component><name>a</name>${'<x>'.repeat(63)}${'</x>'.repeat(63)}</component></components></bom>`,
      { code: 'accepted' },
    ],
    ['of components in 1,001 levels', `${BOM}${nested(1_001)}</bom>`, { code: 'TOO_DEEP', maxDepth: 1_000 }],
    ['of components in 1,000 levels', `${BOM}${nested(1_000)}</bom>`, { code: 'accepted' }],
  ])('%s has its own answer', (_content, text, outcome) => {
    expect(outcomeOfText(text)).toMatchObject(outcome);
  });
});
