import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SoftwareAuthenticator, type Quirks } from '#cli';
import { MINUTE_MS, parseId } from '#platform/kernel';
import { key } from '../support/given.js';
import { CLIENT_SECRET, ScriptedProvider } from '../support/scripted-provider.js';
import { TestApi, type Caller } from '../support/test-api.js';

let provider: ScriptedProvider;
let api: TestApi;
beforeAll(async () => {
  provider = await ScriptedProvider.start();
  const forge = { label: 'Forge', clientId: 'mainstay', clientSecret: CLIENT_SECRET };
  api = await TestApi.start({
    OPENID_PROVIDERS: JSON.stringify([
      { ...forge, id: 'forge', issuer: provider.origin },
      { ...forge, id: 'other', issuer: provider.origin },
    ]),
    GITHUB_CLIENT_ID: 'mainstay',
    GITHUB_CLIENT_SECRET: CLIENT_SECRET,
    GITHUB_ORIGIN: provider.origin,
    GITHUB_API_ORIGIN: provider.origin,
  });
}, 60_000);
afterAll(async () => {
  await api.close();
  await provider.stop();
});
beforeEach(() => {
  provider.reset();
});

interface Attempt {
  readonly state: string;
  readonly cookies: Readonly<Record<string, string>>;
}

interface Outcome {
  readonly status: number;
  /** The cookie of a new session; null when nobody was signed in. */
  readonly session: string | null;
}

/** The browser goes to the provider; the provider remembers with which parameters. */
async function begin(id: string, path = `/auth/login?provider=${id}`, cookie = ''): Promise<Attempt> {
  const response = await fetch(`${api.url}${path}`, { redirect: 'manual', headers: { Cookie: cookie } });
  provider.visit = new URL(response.headers.get('location')!).searchParams;
  const state = /mainstay_login=([^;]*)/.exec(response.headers.getSetCookie().join())?.[1] ?? '';
  return { state: provider.visit.get('state')!, cookies: { mainstay_login: state } };
}

/** The browser comes back. */
async function finish(
  id: string,
  { state, cookies }: Attempt,
  change: Readonly<Record<string, string | null>> = {},
  cookie = '',
): Promise<Outcome> {
  const given: Record<string, string | null> = { code: 'a-code', state, iss: provider.origin, ...change };
  if (id === 'github') delete given.iss;
  const entries = Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== null);
  const sent = [...Object.entries(cookies).map(([name, value]) => `${name}=${value}`), cookie].filter(Boolean);
  const address = `${api.url}/auth/callback/${id}?${new URLSearchParams(entries).toString()}`;
  const response = await fetch(address, { redirect: 'manual', headers: { Cookie: sent.join('; ') } });
  const session = /mainstay_session=([\w-]+)/.exec(response.headers.getSetCookie().join())?.[1] ?? null;
  return { status: response.status, session };
}

async function signIn(id: string): Promise<Outcome & { readonly caller: Caller }> {
  const outcome = await finish(id, await begin(id));
  const caller = { personId: '', headers: { Cookie: `mainstay_session=${outcome.session ?? ''}` }, passkey: null };
  return { ...outcome, caller };
}

async function identities(caller: Caller) {
  const answer = await api.gql('{ viewer { person { id } identities { id issuer subject } } }', {}, caller);
  return answer.data!.viewer as {
    person: { id: string };
    identities: { id: string; issuer: string; subject: string }[];
  };
}

const SIGN_IN_ROWS = `SELECT (SELECT count(*) FROM session)::int AS sessions, (SELECT count(*) FROM person)::int AS people,
  (SELECT count(*) FROM external_identity)::int AS identities`;
const counts = async () => (await api.database.asOwner<Readonly<Record<string, number>>>(SIGN_IN_ROWS))[0]!;

/** Whether a sign-in that should not work left anything behind. */
async function accepted(work: () => Promise<Outcome>): Promise<Outcome & { readonly stored: boolean }> {
  const before = await counts();
  const outcome = await work();
  return { ...outcome, stored: JSON.stringify(await counts()) !== JSON.stringify(before) };
}
const NOT_ACCEPTED = { status: 400, session: null, stored: false };

