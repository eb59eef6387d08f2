import { createHash } from 'node:crypto';

const OPENPGP = /-----BEGIN PGP SIGNATURE-----([\s\S]*?)-----END PGP SIGNATURE-----/;
const SSH = /-----BEGIN SSH SIGNATURE-----([\s\S]*?)-----END SSH SIGNATURE-----/;
const SIGNATURE_PACKET = 2;
const ISSUER_KEY_ID = 16;
const ISSUER_FINGERPRINT = 33;

/**
 * The key that a signature says it was made with: an OpenPGP fingerprint (or key id of old signatures) in upper-case
 * hexadecimal digits, or `SHA256:…` of an SSH key. It is read, not verified.
 * @returns null for no signature, false for one that cannot be read
 */
export function claimedKey(text: string): string | null | false {
  const openPgp = OPENPGP.exec(text);
  if (openPgp) return openPgpIssuer(bytesOf(openPgp[1]!)) ?? false;
  const ssh = SSH.exec(text);
  return ssh ? (sshKey(bytesOf(ssh[1]!)) ?? false) : null;
}

/** The base64 of an armour: after its headers and without its checksum. */
function bytesOf(armour: string): Buffer {
  const lines = armour.split(/\r?\n/).filter((line) => line !== '' && !line.includes(':') && !line.startsWith('='));
  return Buffer.from(lines.join(''), 'base64');
}

/** RFC 9580: one packet with tag 2, version 4, whose subpackets name the issuer. */
function openPgpIssuer(bytes: Buffer): string | null {
  const body = signatureBody(bytes);
  if (body?.[0] !== 4 || body.length < 6) return null;
  const hashedEnd = 6 + body.readUInt16BE(4);
  const unhashedStart = hashedEnd + 2;
  if (unhashedStart > body.length) return null;
  const unhashedEnd = unhashedStart + body.readUInt16BE(hashedEnd);
  const subpackets = [
    ...subpacketsOf(body.subarray(6, hashedEnd)),
    ...subpacketsOf(body.subarray(unhashedStart, unhashedEnd)),
  ];
  const fingerprint = subpackets.find(({ type }) => type === ISSUER_FINGERPRINT)?.data.subarray(1);
  const issuer = fingerprint ?? subpackets.find(({ type }) => type === ISSUER_KEY_ID)?.data;
  return issuer === undefined || issuer.length < 8 ? null : issuer.toString('hex').toUpperCase();
}

function signatureBody(bytes: Buffer): Buffer | null {
  const head = bytes[0] ?? 0;
  const isNewFormat = (head & 0x40) !== 0;
  if ((head & 0x80) === 0 || (isNewFormat ? head & 0x3f : (head >> 2) & 0x0f) !== SIGNATURE_PACKET) return null;
  if (isNewFormat) {
    const [length, size] = newLength(bytes, 1);
    return bytes.subarray(1 + size, 1 + size + length);
  }
  const size = [1, 2, 4][head & 3];
  if (size === undefined || bytes.length < 1 + size) return null;
  return bytes.subarray(1 + size, 1 + size + bytes.readUIntBE(1, size));
}

function subpacketsOf(area: Buffer): { readonly type: number; readonly data: Buffer }[] {
  const found = [];
  for (let at = 0; at < area.length;) {
    const [length, size] = newLength(area, at);
    const start = at + size;
    if (length === 0 || start + length > area.length) break;
    found.push({ type: area[start]! & 0x7f, data: area.subarray(start + 1, start + length) });
    at = start + length;
  }
  return found;
}

/** Length, and how many octets tell it. */
function newLength(bytes: Buffer, at: number): [length: number, size: number] {
  const first = bytes[at] ?? 0;
  if (first < 192) return [first, 1];
  if (first < 255) return [((first - 192) << 8) + (bytes[at + 1] ?? 0) + 192, 2];
  return bytes.length < at + 5 ? [0, 5] : [bytes.readUInt32BE(at + 1), 5];
}

/** PROTOCOL.sshsig: "SSHSIG", a version, and the public key as a string with its length. */
function sshKey(bytes: Buffer): string | null {
  if (bytes.subarray(0, 6).toString('latin1') !== 'SSHSIG' || bytes.length < 14) return null;
  const key = bytes.subarray(14, 14 + bytes.readUInt32BE(10));
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}
