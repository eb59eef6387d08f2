import { describe, expect, it } from '@jest/globals';
import { edgeLines, purlsOf, readText, warningLines } from '../../../../test/support/document-reading.js';

const LOCK = `GIT
  remote: https://git.example/fork.git
  revision: abc
  specs:
    fork (1.0)

PATH
  remote: .
  specs:
    own (0.1)
      a (>= 1)

GEM
  remote: https://gems.example/
  specs:
    a (1.0)
      b (~> 2)
      bundler
      gone
    b (2.0-x86_64-linux)
    b (2.0)
    what is this

PLATFORMS
  ruby

DEPENDENCIES
  a
  fork!
  own!

BUNDLED WITH
   2.0
`;

describe('a Gemfile.lock', () => {
  it.each(['\n', '\r\n'])('with line ends %j names gems, platforms and what is direct', (end) => {
    const graph = readText(LOCK.replaceAll('\n', end));
    expect(purlsOf(graph)).toEqual([
      'pkg:gem/fork@1.0?vcs_url=git%2Bhttps:%2F%2Fgit.example%2Ffork.git%40abc',
      null,
      'pkg:gem/a@1.0',
      'pkg:gem/b@2.0?platform=x86_64-linux',
      'pkg:gem/b@2.0',
    ]);
    expect(edgeLines(graph)).toEqual([
      'own (0.1) -runtime-> a (1.0)',
      'a (1.0) -runtime-> b (2.0-x86_64-linux)',
      'a (1.0) -runtime-> b (2.0)',
      ' -runtime-> a (1.0)',
      ' -runtime-> fork (1.0)',
      ' -runtime-> own (0.1)',
    ]);
    expect(graph.stated).toEqual({ entries: 5, direct: 3, edges: 4 });
    expect(warningLines(graph)).toEqual([
      'NON_REGISTRY_SOURCE line 5',
      'NON_REGISTRY_SOURCE line 10',
      'BAD_LINE line 22',
      'DANGLING_REF line 19',
    ]);
  });
});
