import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { ApiError } from '../errors.js';
import { decodeForm, type DecodedObject } from './form.js';

const MAX_BODY_BYTES = 1024 * 1024;

/** A request with its body read, before anybody has judged it. */
export interface Incoming {
  readonly method: string;
  readonly pathname: string;
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An answer; `drop` cuts the connection instead, as a fault rule may ask. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly drop?: boolean;
}

/** Reads the body up to one megabyte; the API has no larger requests. */
export async function readIncoming(request: IncomingMessage): Promise<Incoming> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new ApiError(413, `Requests have at most ${MAX_BODY_BYTES} bytes.`);
    chunks.push(chunk);
  }
  const [pathname = '/', query = ''] = splitOnce(request.url ?? '/', '?');
  return {
    method: request.method ?? 'GET',
    pathname,
    query,
    headers: request.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

/** Query and body together as one set of parameters: forms for v1, JSON bodies for v2. */
export function decodeParameters(incoming: Incoming): DecodedObject {
  try {
    const query = decodeForm(incoming.query);
    if (incoming.body === '') return query;
    const isJson = incoming.pathname.startsWith('/v2/') || incoming.pathname.startsWith('/_sim/');
    return { ...query, ...(isJson ? decodeJson(incoming.body) : decodeForm(incoming.body)) };
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw new ApiError(400, `Invalid request body: ${error instanceof Error ? error.message : 'unreadable'}`);
  }
}

/** A header that is sent once; a repeated one counts as the list it was joined to. */
export function header(incoming: Incoming, name: string): string | null {
  const value = incoming.headers[name];
  return value === undefined ? null : Array.isArray(value) ? value.join(', ') : value;
}

function decodeJson(body: string): DecodedObject {
  const value: unknown = JSON.parse(body);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new ApiError(400, 'Invalid request body: a JSON object is expected.');
  }
  return value as DecodedObject;
}

function splitOnce(text: string, separator: string): [string, string] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + separator.length)];
}
