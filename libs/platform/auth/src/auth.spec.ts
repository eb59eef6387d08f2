import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Config } from '#platform/config';
import { asId, newId, type Id, type PersonPrincipal, type TokenPrincipal } from '#platform/kernel';
import { AuthenticationFailure, Authenticator } from './authenticator.js';
import { cookie, readCookie, sessionCookieName } from './cookies.js';
import type { LoginAttempts } from './login-attempts.repository.js';
import { LoginProviders } from './login-providers.js';
import { PrincipalDirectory, type PasskeyQuestion, type StoredToken } from './principal-directory.js';
import { formatToken, hashSecret, newSecret, parseToken, sameDigest } from './secrets.js';

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const TOKEN_ID = asId<'api'>('01890a5d-ac96-774b-bcce-b302099a8057');
const SECRET = 'x-_'.repeat(14) + 'y';
const TOKEN = formatToken(TOKEN_ID, SECRET);

function* withOneFlip(text: string): Generator<string> {
  for (let place = 0; place < text.length; place += 1) {
    for (const character of `${BASE64URL} .é`)
      if (character !== text[place]) yield text.slice(0, place) + character + text.slice(place + 1);
  }
}

describe('a token', () => {
  it('has a prefix, the id, the secret and a checksum, so that scanners find it and are sure', () => {
    expect(TOKEN).toMatch(/^mst_[0-9a-hjkmnp-tv-z]{26}_[\w-]{43}[\w-]{6}$/);
    expect(TOKEN).toBe(formatToken(TOKEN_ID, SECRET));
    expect(TOKEN.startsWith(`mst_01h455vb4pex5vsknk084sn02q_${SECRET}`)).toBe(true);
  });

  it('gives back its id and its secret, whatever they are', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uint8Array({ minLength: 32, maxLength: 32 }), (uuid, bytes) => {
        const secretText = Buffer.from(bytes).toString('base64url');
        const tokenId = asId<'api'>(uuid);
        expect(parseToken(formatToken(tokenId, secretText))).toEqual({ tokenId, secretText });
      }),
    );
    expect(newSecret()).toMatch(/^[\w-]{43}$/);
    expect(newSecret()).not.toBe(newSecret());
  });

  it('is refused with one wrong character anywhere', () => {
    const accepted = [...withOneFlip(TOKEN)].filter((text) => parseToken(text) !== null);
    expect(accepted).toEqual([]);
  });

  it.each([
    ['cut short', TOKEN.slice(0, -1)],
    ['with a character more', `${TOKEN}A`],
    ['with a line break', `${TOKEN}\n`],
    ['without its prefix', TOKEN.slice(4)],
    ['in upper case', TOKEN.toUpperCase()],
    ['with two characters exchanged', TOKEN.slice(0, 40) + TOKEN[41]! + TOKEN[40]! + TOKEN.slice(42)],
    ['of nothing', ''],
    ['whose id has more than 128 bits, with a checksum that fits', withForeignId('8' + '0'.repeat(25))],
    ['whose id has a foreign character, with a checksum that fits', withForeignId('0'.repeat(25) + 'u')],
  ])('is refused %s', (_case, text) => {
    expect(parseToken(text)).toBeNull();
  });

  /** A text with a good checksum around an id that cannot be one. */
  function withForeignId(id: string): string {
    const body = `mst_${id}_${SECRET}`;
    return body + hashSecret(body).toString('base64url').slice(0, 6);
  }
});

describe('digests', () => {
  it('are the same only with the same bytes, and unequal lengths are no error', () => {
    const digest = hashSecret('a');
    expect(sameDigest(digest, hashSecret('a'))).toBe(true);
    expect(sameDigest(digest, hashSecret('b'))).toBe(false);
    expect(sameDigest(digest, digest.subarray(1))).toBe(false);
    expect(sameDigest(Buffer.alloc(0), digest)).toBe(false);
    expect(sameDigest(Buffer.alloc(0), Buffer.alloc(0))).toBe(true);
  });
});

describe('cookies', () => {
  it.each([
    ['session=abc', 'abc'],
    ['other=1; session=abc; more=2', 'abc'],
    ['other=1;session=abc', 'abc'],
    ['session=abc=def==', 'abc=def=='],
    ['session=', ''],
    ['session=first; session=second', 'first'],
    ['xsession=abc', null],
    ['session-x=abc', null],
    ['x=session=abc', null],
    ['Session=abc', null],
    ['session', ''],
    ['', null],
    [undefined, null],
    [';;; ; =', null],
  ])('of the header "%s" give %j', (header, value) => {
    expect(readCookie(header, 'session')).toBe(value);
  });

  it('are bound to the host and to https wherever the address of the installation is https', () => {
    const config = Config.load({ PUBLIC_URL: 'https://mainstay.example' });
    expect(sessionCookieName(config)).toBe('__Host-mainstay_session');
    expect(cookie(config, sessionCookieName(config), 'value', 60)).toBe(
      '__Host-mainstay_session=value; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure',
    );
  });

  it('of a local trial over plain http have no prefix and are not secure', () => {
    const config = Config.load({});
    expect(sessionCookieName(config)).toBe('mainstay_session');
    expect(cookie(config, 'mainstay_session', 'value', 0)).toBe(
      'mainstay_session=value; Path=/; HttpOnly; SameSite=Lax; Max-Age=0',
    );
  });
});

