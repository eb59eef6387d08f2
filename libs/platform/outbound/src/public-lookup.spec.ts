import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { LookupAddress } from 'node:dns';
import { createServer, type AddressInfo, type LookupFunction, type Server } from 'node:net';
import { Config } from '#platform/config';
import { ForeignHttpError } from './foreign-http.errors.js';
import { ForeignHttp } from './foreign-http.js';
import { publicLookup } from './public-lookup.js';

const ipv4 = (address: string): LookupAddress => ({ address, family: 4 });

/** Answers one list after the other, and the last one for ever. */
function answering(...answers: readonly LookupAddress[][]) {
  let asked = 0;
  const resolve = (
    _hostname: string,
    _options: unknown,
    callback: (error: null, addresses: LookupAddress[]) => void,
  ): void => {
    const answer = answers[Math.min(asked, answers.length - 1)]!;
    asked += 1;
    process.nextTick(callback, null, answer);
  };
  return { resolve, asked: () => asked };
}

function lookedUp(lookup: LookupFunction, options: { all?: boolean } = {}): Promise<unknown> {
  return new Promise((resolve, reject) => {
    lookup('somebody.example', options, (error, found) => {
      if (error) reject(error);
      else resolve(found);
    });
  });
}

describe('a name', () => {
  const MIXED = [ipv4('10.0.0.1'), { address: '::1', family: 6 }, ipv4('8.8.8.8'), ipv4('169.254.169.254')];

  it('that leads to public and private addresses leads to the public ones alone', async () => {
    const lookup = publicLookup(answering(MIXED).resolve);
    expect(await lookedUp(lookup)).toBe('8.8.8.8');
    expect(await lookedUp(lookup, { all: true })).toEqual([ipv4('8.8.8.8')]);
  });

  it('that leads to private addresses alone leads nowhere', async () => {
    const lookup = publicLookup(answering(MIXED.filter(({ address }) => address !== '8.8.8.8')).resolve);
    const closed = expect.objectContaining({ reason: 'ADDRESS_CLOSED' });
    await expect(lookedUp(lookup)).rejects.toEqual(closed);
    await expect(lookedUp(lookup, { all: true })).rejects.toEqual(closed);
  });

  it('is judged anew each time it is looked up', async () => {
    const lookup = publicLookup(answering([ipv4('8.8.8.8')], [ipv4('127.0.0.1')]).resolve);
    expect(await lookedUp(lookup)).toBe('8.8.8.8');
    await expect(lookedUp(lookup)).rejects.toBeInstanceOf(ForeignHttpError);
  });
});

/** Two addresses of this machine with one port: the one plays a public host, the other what lies behind the wall. */
describe('a request', () => {
  const OUTSIDE = '127.0.0.2';
  const INSIDE = '127.0.0.1';
  const servers: Server[] = [];
  let port: number;
  let connections: string[];

  const listen = (host: string, at: number): Promise<number> => {
    const server = createServer((socket) => {
      connections.push(host);
      socket.destroy();
    });
    servers.push(server);
    return new Promise((resolve, reject) => {
      server.once('error', reject).listen(at, host, () => {
        resolve((server.address() as AddressInfo).port);
      });
    });
  };
  const reading = async (...answers: readonly LookupAddress[][]) => {
    const names = answering(...answers);
    class Rigged extends ForeignHttp {
      protected override readonly lookup = publicLookup(names.resolve, (address) => address === OUTSIDE);
    }
    const reader = new Rigged(Config.load({}));
    const failure = await reader
      .readText(`https://somebody.example:${String(port)}/`, 100)
      .catch((error: unknown) => error);
    return { failure, asked: names.asked() };
  };

  beforeEach(async () => {
    connections = [];
    port = await listen(OUTSIDE, 0);
    await listen(INSIDE, port);
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
  });

  it('goes to the address that was judged, also when the name would lead elsewhere a moment later', async () => {
    const { failure, asked } = await reading([ipv4(OUTSIDE)], [ipv4(INSIDE)]);
    expect(failure).toMatchObject({ reason: 'UNREACHABLE' });
    expect({ connections, asked }).toEqual({ connections: [OUTSIDE], asked: 1 });
  });

  it('goes to none but the open addresses of a name that has both', async () => {
    const { failure } = await reading([ipv4(INSIDE), ipv4(OUTSIDE), ipv4(INSIDE)]);
    expect(failure).toMatchObject({ reason: 'UNREACHABLE' });
    expect(new Set(connections)).toEqual(new Set([OUTSIDE]));
  });

  it('is not sent when the name has turned to a closed address', async () => {
    await reading([ipv4(OUTSIDE)]);
    connections = [];
    const { failure } = await reading([ipv4(INSIDE)]);
    expect(failure).toMatchObject({ reason: 'ADDRESS_CLOSED' });
    expect(connections).toEqual([]);
  });
});