describe('an honest provider', () => {
  it.each(['forge', 'github'])('%s signs in with state and PKCE', async (id) => {
    const { status, caller } = await signIn(id);
    expect(status).toBe(303);
    expect((await identities(caller)).identities).toHaveLength(1);
    expect(provider.visit.get('code_challenge_method')).toBe('S256');
    expect(provider.visit.get('redirect_uri')).toBe(`${api.url}/auth/callback/${id}`);
  });

  it('of OpenID gets a nonce, and the smallest scope that has a name', async () => {
    await signIn('forge');
    expect([provider.visit.get('scope'), provider.visit.get('nonce')!.length > 20]).toEqual(['openid profile', true]);
  });

  it('of the shape of GitHub is asked for read:user alone', async () => {
    await signIn('github');
    expect(provider.visit.get('scope')).toBe('read:user');
  });

  it('is listed, and one that nobody configured is refused', async () => {
    const answer = await api.gql('{ signInProviders { id label } }');
    expect(answer.data!.signInProviders).toEqual([
      { id: 'openid', label: 'OpenID' },
      { id: 'forge', label: 'Forge' },
      { id: 'other', label: 'Forge' },
      { id: 'github', label: 'GitHub' },
    ]);
    expect((await fetch(`${api.url}/auth/login?provider=nobody`)).status).toBe(400);
    expect((await fetch(`${api.url}/auth/callback/nobody`)).status).toBe(400);
  });
});

describe('GitHub', () => {
  it('is kept by the number of the account: a renamed login is the same person, a taken one is not', async () => {
    provider.user = { status: 200, body: { id: 1_001, login: 'grace', name: 'Grace' } };
    const first = await identities((await signIn('github')).caller);
    provider.user = { status: 200, body: { id: 1_001, login: 'grace-renamed', name: 'Grace' } };
    const renamed = await identities((await signIn('github')).caller);
    provider.user = { status: 200, body: { id: 1_002, login: 'grace', name: 'Mallory' } };
    const taken = await identities((await signIn('github')).caller);
    expect(renamed.person.id).toBe(first.person.id);
    expect(taken.person.id).not.toBe(first.person.id);
    expect(first.identities).toMatchObject([{ issuer: provider.origin, subject: '1001' }]);
  });

  it.each([
    ['the day that it says', '2011-01-25T18:44:36Z', '2011-01-25T18:44:36.000Z'],
    ['nothing where it says none', 'long ago', null],
    ['no day that is still to come', '2999-01-01T00:00:00Z', 'NOW'],
  ])('is known to have the account since %s', async (_case, created, expected) => {
    const id = 2_000 + Math.floor(Date.parse(created) / 1e12 || 0);
    provider.user = { status: 200, body: { id, login: 'octocat', created_at: created } };
    const { person } = await identities((await signIn('github')).caller);
    const [row] = await api.database.asOwner<{ since: Date | null; linked: Date }>(
      'SELECT account_created_at AS since, linked_at AS linked FROM external_identity WHERE person_id = $1',
      [parseId('usr', person.id)],
    );
    expect(row!.since?.toISOString() ?? null).toBe(expected === 'NOW' ? row!.linked.toISOString() : expected);
  });

  it.each<[string, () => void]>([
    ['no number', () => (provider.user = { status: 200, body: { login: 'octocat' } })],
    ['a number that is a text', () => (provider.user = { status: 200, body: { id: '583231' } })],
    ['the number zero', () => (provider.user = { status: 200, body: { id: 0 } })],
    ['a fraction', () => (provider.user = { status: 200, body: { id: 1.5 } })],
    ['nothing', () => (provider.user = { status: 200, body: null })],
    ['no JSON', () => (provider.user = { status: 200, body: '<html>' })],
    ['a refusal', () => (provider.user = { status: 403, body: { id: 583_231 } })],
    [
      'an error with the status of success',
      () => (provider.tokenAnswer = { status: 200, body: { error: 'bad_verification_code' } }),
    ],
    ['no token', () => (provider.tokenAnswer = { status: 200, body: { token_type: 'bearer' } })],
  ])('signs nobody in when it answers with %s', async (_case, lie) => {
    lie();
    expect(await accepted(async () => finish('github', await begin('github')))).toEqual(NOT_ACCEPTED);
  });

  it.each<[string, (attempt: Attempt) => Promise<Outcome>]>([
    ['the state of somebody else', (attempt) => finish('github', attempt, { state: 'x'.repeat(43) })],
    ['no state', (attempt) => finish('github', attempt, { state: null })],
    ['no cookie', ({ state }) => finish('github', { state, cookies: {} })],
    ['an error', (attempt) => finish('github', attempt, { code: null, error: 'access_denied' })],
  ])('signs nobody in when the browser comes back with %s', async (_case, comeBack) => {
    const attempt = await begin('github');
    expect(await accepted(() => comeBack(attempt))).toEqual(NOT_ACCEPTED);
  });
});