/** Knows one token and one session, and writes down what it is asked. */
class OneOfEach extends PrincipalDirectory {
  readonly asked: string[] = [];
  constructor(
    readonly token: StoredToken,
    readonly person: PersonPrincipal,
    private readonly sessionHash: Buffer,
  ) {
    super();
  }

  signIn(): Promise<Id<'usr'>> {
    return Promise.reject(new Error('nobody signs in here'));
  }

  beginPasskeySignIn(): Promise<PasskeyQuestion> {
    return Promise.reject(new Error('nobody signs in here'));
  }

  signInWithPasskey(): Promise<boolean> {
    return Promise.resolve(false);
  }

  linkIdentity(): Promise<void> {
    return Promise.reject(new Error('nobody links anything here'));
  }

  findSession(sessionHash: Buffer): Promise<PersonPrincipal | null> {
    this.asked.push('session');
    return Promise.resolve(sessionHash.equals(this.sessionHash) ? this.person : null);
  }

  endSession(): Promise<void> {
    return Promise.resolve();
  }

  findToken(tokenId: Id<'api'>): Promise<StoredToken | null> {
    this.asked.push(tokenId);
    return Promise.resolve(tokenId === this.token.principal.tokenId ? this.token : null);
  }
}

describe('who a request comes from', () => {
  const principal: TokenPrincipal = {
    kind: 'token',
    tokenId: TOKEN_ID,
    personId: newId<'usr'>(),
    organisationId: newId<'org'>(),
    productId: null,
    scopes: ['inventory:read'],
  };
  const person: PersonPrincipal = {
    kind: 'person',
    personId: newId<'usr'>(),
    sessionId: newId<'ses'>(),
    memberships: [],
    operatorRights: [],
  };
  const config = Config.load({});
  let directory: OneOfEach;
  let authenticator: Authenticator;

  beforeEach(() => {
    directory = new OneOfEach({ principal, secretHash: hashSecret(SECRET) }, person, hashSecret('session-secret'));
    // No sign-in is started here, so there is nothing to remember.
    const attempts = undefined as unknown as LoginAttempts;
    authenticator = new Authenticator(directory, new LoginProviders(config), attempts, config);
  });

  const ask = (headers: Record<string, string>) =>
    authenticator.principalOf({ headers } as unknown as IncomingMessage, {} as ServerResponse);

  it('is told by a token, in any spelling of the scheme', async () => {
    expect(await ask({ authorization: `Bearer ${TOKEN}` })).toEqual(principal);
    expect(await ask({ authorization: `bearer ${TOKEN}` })).toEqual(principal);
    expect(directory.asked).toEqual([TOKEN_ID, TOKEN_ID]);
  });

  it('is told by a session, and is anonymous without one or with one that has ended', async () => {
    expect(await ask({ cookie: 'mainstay_session=session-secret' })).toEqual(person);
    expect(await ask({ cookie: 'mainstay_session=another' })).toEqual({ kind: 'anonymous' });
    expect(await ask({ cookie: '__Host-mainstay_session=session-secret' })).toEqual({ kind: 'anonymous' });
    expect(await ask({})).toEqual({ kind: 'anonymous' });
  });

  it('is told by the token when both are sent, and a token that is not valid never falls back to the session', async () => {
    const session = 'mainstay_session=session-secret';
    expect(await ask({ authorization: `Bearer ${TOKEN}`, cookie: session })).toEqual(principal);
    for (const authorization of ['Bearer mst_wrong', 'Basic YTpi', 'Bearer', '', 'Bearer '])
      await expect(ask({ authorization, cookie: session })).rejects.toThrow(AuthenticationFailure);
    expect(directory.asked).toEqual([TOKEN_ID]);
  });

  it('is refused without any lookup when one character of the token is wrong', async () => {
    const flipped = [...withOneFlip(TOKEN)].filter((text) => !text.includes(' '));
    const outcomes = new Set<unknown>();
    for (const text of flipped.filter((_text, index) => index % 7 === 0)) {
      outcomes.add(await ask({ authorization: `Bearer ${text}` }).catch((error: unknown) => String(error)));
    }
    expect([...outcomes]).toEqual(['AuthenticationFailure: auth.invalidToken']);
    expect(directory.asked).toEqual([]);
  });

  it.each([
    ['another secret', formatToken(TOKEN_ID, 'z'.repeat(43))],
    ['an unknown id', formatToken(asId<'api'>('01890a5d-ac96-774b-bcce-b302099a8058'), SECRET)],
  ])('is refused after the lookup for a well-formed token with %s, with the same answer', async (_case, text) => {
    await expect(ask({ authorization: `Bearer ${text}` })).rejects.toThrow('auth.invalidToken');
    expect(directory.asked).toHaveLength(1);
  });
});
