import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';
import { ForeignHttpError } from './foreign-http.errors.js';
import { isPublicAddress, publicLookup } from './public-lookup.js';

const TIMEOUT_MS = 10_000;
/** Some public services answer nobody who does not say who asks. */
const HEADERS = { 'user-agent': 'mainstay' };

/**
 * Reads small documents from hosts that users name. The address is checked after the name is resolved and is the one
 * that is connected to, so a name cannot change its mind in between. Redirects are not followed.
 */
@Injectable()
export class ForeignHttp {
  private readonly allowedOrigins: readonly string[];
  /** What finds the address of a name; it gives none that is not public. */
  protected readonly lookup: LookupFunction = publicLookup();

  constructor(config: Config) {
    this.allowedOrigins = config.get('FOREIGN_HTTP_ALLOWED_ORIGINS');
  }

  /**
   * The body of a 200 answer as text, at most `maxBytes` long, complete within `timeoutMs`.
   * @throws ForeignHttpError with the reason; nothing else
   */
  async readText(address: string, maxBytes: number, timeoutMs = TIMEOUT_MS): Promise<string> {
    if (!URL.canParse(address)) throw new ForeignHttpError('ADDRESS_CLOSED', 'the address cannot be read');
    const url = new URL(address);
    const allowed = this.allowedOrigins.includes(url.origin);
    if (!allowed && url.protocol !== 'https:')
      throw new ForeignHttpError('ADDRESS_CLOSED', 'only https addresses are read');
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (!allowed && isIP(host) !== 0 && !isPublicAddress(host))
      throw new ForeignHttpError('ADDRESS_CLOSED', 'the address is not public');
    return this.fetchText(url, { maxBytes, timeoutMs, ...(allowed ? {} : { lookup: this.lookup }) });
  }

  private fetchText(url: URL, { maxBytes, timeoutMs, lookup }: ReadLimits): Promise<string> {
    return new Promise((resolve, reject) => {
      const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
      const request = send(url, { method: 'GET', headers: HEADERS, agent: false, ...(lookup ? { lookup } : {}) });
      const fail = (error: Error) => {
        clearTimeout(deadline);
        reject(error instanceof ForeignHttpError ? error : new ForeignHttpError('UNREACHABLE', error.message));
        request.destroy();
      };
      // A limit of the whole exchange: a host that sends a byte now and then never lets a socket time out.
      const deadline = setTimeout(() => {
        fail(new ForeignHttpError('TIMEOUT', 'no answer in time'));
      }, timeoutMs);
      request.on('error', fail);
      request.on('response', (response) => {
        readBody(response, maxBytes).then((text) => {
          clearTimeout(deadline);
          resolve(text);
        }, fail);
      });
      request.end();
    });
  }
}

interface ReadLimits {
  readonly maxBytes: number;
  readonly timeoutMs: number;
  readonly lookup?: LookupFunction;
}

/** Rejects also when the connection ends before the body does, which the request itself does not report. */
async function readBody(response: IncomingMessage, maxBytes: number): Promise<string> {
  const { statusCode } = response;
  if (statusCode !== 200) {
    const reason = statusCode === 404 ? 'NOT_FOUND' : statusCode === 429 || statusCode === 503 ? 'BUSY' : 'BAD_STATUS';
    const wait = Number(response.headers['retry-after'] ?? Number.NaN);
    throw new ForeignHttpError(reason, `the answer was ${String(statusCode)}`, Number.isNaN(wait) ? null : wait);
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes)
      throw new ForeignHttpError('TOO_LARGE', `the document is larger than ${String(maxBytes)} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