describe('a hostile OpenID provider signs nobody in', () => {
  const now = () => Math.floor(Date.now() / 1_000);
  const bytes = (value: string) => new TextEncoder().encode(value);
  const unsigned = async (header: object, signature = '') => {
    const [, payload] = (await provider.idToken()).split('.');
    return [Buffer.from(JSON.stringify(header)).toString('base64url'), payload, signature].join('.');
  };
  const tokens = (idToken: unknown, more: object = {}) => {
    provider.tokenAnswer = {
      status: 200,
      body: { access_token: 'a', token_type: 'bearer', id_token: idToken, ...more },
    };
  };

  it.each<[string, () => unknown]>([
    ['another issuer', () => (provider.claims = { iss: 'https://evil.example' })],
    ['an issuer with a slash more', () => (provider.claims = { iss: `${provider.origin}/` })],
    ['no issuer', () => (provider.claims = { iss: undefined })],
    ['a foreign audience', () => (provider.claims = { aud: 'somebody-else' })],
    ['a list of foreign audiences', () => (provider.claims = { aud: ['a', 'b'] })],
    ['no audience', () => (provider.claims = { aud: undefined })],
    ['two audiences and no party', () => (provider.claims = { aud: ['mainstay', 'b'] })],
    ['another authorised party', () => (provider.claims = { aud: ['mainstay', 'b'], azp: 'b' })],
    ['another nonce', () => (provider.claims = { nonce: 'a-nonce-of-another-sign-in' })],
    ['no nonce', () => (provider.claims = { nonce: undefined })],
    ['an end that has passed', () => (provider.claims = { exp: now() - 600 })],
    ['no end', () => (provider.claims = { exp: undefined })],
    ['an end that is a text', () => (provider.claims = { exp: String(now() + 600) })],
    ['no time of issue', () => (provider.claims = { iat: undefined })],
    ['a beginning in the future', () => (provider.claims = { nbf: now() + 600 })],
    ['no subject', () => (provider.claims = { sub: undefined })],
    ['an empty subject', () => (provider.claims = { sub: '' })],
    ['a subject that is a number', () => (provider.claims = { sub: 7 })],
    ['a foreign key under the known id', () => (provider.signer = provider.keys.foreign)],
    ['its second key under the id of the first', () => (provider.signer = provider.keys.second)],
    ['its first key under the id of the second', () => (provider.header = { kid: 'second' })],
    ['an unknown key id', () => (provider.header = { kid: 'third' })],
    [
      'a key inside the token',
      () => {
        provider.header = { kid: 'evil', jwk: provider.jwks[0] };
        provider.signer = provider.keys.foreign;
      },
    ],
    [
      'the secret of the client as key',
      () => {
        provider.header = { alg: 'HS256' };
        provider.signer = bytes(CLIENT_SECRET.padEnd(32, '\0'));
      },
    ],
    [
      'its public key as a password',
      () => {
        provider.header = { alg: 'HS256' };
        provider.signer = bytes(JSON.stringify(provider.jwks[0]));
      },
    ],
    ['a header that has to be understood', () => (provider.header = { crit: ['b64'], b64: true })],
    ['the algorithm none', async () => tokens(await unsigned({ alg: 'none' }))],
    ['the algorithm none and a signature', async () => tokens(await unsigned({ alg: 'none', kid: 'first' }, 'abc'))],
    ['no signature', async () => tokens(await unsigned({ alg: 'RS256', kid: 'first' }))],
    [
      'a claim changed after signing',
      async () => {
        const [header, , signature] = (await provider.idToken()).split('.');
        const claims = { iss: provider.origin, sub: 'admin', aud: 'mainstay', nonce: provider.visit.get('nonce') };
        const body = Buffer.from(JSON.stringify({ ...claims, iat: now(), exp: now() + 300 })).toString('base64url');
        tokens([header, body, signature].join('.'));
      },
    ],
    ['a token that is cut off', async () => tokens((await provider.idToken()).slice(0, -30))],
    ['a token that is none', () => tokens('hello')],
    ['a token that is a number', () => tokens(7)],
    ['no ID token', () => tokens(undefined)],
    ['an access token that is a number', async () => tokens(await provider.idToken(), { access_token: 7 })],
    ['no access token', async () => tokens(await provider.idToken(), { access_token: undefined })],
    ['no type of token', async () => tokens(await provider.idToken(), { token_type: undefined })],
    ['a refusal', () => (provider.tokenAnswer = { status: 400, body: { error: 'invalid_grant' } })],
    ['an error page', () => (provider.tokenAnswer = { status: 500, body: '<html>' })],
    ['a page in place of tokens', () => (provider.tokenAnswer = { status: 200, body: '<html>' })],
  ])('with %s', async (_case, lie) => {
    const attempt = await begin('forge');
    await lie();
    expect(await accepted(() => finish('forge', attempt))).toEqual(NOT_ACCEPTED);
  });

  it.each<[string, (attempt: Attempt) => Promise<Outcome>]>([
    ['without a state', (attempt) => finish('forge', attempt, { state: null })],
    ['with a state that was made up', (attempt) => finish('forge', attempt, { state: 'x'.repeat(43) })],
    ['without the cookie of the browser that began', ({ state }) => finish('forge', { state, cookies: {} })],
    [
      'with the cookie of another sign-in',
      async (attempt) => finish('forge', { ...attempt, cookies: (await begin('forge')).cookies }),
    ],
    [
      'with the state of another sign-in',
      async (attempt) => finish('forge', { ...attempt, state: (await begin('forge')).state }),
    ],
    ['for another issuer', (attempt) => finish('forge', attempt, { iss: 'https://evil.example' })],
    ['without saying for which issuer', (attempt) => finish('forge', attempt, { iss: null })],
    ['without a code', (attempt) => finish('forge', attempt, { code: null })],
    ['with an error', (attempt) => finish('forge', attempt, { code: null, error: 'access_denied' })],
    ['at the address of another provider', (attempt) => finish('other', attempt)],
    [
      'eleven minutes later',
      (attempt) => {
        api.advance(11 * MINUTE_MS);
        return finish('forge', attempt);
      },
    ],
    [
      'for the second time',
      async (attempt) => {
        await finish('forge', attempt, { code: null, error: 'access_denied' });
        return finish('forge', attempt);
      },
    ],
  ])('when the browser comes back %s', async (_case, comeBack) => {
    const attempt = await begin('forge');
    expect(await accepted(() => comeBack(attempt))).toEqual(NOT_ACCEPTED);
  });
});

