import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import Stripe from 'stripe';
import { InventoryReaderService, UploadsService } from '#libs/inventory';
import { DAY_MS, HOUR_MS, SECOND_MS, parseId } from '#platform/kernel';
import {
  givenCompany,
  givenEvidence,
  givenNeed,
  givenPaidPledge,
  givenPledge,
  givenReviewer,
  key,
  type GivenCompany,
} from '../support/given.js';
import { TestApi, WEBHOOK_SECRET } from '../support/test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start();
}, 60_000);
afterAll(() => api.close());

/** Runs something that has to be refused, and shows that no row of any table changed. */
async function changesNothing<T>(work: () => Promise<T>): Promise<T> {
  const before = await api.fingerprint();
  const result = await work();
  expect(await api.fingerprint()).toEqual(before);
  return result;
}

describe('uploads', () => {
  let company: GivenCompany;
  let productId: string;
  beforeAll(async () => {
    company = await givenCompany(api);
    const { product } = await api.mutate<{ product: { id: string } }>(
      'createProduct',
      'CreateProductInput',
      'product { id }',
      { organisationId: company.organisationId, name: 'Widget' },
      company.engineer,
    );
    productId = product.id;
  });

  async function address(idempotencyKey = key()): Promise<{ readonly id: string; readonly url: string }> {
    const input = { purpose: 'SBOM', productId, fileName: 'bom.json', idempotencyKey };
    const { upload, url } = await api.mutate<{ upload: { id: string }; url: string }>(
      'createUpload',
      'CreateUploadInput',
      'upload { id } url',
      input,
      company.engineer,
    );
    return { id: upload.id, url };
  }

  async function put(
    url: string,
    body: string | Uint8Array,
  ): Promise<{ readonly status: number; readonly code?: string }> {
    const response = await fetch(url, { method: 'PUT', body: typeof body === 'string' ? body : new Uint8Array(body) });
    return { status: response.status, ...((await response.json()) as { code?: string }) };
  }

  async function stateOf(id: string): Promise<unknown> {
    const answer = await api.gql(
      'query ($id: ID!) { upload(id: $id) { status refusal { code } } }',
      { id },
      company.engineer,
    );
    return answer.data!.upload;
  }

  it.each([
    ['a truncated SBOM', '{"bomFormat":"CycloneDX","specVersion":"1.5","components":[{"na', 'MALFORMED_JSON'],
    ['something that is no SBOM', '{"hello":"world"}', 'UNKNOWN_FORMAT'],
    ['an SBOM of the future', '{"bomFormat":"CycloneDX","specVersion":"9.9"}', 'UNSUPPORTED_SPEC_VERSION'],
    ['an empty file', ' \n', 'EMPTY_FILE'],
    ['a file in no encoding', Buffer.from([0x7b, 0xc3, 0x28, 0x7d]), 'UNSUPPORTED_ENCODING'],
  ])('rejects %s with a code, and stores no inventory', async (_case, body, code) => {
    const { id, url } = await address();
    expect(await put(url, body)).toMatchObject({ status: 201 });
    await api.settle();
    expect(await stateOf(id)).toEqual({ status: 'REJECTED', refusal: { code } });
    expect(await api.database.asOwner('SELECT 1 FROM inventory')).toEqual([]);
  });

  it('takes the bytes of an address once', async () => {
    const { url } = await address();
    expect(await put(url, '{}')).toMatchObject({ status: 201 });
    expect(await changesNothing(() => put(url, '{}'))).toMatchObject({ status: 404, code: 'UPLOAD_URL_INVALID' });
    // After this a receiver that was killed would hold it no more.
    api.advance(5 * SECOND_MS + 1);
    expect(await changesNothing(() => put(url, '{}'))).toMatchObject({ status: 404, code: 'UPLOAD_URL_INVALID' });
  });

  it('reads the bytes that came first, whatever is sent to the address later', async () => {
    const { id, url } = await address();
    await put(url, '{"hello":"world"}');
    expect(await put(url, ' ')).toMatchObject({ status: 404 });
    await api.settle();
    expect(await stateOf(id)).toEqual({ status: 'REJECTED', refusal: { code: 'UNKNOWN_FORMAT' } });
  });

  /** Bytes on their way to an address that come when they are written, once the first are there. */
  async function slowSender({ id, url }: { readonly id: string; readonly url: string }) {
    const body = new PassThrough();
    body.write('{"hello":');
    const received = api.app.get(UploadsService).receive(url.slice(url.lastIndexOf('/') + 1), body);
    received.catch(() => undefined);
    const lastBytes = async (): Promise<string | undefined> => {
      const [row] = await api.database.asOwner<{ at: string }>(
        `SELECT last_bytes_at::text AS at FROM upload WHERE id = $1 AND status = 'receiving'`,
        [parseId('upl', id)],
      );
      return row?.at;
    };
    while ((await lastBytes()) === undefined) await sleep(10);
    return { body, received, lastBytes };
  }

  it('keeps nothing of a sender who is so slow that another one has come since', async () => {
    const to = await address();
    const { body, received } = await slowSender(to);
    api.advance(5 * SECOND_MS + 1);
    expect(await put(to.url, ' ')).toMatchObject({ status: 201 });
    body.end('"world"}');
    await expect(received).rejects.toMatchObject({ code: 'UPLOAD_URL_INVALID' });
    await api.settle();
    expect(await stateOf(to.id)).toEqual({ status: 'REJECTED', refusal: { code: 'EMPTY_FILE' } });
  });

  it('lets nobody come between a sender and the bytes that keep coming', async () => {
    const to = await address();
    const { body, received, lastBytes } = await slowSender(to);
    for (let turn = 0; turn < 3; turn += 1) {
      const before = await lastBytes();
      api.advance(4 * SECOND_MS);
      body.write(' ');
      while ((await lastBytes()) === before) await sleep(10);
    }
    expect(await changesNothing(() => put(to.url, ' '))).toMatchObject({ status: 404, code: 'UPLOAD_URL_INVALID' });
    body.end('"world"}');
    await received;
    await api.settle();
    expect(await stateOf(to.id)).toEqual({ status: 'REJECTED', refusal: { code: 'UNKNOWN_FORMAT' } });
  });

  it('takes the bytes of the second sender when the first one breaks off meanwhile', async () => {
    const to = await address();
    const first = await slowSender(to);
    const before = await first.lastBytes();
    api.advance(5 * SECOND_MS + 1);
    const second = await slowSender(to);
    while ((await first.lastBytes()) === before) await sleep(10);
    first.body.destroy(Object.assign(new Error('gone'), { code: 'ECONNRESET' }));
    await expect(first.received).rejects.toMatchObject({ code: 'UPLOAD_INCOMPLETE' });
    second.body.end('"world"}');
    await second.received;
    await api.settle();
    expect(await stateOf(to.id)).toEqual({ status: 'REJECTED', refusal: { code: 'UNKNOWN_FORMAT' } });
  });

  it.each([
    ['an SBOM', '{"bomFormat":"CycloneDX","specVersion":"1.5"}'],
    ['a file that is none', '{"hello":"world"}'],
  ])('reads %s once, also when two workers do it at the same moment', async (_case, body) => {
    const { id, url } = await address();
    await put(url, body);
    const reader = api.app.get(InventoryReaderService);
    const of = [parseId('upl', id), parseId('org', company.organisationId)] as const;
    const done = (): Promise<unknown[]> =>
      api.database.asOwner(
        `SELECT 1 FROM audit_entry WHERE canonical LIKE '%"action":"re' || $2 || '%' AND canonical LIKE '%' || $1 || '%'`,
        [of[0], body.includes('CycloneDX') ? 'placeInventory' : 'ject'],
      );
    await Promise.allSettled([reader.read(...of), reader.read(...of)]);
    expect(await done()).toHaveLength(1);
    await api.settle();
    expect(await done()).toHaveLength(1);
  });

  it('hands out the same address for the same key, and refuses the key for another file', async () => {
    const again = key();
    expect(await address(again)).toEqual(await address(again));
    const input = { purpose: 'SBOM', productId, fileName: 'other.json', idempotencyKey: again };
    const refused = await changesNothing(() =>
      api.mutate('createUpload', 'CreateUploadInput', 'url', input, company.engineer),
    );
    expect(refused).toEqual({ url: null, userErrors: [{ code: 'IDEMPOTENCY_MISMATCH' }] });
  });

  it.each([
    [
      'a changed id',
      (url: string) => url.replace(/upl_(.)/, (_all, first: string) => `upl_${first === '0' ? '1' : '0'}`),
    ],
    ['a later expiry', (url: string) => url.replace(/\.(\d)(\d{12})\./, '.9$2.')],
    ['a changed signature', (url: string) => url.slice(0, -1) + (url.endsWith('A') ? 'B' : 'A')],
    ['a made-up address', (url: string) => url.replace(/uploads\/.*/, 'uploads/anything')],
  ])('refuses %s and stores nothing', async (_case, change) => {
    const { url } = await address();
    expect(await changesNothing(() => put(change(url), '{}'))).toMatchObject({
      status: 404,
      code: 'UPLOAD_URL_INVALID',
    });
  });

  it('refuses an address that has expired', async () => {
    const { url } = await address();
    api.advance(HOUR_MS);
    expect(await changesNothing(() => put(url, '{}'))).toMatchObject({ status: 404, code: 'UPLOAD_URL_INVALID' });
  });

  it('does not show an upload to another company', async () => {
    const { id } = await address();
    const stranger = await givenCompany(api);
    const answer = await api.gql(
      'query ($id: ID!) { upload(id: $id) { status } node(id: $id) { id } }',
      { id },
      stranger.engineer,
    );
    expect(answer.data).toEqual({ upload: null, node: null });
  });
});

