import { describe, expect, it } from '@jest/globals';
import { instant } from '../events/moment.js';
import { sha256Hex } from '#platform/kernel';
import { generateKeyPairSync } from 'node:crypto';
import { parseStrictJson } from './strict-json.js';
import { openSnapshot } from './raw-snapshot.js';
import { digestOfContent, readSnapshot, readSnapshotFile, writeSnapshotFile, type SnapshotFile } from './snapshot.js';

/** The code of the refusal. */
function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'nothing was refused';
}
const snapshot = (content: unknown, digest = digestOfContent(content)) =>
  JSON.stringify({ takenAt: '2024-01-01T00:00:00Z', kind: 'tags', digest, content });

describe('JSON of strangers', () => {
  it('is refused with a key twice, however it is written', () => {
    expect(codeOf(() => parseStrictJson('{"a":1,"b":{"x":1,"x":2}}', 's'))).toBe('SNAPSHOT_DUPLICATE_KEY');
    expect(codeOf(() => parseStrictJson(String.raw`{"score":1,"sc\u006fre":2}`, 's'))).toBe('SNAPSHOT_DUPLICATE_KEY');
    expect(codeOf(() => parseStrictJson('[{"":1, "" : 2}]', 's'))).toBe('SNAPSHOT_DUPLICATE_KEY');
    expect(parseStrictJson(String.raw`{"a":"a","b":{"a":"\"a\":"},"c":[{"a":1},{"a":2}]}`, 's')).toEqual({
      a: 'a',
      b: { a: '"a":' },
      c: [{ a: 1 }, { a: 2 }],
    });
  });

  it('is refused when it is nested too deep, however long the nest is', () => {
    const nest = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(parseStrictJson(nest(64), 's')).toBeDefined();
    expect(codeOf(() => parseStrictJson(nest(65), 's'))).toBe('SNAPSHOT_TOO_DEEP');
    expect(codeOf(() => parseStrictJson('{"a":'.repeat(5_000_000), 's'))).toBe('SNAPSHOT_TOO_DEEP');
  });

  it('is refused when it breaks off at any place, and in another encoding', () => {
    const text = '{"takenAt":"2024-01-01","list":[1,{"a":"b"}]}';
    for (let length = 0; length < text.length; length += 1)
      expect(codeOf(() => parseStrictJson(text.slice(0, length), 's'))).toBe('SNAPSHOT_MALFORMED');
    expect(codeOf(() => parseStrictJson(Buffer.from('{"a":"\xe9"}', 'latin1'), 's'))).toBe('SNAPSHOT_ENCODING');
    expect(codeOf(() => parseStrictJson(Buffer.from('{"a":1}', 'utf16le'), 's'))).toBe('SNAPSHOT_MALFORMED');
    expect(codeOf(() => parseStrictJson(new Uint8Array(64 * 1024 * 1024 + 1), 's'))).toBe('SNAPSHOT_TOO_LARGE');
  });
});

