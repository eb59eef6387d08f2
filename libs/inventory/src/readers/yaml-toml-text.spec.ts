import { describe, expect, it } from '@jest/globals';
import { parseYaml } from '#platform/kernel';
import { DEFAULT_DOCUMENT_LIMITS as LIMITS } from '../document-limits.js';
import { parseToml } from './toml-text.js';

const refusalOf = (parse: () => unknown): unknown => {
  try {
    return parse();
  } catch (error) {
    const { code, details } = error as { code: string; details: unknown };
    return { code, ...(details as object) };
  }
};

describe('YAML', () => {
  it('is read with all of its documents, and a key is no more than a key', () => {
    const [first, second] = parseYaml('a: 1\n---\n__proto__:\n  x: 1\n', LIMITS) as [object, object];
    expect(first).toEqual({ a: 1 });
    expect(Object.keys(second)).toEqual(['__proto__']);
    expect({}).not.toHaveProperty('x');
  });

  it.each([
    ['an alias', 'a: &x [1]\nb: *x\n', { code: 'YAML_ALIAS_FORBIDDEN', line: 2, column: 5 }],
    ['a merge of an alias', 'a: &x {k: 1}\nb:\n  <<: *x\n', { code: 'YAML_ALIAS_FORBIDDEN', line: 3, column: 8 }],
    ['an open bracket', 'a: [1\n', { code: 'MALFORMED_YAML', line: 2, column: 1 }],
    ['a key twice', 'a: 1\na: 2\n', { code: 'MALFORMED_YAML', line: 2, column: 1 }],
    ['a tag of a language', 'a: !!js/function x\n', { code: 'MALFORMED_YAML', line: 1, column: 4 }],
    ['brackets without end', `a: ${'['.repeat(5_000)}`, { code: 'TOO_DEEP', maxDepth: 64 }],
    [
      'blocks without end',
      Array.from({ length: 500 }, (_, at) => `${' '.repeat(at)}a:`).join('\n'),
      { code: 'TOO_DEEP', maxDepth: 64 },
    ],
  ])('is refused for %s', (_name, text, refusal) => {
    expect(refusalOf(() => parseYaml(text, LIMITS))).toEqual(refusal);
  });
});

describe('TOML', () => {
  it('is read into tables whose keys are no more than keys', () => {
    expect(Object.keys(parseToml('a = 1\n[__proto__]\nx = 1\n', LIMITS))).toEqual(['a', '__proto__']);
    expect({}).not.toHaveProperty('x');
  });

  it.each([
    ['an open bracket', 'a = [1\n', { code: 'MALFORMED_TOML', line: 2, column: 1 }],
    ['a key twice', 'a = 1\na = 2\n', { code: 'MALFORMED_TOML', line: 2, column: 1 }],
    ['an integer that would lose digits', 'a = 9007199254740993\n', { code: 'MALFORMED_TOML', line: 1, column: 5 }],
    ['brackets without end', `a = ${'['.repeat(5_000)}`, { code: 'TOO_DEEP', maxDepth: 64 }],
  ])('is refused for %s', (_name, text, refusal) => {
    expect(refusalOf(() => parseToml(text, LIMITS))).toEqual(refusal);
  });
});
