import { describe, expect, it } from '@jest/globals';
import {
  edgeLines,
  outcomeOfText,
  purlsOf,
  readText,
  warningLines,
} from '../../../../test/support/document-reading.js';

function lock(more: object = {}): string {
  return JSON.stringify({
    'content-hash': 'x',
    packages: [{ name: 'V/a', version: 'v1.0', require: { php: '>=8', 'ext-json': '*', 'v/b': '^1', 'v/gone': '*' } }],
    'packages-dev': [{ name: 'v/b', version: '1.0' }],
    ...more,
  });
}

describe('a composer.lock', () => {
  it('names packages and what they need, without what PHP itself provides', () => {
    const graph = readText(lock());
    expect(purlsOf(graph)).toEqual(['pkg:composer/v/a@v1.0', 'pkg:composer/v/b@1.0']);
    expect(graph.components.map(({ scope }) => scope)).toEqual(['runtime', 'development']);
    expect(edgeLines(graph)).toEqual(['V/a@v1.0 -runtime-> v/b@1.0']);
    expect(graph.stated).toEqual({ entries: 2, direct: null, edges: 2 });
    expect(warningLines(graph)).toEqual(['DANGLING_REF /packages/0/require/v~1gone', 'DEPTH_UNKNOWN manifest']);
  });

  it('has its direct packages from a composer.json beside it', () => {
    const manifest = { name: 'v/shop', require: { php: '^8', 'v/A': '^1' }, 'require-dev': { 'v/b': '*' } };
    const graph = readText(lock(), { manifest: Buffer.from(JSON.stringify(manifest)) });
    expect(edgeLines(graph).slice(1)).toEqual([' -runtime-> V/a@v1.0', ' -development-> v/b@1.0']);
    expect(graph.stated.direct).toBe(2);
  });

  it('with wrong types is refused', () => {
    expect(outcomeOfText(lock({ 'packages-dev': {} }))).toMatchObject({
      code: 'SCHEMA_INVALID',
      pointer: '/packages-dev',
    });
    expect(outcomeOfText(lock({ packages: [{}] }))).toMatchObject({ pointer: '/packages/0/name' });
  });
});
