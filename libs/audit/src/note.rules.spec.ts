import { describe, expect, it } from '@jest/globals';
import { checkpointText, formatSigner, readSigner, signNote } from './note.rules.js';
import { isCheckpointDue } from './checkpoint.rules.js';

/** The example of the package golang.org/x/mod/sumdb/note. Its signature is deterministic, so ours has to be the same. */
const EXAMPLE_KEY = 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';
const EXAMPLE_VERIFIER = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const EXAMPLE_NOTE = `If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`;

describe('a signed note', () => {
  it('is what the reference implementation writes with the same key', () => {
    const signer = readSigner(EXAMPLE_KEY)!;
    expect(signer.verifier).toBe(EXAMPLE_VERIFIER);
    expect(signNote(EXAMPLE_NOTE.slice(0, EXAMPLE_NOTE.indexOf('\n—')), signer)).toBe(EXAMPLE_NOTE);
  });

  it('comes from a key that is read as it was written', () => {
    const text = formatSigner('mainstay.example/log', Buffer.alloc(32, 7));
    expect(readSigner(text)).toMatchObject({ name: 'mainstay.example/log' });
    expect(
      formatSigner('PeterNeumann', Buffer.from(EXAMPLE_KEY.split('+').slice(4).join('+'), 'base64').subarray(1)),
    ).toBe(EXAMPLE_KEY);
  });

  it.each([
    ['another hash', EXAMPLE_KEY.replace('c74f20a3', 'c74f20a4')],
    ['another name', EXAMPLE_KEY.replace('Peter', 'Petra')],
    ['another type of key', EXAMPLE_KEY.replace('+AYEK', '+BYEK')],
    ['a key that is too short', EXAMPLE_KEY.slice(0, -4)],
    ['nothing', ''],
    ['a verifier key', EXAMPLE_VERIFIER],
  ])('does not come from a text with %s', (_case, text) => {
    expect(readSigner(text)).toBeNull();
  });

  it('says origin, size and root, one a line', () => {
    expect(checkpointText('mainstay.example/log', 12n, Buffer.alloc(32))).toBe(
      `mainstay.example/log\n12\n${'A'.repeat(43)}=\n`,
    );
  });
});

describe('a checkpoint is due', () => {
  const at = new Date('2026-01-01T00:00:00Z');
  const newest = { size: 10n, root: Buffer.alloc(32), origin: 'log', verifier: 'key', createdAt: at };
  const later = (ms: number) => new Date(at.getTime() + ms);

  it.each([
    ['an empty log', 0n, null, 'key', 0, false],
    ['the first leaf', 1n, null, 'key', 0, true],
    ['no new leaf after an hour', 10n, newest, 'key', 3_600_000, false],
    ['one new leaf just before a minute', 11n, newest, 'key', 59_999, false],
    ['one new leaf after a minute', 11n, newest, 'key', 60_000, true],
    ['999 new leaves at once', 1_009n, newest, 'key', 0, false],
    ['1,000 new leaves at once', 1_010n, newest, 'key', 0, true],
    ['a new key without a new leaf', 10n, newest, 'other key', 0, true],
  ])('or not: %s', (_case, size, last, verifier, ms, isDue) => {
    expect(isCheckpointDue(size, last, verifier, later(ms))).toBe(isDue);
  });
});
