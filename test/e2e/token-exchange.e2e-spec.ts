import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MINUTE_MS, SECOND_MS } from '#platform/kernel';
import { givenCompany, key, type GivenCompany } from '../support/given.js';
import { TestApi, type Sender } from '../support/test-api.js';
import { WorkloadIssuer } from '../support/workload-issuer.js';

const GRANT = 'urn:ietf:params:oauth:grant-type:token-exchange';
const JWT = 'urn:ietf:params:oauth:token-type:jwt';

let issuer: WorkloadIssuer;
let api: TestApi;
let company: GivenCompany;
let productId: string;
let workloadId: string;
beforeAll(async () => {
  issuer = await WorkloadIssuer.start();
  api = await TestApi.start({ FOREIGN_HTTP_ALLOWED_ORIGINS: issuer.origin });
  company = await givenCompany(api);
  productId = await product('Widget');
  const registered = await register({});
  workloadId = registered.trustedWorkload!.id;
}, 60_000);
afterAll(async () => {
  await api.close();
  await issuer.stop();
});

async function product(name: string): Promise<string> {
  const input = { organisationId: company.organisationId, name };
  const made = await api.mutate<{ product: { id: string } }>(
    'createProduct',
    'CreateProductInput',
    'product { id }',
    input,
    company.engineer,
  );
  return made.product.id;
}

function register(change: object, as: Sender = company.finance) {
  return api.mutate<{ trustedWorkload: { id: string } | null }>(
    'registerTrustedWorkload',
    'RegisterTrustedWorkloadInput',
    'trustedWorkload { id }',
    {
      organisationId: company.organisationId,
      productId,
      name: 'widget main',
      issuer: issuer.origin,
      repositoryId: '74',
      repositoryOwnerId: '65',
      refPattern: 'refs/heads/main',
      jobWorkflowRef: 'acme/widget/.github/workflows/*',
      ...change,
    },
    as,
  );
}

async function exchange(token: string, change: Readonly<Record<string, string>> = {}) {
  const form = { grant_type: GRANT, subject_token: token, subject_token_type: JWT, audience: workloadId, ...change };
  // What is empty is left out.
  const given = Object.entries(form).filter(([, text]) => text !== '');
  const response = await fetch(`${api.url}/oauth/token-exchange`, { method: 'POST', body: new URLSearchParams(given) });
  return { status: response.status, body: (await response.json()) as Readonly<Record<string, unknown>> };
}

const signed = (
  ...parts: Parameters<WorkloadIssuer['token']> extends [unknown, unknown, ...infer Rest] ? Rest : never
) => issuer.token(api.clock.now(), api.url, ...parts);
const seconds = (offset: number) => Math.floor(api.clock.now().getTime() / 1_000) + offset;

const REFUSED = { status: 400, error: 'invalid_request', stored: false };

async function outcomeOf(token: string, change: Readonly<Record<string, string>> = {}): Promise<object> {
  const before = await api.fingerprint();
  const { status, body } = await exchange(token, change);
  const stored = JSON.stringify(await api.fingerprint()) !== JSON.stringify(before);
  return { status, error: body.error, stored };
}

