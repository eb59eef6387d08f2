// Verifies a compliance report without Mainstay, a database or a network: this file, verify-log.mjs and Node are enough.
// Usage: node scripts/verify-report.mjs REPORT --key VERIFIER...
import { hash, verify } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { BadLog, readVerifier } from './verify-log.mjs';

const HEAD = Buffer.from('{"report":');
const TAIL = Buffer.from(',"sha256":"');
const PURPOSE = 'compliance-report';

/** What is wrong with a report. */
export class BadReport extends Error {
  name = 'BadReport';
}

/**
 * Checks the digest and the signature of a report.
 * @param bytes of the file, untouched: a program that writes it anew changes its digest
 * @param keys verifier keys that are trusted, as /log/key lists them
 * @returns the SHA-256 and the name of the key that signed it
 */
export function verifyReport(bytes, keys) {
  const at = bytes.lastIndexOf(TAIL);
  if (!bytes.subarray(0, HEAD.length).equals(HEAD) || at < 0) throw new BadReport('this is no signed report');
  const { sha256, signature } = tailOf(bytes.subarray(at + 1));
  const found = hash('sha256', bytes.subarray(HEAD.length, at), 'hex');
  if (found !== sha256) throw new BadReport(`the report has the SHA-256 ${found}, and not ${sha256}: it was changed`);
  return { sha256, signer: signerOf(signature, sha256, keys.map(readVerifier)) };
}

function tailOf(bytes) {
  try {
    const tail = JSON.parse(`{${bytes.toString('utf8')}`);
    if (typeof tail.sha256 === 'string' && typeof tail.signature === 'string') return tail;
  } catch {
    // Told below.
  }
  throw new BadReport('the digest or the signature is cut off');
}

/** C2SP signed-note: a text, an empty line, and lines of signatures, of which one has to be of a trusted key. */
function signerOf(note, sha256, verifiers) {
  const end = note.lastIndexOf('\n\n') + 1;
  const text = note.slice(0, end);
  for (const line of note.slice(end + 1).split('\n')) {
    const [, name, encoded] = /^— (\S+) ([A-Za-z0-9+/]+=*)$/.exec(line) ?? [];
    const signature = Buffer.from(encoded ?? '', 'base64');
    const verifier = verifiers.find(
      (candidate) => candidate.name === name && candidate.hash === signature.toString('hex', 0, 4),
    );
    if (!verifier) continue;
    if (!verify(null, Buffer.from(text), verifier.publicKey, signature.subarray(4)))
      throw new BadReport('the signature is wrong');
    if (text !== `${name}/${PURPOSE}\nsha256:${sha256}\n`) throw new BadReport('the signature is of something else');
    return name;
  }
  throw new BadReport('no known key signed it');
}

export async function verifyReportFile(path, keys) {
  return verifyReport(await readFile(path), keys);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [path, ...rest] = process.argv.slice(2);
  const keys = rest.filter((word) => word !== '--key');
  if (!path || keys.length === 0) {
    console.error('usage: node verify-report.mjs REPORT --key VERIFIER...');
    process.exit(2);
  }
  try {
    const { sha256, signer } = await verifyReportFile(path, keys);
    console.log(`The report is as ${signer} signed it. Its SHA-256 is ${sha256}.`);
  } catch (error) {
    if (!(error instanceof BadReport) && !(error instanceof BadLog)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
