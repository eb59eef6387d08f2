/** More than this of one message is not read: the rest is attachments. */
const MAX_MESSAGE_BYTES = 512 * 1024;
const NEWLINE = 0x0a;
const FROM = Buffer.from('From ');
const QUOTED_FROM = /^>(>*From )/gm;

export interface MboxMessage {
  readonly bytes: Uint8Array;
  readonly isTruncated: boolean;
}

/**
 * The messages of an mbox (mboxo, mboxrd), one at a time: a message begins with a line "From " at the start of the file or
 * after an empty line. Memory is bounded by the size of a message and of a chunk, whatever the size of the file.
 */
export async function* mboxMessages(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<MboxMessage> {
  let message: Buffer[] | null = null;
  let size = 0;
  let isAfterEmptyLine = true;
  for await (const line of linesOf(chunks)) {
    if (isAfterEmptyLine && line.subarray(0, FROM.length).equals(FROM)) {
      if (message) yield finished(message, size);
      message = [];
      size = 0;
    } else if (message) {
      if (size < MAX_MESSAGE_BYTES) message.push(line);
      size += line.length;
    }
    isAfterEmptyLine = line.length === 1 || (line.length === 2 && line[0] === 0x0d);
  }
  if (message) yield finished(message, size);
}

function finished(lines: readonly Buffer[], size: number): MboxMessage {
  const bytes = Buffer.concat(lines);
  // Latin-1 keeps every byte as it is.
  const text = bytes.includes('>From ')
    ? Buffer.from(bytes.toString('latin1').replace(QUOTED_FROM, '$1'), 'latin1')
    : bytes;
  return { bytes: text.subarray(0, MAX_MESSAGE_BYTES), isTruncated: size > MAX_MESSAGE_BYTES };
}

/** Lines with their end; one that is longer than a message is cut into pieces. */
async function* linesOf(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
      yield bytes.subarray(from, end + 1);
      from = end + 1;
    }
    rest = bytes.subarray(from);
    if (rest.length > MAX_MESSAGE_BYTES) {
      yield rest;
      rest = Buffer.alloc(0);
    }
  }
  if (rest.length > 0) yield rest;
}
