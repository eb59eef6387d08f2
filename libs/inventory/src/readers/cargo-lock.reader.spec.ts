import { describe, expect, it } from '@jest/globals';
import {
  edgeLines,
  outcomeOfText,
  purlsOf,
  readText,
  warningLines,
} from '../../../../test/support/document-reading.js';

const REGISTRY = 'registry+https://index.example/x';

function entry(name: string, version: string, source: string | null, dependencies: readonly string[] = []): string {
  const origin = source === null ? '' : `source = "${source}"\n`;
  return `[[package]]\nname = "${name}"\nversion = "${version}"\n${origin}dependencies = ${JSON.stringify(dependencies)}\n`;
}

describe('a Cargo.lock', () => {
  it.each([
    ['version = 4\n', '', '4'],
    ['', '', '2'],
    ['', '[metadata]\n"checksum a 1 (registry)" = "x"\n', '1'],
  ])('that begins with %j and ends with %j is read', (head, tail, version) => {
    const graph = readText(
      head +
        entry('shop', '1.0.0', null, ['a 1', `b 2 (${REGISTRY})`, 'fork', 'gone']) +
        entry('a', '1', REGISTRY, ['a 2']) +
        entry('a', '2', REGISTRY) +
        entry('b', '2', REGISTRY) +
        entry('fork', '1', 'git+https://git.example/fork#abc') +
        tail,
    );
    expect(graph.format).toEqual({ name: 'cargo-lock', version });
    expect(edgeLines(graph)).toEqual([
      'shop@1.0.0 -runtime-> a@1',
      'shop@1.0.0 -runtime-> b@2',
      'shop@1.0.0 -runtime-> fork@1',
      'a@1 -runtime-> a@2',
    ]);
    expect(purlsOf(graph).at(-1)).toBe('pkg:cargo/fork@1?vcs_url=git%2Bhttps:%2F%2Fgit.example%2Ffork%40abc');
    expect(graph.stated).toEqual({ entries: 4, direct: 3, edges: 1 });
    expect(warningLines(graph)).toEqual([
      'NON_REGISTRY_SOURCE /package/4/source',
      'DANGLING_REF /package/0/dependencies/3',
    ]);
  });

  it('of another version or with wrong types is refused', () => {
    expect(outcomeOfText(`version = 9\n${entry('a', '1', REGISTRY)}`)).toMatchObject({
      code: 'UNSUPPORTED_SPEC_VERSION',
    });
    expect(outcomeOfText(`version = "4"\n${entry('a', '1', REGISTRY)}`)).toMatchObject({ pointer: '/version' });
    const text = `[[package]]\nname = 1\nsource = "${REGISTRY}"\n`;
    expect(outcomeOfText(text)).toMatchObject({ code: 'SCHEMA_INVALID', pointer: '/package/0/name' });
  });
});
