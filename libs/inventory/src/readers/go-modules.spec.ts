import { describe, expect, it } from '@jest/globals';
import { edgeLines, purlsOf, readText, warningLines } from '../../../../test/support/document-reading.js';

const GO_MOD = `module example.org/shop // comment
go 1.22
require example.org/x/a v1.0.0
require (
	example.org/x/b v1.0.0
	example.org/x/c v1.0.0 // indirect
	example.org v1.0.0
	half
)
replace example.org/x/b => example.org/y/b v2.0.0
replace (
	example.org/x/c => ../c
)
exclude example.org/x/a v0.9.0
`;

describe('a go.mod', () => {
  it('names its modules, the direct ones without a mark, and what replaces them', () => {
    const graph = readText(GO_MOD);
    expect(purlsOf(graph)).toEqual([
      'pkg:golang/example.org/x/a@v1.0.0',
      'pkg:golang/example.org/y/b@v2.0.0',
      null,
      'pkg:golang/example.org@v1.0.0',
    ]);
    expect(graph.stated).toEqual({ entries: 4, direct: 3, edges: 0 });
    expect(graph.components[graph.roots[0]!]!.name).toBe('example.org/shop');
    expect(warningLines(graph)).toEqual(['BAD_LINE line 8', 'NON_REGISTRY_SOURCE line 6']);
  });
});

describe('a go.sum', () => {
  const text = `example.org/x/a v1.0.0 h1:aa=
example.org/x/a v1.0.0/go.mod h1:bb=
example.org/y/b v2.0.0 h1:cc=
example.org/z v1.0.0/go.mod h1:dd=
broken
`;

  it('names modules whose code is in it, not those of which it has the go.mod alone', () => {
    const graph = readText(text);
    expect(purlsOf(graph)).toEqual(['pkg:golang/example.org/x/a@v1.0.0', 'pkg:golang/example.org/y/b@v2.0.0']);
    expect(graph.stated).toEqual({ entries: 2, direct: null, edges: 0 });
    expect(warningLines(graph)).toEqual(['BAD_LINE line 5', 'DEPTH_UNKNOWN manifest']);
  });

  it('has its direct modules from a go.mod beside it', () => {
    const graph = readText(text, { manifest: Buffer.from(GO_MOD) });
    expect(edgeLines(graph)).toEqual([' -runtime-> example.org/x/a@v1.0.0', ' -runtime-> example.org/y/b@v2.0.0']);
    expect(warningLines(graph)).toEqual(['BAD_LINE line 5', 'DANGLING_REF manifest: example.org']);
  });
});
