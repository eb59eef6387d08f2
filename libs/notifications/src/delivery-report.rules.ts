import PostalMime from 'postal-mime';

/** An enhanced status code (RFC 3463) of the class 5: it will be the same when it is tried again. */
const PERMANENT = /^5\.\d{1,3}\.\d{1,3}(?=\s|$)/;
const REPORT = 'message/delivery-status';

/** The status code of a delivery that has failed for good. */
export interface FailureReport {
  readonly statusCode: string;
}

/**
 * Reads a delivery status notification (RFC 3464) and finds the first recipient that a server gave up on. Null for everything else:
 * delays, successes, holiday notices and other mail.
 */
export async function failureReportOf(message: Uint8Array): Promise<FailureReport | null> {
  // What cannot be read is no report.
  const { attachments } = await PostalMime.parse(message).catch(() => ({ attachments: [] }));
  for (const { mimeType, content } of attachments) {
    if (mimeType !== REPORT) continue;
    for (const fields of blocksOf(textOf(content))) {
      const statusCode = PERMANENT.exec(fields.get('status') ?? '')?.[0];
      if (fields.get('action')?.toLowerCase() === 'failed' && statusCode !== undefined) return { statusCode };
    }
  }
  return null;
}

function textOf(content: ArrayBuffer | Uint8Array | string): string {
  return typeof content === 'string' ? content : Buffer.from(content as Uint8Array).toString('utf8');
}

/** The groups of fields of the report: first that of the message, then one for each recipient. Long fields are folded. */
function blocksOf(text: string): ReadonlyMap<string, string>[] {
  const unfolded = text.replaceAll('\r\n', '\n').replaceAll(/\n[ \t]+/g, ' ');
  return unfolded.split(/\n\s*\n/).map((block) => new Map(block.split('\n').flatMap(fieldOf)));
}

function fieldOf(line: string): [string, string][] {
  const colon = line.indexOf(':');
  return colon < 1 ? [] : [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]];
}
