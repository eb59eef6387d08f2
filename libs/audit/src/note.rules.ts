import { createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
import { sha256 } from '#platform/kernel';

/** C2SP signed-note: the type of an Ed25519 key. */
const ED25519 = Buffer.from([1]);
const SEED_BYTES = 32;
/** RFC 8410: what stands before the 32 bytes of a private key in PKCS #8. */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const PRIVATE_KEY = /^PRIVATE\+KEY\+([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/;

/** A key that signs notes, and the line that others check them with. */
export interface NoteSigner {
  /** Name of the key, which is the origin of the log. */
  readonly name: string;
  /** `<name>+<hash>+<key>`, as C2SP signed-note writes a verifier key. */
  readonly verifier: string;
  readonly keyHash: Buffer;
  readonly privateKey: KeyObject;
}

/** Reads `PRIVATE+KEY+<name>+<hash>+<key>`, the form that Go's note package writes; null when it is anything else. */
export function readSigner(text: string): NoteSigner | null {
  const [, name, hash, encoded] = PRIVATE_KEY.exec(text) ?? [];
  if (name === undefined || hash === undefined || encoded === undefined) return null;
  const key = Buffer.from(encoded, 'base64');
  if (key.length !== SEED_BYTES + 1 || !key.subarray(0, 1).equals(ED25519)) return null;
  const signer = signerOf(name, key.subarray(1));
  return signer.keyHash.toString('hex') === hash ? signer : null;
}

/** A new signing key as the configuration holds it, out of 32 random bytes. */
export function formatSigner(name: string, seed: Buffer): string {
  const { keyHash } = signerOf(name, seed);
  return `PRIVATE+KEY+${name}+${keyHash.toString('hex')}+${Buffer.concat([ED25519, seed]).toString('base64')}`;
}

/** C2SP signed-note: the text, an empty line, and the line of the signature. The text ends with a line break. */
export function signNote(text: string, { name, keyHash, privateKey }: NoteSigner): string {
  const signature = sign(null, Buffer.from(text, 'utf8'), privateKey);
  return `${text}\n— ${name} ${Buffer.concat([keyHash, signature]).toString('base64')}\n`;
}

/** C2SP tlog-checkpoint: origin, size, root. */
export function checkpointText(origin: string, size: bigint, root: Buffer): string {
  return `${origin}\n${size.toString()}\n${root.toString('base64')}\n`;
}

/** What a signed digest is of: the key signs nothing that could be taken for a checkpoint, whose second line is a number. */
export type DigestPurpose = 'compliance-report';

/** The text under which a document is signed: for what, by whom, and its SHA-256 in hexadecimal digits. */
export function digestText(origin: string, purpose: DigestPurpose, sha256Hex: string): string {
  return `${origin}/${purpose}\nsha256:${sha256Hex}\n`;
}

function signerOf(name: string, seed: Buffer): NoteSigner {
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' });
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  const publicKey = Buffer.concat([ED25519, Buffer.from(x!, 'base64url')]);
  const keyHash = sha256(Buffer.concat([Buffer.from(`${name}\n`), publicKey])).subarray(0, 4);
  return { name, keyHash, privateKey, verifier: `${name}+${keyHash.toString('hex')}+${publicKey.toString('base64')}` };
}