describe('a person', () => {
  async function someone(id: string) {
    provider.claims = { sub: key() };
    provider.user = {
      status: 200,
      body: { id: Number(BigInt(`0x${Buffer.from(key()).toString('hex').slice(-10)}`)), login: 'x' },
    };
    const { caller } = await signIn(id);
    await api.addPasskey(caller);
    return caller;
  }

  async function link(caller: Caller, id: string, cookie?: string): Promise<Outcome> {
    const { url } = await api.mutate<{ url: string }>(
      'beginIdentityLink',
      'BeginIdentityLinkInput',
      'url',
      { provider: id },
      caller,
    );
    const attempt = await begin(id, url, caller.headers.Cookie);
    return finish(id, attempt, {}, cookie ?? caller.headers.Cookie);
  }

  const unlink = (caller: Caller, identityId: string) =>
    api.mutate('unlinkIdentity', 'UnlinkIdentityInput', 'unlinkedId', { identityId }, caller);

  it('links a second account, signs in with either, and unlinks one', async () => {
    const caller = await someone('forge');
    expect(await link(caller, 'github')).toEqual({ status: 303, session: null });
    const { person, identities: linked } = await identities(caller);
    expect(linked).toHaveLength(2);
    expect((await identities((await signIn('github')).caller)).person.id).toBe(person.id);
    expect((await unlink(caller, linked[0]!.id)).userErrors).toEqual([]);
    expect((await identities(caller)).identities).toHaveLength(1);
    const paused = await api.gql('{ viewer { decisionsPausedUntil } }', {}, caller);
    expect(paused.data!.viewer).toEqual({ decisionsPausedUntil: expect.any(String) });
  });

  it('cannot link what belongs to somebody else, nor in another session, nor without a passkey that is there', async () => {
    const owner = await someone('github');
    const owned = provider.user;
    const other = await someone('forge');
    provider.user = owned;
    expect(await accepted(() => link(other, 'github'))).toEqual(NOT_ACCEPTED);
    provider.user = { status: 200, body: { id: 77_001, login: 'new' } };
    expect(await accepted(() => link(other, 'github', owner.headers.Cookie))).toEqual(NOT_ACCEPTED);
    expect(await accepted(() => link(other, 'github', ''))).toEqual({ ...NOT_ACCEPTED });
    const input = { provider: 'github' };
    const refused = await api.mutateOnce('beginIdentityLink', 'BeginIdentityLinkInput', 'url', input, other);
    expect(refused).toEqual({ url: null, userErrors: [{ code: 'STEP_UP_REQUIRED' }] });
    const unknown = await api.mutate('beginIdentityLink', 'BeginIdentityLinkInput', 'url', { provider: 'x' }, other);
    expect(unknown).toEqual({ url: null, userErrors: [{ code: 'UNKNOWN_PROVIDER' }] });
  });

  it('links with a ticket of the own session alone, and within five minutes', async () => {
    const [owner, other] = [await someone('github'), await someone('forge')];
    const ticket = async () => {
      const { url } = await api.mutate<{ url: string }>('beginIdentityLink', 'BeginIdentityLinkInput', 'url', { provider: 'github' }, owner); // prettier-ignore
      return url;
    };
    const open = async (url: string, { headers }: Caller) =>
      (await fetch(`${api.url}${url}`, { redirect: 'manual', headers })).status;
    const [foreign, late] = [await ticket(), await ticket()];
    expect(await open(foreign, other)).toBe(400);
    expect(await open(await ticket(), owner)).toBe(302);
    api.advance(5 * MINUTE_MS);
    expect(await open(late, owner)).toBe(400);
  });

  it('does not unlink the account of somebody else', async () => {
    const [owner, other] = [await someone('forge'), await someone('forge')];
    const [identity] = (await identities(owner)).identities;
    expect((await unlink(other, identity!.id)).userErrors).toEqual([{ code: 'IDENTITY_NOT_FOUND' }]);
    expect((await identities(owner)).identities).toEqual([identity]);
  });

  it('never loses the last way in, whichever goes first', async () => {
    const caller = await someone('forge');
    const [identity] = (await identities(caller)).identities;
    expect((await unlink(caller, identity!.id)).userErrors).toEqual([]);
    const state = await api.gql('{ viewer { passkeys { id } } }', {}, caller);
    const [{ id: passkeyId }] = (state.data!.viewer as { passkeys: [{ id: string }] }).passkeys;
    const removed = await api.mutate('removePasskey', 'RemovePasskeyInput', 'removedId', { passkeyId }, caller);
    expect(removed.userErrors).toEqual([{ code: 'LAST_WAY_IN' }]);

    provider.claims = { sub: key() };
    const plain = (await signIn('forge')).caller;
    const [only] = (await identities(plain)).identities;
    expect((await unlink(plain, only!.id)).userErrors).toEqual([{ code: 'LAST_WAY_IN' }]);
    expect((await unlink(plain, identity!.id)).userErrors).toEqual([{ code: 'IDENTITY_NOT_FOUND' }]);
  });

  it('who signs in does not go on with the session that was in the browser before, whose secret others may know', async () => {
    provider.claims = { sub: key() };
    const before = (await signIn('forge')).caller;
    const { session } = await finish(
      'forge',
      await begin('forge', undefined, before.headers.Cookie),
      {},
      before.headers.Cookie,
    );
    const after = { ...before, headers: { Cookie: `mainstay_session=${session!}` } };
    expect(after.headers.Cookie).not.toBe(before.headers.Cookie);
    const old = await api.gql('{ viewer { person { id } } }', {}, before);
    expect(old.errors![0]!.extensions.code).toBe('UNAUTHENTICATED');
    expect((await identities(after)).identities).toHaveLength(1);
  });

  it('is never joined with somebody of the same mail address or name', async () => {
    const claims = { email: 'grace@example.org', email_verified: true, name: 'Grace' };
    provider.claims = { ...claims, sub: key() };
    const first = await identities((await signIn('forge')).caller);
    provider.claims = { ...claims, sub: key() };
    const second = await identities((await signIn('forge')).caller);
    expect(first.person.id).not.toBe(second.person.id);
  });
});

