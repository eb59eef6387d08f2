import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { RateBuckets } from '#platform/graphql';
import { ANONYMOUS, HOUR_MS, MINUTE_MS } from '#platform/kernel';
import { givenCompany, key } from '../support/given.js';
import { statementsDuring } from '../support/statements.js';
import { TestApi } from '../support/test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start({ ANONYMOUS_POINTS_PER_MINUTE: '500' });
}, 60_000);
afterAll(() => api.close());

const JSON_TYPE = { 'Content-Type': 'application/json' };
const send = (query: string, headers: Readonly<Record<string, string>> = {}) =>
  request(api.url)
    .post('/graphql')
    .set({ ...JSON_TYPE, ...headers })
    .send(JSON.stringify({ query }));
/** 300 points. */
const PAGE = '{ projects(first: 100) { nodes { id } pageInfo { endCursor } } }';
const cheap = '{ rateLimit { limit cost remaining resetAt } }';

describe('the bucket of a caller', () => {
  it.each([
    ['an anonymous address', 500, MINUTE_MS, () => Promise.resolve({})],
    ['a person', 5_000, HOUR_MS, async () => (await api.givenPersonWithoutPasskey(key())).headers],
    [
      'a token',
      2_000,
      HOUR_MS,
      async () => {
        const { organisationId, finance } = await givenCompany(api);
        const input = { organisationId, name: 'build', scopes: ['INVENTORY_READ'] };
        const { token } = await api.mutate<{ token: string }>(
          'createApiToken',
          'CreateApiTokenInput',
          'token',
          input,
          finance,
        );
        return { Authorization: `Bearer ${token}` };
      },
    ],
  ] as const)(
    'of %s holds %i points, refuses what is beyond, and is full again when its window is over',
    async (_case, limit, windowMs, headersOf) => {
      api.advance(HOUR_MS);
      const headers: Readonly<Record<string, string>> = await headersOf();
      const first = await send(cheap, headers).expect(200);
      expect(first.body.data.rateLimit).toEqual({ limit, cost: 1, remaining: limit - 1, resetAt: expect.any(String) });
      expect(first.headers).toMatchObject({
        'ratelimit-limit': String(limit),
        'ratelimit-remaining': String(limit - 1),
      });
      const answers = [];
      for (let spent = 1; spent <= limit; spent += 300) answers.push((await send(PAGE, headers)).status);
      expect(new Set(answers)).toEqual(new Set([200, 429]));
      const refused = await send(cheap, headers);
      expect(refused).toMatchObject({
        status: 429,
        body: { data: null, errors: [{ extensions: { code: 'RATE_LIMITED' } }] },
      });
      const wait = Number(refused.headers['retry-after']);
      expect([wait > 0, wait <= windowMs / 1_000]).toEqual([true, true]);
      api.advance(wait * 1_000 + 1);
      await send(cheap, headers).expect(200);
    },
  );

  it('is drawn from by requests at once as by one after the other', async () => {
    api.advance(HOUR_MS);
    const { headers } = await api.givenPersonWithoutPasskey(key());
    await Promise.all(Array.from({ length: 20 }, () => send(cheap, headers)));
    expect((await send(cheap, headers)).body.data.rateLimit.remaining).toBe(5_000 - 21);
  });

  it('is drawn from in turn by requests at once, until it is empty', async () => {
    const buckets = api.app.get(RateBuckets);
    const take = (cost: number) => buckets.take(ANONYMOUS, '192.0.2.7', cost);
    const all = await Promise.all([take(100), take(390), ...Array.from({ length: 15 }, () => take(1))]);
    const seen = all.map(({ remaining, isAllowed }) => (isAllowed ? remaining : 'refused'));
    expect(seen).toEqual([400, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, ...Array<string>(5).fill('refused')]);
  });

  it('is each caller’s own among requests at once, and so is the session', async () => {
    const callers = await Promise.all(Array.from({ length: 4 }, () => api.givenPersonWithoutPasskey(key())));
    const asked = '{ viewer { person { id } } }';
    const nobody = { Cookie: callers[0]!.headers.Cookie.replace(/=.*/, '=nothing') };
    const answers = await Promise.all([...callers.map(({ headers }) => send(asked, headers)), send(asked, nobody)]);
    const told = answers.map(({ body, headers }) => {
      const { data } = body as { data: { viewer: { person: { id: string } } } | null };
      return [data?.viewer.person.id ?? null, headers['ratelimit-limit']];
    });
    expect(told).toEqual([...callers.map(({ personId }) => [personId, '5000']), [null, '500']]);
    const remaining = answers.slice(0, 4).map(({ headers }) => headers['ratelimit-remaining']);
    expect(new Set(remaining)).toEqual(new Set(['4998']));
  });

  it('is one bucket for all processes of the API', async () => {
    const second = await TestApi.start({ ANONYMOUS_POINTS_PER_MINUTE: '500', DATABASE_URL: api.database.url });
    try {
      const caller = await api.givenPersonWithoutPasskey(key());
      const left = async (one: TestApi) =>
        ((await one.gql(cheap, {}, caller)).data!.rateLimit as { remaining: number }).remaining;
      expect([await left(api), await left(second), await left(api)]).toEqual([4_999, 4_998, 4_997]);
    } finally {
      await second.close();
    }
  });

  it('that is empty keeps a mutation from being carried out', async () => {
    const caller = await api.givenPersonWithoutPasskey(key());
    await send(cheap, caller.headers).expect(200);
    await api.database.asOwner('UPDATE rate_bucket SET spent = 5000');
    const before = await api.fingerprint();
    const create = 'mutation { createOrganisation(input: { kind: COMPANY, name: "x" }) { organisation { id } } }';
    await send(create, caller.headers).expect(429);
    expect(await api.fingerprint()).toEqual(before);
    await api.refillBuckets();
    await send(create, caller.headers).expect(200);
    expect(await api.fingerprint()).not.toEqual(before);
  });

  it('costs one statement', async () => {
    const statements = await statementsDuring(api, () => send('{ paymentsMode }'));
    expect(statements).toHaveLength(1);
  });
});

