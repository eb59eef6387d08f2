import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { configuration } from './configuration.js';
import { loadLibrary } from './load-library.js';
import { LoginPages } from './login.js';
import { assertLoopback, type OpenIdProviderOptions } from './options.js';
import type { LocalPerson } from './people.js';
import { signingKey } from './signing-key.js';

export interface RunningOpenIdProvider {
  /** The issuer for discovery, for example `http://127.0.0.1:4300`. */
  readonly issuer: string;
  readonly port: number;
  /** Stops listening and drops open connections. */
  close(): Promise<void>;
}

/**
 * Starts the local OpenID provider and answers when it listens. Throws `OpenIdOptionsError` for a host that is not
 * loopback, and the system's error when the port is taken.
 */
export async function startOpenIdProvider(options: OpenIdProviderOptions): Promise<RunningOpenIdProvider> {
  assertLoopback(options);
  const library = await loadLibrary();
  const key = await signingKey(options.stateDir);
  // The issuer names the port, so that the socket is opened before the provider is made.
  const server = createServer();
  const port = await listen(server, options);
  const issuer = options.issuer ?? `http://${options.host === '::1' ? '[::1]' : options.host}:${port}`;
  const people = new Map<string, LocalPerson>();
  const provider = new library.Provider(issuer, configuration(library, options, key, people));
  const pages = new LoginPages(provider, people, new URL(options.redirectUri).origin);
  const answer = provider.callback();
  server.on('request', (request, response) => {
    const answered = pages.owns(request) ? pages.handle(request, response) : answer(request, response);
    answered.catch((error: unknown) => {
      console.error(error);
      response.destroy();
    });
  });
  return { issuer, port, close: () => close(server) };
}

function listen(server: Server, { host, port }: OpenIdProviderOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}
