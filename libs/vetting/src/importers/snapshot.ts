import { canonicalJson, sha256Hex, type Canonical } from '#platform/kernel';
import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import type { Moment } from '../events/moment.js';
import { SnapshotDigestError, SnapshotKeyError, SnapshotSignatureError } from './importers.errors.js';
import { JsonNode } from './json-node.js';

/** What one source looked like at one time. */
export interface Snapshot {
  readonly takenAt: Moment;
  readonly kind: string;
  /** SHA-256 of the content: of its bytes when it is a text, else of its canonical JSON. */
  readonly digest: string;
  readonly content: JsonNode;
  readonly source: string;
}

/** Without `content` only its digest is kept, because it is large or because it is what people wrote. */
export interface SnapshotPart {
  readonly takenAt: string;
  readonly kind: string;
  readonly name: string;
  readonly digest: string;
  readonly bytes: number;
  readonly content: string | null;
}

/** Everything that was collected at once. The signature is over the canonical JSON of the rest. */
export interface SnapshotFile {
  readonly version: 1;
  readonly takenAt: string;
  readonly parts: readonly SnapshotPart[];
}

const VERSION = 1;
const DIGEST = /^[0-9a-f]{64}$/;

export function digestOfContent(content: unknown): string {
  return sha256Hex(typeof content === 'string' ? content : canonicalJson(content as Canonical));
}

/** Reads `{ takenAt, kind, digest, content }`. @throws SnapshotMalformedError, SnapshotDigestError and those of the JSON */
export function readSnapshot(input: Uint8Array | string, source: string): Snapshot {
  const node = JsonNode.parse(input, source);
  node.assertOnly(['takenAt', 'kind', 'digest', 'content']);
  const digest = node.get('digest').text();
  const content = node.get('content');
  if (digestOrNull(content) !== digest) throw new SnapshotDigestError(source);
  return { takenAt: node.get('takenAt').moment(), kind: node.get('kind').text(), digest, content, source };
}

function digestOrNull(content: JsonNode): string {
  try {
    return digestOfContent(content.value ?? null);
  } catch {
    throw content.expected('made of texts, whole numbers, true, false, null, lists and objects');
  }
}

/** @param key an Ed25519 private key as PEM; null leaves the file unsigned */
export function writeSnapshotFile(file: SnapshotFile, key: string | null): string {
  const body = canonicalJson(file as unknown as Canonical);
  const signature =
    key === null ? null : sign(null, Buffer.from(body), ed25519(createPrivateKey, key)).toString('base64');
  return `${JSON.stringify({ ...file, signature }, null, 2)}\n`;
}

/**
 * @param key the Ed25519 public key, as PEM, that must have signed the file; null when none is asked for
 * @throws SnapshotSignatureError, SnapshotKeyError, SnapshotDigestError, SnapshotMalformedError and those of the JSON
 */
export function readSnapshotFile(
  input: Uint8Array | string,
  source: string,
  key: string | null,
): SnapshotFile & { readonly isSigned: boolean } {
  const node = JsonNode.parse(input, source);
  node.assertOnly(['version', 'takenAt', 'parts', 'signature']);
  if (node.get('version').number() !== VERSION) throw node.get('version').expected(String(VERSION));
  const takenAt = node.get('takenAt').text();
  const file: SnapshotFile = { version: VERSION, takenAt, parts: node.get('parts').list(readPart) };
  const signature = node.get('signature').optional((value) => value.text());
  if (key !== null) assertSigned(file, signature, key, source);
  return { ...file, isSigned: signature !== null };
}

function readPart(node: JsonNode): SnapshotPart {
  node.assertOnly(['takenAt', 'kind', 'name', 'digest', 'bytes', 'content']);
  node.get('takenAt').moment();
  const digest = node.get('digest').text();
  if (!DIGEST.test(digest)) throw node.get('digest').expected('a SHA-256 in lower-case hexadecimal digits');
  const content = node.get('content').optional((value) => value.text());
  if (content !== null && sha256Hex(Buffer.from(content, 'base64')) !== digest)
    throw new SnapshotDigestError(node.source);
  const name = node.get('name').text();
  return {
    takenAt: node.get('takenAt').text(),
    kind: node.get('kind').text(),
    name,
    digest,
    bytes: node.get('bytes').count(),
    content,
  };
}

function assertSigned(file: SnapshotFile, signature: string | null, key: string, source: string): void {
  const body = Buffer.from(canonicalJson(file as unknown as Canonical));
  const bytes = Buffer.from(signature ?? '', 'base64');
  if (!verify(null, body, ed25519(createPublicKey, key), bytes)) throw new SnapshotSignatureError(source);
}

function ed25519(create: (pem: string) => KeyObject, pem: string): KeyObject {
  const key = keyOrNull(create, pem);
  if (key?.asymmetricKeyType !== 'ed25519')
    throw new SnapshotKeyError(create === createPrivateKey ? 'private' : 'public');
  return key;
}

function keyOrNull(create: (pem: string) => KeyObject, pem: string): KeyObject | null {
  try {
    return create(pem);
  } catch {
    return null;
  }
}
