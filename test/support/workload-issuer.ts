import { createServer, type Server } from 'node:http';
import { CompactSign, exportJWK, generateKeyPair, type CryptoKey, type JWK } from 'jose';
import { newId } from '#platform/kernel';
import { freePort } from './free-port.js';

type Claims = Readonly<Record<string, unknown>>;
type SigningKey = CryptoKey | Uint8Array;

interface KeyPair {
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
}

async function keyPair(kid: string): Promise<KeyPair> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' } };
}

/** An issuer in the shape of that of GitHub Actions, over real HTTP. It signs whatever a test wants signed. */
export class WorkloadIssuer {
  /** Whether the documents can be read at the moment. */
  isUp = true;
  /** How often the keys were read. */
  keysRead = 0;

  private constructor(
    readonly origin: string,
    private readonly server: Server,
    readonly key: KeyPair,
    readonly foreignKey: KeyPair,
  ) {}

  static async start(): Promise<WorkloadIssuer> {
    const port = await freePort();
    const server = createServer((request, response) => {
      issuer.answer(request.url ?? '', (status, body) => response.writeHead(status).end(body));
    });
    const [own, foreign] = [await keyPair('first'), await keyPair('first')];
    const issuer = new WorkloadIssuer(`http://127.0.0.1:${String(port)}`, server, own, foreign);
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return issuer;
  }

  /** A token of a job on the main branch of repository 74 of account 65, with what a test changes about it. */
  async token(
    now: Date,
    audience: string,
    change: Claims = {},
    header: Claims = {},
    key: SigningKey = this.key.privateKey,
  ) {
    const seconds = Math.floor(now.getTime() / 1_000);
    const claims = {
      iss: this.origin,
      aud: audience,
      sub: 'repo:acme/widget:ref:refs/heads/main',
      jti: newId<'msg'>(),
      iat: seconds,
      nbf: seconds,
      exp: seconds + 300,
      repository: 'acme/widget',
      repository_id: '74',
      repository_owner: 'acme',
      repository_owner_id: '65',
      ref: 'refs/heads/main',
      event_name: 'push',
      job_workflow_ref: 'acme/widget/.github/workflows/sbom.yml@refs/heads/main',
      ...change,
    };
    const payload = new TextEncoder().encode(JSON.stringify(claims));
    return new CompactSign(payload).setProtectedHeader({ alg: 'RS256', kid: 'first', typ: 'JWT', ...header }).sign(key);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(path: string, send: (status: number, body: string) => void): void {
    if (!this.isUp) send(503, 'down');
    else if (path === '/.well-known/openid-configuration')
      send(200, JSON.stringify({ issuer: this.origin, jwks_uri: `${this.origin}/keys` }));
    else if (path === '/keys') {
      this.keysRead += 1;
      send(200, JSON.stringify({ keys: [this.key.jwk] }));
    } else send(404, '');
  }
}