describe('a request that another site may have started', () => {
  const own = () => new URL(api.url).origin;

  it.each<[string, (origin: string) => Record<string, string>, number]>([
    ['of the own page passes', (origin) => ({ Origin: origin, 'Sec-Fetch-Site': 'same-origin' }), 200],
    ['of an older browser on the own page passes', (origin) => ({ Origin: origin }), 200],
    ['of a client that is no browser passes', () => ({}), 200],
    ['typed by the person passes', () => ({ 'Sec-Fetch-Site': 'none' }), 200],
    ['of a foreign origin is refused', () => ({ Origin: 'https://evil.example' }), 403],
    ['of a sandboxed frame is refused', () => ({ Origin: 'null' }), 403],
    ['of a foreign site without an origin is refused', () => ({ 'Sec-Fetch-Site': 'cross-site' }), 403],
    ['of a neighbour on the same site is refused', () => ({ 'Sec-Fetch-Site': 'same-site' }), 403],
    [
      'that claims the own origin from a foreign site is refused',
      (origin) => ({ Origin: origin, 'Sec-Fetch-Site': 'cross-site' }),
      403,
    ],
    ['of the own host on another port is refused', (origin) => ({ Origin: origin.replace(/\d+$/, '1') }), 403],
    ['as a form is refused', () => ({ 'Content-Type': 'application/x-www-form-urlencoded' }), 415],
    ['as plain text is refused', () => ({ 'Content-Type': 'text/plain' }), 415],
  ])('%s, with a session', async (_case, headersOf, status) => {
    const { headers } = await api.givenPersonWithoutPasskey(key());
    const sent = { ...headers, ...headersOf(own()) };
    expect((await send('{ viewer { person { id } } }', sent)).status).toBe(status);
  });

  it.each(['/auth/logout', '/auth/passkey', '/invitations/accept?code=x'])('is refused at %s too', async (path) => {
    const { headers } = await api.givenPersonWithoutPasskey(key());
    const post = (origin: string) =>
      request(api.url)
        .post(path)
        .set({ ...headers, Origin: origin });
    await post('https://evil.example').expect(403);
    expect((await send('{ viewer { person { id } } }', headers)).status).toBe(200);
    expect((await post(own())).status).not.toBe(403);
  });

  it('gets no address with a code in it', async () => {
    const { headers } = await request(api.url).get('/mail-address?code=x');
    expect(headers['referrer-policy']).toBe('same-origin');
  });

  it('is no danger with a token, which no browser adds by itself', async () => {
    const { organisationId, finance } = await givenCompany(api);
    const input = { organisationId, name: 'build', scopes: ['INVENTORY_READ'] };
    const { token } = await api.mutate<{ token: string }>(
      'createApiToken',
      'CreateApiTokenInput',
      'token',
      input,
      finance,
    );
    const foreign = {
      Authorization: `Bearer ${token}`,
      Origin: 'https://tool.example',
      'Sec-Fetch-Site': 'cross-site',
    };
    expect((await send('{ viewer { person { id } } }', foreign)).status).toBe(200);
  });
});

describe('a document that kills a server without limits', () => {
  /** 174 bytes: two fragments of the introspection that contain each other. */
  const CYCLE =
    '{__schema{types{...A}}}fragment A on __Type{fields{type{...B}}interfaces{...B}ofType{...B}}fragment B on __Type{fields{type{...A}}possibleTypes{...A}ofType{...A}inputFields{name}}';

  it('is refused at once, before validation', async () => {
    expect(Buffer.byteLength(CYCLE)).toBeLessThan(200);
    await send('{ paymentsMode }');
    const began = performance.now();
    const answer = await send(CYCLE);
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0].message).toMatch(/contains itself/);
    // Generous, since the suite shares its cores; the bench has the figure.
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});
