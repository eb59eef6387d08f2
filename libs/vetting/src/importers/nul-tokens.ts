import { SnapshotMalformedError, SnapshotTooLargeError } from './importers.errors.js';

const MAX_TOKEN_BYTES = 1024 * 1024;

/** Texts that end with NUL, out of chunks of any size. @throws SnapshotMalformedError when the last one does not end */
export async function* nulTokens(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  source: string,
): AsyncGenerator<string> {
  let rest = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    let from = 0;
    for (let end = bytes.indexOf(0); end >= 0; end = bytes.indexOf(0, from)) {
      yield textOf(bytes.subarray(from, end));
      from = end + 1;
    }
    rest = bytes.subarray(from);
    if (rest.length > MAX_TOKEN_BYTES) throw new SnapshotTooLargeError(`a field of ${source}`, MAX_TOKEN_BYTES);
  }
  if (rest.length > 0) throw new SnapshotMalformedError(source, 'its end', 'it breaks off');
}

/** Names and paths of old commits may be in another encoding; Latin-1 keeps each byte and so stays one text for one path. */
function textOf(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('utf8');
  return text.includes('\uFFFD') ? Buffer.from(bytes).toString('latin1') : text;
}