describe('a snapshot', () => {
  it('has the digest of its content, whatever the order of its keys', () => {
    const { digest } = readSnapshot(snapshot({ b: 1, a: [true, null] }), 's');
    expect(digest).toBe(digestOfContent({ a: [true, null], b: 1 }));
    expect(readSnapshot(snapshot('a text'), 's').digest).toBe(sha256Hex('a text'));
    expect(codeOf(() => readSnapshot(snapshot({ a: 1 }, digestOfContent({ a: 2 })), 's'))).toBe(
      'SNAPSHOT_DIGEST_MISMATCH',
    );
    expect(codeOf(() => readSnapshot(snapshot({ a: 0.5 }, 'x'), 's'))).toBe('SNAPSHOT_MALFORMED');
    expect(codeOf(() => readSnapshot('{"takenAt":"yesterday","kind":"k","digest":"","content":""}', 's'))).toBe(
      'SNAPSHOT_DIGEST_MISMATCH',
    );
    expect(codeOf(() => readSnapshot('[]', 's'))).toBe('SNAPSHOT_MALFORMED');
  });

  it('is made of what a source hands out, and then counts as taken now', () => {
    const now = instant(Date.parse('2024-01-01T00:00:00Z'));
    const kindOf = (text: string) => openSnapshot(Buffer.from(text), 's', now).kind;
    expect(kindOf('[{"login":"a"}]')).toBe('github-members');
    expect(kindOf('[{"action":"org.add_member"}]')).toBe('github-audit-log');
    expect(kindOf('{"action":"a"}\n{"action":"b"}\n')).toBe('github-audit-log');
    expect(kindOf('{"name":"a","versions":{},"time":{}}')).toBe('npm-packument');
    expect(kindOf('{"info":{},"releases":{}}')).toBe('pypi-project');
    expect(openSnapshot(Buffer.from(snapshot({ tags: [] })), 's', now).takenAt.from).toBe(
      Date.parse('2024-01-01T00:00:00Z'),
    );
    const before = instant(now.from - 1);
    expect(codeOf(() => openSnapshot(Buffer.from(snapshot({ tags: [] })), 's', before))).toBe('SNAPSHOT_IN_FUTURE');
    expect(codeOf(() => kindOf('{"hello":1}'))).toBe('SNAPSHOT_MALFORMED');
    expect(codeOf(() => kindOf('[]'))).toBe('SNAPSHOT_MALFORMED');
  });
});

describe('a snapshot file', () => {
  const pair = () =>
    generateKeyPairSync('ed25519', {
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
  const content = Buffer.from('{"tags":[]}');
  const file: SnapshotFile = {
    version: 1,
    takenAt: '2024-01-01T00:00:00Z',
    parts: [
      {
        takenAt: '2024-01-01T00:00:00Z',
        kind: 'tags',
        name: 'tags.json',
        digest: sha256Hex(content),
        bytes: 11,
        content: content.toString('base64'),
      },
    ],
  };

  it('comes back as it was written, and its signature fits its key only', () => {
    const { privateKey, publicKey } = pair();
    const text = writeSnapshotFile(file, privateKey);
    expect(readSnapshotFile(text, 's', publicKey)).toEqual({ ...file, isSigned: true });
    expect(codeOf(() => readSnapshotFile(text, 's', pair().publicKey))).toBe('SNAPSHOT_SIGNATURE_INVALID');
    expect(codeOf(() => readSnapshotFile(text.replace('tags.json', 'tags.jsom'), 's', publicKey))).toBe(
      'SNAPSHOT_SIGNATURE_INVALID',
    );
    const unsigned = writeSnapshotFile(file, null);
    expect(readSnapshotFile(unsigned, 's', null)).toEqual({ ...file, isSigned: false });
    expect(codeOf(() => readSnapshotFile(unsigned, 's', publicKey))).toBe('SNAPSHOT_SIGNATURE_INVALID');
    expect(codeOf(() => writeSnapshotFile(file, 'no key'))).toBe('SNAPSHOT_KEY_INVALID');
    expect(codeOf(() => writeSnapshotFile(file, publicKey))).toBe('SNAPSHOT_KEY_INVALID');
    expect(codeOf(() => readSnapshotFile(text, 's', 'no key'))).toBe('SNAPSHOT_KEY_INVALID');
  });

  it('is refused when a part does not have its digest, or a field is missing or too many', () => {
    const text = writeSnapshotFile(file, null);
    expect(
      codeOf(() =>
        readSnapshotFile(text.replace(content.toString('base64'), Buffer.from('{}').toString('base64')), 's', null),
      ),
    ).toBe('SNAPSHOT_DIGEST_MISMATCH');
    expect(codeOf(() => readSnapshotFile(text.replace('"bytes": 11,', ''), 's', null))).toBe('SNAPSHOT_MALFORMED');
    expect(codeOf(() => readSnapshotFile(text.replace('"version": 1', '"version": 2'), 's', null))).toBe(
      'SNAPSHOT_MALFORMED',
    );
    expect(codeOf(() => readSnapshotFile(text.replace('"version"', '"more": 1, "version"'), 's', null))).toBe(
      'SNAPSHOT_MALFORMED',
    );
  });
});
