import { lookup as dnsLookup, type LookupAddress } from 'node:dns';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';

const TIMEOUT_MS = 10_000;

/** Loopback, private, link-local (cloud metadata among them), shared, benchmark, multicast and reserved ranges. */
const CLOSED = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  CLOSED.addSubnet(network, prefix, 'ipv4');
}
/** Of IPv6 only global unicast is open, without the ranges that embed or translate IPv4 addresses. */
const OPEN_IPV6 = new BlockList();
OPEN_IPV6.addSubnet('2000::', 3, 'ipv6');
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  CLOSED.addSubnet(network, prefix, 'ipv6');

export class ForeignHttpError extends Error {
  constructor(
    readonly reason: 'ADDRESS_CLOSED' | 'NOT_FOUND' | 'BUSY' | 'BAD_STATUS' | 'TOO_LARGE' | 'TIMEOUT' | 'UNREACHABLE',
    message: string,
    /** Of an answer that asks for patience (429, 503): when to ask again. */
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(message);
    this.name = 'ForeignHttpError';
  }
}

/** True for an address that requests on behalf of users may reach. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !CLOSED.check(address, 'ipv4');
  return isIP(address) === 6 && OPEN_IPV6.check(address, 'ipv6') && !CLOSED.check(address, 'ipv6');
}

/**
 * Reads small documents from hosts that users name. The address is checked after the name is resolved and is the one
 * that is connected to, so a name cannot change its mind in between. Redirects are not followed.
 */
@Injectable()
export class ForeignHttp {
  private readonly allowedOrigins: readonly string[];

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
    return this.fetchText(url, { maxBytes, timeoutMs, ...(allowed ? {} : { lookup: publicLookup }) });
  }

  private fetchText(url: URL, { maxBytes, timeoutMs, lookup }: ReadLimits): Promise<string> {
    return new Promise((resolve, reject) => {
      const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
      const request = send(url, { method: 'GET', agent: false, ...(lookup ? { lookup } : {}) });
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

const publicLookup: LookupFunction = (hostname, options, callback) => {
  dnsLookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    if (error) {
      callback(error, '', 0);
      return;
    }
    const open = addresses.filter(({ address }) => isPublicAddress(address));
    if (open.length === 0)
      callback(new ForeignHttpError('ADDRESS_CLOSED', 'the name leads to an address that is not public'), '', 0);
    else if (options.all) callback(null, open);
    else callback(null, open[0]!.address, open[0]!.family);
  });
};