describe('a passkey', () => {
  async function options(): Promise<{ challengeId: string; options: string }> {
    const response = await fetch(`${api.url}/auth/passkey/options`, { method: 'POST' });
    return (await response.json()) as { challengeId: string; options: string };
  }

  async function answer(body: object, contentType = 'application/json'): Promise<Outcome> {
    const response = await fetch(`${api.url}/auth/passkey`, {
      method: 'POST',
      headers: { 'Content-Type': contentType },
      body: JSON.stringify(body),
    });
    const session = /mainstay_session=([\w-]+)/.exec(response.headers.getSetCookie().join())?.[1] ?? null;
    return { status: response.status, session };
  }
  const REFUSED = { status: 401, session: null, stored: false };

  it('signs its owner in, without a name', async () => {
    const person = await api.givenPerson(key());
    const { challengeId, options: asked } = await options();
    const { status, session } = await answer({ challengeId, assertion: person.passkey!.get(asked) });
    expect(status).toBe(204);
    const viewer = await api.gql(
      '{ viewer { person { id } } }',
      {},
      { headers: { Cookie: `mainstay_session=${session!}` } },
    );
    expect(viewer.data!.viewer).toEqual({ person: { id: person.personId } });
  });

  it.each<[string, Quirks]>([
    ['another origin', { origin: 'https://evil.example' }],
    ['another relying party', { relyingPartyId: 'evil.example' }],
    ['a user who was not verified', { userVerified: false }],
    ['another challenge', { challenge: Buffer.alloc(32).toString('base64url') }],
  ])('signs nobody in with %s', async (_case, quirks) => {
    const person = await api.givenPerson(key());
    const { challengeId, options: asked } = await options();
    const body = { challengeId, assertion: person.passkey!.get(asked, quirks) };
    expect(await accepted(() => answer(body))).toEqual(REFUSED);
  });

  it('signs nobody in a second time, too late, unknown, removed, for a step-up, or as a form', async () => {
    const person = await api.givenPerson(key());
    const used = await options();
    const body = { challengeId: used.challengeId, assertion: person.passkey!.get(used.options) };
    await answer(body);
    expect(await accepted(() => answer(body))).toEqual(REFUSED);

    const late = await options();
    api.advance(6 * MINUTE_MS);
    const tooLate = { challengeId: late.challengeId, assertion: person.passkey!.get(late.options) };
    expect(await accepted(() => answer(tooLate))).toEqual(REFUSED);

    const unknown = await options();
    const stranger = new SoftwareAuthenticator(api.url).get(unknown.options);
    expect(await accepted(() => answer({ challengeId: unknown.challengeId, assertion: stranger }))).toEqual(REFUSED);

    const { challengeId, options: asked } = await api.beginStepUp('createRecoveryCodes', {}, person);
    const other = { challengeId, assertion: person.passkey!.get(asked) };
    expect(await accepted(() => answer(other))).toEqual(REFUSED);

    const form = await options();
    const sent = { challengeId: form.challengeId, assertion: person.passkey!.get(form.options) };
    expect((await accepted(() => answer(sent, 'text/plain'))).session).toBeNull();
    expect(await accepted(() => answer({}))).toEqual(REFUSED);
  });
});
