import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { unpackUpload } from '../bundle/unpack-upload.js';
import { DEFAULT_DOCUMENT_LIMITS } from '../document-limits.js';
import { sourceDocument } from '../readers/source-document.js';
import { notChecked, type Conformance } from './conformance.js';
import type { ConformanceReply, ConformanceRequest } from './conformance-messages.js';
import { checkAgainstSchema } from './schema-check.js';

/** Runs in a thread of its own, one document at a time. The files of the upload that was last asked about are kept. */
let unpacked: { readonly path: string; readonly files: ReadonlyMap<string, Uint8Array> } | null = null;

parentPort!.on('message', (request: ConformanceRequest) => {
  parentPort!.postMessage(replyTo(request));
});

function replyTo(request: ConformanceRequest): ConformanceReply {
  try {
    return { kind: 'checked', conformance: check(request) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      return { kind: 'checked', conformance: notChecked('FILE_GONE') };
    return { kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

function check({ path, fileName, sha256, schema }: ConformanceRequest): Conformance {
  if (unpacked?.path !== path) {
    const files = unpackUpload(fileName, readFileSync(path), DEFAULT_DOCUMENT_LIMITS);
    unpacked = { path, files: new Map(files.map(({ bytes }) => [digestOf(bytes), bytes])) };
  }
  const bytes = unpacked.files.get(sha256);
  if (bytes === undefined) throw new Error('the upload does not hold the document');
  return checkAgainstSchema(schema, sourceDocument(bytes, DEFAULT_DOCUMENT_LIMITS).json);
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
