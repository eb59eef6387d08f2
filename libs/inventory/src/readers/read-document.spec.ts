import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Messages } from '#platform/kernel';
import { DEFAULT_DOCUMENT_LIMITS, type DocumentLimits } from '../document-limits.js';
import { inventoryMessages } from '../messages.en.js';
import { readDocument } from './read-document.js';

const BOM = { bomFormat: 'CycloneDX', specVersion: '1.6' };

function bytesOf(content: unknown): Uint8Array {
  return Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
}

/** The refusal as its code and details; "accepted" when there is none. */
function outcomeOf(bytes: Uint8Array, limits: Partial<DocumentLimits> = {}): unknown {
  try {
    readDocument(bytes, { ...DEFAULT_DOCUMENT_LIMITS, ...limits });
    return { code: 'accepted' };
  } catch (error) {
    const { code, details, messageKey } = error as { code?: string; details: object; messageKey: string };
    if (code === undefined) throw error;
    const text = new Messages(inventoryMessages).text(messageKey, details as Record<string, string>);
    expect(text).not.toContain('{');
    return { code, ...details };
  }
}

describe('a document', () => {
  it.each([
    ['nothing', new Uint8Array(), { code: 'EMPTY_FILE' }],
    ['white space only', bytesOf(' \n\t'), { code: 'EMPTY_FILE' }],
    ['a byte order mark only', Buffer.from('\ufeff'), { code: 'EMPTY_FILE' }],
    ['invalid UTF-8', Buffer.from([0x7b, 0xc3, 0x28, 0x7d]), { code: 'UNSUPPORTED_ENCODING' }],
    ['UTF-16 without a byte order mark', Buffer.from(JSON.stringify(BOM), 'utf16le'), { code: 'UNSUPPORTED_ENCODING' }],
    ['a lone surrogate in UTF-16', Buffer.from([0xff, 0xfe, 0x00, 0xd8]), { code: 'UNSUPPORTED_ENCODING' }],
    ['a text of no known kind', bytesOf('hello'), { code: 'UNKNOWN_FORMAT' }],
    ['JSON of no known kind', bytesOf({ name: 'x' }), { code: 'UNKNOWN_FORMAT' }],
    ['a JSON array', bytesOf('[1, 2]'), { code: 'UNKNOWN_FORMAT' }],
  ])('that is %s is refused', (_content, bytes, outcome) => {
    expect(outcomeOf(bytes)).toEqual(outcome);
  });

  it.each([
    ['breaks off', '{\n  "bomFormat": "Cyclo', { line: 2, column: 22, offset: 23 }],
    ['breaks off within nothing', '{', { line: 1, column: 2, offset: 1 }],
    ['has a comma too many', '{\n "a": [1,\n 2,]}', { line: 3, column: 4, offset: 15 }],
    ['has a key without quotes', '{a: 1}', { line: 1, column: 2, offset: 1 }],
    ['has a raw line break in a string', '{"a": "b\nc"}', { line: 1, column: 9, offset: 8 }],
    ['has an unknown escape', '{"a": "\\x"}', { line: 1, column: 8, offset: 7 }],
    ['has a number that JSON does not know', '{"a": 01}', { line: 1, column: 8, offset: 7 }],
    ['goes on after its end', '{} {}', { line: 1, column: 4, offset: 3 }],
    ['closes what it did not open', '{"a": 1]', { line: 1, column: 8, offset: 7 }],
    ['has a value missing', '{"a": }', { line: 1, column: 7, offset: 6 }],
  ])('in JSON that %s is refused with line and column', (_fault, text, place) => {
    expect(outcomeOf(bytesOf(text))).toEqual({ code: 'MALFORMED_JSON', ...place });
  });

  it('is refused for its syntax exactly when JSON.parse refuses it, and in the same token where that tells one', () => {
    const broken = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom('', '}', ']', '"', ',', ':', '\\', '\u0001', '0', '-', 'e'))
      .map(([json, at, insert]) => {
        const place = at % (json.length + 1);
        return `[${json.slice(0, place)}${insert}${json.slice(insert === '' ? place + 1 : place)}]`;
      });
    fc.assert(
      fc.property(broken, (text) => {
        const message = parseFailureOf(text);
        const { code, offset = 0 } = outcomeOf(bytesOf(text)) as { code: string; offset?: number };
        expect(code).toBe(message === null ? 'UNKNOWN_FORMAT' : 'MALFORMED_JSON');
        const told = /at position (\d+)/.exec(message ?? '')?.[1];
        // Ours is the beginning of the wrong token, the engine's may be further inside it.
        expect(text.slice(offset, told === undefined ? offset : Number(told))).toMatch(/^[^\s,:[\]{}]*$/);
      }),
    );
  });

  it('with the markers of a merge conflict is refused with their line', () => {
    const text = '{\n  "lockfileVersion": 3,\n<<<<<<< HEAD\n  "name": "a"\n=======\n';
    expect(outcomeOf(bytesOf(text))).toEqual({ code: 'MERGE_CONFLICT_MARKERS', line: 3 });
    expect(outcomeOf(bytesOf(`<<<<<<< HEAD\n`))).toEqual({ code: 'MERGE_CONFLICT_MARKERS', line: 1 });
  });

  it.each([
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${JSON.stringify(BOM)}`)],
    ['little-endian UTF-16', Buffer.from(`\ufeff${JSON.stringify(BOM)}`, 'utf16le')],
    ['big-endian UTF-16', Buffer.from(`\ufeff${JSON.stringify(BOM)}`, 'utf16le').swap16()],
  ])('in %s is read', (_encoding, bytes) => {
    expect(outcomeOf(bytes)).toEqual({ code: 'accepted' });
  });

  it('over the size cap is refused before it is decoded', () => {
    expect(outcomeOf(Buffer.from([0xc3, 0x28, 0x28]), { maxBytes: 2 })).toEqual({
      code: 'TOO_LARGE',
      bytes: 3,
      maxBytes: 2,
    });
  });

  it.each([
    ['100,000 arrays', `{"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 2_064],
    ['a million objects that are never closed', '{"a":'.repeat(1_000_000), 2_064],
    [
      'arrays after a string that ends in a backslash',
      `{"x":"\\\\","y":${'['.repeat(3_000)}${']'.repeat(3_000)}}`,
      2_064,
    ],
    ['a property of 65 levels', JSON.stringify({ ...BOM, extra: nested(64) }), 64],
    ['components of 1,001 levels', JSON.stringify({ ...BOM, components: nestedComponents(1_001) }), 1_000],
  ])('nested in %s is TOO_DEEP', (_content, text, maxDepth) => {
    expect(outcomeOf(bytesOf(text))).toEqual({ code: 'TOO_DEEP', maxDepth });
  });

  it('may nest components 1,000 levels deep and anything else 64', () => {
    expect(outcomeOf(bytesOf({ ...BOM, components: nestedComponents(1_000), extra: nested(63) }))).toEqual({
      code: 'accepted',
    });
    expect(outcomeOf(bytesOf({ ...BOM, note: '['.repeat(5_000) + '\\"{{' }))).toEqual({ code: 'accepted' });
  });

  it('with more components or edges than the caps is refused', () => {
    const refs = ['a', 'b', 'c'];
    const components = refs.map((ref) => ({ name: ref, 'bom-ref': ref }));
    const dependencies = [{ ref: 'a', dependsOn: ['b', 'c'] }];
    const bytes = bytesOf({ ...BOM, components, dependencies });
    expect(outcomeOf(bytes, { maxComponents: 2 })).toEqual({ code: 'TOO_MANY_COMPONENTS', maxComponents: 2 });
    expect(outcomeOf(bytes, { maxEdges: 1 })).toEqual({ code: 'TOO_MANY_EDGES', maxEdges: 1 });
  });

  it('keeps the first 100 warnings and counts all', () => {
    const components = Array.from({ length: 150 }, () => ({ name: 'x', purl: 'no purl' }));
    const { warnings } = readDocument(bytesOf({ ...BOM, components }));
    expect(warnings.kept).toHaveLength(100);
    expect(warnings.kept[0]).toEqual({ code: 'INVALID_PURL', path: '/components/0/purl' });
    expect(warnings.counts.get('INVALID_PURL')).toBe(150);
  });
});

function parseFailureOf(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return (error as SyntaxError).message;
  }
}

function nested(levels: number): unknown {
  let value: unknown = 0;
  for (let level = 0; level < levels; level += 1) value = [value];
  return value;
}

function nestedComponents(levels: number): unknown[] {
  let components: unknown[] = [];
  for (let level = 0; level < levels; level += 1) components = [{ name: 'x', components }];
  return components;
}
