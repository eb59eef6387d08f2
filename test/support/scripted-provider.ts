import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { CompactSign, exportJWK, generateKeyPair, type CryptoKey, type JWK } from 'jose';
import { freePort } from './free-port.js';

type Claims = Readonly<Record<string, unknown>>;

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export const CLIENT_SECRET = 'the-secret-of-the-client';

/**
 * Two kinds of sign-in server at one address: an OpenID provider, and one in the shape of GitHub's OAuth. A test says
 * what it answers, truth or lie, and sees what it was asked.
 */
export class ScriptedProvider {
  /** The answer of the token endpoint of either kind; null for the honest one. */
  tokenAnswer: Answer | null = null;
  /** What GitHub's API says about who is signed in. */
  user: Answer = {
    status: 200,
    body: { id: 583_231, login: 'octocat', name: 'Octo Cat', created_at: '2011-01-25T18:44:36Z' },
  };
  /** Parameters of the browser's last visit, as the address had them. */
  visit = new URLSearchParams();
  readonly tokenRequests: URLSearchParams[] = [];
  /** Changes of the honest ID token: claims, header, and who signs it. */
  claims: Claims = {};
  header: Claims = {};
  signer: CryptoKey | Uint8Array;

  private constructor(
    readonly origin: string,
    private readonly server: Server,
    readonly keys: { readonly own: CryptoKey; readonly second: CryptoKey; readonly foreign: CryptoKey },
    readonly jwks: readonly JWK[],
  ) {
    this.signer = keys.own;
  }

  static async start(): Promise<ScriptedProvider> {
    const [own, second, foreign] = await Promise.all(
      Array.from({ length: 3 }, () => generateKeyPair('RS256', { extractable: true })),
    );
    const jwk = async (key: CryptoKey, kid: string): Promise<JWK> => ({
      ...(await exportJWK(key)),
      kid,
      alg: 'RS256',
      use: 'sig',
    });
    const jwks = [await jwk(own!.publicKey, 'first'), await jwk(second!.publicKey, 'second')];
    const port = await freePort();
    const server = createServer((request, response) => {
      void provider.answer(request).then(({ status, body }) => {
        const isText = typeof body === 'string';
        response.writeHead(status, { 'Content-Type': isText ? 'text/html' : 'application/json' });
        response.end(isText ? body : JSON.stringify(body));
      });
    });
    const provider = new ScriptedProvider(
      `http://127.0.0.1:${String(port)}`,
      server,
      { own: own!.privateKey, second: second!.privateKey, foreign: foreign!.privateKey },
      jwks,
    );
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return provider;
  }

  /** Honest again. */
  reset(): void {
    this.tokenAnswer = null;
    this.user = {
      status: 200,
      body: { id: 583_231, login: 'octocat', name: 'Octo Cat', created_at: '2011-01-25T18:44:36Z' },
    };
    this.claims = {};
    this.header = {};
    this.signer = this.keys.own;
  }

  async idToken(): Promise<string> {
    const seconds = Math.floor(Date.now() / 1_000);
    const claims = {
      iss: this.origin,
      sub: 'grace',
      aud: 'mainstay',
      nonce: this.visit.get('nonce'),
      iat: seconds,
      exp: seconds + 300,
      name: 'Grace',
      ...this.claims,
    };
    const payload = new TextEncoder().encode(JSON.stringify(claims));
    return new CompactSign(payload)
      .setProtectedHeader({ alg: 'RS256', kid: 'first', ...this.header })
      .sign(this.signer);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage): Promise<Answer> {
    const path = request.url ?? '';
    if (path === '/.well-known/openid-configuration') return { status: 200, body: this.discovery() };
    if (path === '/jwks') return { status: 200, body: { keys: this.jwks } };
    if (path === '/user') return this.user;
    const body = new URLSearchParams(await text(request));
    this.tokenRequests.push(body);
    if (this.tokenAnswer) return this.tokenAnswer;
    const isMine = challengeOf(body.get('code_verifier') ?? '') === this.visit.get('code_challenge');
    if (!isMine) return { status: 400, body: { error: 'invalid_grant' } };
    const token = { access_token: 'an-access-token', token_type: 'bearer', scope: 'read:user' };
    if (path === '/login/oauth/access_token') return { status: 200, body: token };
    return { status: 200, body: { ...token, id_token: await this.idToken() } };
  }

  private discovery(): object {
    return {
      issuer: this.origin,
      authorization_endpoint: `${this.origin}/authorize`,
      token_endpoint: `${this.origin}/token`,
      jwks_uri: `${this.origin}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
    };
  }
}

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}