describe('the identity of a trusted job', () => {
  it('is traded for a token of ten minutes that uploads for its product and does nothing else', async () => {
    const { status, body } = await exchange(await signed());
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        access_token: expect.stringMatching(/^mst_/),
        issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        token_type: 'Bearer',
        expires_in: 600,
        scope: 'inventory:write',
      },
    });
    const job = { headers: { Authorization: `Bearer ${String(body.access_token)}` } };
    const upload = (id: string) =>
      api.mutate(
        'createUpload',
        'CreateUploadInput',
        'url',
        { purpose: 'SBOM', productId: id, fileName: 'bom.json', idempotencyKey: key() },
        job,
      );
    expect((await upload(productId)).userErrors).toEqual([]);
    expect((await upload(await product(`Other ${key()}`))).userErrors).toEqual([{ code: 'PRODUCT_NOT_FOUND' }]);
    const create = { organisationId: company.organisationId, name: `Mine ${key()}` };
    const created = await api.mutate('createProduct', 'CreateProductInput', 'product { id }', create, job);
    expect(created.userErrors).toEqual([{ code: 'PRODUCT_NOT_FOUND' }]);
    const invited = await api.gql(
      `mutation { inviteMember(input: { organisationId: "${company.organisationId}", roles: [MEMBER] }) { code } }`,
      {},
      job,
    );
    expect(invited.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    api.advance(10 * MINUTE_MS);
    expect((await api.gql('{ paymentsMode }', {}, job)).status).toBe(401);
  });

  it('is taken once, also when it comes twice at the same moment', async () => {
    const token = await signed();
    const answers = await Promise.all(Array.from({ length: 5 }, () => exchange(token)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await outcomeOf(token)).toEqual(REFUSED);
  });

  it.each<[string, () => Readonly<Record<string, unknown>>]>([
    ['another issuer', () => ({ iss: 'https://token.actions.githubusercontent.com' })],
    ['an issuer with a slash more', () => ({ iss: `${issuer.origin}/` })],
    ['no issuer', () => ({ iss: undefined })],
    ['a foreign audience', () => ({ aud: 'https://other.example' })],
    ['an audience with a path', () => ({ aud: `${api.url}/` })],
    ['two audiences, ours among them', () => ({ aud: [api.url, 'https://other.example'] })],
    ['no audience', () => ({ aud: undefined })],
    ['another repository', () => ({ repository_id: '75' })],
    ['another owner', () => ({ repository_owner_id: '66' })],
    ['another branch', () => ({ ref: 'refs/heads/feature' })],
    ['a pull request', () => ({ event_name: 'pull_request' })],
    ['a pull request of a fork with the rights of the target', () => ({ event_name: 'pull_request_target' })],
    ['another workflow', () => ({ job_workflow_ref: 'evil/widget/.github/workflows/sbom.yml@refs/heads/main' })],
    ['an end more than a minute ago', () => ({ exp: seconds(-61) })],
    ['no end', () => ({ exp: undefined })],
    ['a beginning in more than a minute', () => ({ nbf: seconds(62) })],
    ['no beginning', () => ({ nbf: undefined })],
    ['an issue in more than a minute', () => ({ iat: seconds(62) })],
    ['no time of issue', () => ({ iat: undefined })],
    ['no token id', () => ({ jti: undefined })],
    ['an empty token id', () => ({ jti: '' })],
  ])('is refused with %s', async (_case, change) => {
    expect(await outcomeOf(await signed(change()))).toEqual(REFUSED);
  });

  it.each<[string, () => Promise<string>]>([
    ['without a signature', async () => withHeader(await signed(), { alg: 'none' }, '')],
    ['that says "none" and keeps the signature', async () => withHeader(await signed(), { alg: 'none', kid: 'first' })],
    ['signed by a password that is our public key', () => signed({}, { alg: 'HS256' }, publicKeyBytes())],
    ['signed by a foreign key under the known id', () => signed({}, {}, issuer.foreignKey.privateKey)],
    ['under an unknown key id', () => signed({}, { kid: 'second' })],
    ['without a key id', async () => withHeader(await signed(), { alg: 'RS256' })],
    [
      'with a key inside that signed it',
      () => signed({}, { kid: undefined, jwk: issuer.foreignKey.jwk }, issuer.foreignKey.privateKey),
    ],
    ['with a flipped signature', async () => flipped(await signed())],
    ['with a claim changed after signing', async () => changedClaim(await signed())],
    ['that is cut off', async () => (await signed()).slice(0, -20)],
    ['that is no token', () => Promise.resolve('not.a.token')],
    ['that is far too long', () => signed({ padding: 'x'.repeat(20_000) })],
    ['that is signed by a known key and does not name it', () => signed({}, { kid: undefined })],
  ])('is refused %s', async (_case, make) => {
    expect(await outcomeOf(await make())).toEqual(REFUSED);
  });

  it('may be off by less than a minute', async () => {
    expect((await exchange(await signed({ exp: seconds(-50) }))).status).toBe(200);
    expect((await exchange(await signed({ nbf: seconds(50), iat: seconds(50) }))).status).toBe(200);
  });

  function publicKeyBytes(): Uint8Array {
    return new TextEncoder().encode(JSON.stringify(issuer.key.jwk));
  }

  function withHeader(token: string, header: object, signature = token.split('.')[2]!): string {
    const [, payload] = token.split('.');
    return [Buffer.from(JSON.stringify(header)).toString('base64url'), payload, signature].join('.');
  }

  function flipped(token: string): string {
    const [header, payload, signature] = token.split('.');
    const bytes = Buffer.from(signature!, 'base64url');
    bytes[5]! ^= 1;
    return [header, payload, bytes.toString('base64url')].join('.');
  }

  function changedClaim(token: string): string {
    const [header, payload, signature] = token.split('.');
    const claims = JSON.parse(Buffer.from(payload!, 'base64url').toString()) as object;
    return [header, Buffer.from(JSON.stringify({ ...claims, run_id: '2' })).toString('base64url'), signature].join('.');
  }
});

