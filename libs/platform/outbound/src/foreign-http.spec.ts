import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSocketServer, type AddressInfo } from 'node:net';
import { Config } from '#platform/config';
import { ForeignHttpError } from './foreign-http.errors.js';
import { ForeignHttp } from './foreign-http.js';
import { isPublicAddress } from './public-lookup.js';

describe('an address', () => {
  it.each([
    '8.8.8.8',
    '1.1.1.1',
    '93.184.216.34',
    '100.63.255.255',
    '100.128.0.1',
    '172.15.255.255',
    '172.32.0.0',
    '192.167.255.255',
    '192.169.0.0',
    '198.17.255.255',
    '198.20.0.0',
    '223.255.255.255',
    '2606:4700:4700::1111',
    '2001:4860:4860::8888',
    '2a00:1450:4001::1',
    '2001:200::1',
    '2003::1',
  ])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    ['this host', '0.0.0.0'],
    ['this network', '0.1.2.3'],
    ['loopback', '127.0.0.1'],
    ['loopback', '127.255.255.254'],
    ['private', '10.0.0.1'],
    ['private', '172.16.0.1'],
    ['private', '172.31.255.255'],
    ['private', '192.168.1.1'],
    ['shared', '100.64.0.1'],
    ['shared', '100.127.255.255'],
    ['link-local', '169.254.0.1'],
    ['metadata of clouds', '169.254.169.254'],
    ['protocol assignments', '192.0.0.192'],
    ['documentation', '192.0.2.1'],
    ['documentation', '198.51.100.7'],
    ['documentation', '203.0.113.7'],
    ['6to4 relays', '192.88.99.1'],
    ['benchmarks', '198.18.0.1'],
    ['benchmarks', '198.19.255.255'],
    ['multicast', '224.0.0.1'],
    ['reserved', '240.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['unspecified', '::'],
    ['loopback', '::1'],
    ['mapped loopback', '::ffff:127.0.0.1'],
    ['mapped loopback in hexadecimal', '::ffff:7f00:1'],
    ['mapped metadata', '::ffff:169.254.169.254'],
    ['a mapped public address', '::ffff:8.8.8.8'],
    ['compatible', '::127.0.0.1'],
    ['translated (NAT64)', '64:ff9b::7f00:1'],
    ['locally translated', '64:ff9b:1::a00:1'],
    ['discard', '100::1'],
    ['unique local', 'fc00::1'],
    ['unique local', 'fd00::1'],
    ['metadata of clouds', 'fd00:ec2::254'],
    ['link-local', 'fe80::1'],
    ['link-local with a zone', 'fe80::1%lo'],
    ['site-local', 'fec0::1'],
    ['multicast', 'ff02::1'],
    ['6to4', '2002:7f00:1::'],
    ['6to4 of metadata', '2002:a9fe:a9fe::1'],
    ['Teredo', '2001:0:7f00:1::'],
    ['ORCHID', '2001:20::1'],
    ['documentation', '2001:db8::1'],
    ['documentation', '3fff::1'],
    ['segment routing', '5f00::1'],
    ['a name', 'localhost'],
    ['a short form', '127.1'],
    ['a number', '2130706433'],
    ['octal', '0177.0.0.1'],
    ['with a port', '8.8.8.8:443'],
    ['in brackets', '[::1]'],
    ['nothing', ''],
  ])('%s %s is closed', (_case, address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('reading from a foreign host', () => {
  let server: Server;
  let origin: string;
  /** Another port of this machine, which is not allowed. */
  let inside: string;
  let insideServer: Server;
  let seen: string[] = [];
  /** What the canary answers at each path; a request that must not happen leaves its trace in `seen`. */
  const answers: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {
    '/text': (_request, response) => response.end('grüße'),
    '/ten': (_request, response) => response.end('0123456789'),
    '/chunks': (_request, response) => {
      response.write('01234');
      setTimeout(() => response.end('56789'), 20);
    },
    '/endless': (_request, response) => {
      const more = setInterval(() => response.write('x'.repeat(1_000)), 5);
      response.once('close', () => {
        clearInterval(more);
      });
    },
    '/drip': (_request, response) => {
      const more = setInterval(() => response.write('x'), 40);
      response.once('close', () => {
        clearInterval(more);
      });
    },
    '/silent': () => undefined,
    '/cut': (_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half');
      setTimeout(() => response.destroy(), 20);
    },
    '/hang-up': (request) => request.socket.destroy(),
    '/redirect': (_request, response) => response.writeHead(302, { location: `${origin}/text` }).end(),
    ...Object.fromEntries(
      [301, 302, 303, 307, 308].map((status) => [
        `/to-metadata/${String(status)}`,
        (_request: IncomingMessage, response: ServerResponse) =>
          response.writeHead(status, { location: `${inside}/latest/meta-data/`, refresh: `0; url=${inside}/` }).end(),
      ]),
    ),
    '/no-content': (_request, response) => response.writeHead(204).end(),
    '/broken': (_request, response) => response.writeHead(500).end('the text of an error'),
  };

  beforeAll(async () => {
    server = createServer((request, response) => {
      seen.push(request.url ?? '');
      const answer = answers[request.url ?? ''];
      if (answer) answer(request, response);
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    insideServer = createServer((request, response) => {
      seen.push(`inside ${request.url ?? ''}`);
      response.end('secrets');
    });
    await new Promise<void>((resolve) => insideServer.listen(0, '127.0.0.1', resolve));
    inside = `http://127.0.0.1:${String((insideServer.address() as AddressInfo).port)}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await new Promise((resolve) => insideServer.close(resolve));
  });
  beforeEach(() => {
    seen = [];
  });

  const reader = (...allowed: string[]) =>
    new ForeignHttp(Config.load({ FOREIGN_HTTP_ALLOWED_ORIGINS: allowed.join(',') }));
  const refusal = (reason: string) => expect.objectContaining({ name: 'ForeignHttpError', reason });

  it('gives the text of an answer, decoded as UTF-8, also when it comes in parts', async () => {
    expect(await reader(origin).readText(`${origin}/text`, 100)).toBe('grüße');
    expect(await reader(origin).readText(`${origin}/chunks`, 100)).toBe('0123456789');
  });

  it.each([
    ['no origin is allowed', (at: string) => [at, '']],
    ['another port is allowed', (at: string) => [at, 'http://127.0.0.1:1']],
    ['another scheme is allowed', (at: string) => [at, at.replace('http', 'https')]],
    ['another name of the same host is allowed', (at: string) => [at, at.replace('127.0.0.1', 'localhost')]],
    ['the name is another one of the allowed host', (at: string) => [at.replace('127.0.0.1', 'localhost'), at]],
    [
      'the allowed origin is the user part',
      (at: string) => [at.replace('//', '//127.0.0.1:81@'), 'http://127.0.0.1:81'],
    ],
  ])('sends no request when %s', async (_case, place) => {
    const [address = '', allowed = ''] = place(origin);
    await expect(reader(allowed).readText(`${address}/text`, 100)).rejects.toThrow(refusal('ADDRESS_CLOSED'));
    expect(seen).toEqual([]);
  });

  it.each([
    ['plain http', (port: string) => `http://example.com:${port}/`],
    ['another scheme', () => 'file:///etc/passwd'],
    ['another scheme', () => 'ftp://example.com/'],
    ['what is no address', () => 'nonsense'],
    ['a name that leads to this machine', (port: string) => `https://localhost:${port}/`],
    ['a loopback address', (port: string) => `https://127.0.0.1:${port}/`],
    ['a loopback address as a number', (port: string) => `https://2130706433:${port}/`],
    ['a loopback address in octal', (port: string) => `https://0177.1:${port}/`],
    ['a loopback address with a dot', (port: string) => `https://127.0.0.1.:${port}/`],
    ['a loopback address of version 6', (port: string) => `https://[::1]:${port}/`],
    ['a mapped loopback address', (port: string) => `https://[::ffff:127.0.0.1]:${port}/`],
    ['the metadata of clouds', () => 'https://169.254.169.254/latest/meta-data/'],
  ])('opens no connection for %s', async (_case, address) => {
    let connections = 0;
    const canary = createSocketServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => canary.listen(0, resolve));
    const port = String((canary.address() as AddressInfo).port);
    await expect(reader().readText(address(port), 100)).rejects.toThrow(refusal('ADDRESS_CLOSED'));
    await new Promise((resolve) => canary.close(resolve));
    expect(connections).toBe(0);
  });

  it('does not follow a redirect', async () => {
    await expect(reader(origin).readText(`${origin}/redirect`, 100)).rejects.toThrow(refusal('BAD_STATUS'));
    expect(seen).toEqual(['/redirect']);
  });

  it.each([301, 302, 303, 307, 308])(
    'does not follow a redirect %s from an open host to a closed one',
    async (status) => {
      const path = `/to-metadata/${String(status)}`;
      await expect(reader(origin).readText(`${origin}${path}`, 100)).rejects.toThrow(refusal('BAD_STATUS'));
      expect(seen).toEqual([path]);
    },
  );

  it.each([
    ['/missing', 'NOT_FOUND'],
    ['/broken', 'BAD_STATUS'],
    ['/no-content', 'BAD_STATUS'],
    ['/hang-up', 'UNREACHABLE'],
    ['/cut', 'UNREACHABLE'],
  ])('tells of %s that it is %s, and nothing of what the host wrote', async (path, reason) => {
    const failure = await reader(origin)
      .readText(`${origin}${path}`, 100)
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ForeignHttpError);
    expect(failure).toMatchObject({ reason, message: expect.not.stringContaining('the text of an error') });
  });

  it('takes a document that is exactly as long as allowed, and refuses one that is a byte longer', async () => {
    expect(await reader(origin).readText(`${origin}/ten`, 10)).toBe('0123456789');
    await expect(reader(origin).readText(`${origin}/ten`, 9)).rejects.toThrow(refusal('TOO_LARGE'));
    await expect(reader(origin).readText(`${origin}/chunks`, 9)).rejects.toThrow(refusal('TOO_LARGE'));
  });

  it('ends the connection of a document that never ends', async () => {
    await expect(reader(origin).readText(`${origin}/endless`, 5_000)).rejects.toThrow(refusal('TOO_LARGE'));
    await openConnections(0);
  });

  it.each(['/silent', '/drip'])('gives up in time on a host that answers as %s does', async (path) => {
    const started = performance.now();
    await expect(reader(origin).readText(`${origin}${path}`, 100_000, 150)).rejects.toThrow(refusal('TIMEOUT'));
    expect(performance.now() - started).toBeLessThan(1_500);
    await openConnections(0);
  });

  it('says of a port that nobody listens on that it is unreachable', async () => {
    const closed = 'http://127.0.0.1:1';
    await expect(reader(closed).readText(`${closed}/`, 100)).rejects.toThrow(refusal('UNREACHABLE'));
  });

  async function openConnections(expected: number): Promise<void> {
    const count = () => new Promise<number>((resolve) => server.getConnections((_error, open) => resolve(open)));
    for (let attempt = 0; attempt < 50 && (await count()) !== expected; attempt += 1)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await count()).toBe(expected);
  }
});
