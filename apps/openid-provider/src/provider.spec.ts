import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as client from 'openid-client';
import { CookieBrowser, type ReachedPage } from '../test/cookie-browser.js';
import { startOpenIdProvider, type RunningOpenIdProvider } from './index.js';

const CLIENT_ID = 'mainstay';
const CLIENT_SECRET = 'a secret for specs only';
const REDIRECT_URI = 'http://127.0.0.1:9/sign-in/callback';

let stateDir: string;
let provider: RunningOpenIdProvider;
let configuration: client.Configuration;
const warnings = jest.spyOn(console, 'warn');
const notices = jest.spyOn(console, 'info');

function start(): Promise<RunningOpenIdProvider> {
  return startOpenIdProvider({
    host: '127.0.0.1',
    port: 0,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    redirectUri: REDIRECT_URI,
    stateDir,
  });
}

function discover(issuer: string): Promise<client.Configuration> {
  return client.discovery(new URL(issuer), CLIENT_ID, CLIENT_SECRET, undefined, {
    // Plain HTTP, on loopback only.
    execute: [client.allowInsecureRequests],
  });
}

interface SignInRequest {
  readonly url: URL;
  readonly verifier: string;
  readonly nonce: string;
  readonly state: string;
}

async function givenSignIn(changes: Record<string, string | null> = {}): Promise<SignInRequest> {
  const verifier = client.randomPKCECodeVerifier();
  const nonce = client.randomNonce();
  const state = client.randomState();
  const url = client.buildAuthorizationUrl(configuration, {
    redirect_uri: REDIRECT_URI,
    scope: 'openid profile email',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    nonce,
    state,
  });
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return { url, verifier, nonce, state };
}

function browser(): CookieBrowser {
  return new CookieBrowser(provider.issuer);
}

async function reachCallback(request: SignInRequest, name: string, using = browser()): Promise<ReachedPage> {
  return using.submit(await using.open(request.url), { name });
}

function exchange(request: SignInRequest, callback: ReachedPage, changes: Partial<SignInRequest> = {}) {
  const { verifier, nonce, state } = { ...request, ...changes };
  return client.authorizationCodeGrant(configuration, callback.url, {
    pkceCodeVerifier: verifier,
    expectedNonce: nonce,
    expectedState: state,
    idTokenExpected: true,
  });
}

async function signIn(name: string, using = browser()) {
  const request = await givenSignIn();
  return exchange(request, await reachCallback(request, name, using));
}

beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'openid-provider-'));
  provider = await start();
  configuration = await discover(provider.issuer);
});

afterAll(async () => {
  await provider.close();
  await rm(stateDir, { recursive: true, force: true });
});

describe('the local OpenID provider', () => {
  it('signs in whoever is named, with the claims that Mainstay asks for', async () => {
    const tokens = await signIn('Grace Maintainer');
    expect(tokens.claims()).toMatchObject({
      iss: provider.issuer,
      aud: CLIENT_ID,
      sub: 'local|grace-maintainer',
      name: 'Grace Maintainer',
      email: 'grace-maintainer@people.example',
      email_verified: true,
    });
    await expect(client.fetchUserInfo(configuration, tokens.access_token, 'local|grace-maintainer')).resolves.toEqual({
      sub: 'local|grace-maintainer',
      name: 'Grace Maintainer',
      email: 'grace-maintainer@people.example',
      email_verified: true,
    });
  });

  it('asks who it is on every sign-in, so that one browser can play several people', async () => {
    const shared = browser();
    await signIn('Grace Maintainer', shared);
    expect((await signIn('Clara Company', shared)).claims()?.sub).toBe('local|clara-company');
  });

  it('shows that it is for trials only, offers the people of the demo and lets the page load nothing', async () => {
    const page = await browser().open((await givenSignIn()).url);
    expect(page.status).toBe(200);
    expect(page.html).toContain('Local sign-in, for trials only');
    expect(page.html).toContain('<html lang="en">');
    expect(page.html).toContain('value="Grace Maintainer"');
    expect(page.html).toContain('<label for="name">');
    expect(page.html).not.toMatch(/<script|<link|src=/);
  });

  it.each(['', '   ', '!!!', 'x'.repeat(81)])('shows the form again for "%s", which is not a name', async (name) => {
    const page = await reachCallback(await givenSignIn(), name);
    expect(page.status).toBe(422);
    expect(page.html).toContain('role="alert"');
  });

  it('refuses a redirect address that is not the registered one, and does not redirect there', async () => {
    const page = await browser().open((await givenSignIn({ redirect_uri: 'http://127.0.0.1:9/elsewhere' })).url);
    expect(page).toMatchObject({ status: 400, url: { origin: provider.issuer } });
    expect(page.html).toContain('invalid_redirect_uri');
  });

  it('escapes what a request makes it repeat', async () => {
    const page = await browser().open((await givenSignIn({ client_id: '<script>alert(1)</script>' })).url);
    expect(page.status).toBe(400);
    expect(page.html).not.toContain('<script>');
  });

  it.each([
    ['no challenge', { code_challenge: null, code_challenge_method: null }],
    ['the method "plain"', { code_challenge_method: 'plain' }],
  ])('refuses a sign-in with %s: PKCE with S256 is required', async (_case, changes) => {
    const { url } = await browser().open((await givenSignIn(changes)).url);
    expect(url.origin + url.pathname).toBe(REDIRECT_URI);
    expect(url.searchParams.get('error')).toBe('invalid_request');
    expect(url.searchParams.has('code')).toBe(false);
  });

  it('gives no tokens to whoever lacks the verifier of the challenge', async () => {
    const request = await givenSignIn();
    const callback = await reachCallback(request, 'Grace Maintainer');
    await expect(exchange(request, callback, { verifier: client.randomPKCECodeVerifier() })).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  it('accepts a code once', async () => {
    const request = await givenSignIn();
    const callback = await reachCallback(request, 'Grace Maintainer');
    await exchange(request, callback);
    await expect(exchange(request, callback)).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  it('carries the nonce, so that a token of another sign-in is refused', async () => {
    const request = await givenSignIn();
    const callback = await reachCallback(request, 'Grace Maintainer');
    await expect(exchange(request, callback, { nonce: client.randomNonce() })).rejects.toThrow(/nonce|claim/);
  });

  it('refuses the form of a sign-in that another browser began', async () => {
    const page = await browser().open((await givenSignIn()).url);
    expect(await browser().submit(page, { name: 'Grace Maintainer' })).toMatchObject({ status: 400 });
  });

  it('refuses a form that is larger than any of its own', async () => {
    const using = browser();
    const page = await using.open((await givenSignIn()).url);
    expect(await using.submit(page, { name: 'x'.repeat(10_000) })).toMatchObject({ status: 413 });
  });

  it('keeps its signing key over a restart, readable by its owner only', async () => {
    const keysOf = async (issuer: string) => (await fetch(`${issuer}/jwks`)).json();
    const before = await keysOf(provider.issuer);
    await provider.close();
    provider = await start();
    configuration = await discover(provider.issuer);
    expect(await keysOf(provider.issuer)).toEqual(before);
    expect((await stat(join(stateDir, 'openid-signing-key.json'))).mode & 0o777).toBe(0o600);
    expect((await signIn('Grace Maintainer')).claims()?.sub).toBe('local|grace-maintainer');
  });

  it('says nothing about the Node version or about unsafe defaults', () => {
    expect(warnings).not.toHaveBeenCalled();
    expect(notices).not.toHaveBeenCalled();
  });
});