describe('the keys of an issuer', () => {
  it('are not read when nobody has registered the issuer', async () => {
    const nobodys = await WorkloadIssuer.start();
    const careless = await TestApi.start({ FOREIGN_HTTP_ALLOWED_ORIGINS: nobodys.origin });
    try {
      const body = new URLSearchParams({
        grant_type: GRANT,
        subject_token: await nobodys.token(careless.clock.now(), careless.url),
        subject_token_type: JWT,
      });
      expect((await fetch(`${careless.url}/oauth/token-exchange`, { method: 'POST', body })).status).toBe(400);
      expect(nobodys.keysRead).toBe(0);
    } finally {
      await careless.close();
      await nobodys.stop();
    }
  }, 60_000);

  it('are kept for ten minutes, and a job is refused when they cannot be read then', async () => {
    await exchange(await signed());
    const read = issuer.keysRead;
    expect((await exchange(await signed())).status).toBe(200);
    expect(issuer.keysRead).toBe(read);
    issuer.isUp = false;
    try {
      expect((await exchange(await signed())).status).toBe(200);
      api.advance(10 * MINUTE_MS + SECOND_MS);
      expect(await outcomeOf(await signed())).toEqual(REFUSED);
    } finally {
      issuer.isUp = true;
    }
    expect((await exchange(await signed())).status).toBe(200);
    expect(issuer.keysRead).toBe(read + 1);
  });
});

describe('a request for an exchange', () => {
  it.each([
    ['another grant', { grant_type: 'client_credentials' }, 'unsupported_grant_type'],
    ['another type of token', { subject_token_type: 'urn:ietf:params:oauth:token-type:saml2' }, 'invalid_request'],
    ['a workload that is not there', { audience: 'wkl_01h455vb4pex5vsknk084sn02q' }, 'invalid_request'],
  ])('is refused with %s', async (_case, change, error) => {
    expect(await exchange(await signed(), change)).toMatchObject({ status: 400, body: { error } });
  });

  it('is refused as JSON', async () => {
    const body = JSON.stringify({ grant_type: GRANT, subject_token: await signed(), subject_token_type: JWT });
    const headers = { 'Content-Type': 'application/json' };
    expect((await fetch(`${api.url}/oauth/token-exchange`, { method: 'POST', headers, body })).status).toBe(400);
  });
});

describe('trusted workloads', () => {
  it('are registered by administrators, with a passkey, for products of their own', async () => {
    expect((await register({}, company.engineer)).userErrors).toEqual([{ code: 'MISSING_ROLE' }]);
    const stranger = await givenCompany(api);
    expect((await register({}, stranger.finance)).userErrors).toEqual([{ code: 'ORGANISATION_NOT_FOUND' }]);
    expect((await register({ issuer: 'ftp://x' })).userErrors).toEqual([{ code: 'INVALID_WORKLOAD' }]);
    const foreign = { organisationId: stranger.organisationId };
    expect((await register(foreign, stranger.finance)).userErrors).toEqual([{ code: 'INVALID_WORKLOAD' }]);
    const unconfirmed = await register({}, { headers: company.finance.headers });
    expect(unconfirmed.userErrors).toEqual([{ code: 'STEP_UP_REQUIRED' }]);
  });

  it('that trust the same job have to be named, and end when they are removed', async () => {
    const second = (await register({ name: 'second' })).trustedWorkload!.id;
    expect(await outcomeOf(await signed(), { audience: '' })).toEqual(REFUSED);
    const { body } = await exchange(await signed(), { audience: second });
    const job = { headers: { Authorization: `Bearer ${String(body.access_token)}` } };
    expect((await api.gql('{ paymentsMode }', {}, job)).status).toBe(200);
    const stranger = await givenCompany(api);
    const remove = (as: Sender) =>
      api.mutate('removeTrustedWorkload', 'RemoveTrustedWorkloadInput', 'removedId', { trustedWorkloadId: second }, as);
    expect((await remove(stranger.finance)).userErrors).toEqual([{ code: 'WORKLOAD_NOT_FOUND' }]);
    expect((await remove(company.engineer)).userErrors).toEqual([{ code: 'MISSING_ROLE' }]);
    expect((await remove(company.finance)).userErrors).toEqual([]);
    expect((await remove(company.finance)).userErrors).toEqual([{ code: 'WORKLOAD_NOT_FOUND' }]);
    expect(await listed()).not.toContain(second);
    expect((await api.gql('{ paymentsMode }', {}, job)).status).toBe(401);
    expect(await outcomeOf(await signed(), { audience: second })).toEqual(REFUSED);
    expect((await exchange(await signed(), { audience: '' })).status).toBe(200);
  });

  it('are listed to members alone', async () => {
    expect(await listed()).toContain(workloadId);
  });

  async function listed(): Promise<string[]> {
    const query = 'query ($id: ID!) { node(id: $id) { ... on Organisation { trustedWorkloads { id name } } } }';
    const answer = await api.gql(query, { id: company.organisationId }, company.engineer);
    const { trustedWorkloads } = answer.data!.node as { trustedWorkloads: { id: string }[] };
    return trustedWorkloads.map(({ id }) => id);
  }
});