describe('an upload that is too large', () => {
  it('is refused while it arrives, and the address still works for a smaller one', async () => {
    const small = await TestApi.start({ UPLOAD_MAX_BYTES: '1000' });
    try {
      const person = await small.givenPerson('Grace');
      const input = { purpose: 'EVIDENCE', fileName: 'big', idempotencyKey: key() };
      const { url } = await small.mutate<{ url: string }>('createUpload', 'CreateUploadInput', 'url', input, person);
      const refused = await fetch(url, { method: 'PUT', body: 'x'.repeat(1_001) });
      expect([refused.status, await refused.json()]).toMatchObject([
        413,
        { code: 'TOO_LARGE', message: expect.stringContaining('The file has 1001 bytes and the limit is 1000') },
      ]);
      expect((await fetch(url, { method: 'PUT', body: 'x'.repeat(1_000) })).status).toBe(201);
    } finally {
      await small.close();
    }
  }, 40_000);
});

describe('tokens', () => {
  async function token(company: GivenCompany, scopes = ['INVENTORY_READ']): Promise<string> {
    const input = { organisationId: company.organisationId, name: 'ci', scopes };
    return (
      await api.mutate<{ token: string }>('createApiToken', 'CreateApiTokenInput', 'token', input, company.engineer)
    ).token;
  }
  const asToken = (text: string) => ({ headers: { Authorization: `Bearer ${text}` } });
  const products = 'query ($id: ID!) { productsOf(organisationId: $id) { id } }';

  it.each([
    ['no token at all', 'nonsense'],
    ['a token with one other character', null],
    ['another scheme', 'Basic abc'],
  ])('answers %s with 401, never as anonymous', async (_case, text) => {
    const company = await givenCompany(api);
    const good = await token(company);
    const middle = Math.floor(good.length / 2);
    const used = text ?? good.slice(0, middle) + (good[middle] === 'A' ? 'B' : 'A') + good.slice(middle + 1);
    const answer = await changesNothing(() => api.gql('{ paymentsMode }', {}, asToken(used)));
    expect(answer).toMatchObject({ status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });

  it('ends with its expiry, and when it is revoked', async () => {
    const company = await givenCompany(api);
    const used = await token(company);
    expect((await api.gql(products, { id: company.organisationId }, asToken(used))).errors).toBeUndefined();
    const listed = await api.gql('{ viewer { apiTokens { id } } }', {}, company.engineer);
    const [{ id }] = (listed.data!.viewer as { apiTokens: [{ id: string }] }).apiTokens;
    await api.mutate('revokeApiToken', 'RevokeApiTokenInput', 'revokedId', { apiTokenId: id }, company.engineer);
    expect((await api.gql(products, { id: company.organisationId }, asToken(used))).status).toBe(401);
    const other = await token(company);
    api.advance(31 * DAY_MS);
    expect((await api.gql(products, { id: company.organisationId }, asToken(other))).status).toBe(401);
  });

  it('cannot do what its scopes do not name, nor anything that moves money', async () => {
    const company = await givenCompany(api);
    const reader = asToken(await token(company));
    const answer = await api.gql(
      'mutation ($input: CreateProductInput!) { createProduct(input: $input) { product { id } } }',
      { input: { organisationId: company.organisationId, name: 'x' } },
      reader,
    );
    expect(answer.errors).toMatchObject([
      { message: expect.stringContaining('inventory:write'), extensions: { code: 'FORBIDDEN' } },
    ]);
    const { needId } = await givenNeed(api);
    const pledge = await api.gql(
      'mutation ($input: SubmitPledgeInput!) { submitPledge(input: $input) { pledge { id } } }',
      {
        input: {
          organisationId: company.organisationId,
          needId,
          amount: { minor: '1', currency: 'USD' },
          idempotencyKey: key(),
        },
      },
      asToken(await token(company, ['PLEDGES_READ', 'INVENTORY_WRITE'])),
    );
    expect(pledge.errors).toMatchObject([
      { message: expect.stringContaining('pledges:write'), extensions: { code: 'FORBIDDEN' } },
    ]);
  });
});

describe('webhooks', () => {
  const body = JSON.stringify({
    id: 'evt_test',
    object: 'event',
    type: 'balance.available',
    data: { object: { object: 'balance' } },
  });
  const stripe = new Stripe('sk_test_unused');
  const sign = (secret: string, at = api.clock.now()) =>
    stripe.webhooks.generateTestHeaderString({ payload: body, secret, timestamp: Math.floor(at.getTime() / 1_000) });
  const send = async (header: string, payload = body): Promise<number> =>
    (
      await fetch(`${api.url}/webhooks/stripe`, {
        method: 'POST',
        headers: { 'Stripe-Signature': header },
        body: payload,
      })
    ).status;

  it.each([
    ['without a signature', () => send('')],
    ['signed with another secret', () => send(sign('whsec_of_somebody_else'))],
    ['changed after signing', () => send(sign(WEBHOOK_SECRET), body.replace('evt_test', 'evt_tesT'))],
    ['signed long ago', () => send(sign(WEBHOOK_SECRET, new Date(api.clock.now().getTime() - HOUR_MS)))],
  ])('refuses an event %s, and stores nothing', async (_case, deliver) => {
    expect(await changesNothing(deliver)).toBe(400);
  });

  it('stores an event once, however often it is delivered', async () => {
    expect(await send(sign(WEBHOOK_SECRET))).toBe(200);
    expect(await changesNothing(() => send(sign(WEBHOOK_SECRET)))).toBe(200);
    expect(await api.database.asOwner(`SELECT id, status FROM stripe_event WHERE id = 'evt_test'`)).toEqual([
      { id: 'evt_test', status: 'received' },
    ]);
  });
});

describe('pledges', () => {
  it.each([
    ['above the goal', { minor: '100001', currency: 'USD' }, 'PLEDGE_ABOVE_GOAL'],
    ['less than a card can pay', { minor: '49', currency: 'USD' }, 'AMOUNT_NOT_CHARGEABLE'],
    ['in another currency', { minor: '500', currency: 'EUR' }, 'CURRENCY_MISMATCH'],
    ['in a currency that does not exist', { minor: '500', currency: 'XYZ' }, 'UNKNOWN_CURRENCY'],
    ['of nothing', { minor: '0', currency: 'USD' }, 'INVALID_AMOUNT'],
    ['larger than any account', { minor: '9999999999999999999', currency: 'USD' }, 'INVALID_AMOUNT'],
  ])('are refused %s', async (_case, amount, code) => {
    const { needId } = await givenNeed(api);
    const company = await givenCompany(api);
    const input = { organisationId: company.organisationId, needId, amount, idempotencyKey: key() };
    const refused = await changesNothing(() =>
      api.mutate('submitPledge', 'SubmitPledgeInput', 'pledge { id }', input, company.engineer),
    );
    expect(refused).toEqual({ pledge: null, userErrors: [{ code }] });
  });

  it('never exceed the goal together, when eight come at once', async () => {
    const { needId } = await givenNeed(api);
    const company = await givenCompany(api);
    const submit = () => {
      const input = {
        organisationId: company.organisationId,
        needId,
        amount: { minor: '30000', currency: 'USD' },
        idempotencyKey: key(),
      };
      return api.mutate('submitPledge', 'SubmitPledgeInput', 'pledge { id }', input, company.engineer);
    };
    const answers = await Promise.all(Array.from({ length: 8 }, submit));
    expect(answers.filter(({ userErrors }) => userErrors.length === 0)).toHaveLength(3);
    expect(answers.flatMap(({ userErrors }) => userErrors.map(({ code }) => code))).toEqual(
      Array.from({ length: 5 }, () => 'PLEDGE_ABOVE_GOAL'),
    );
  });

  it('are one pledge for one key, however often it is sent', async () => {
    const { needId } = await givenNeed(api);
    const company = await givenCompany(api);
    const input = {
      organisationId: company.organisationId,
      needId,
      amount: { minor: '1000', currency: 'USD' },
      idempotencyKey: key(),
    };
    const submit = () =>
      api.mutate<{ pledge: { id: string } }>(
        'submitPledge',
        'SubmitPledgeInput',
        'pledge { id }',
        input,
        company.engineer,
      );
    const answers = await Promise.all(Array.from({ length: 5 }, submit));
    expect(new Set(answers.map(({ pledge }) => pledge.id)).size).toBe(1);
  });

  it('are not approved by who submitted them, nor by a member without the role, nor by a stranger', async () => {
    const { needId } = await givenNeed(api);
    const company = await givenCompany(api);
    const approve = (pledgeId: string, as: { headers: Record<string, string> }) =>
      api.mutate('approvePledge', 'DecidePledgeInput', 'pledge { id }', { pledgeId }, as);
    const pledgeId = await givenPledge(api, { ...company, engineer: company.finance }, needId, '1000');
    await api.settle();
    const outcomes = await changesNothing(async () => [
      await approve(pledgeId, company.finance),
      await approve(pledgeId, company.engineer),
      await approve(pledgeId, (await givenCompanyBefore).finance),
    ]);
    expect(outcomes.map(({ userErrors }) => userErrors[0]?.code)).toEqual([
      'SEPARATION_OF_DUTIES',
      'MISSING_ROLE',
      'PLEDGE_NOT_FOUND',
    ]);
  });
  let givenCompanyBefore: Promise<GivenCompany>;
  beforeAll(() => {
    givenCompanyBefore = givenCompany(api);
  });

  it('lapse after fourteen days without a payment, and give the capacity back', async () => {
    const { needId } = await givenNeed(api);
    const company = await givenCompany(api);
    const pledgeId = await givenPledge(api, company, needId, '100000');
    await api.settle();
    api.advance(14 * DAY_MS);
    await api.settle();
    const answer = await api.gql('query ($id: ID!) { need(id: $id) { remaining { minor } } }', { id: needId });
    expect(answer.data!.need).toEqual({ remaining: { minor: '100000' } });
    const [row] = await api.database.asOwner<{ status: string }>(
      `SELECT status FROM pledge ORDER BY submitted_at DESC LIMIT 1`,
    );
    expect([row!.status, pledgeId.startsWith('plg_')]).toEqual(['lapsed', true]);
  });
});

describe('milestones', () => {
  it('are accepted once, by somebody who neither pays nor is paid', async () => {
    const need = await givenNeed(api);
    const company = await givenCompany(api);
    await givenPaidPledge(api, company, need.needId, '100000');
    const milestoneId = need.milestoneIds[0]!;
    await givenEvidence(api, need.maintainer, milestoneId);
    const name = `Vera ${key()}`;
    const reviewer = await givenReviewer(api, await api.givenPerson(name));
    const start = (as: { headers: Readonly<Record<string, string>> }) =>
      api.mutate('startReview', 'StartReviewInput', 'milestone { id }', { milestoneId }, as);
    const accept = (as: { headers: Readonly<Record<string, string>> }) =>
      api.mutate(
        'acceptMilestone',
        'DecideMilestoneInput',
        'milestone { status }',
        { milestoneId, reasons: 'Checked' },
        as,
      );
    const stranger = await api.givenPerson(`Stranger ${key()}`);
    const conflicts = await changesNothing(async () => [
      await start(need.maintainer),
      await start(company.finance),
      await start(stranger),
      await accept(reviewer),
    ]);
    expect(conflicts.map(({ userErrors }) => userErrors[0]?.code)).toEqual([
      'CONFLICT_OF_INTEREST',
      'CONFLICT_OF_INTEREST',
      'CONFLICT_OF_INTEREST',
      'ILLEGAL_TRANSITION',
    ]);
    await givenReviewer(api, need.maintainer);
    expect(await changesNothing(() => start(need.maintainer))).toMatchObject({
      userErrors: [{ code: 'CONFLICT_OF_INTEREST' }],
    });
    await start(reviewer);
    // Each in a session of its own: the first confirmed call would give a shared one another secret.
    const sessions = [reviewer];
    while (sessions.length < 5)
      sessions.push({ ...(await api.givenPersonWithoutPasskey(name)), passkey: reviewer.passkey });
    const answers = await Promise.all(sessions.map(accept));
    expect(answers.filter(({ userErrors }) => userErrors.length === 0)).toHaveLength(1);
    const codes = answers.flatMap(({ userErrors }) => userErrors.map(({ code }) => code));
    // Who confirmed the milestone before it was accepted has confirmed another one than there is now.
    expect(codes.map((code) => (code === 'STEP_UP_INVALID' ? 'ILLEGAL_TRANSITION' : code))).toEqual(
      Array.from({ length: 4 }, () => 'ILLEGAL_TRANSITION'),
    );
    expect(await changesNothing(() => accept(reviewer))).toMatchObject({
      userErrors: [{ code: 'ILLEGAL_TRANSITION' }],
    });
    const released = await api.database.asOwner(
      `SELECT count(*)::int AS n FROM ledger_tx WHERE kind = 'milestone_released' AND idem LIKE 'release:%'`,
    );
    expect(released).toEqual([{ n: 1 }]);
  });

  it('do not take the same file as evidence twice', async () => {
    const need = await givenNeed(api);
    const company = await givenCompany(api);
    await givenPaidPledge(api, company, need.needId, '100000');
    const content = key();
    await givenEvidence(api, need.maintainer, need.milestoneIds[0]!, content);
    await givenEvidence(api, need.maintainer, need.milestoneIds[1]!, content);
    const rows = await api.database.asOwner<{ status: string }>(
      `SELECT milestone.status FROM milestone JOIN evidence ON evidence.milestone_id = milestone.id WHERE evidence.note = 'See the file' AND milestone.status = 'submitted'`,
    );
    const answer = await api.gql('query ($id: ID!) { need(id: $id) { milestones { status } } }', { id: need.needId });
    expect([rows.length > 0, answer.data!.need]).toEqual([
      true,
      { milestones: [{ status: 'SUBMITTED' }, { status: 'FUNDED' }] },
    ]);
  });

  it('refuse a plan whose sums do not make the goal', async () => {
    const need = await givenNeed(api);
    const { need: draft } = await api.mutate<{ need: { id: string } }>(
      'createNeed',
      'CreateNeedInput',
      'need { id }',
      {
        projectId: need.projectId,
        kind: 'AUDIT',
        title: 'Audit',
        summary: 'Why',
        goal: { minor: '500', currency: 'USD' },
        idempotencyKey: key(),
      },
      need.maintainer,
    );
    const milestones = [{ title: 'a', deliverable: 'b', amount: { minor: '499', currency: 'USD' } }];
    const refused = await changesNothing(() =>
      api.mutate(
        'setMilestonePlan',
        'SetMilestonePlanInput',
        'need { id }',
        { needId: draft.id, milestones },
        need.maintainer,
      ),
    );
    expect(refused).toMatchObject({ userErrors: [{ code: 'PLAN_DOES_NOT_SUM' }] });
  });
});

describe('timers', () => {
  it('end an unproved claim and an undecided approval after fourteen days, and leave a decided one alone', async () => {
    const need = await givenNeed(api);
    const company = await givenCompany(api);
    await givenPledge(api, company, need.needId, '1000');
    await givenPaidPledge(api, company, need.needId, '2000');
    const claimant = await api.givenPerson(`Claimant ${key()}`);
    await api.mutate('claimProject', 'ClaimProjectInput', 'claim { id }', { projectId: need.projectId }, claimant);
    await api.settle();
    api.advance(14 * DAY_MS);
    await api.settle();
    const approvals = await api.database.asOwner<{ status: string }>(
      'SELECT status FROM approval_request ORDER BY requested_at DESC LIMIT 2',
    );
    const claims = await api.database.asOwner<{ status: string }>(
      'SELECT status FROM project_claim ORDER BY opened_at DESC LIMIT 2',
    );
    expect(approvals.map(({ status }) => status).sort()).toEqual(['approved', 'expired']);
    expect(claims.map(({ status }) => status)).toEqual(['expired', 'verified']);
  });
});

describe('a closed need', () => {
  it('takes no more pledges, and can only be closed by who posted it', async () => {
    const { maintainer, needId } = await givenNeed(api);
    const company = await givenCompany(api);
    const close = (as: { headers: Readonly<Record<string, string>> }) =>
      api.mutate('closeNeed', 'NeedActionInput', 'need { status }', { needId }, as);
    expect(await changesNothing(() => close(company.finance))).toMatchObject({
      userErrors: [{ code: 'NOT_NEED_OWNER' }],
    });
    expect(await close(maintainer)).toMatchObject({ need: { status: 'CLOSED' } });
    const input = {
      organisationId: company.organisationId,
      needId,
      amount: { minor: '100', currency: 'USD' },
      idempotencyKey: key(),
    };
    const refused = await changesNothing(() =>
      api.mutate('submitPledge', 'SubmitPledgeInput', 'pledge { id }', input, company.engineer),
    );
    expect(refused).toEqual({ pledge: null, userErrors: [{ code: 'NEED_NOT_OPEN' }] });
  });
});
