import PostalMime from 'postal-mime';

/** A message as every format of messages is read into. Ids without angle brackets. */
export interface Mail {
  readonly id: string | null;
  /** Thread that the source names; null when it has to be found by references. */
  readonly thread: string | null;
  readonly references: readonly string[];
  /** Address in lower case. */
  readonly from: string | null;
  readonly fromName: string | null;
  readonly date: string | null;
  readonly text: string | null;
}

const ID = /<([^<>\s]{1,500})>/g;

/** Reads one message of RFC 5322 with its MIME parts; null for what is no message. */
export async function readMail(bytes: Uint8Array): Promise<Mail | null> {
  const mail = await PostalMime.parse(bytes, { maxNestingDepth: 32, maxHeadersSize: 256 * 1024 }).catch(() => null);
  if (mail === null || mail.headers.length === 0) return null;
  const from = mail.from?.address?.trim().toLowerCase() ?? '';
  const name = mail.from?.name.trim() ?? '';
  return {
    id: idsIn(mail.messageId)[0] ?? null,
    thread: null,
    references: [...idsIn(mail.references), ...idsIn(mail.inReplyTo)],
    from: from === '' ? null : from,
    fromName: name === '' ? null : name,
    date: mail.date ?? null,
    text: mail.text ?? null,
  };
}

function idsIn(header: string | undefined): string[] {
  return [...(header ?? '').matchAll(ID)].map(([, id]) => id!);
}
