import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SoftwareAuthenticator, type Quirks } from '#cli';
import { MINUTE_MS, canonicalJson, parseId } from '#platform/kernel';
import { givenCompany, givenEvidence, givenNeed, givenPaidPledge, givenReviewer, key } from '../support/given.js';
import { TestApi, type Caller } from '../support/test-api.js';

let api: TestApi;
let admin: Caller;
let organisationId: string;
beforeAll(async () => {
  api = await TestApi.start();
}, 60_000);
afterAll(() => api.close());
beforeEach(async () => {
  const company = await givenCompany(api);
  [admin, organisationId] = [company.finance, company.organisationId];
});

type Proof = Awaited<ReturnType<TestApi['confirm']>>;

const invite = (input: object, as: Caller) =>
  api.mutateOnce<{ code: string | null }>('inviteMember', 'InviteMemberInput', 'code', input, as);
const reviewerInvitation = () => ({ organisationId, roles: ['REVIEWER'] });
const refusedWith = (code: string) => ({ code: null, userErrors: [{ code }] });

/** Runs something that has to be refused, and shows that nothing but sign-in was written. */
async function changesNothing<T>(work: () => Promise<T>): Promise<T> {
  const before = await api.fingerprint();
  const result = await work();
  expect(await api.fingerprint()).toEqual(before);
  return result;
}

describe('a protected mutation', () => {
  it('is refused without a confirmation, and says how to go on', async () => {
    expect(await changesNothing(() => invite(reviewerInvitation(), admin))).toEqual(refusedWith('STEP_UP_REQUIRED'));
    const answer = await api.gql(
      'mutation ($input: InviteMemberInput!) { inviteMember(input: $input) { clientMutationId userErrors { message field } } }',
      { input: { ...reviewerInvitation(), clientMutationId: 'mine' } },
      admin,
    );
    expect(answer.data!.inviteMember).toMatchObject({
      clientMutationId: 'mine',
      userErrors: [{ message: expect.stringContaining('beginStepUp'), field: ['stepUp'] }],
    });
  });

  it('tells somebody without a passkey to add one', async () => {
    const newcomer = await api.givenPersonWithoutPasskey(key());
    const answer = await api.gql(
      'mutation { startRecipientOnboarding(input: { country: "US" }) { userErrors { code message } } }',
      {},
      newcomer,
    );
    expect(answer.data!.startRecipientOnboarding).toEqual({
      userErrors: [{ code: 'STEP_UP_REQUIRED', message: expect.stringContaining('addPasskey') }],
    });
  });

  it('needs none for arguments that are not protected', async () => {
    expect(await invite({ organisationId, roles: ['MEMBER'] }, admin)).toMatchObject({ userErrors: [] });
    const token = { organisationId, name: 'reader', scopes: ['INVENTORY_READ'] };
    expect(await api.mutateOnce('createApiToken', 'CreateApiTokenInput', 'token', token, admin)).toMatchObject({
      userErrors: [],
    });
    const writer = { ...token, scopes: ['INVENTORY_READ', 'INVENTORY_WRITE'] };
    expect(await api.mutateOnce('createApiToken', 'CreateApiTokenInput', 'token', writer, admin)).toMatchObject({
      userErrors: [{ code: 'STEP_UP_REQUIRED' }],
    });
  });

  it('runs with the confirmation of a passkey, once', async () => {
    const input = reviewerInvitation();
    const stepUp = await api.confirm('inviteMember', input, admin, admin.passkey!);
    expect(await invite({ ...input, stepUp }, admin)).toMatchObject({ code: expect.any(String), userErrors: [] });
    expect(await changesNothing(() => invite({ ...input, stepUp }, admin))).toEqual(refusedWith('STEP_UP_INVALID'));
  });

  it('takes defaults and the order of fields as GraphQL reads them', async () => {
    const input = { scopes: ['INVENTORY_WRITE'], name: 'builder', organisationId };
    const stepUp = await api.confirm('createApiToken', input, admin, admin.passkey!);
    const sent = { organisationId, expiresInDays: 30, name: 'builder', scopes: ['INVENTORY_WRITE'], stepUp };
    const payload = await api.mutateOnce('createApiToken', 'CreateApiTokenInput', 'token', sent, admin);
    expect(payload).toEqual({ token: expect.stringMatching(/^mst_/), userErrors: [] });
  });

  it('gives the session a new secret when it was confirmed; the old one has ended', async () => {
    const before = { headers: { ...admin.headers } };
    const input = reviewerInvitation();
    const stepUp = await api.confirm('inviteMember', input, admin, admin.passkey!);
    await invite({ ...input, stepUp }, admin);
    expect(admin.headers.Cookie).not.toBe(before.headers.Cookie);
    expect((await api.gql('{ viewer { person { id } } }', {}, admin)).errors).toBeUndefined();
    expect((await api.gql('{ viewer { person { id } } }', {}, before)).errors?.[0]?.extensions.code).toBe(
      'UNAUTHENTICATED',
    );
  });
});

describe('a confirmation is refused', () => {
  it.each<[string, (input: { organisationId: string; roles: string[] }) => object]>([
    ['another role', (input) => ({ ...input, roles: ['FINANCE'] })],
    ['a role more', (input) => ({ ...input, roles: ['REVIEWER', 'ADMIN'] })],
    ['a role less', (input) => ({ ...input, roles: ['REVIEWER'] })],
    ['the same roles in another order', (input) => ({ ...input, roles: [...input.roles].reverse() })],
    ['another organisation', (input) => ({ ...input, organisationId: 'org_01h455vb4pex5vsknk084sn02q' })],
  ])('for %s than was confirmed', async (_case, changed) => {
    const input = { organisationId, roles: ['REVIEWER', 'FINANCE'] };
    const stepUp = await api.confirm('inviteMember', input, admin, admin.passkey!);
    const sent = { ...changed(input), stepUp };
    expect(await changesNothing(() => invite(sent, admin))).toEqual(refusedWith('STEP_UP_INVALID'));
  });

  it('for another operation with the same arguments', async () => {
    const stepUp = await api.confirm('renewOnboardingLink', {}, admin, admin.passkey!);
    const other = await changesNothing(() =>
      api.mutateOnce('createRecoveryCodes', 'CreateRecoveryCodesInput', 'codes', { stepUp }, admin),
    );
    expect(other).toEqual({ codes: null, userErrors: [{ code: 'STEP_UP_INVALID' }] });
  });

  it('after five minutes', async () => {
    const input = reviewerInvitation();
    const early = await api.confirm('inviteMember', input, admin, admin.passkey!);
    const late = await api.confirm('inviteMember', input, admin, admin.passkey!);
    api.advance(4 * MINUTE_MS);
    expect(await invite({ ...input, stepUp: early }, admin)).toMatchObject({ userErrors: [] });
    api.advance(MINUTE_MS);
    expect(await invite({ ...input, stepUp: late }, admin)).toEqual(refusedWith('STEP_UP_INVALID'));
  });

  it('from another session, of the same person or of somebody else', async () => {
    const input = reviewerInvitation();
    const stranger = await api.givenPerson(key());
    const stepUp = await api.confirm('inviteMember', input, admin, admin.passkey!);
    expect(await changesNothing(() => invite({ ...input, stepUp }, stranger))).toEqual(refusedWith('STEP_UP_INVALID'));
  });

  it('by the passkey of somebody else', async () => {
    const input = reviewerInvitation();
    const stranger = await api.givenPerson(key());
    const stepUp = await api.confirm('inviteMember', input, admin, stranger.passkey!);
    expect(await changesNothing(() => invite({ ...input, stepUp }, admin))).toEqual(refusedWith('STEP_UP_INVALID'));
  });

  it.each<[string, Quirks]>([
    ['another origin', { origin: 'https://evil.example' }],
    ['another relying party', { relyingPartyId: 'evil.example' }],
    ['a user who was not verified', { userVerified: false }],
    ['an answer to another kind of question', { type: 'webauthn.create' }],
    ['another challenge', { challenge: Buffer.alloc(32).toString('base64url') }],
  ])('with %s', async (_case, quirks) => {
    const input = reviewerInvitation();
    const { challengeId, options } = await api.beginStepUp('inviteMember', input, admin);
    const stepUp = { challengeId, assertion: admin.passkey!.get(options, quirks) };
    expect(await changesNothing(() => invite({ ...input, stepUp }, admin))).toEqual(refusedWith('STEP_UP_INVALID'));
  });

  it.each<[string, (proof: Proof) => Proof]>([
    ['an unknown key', (proof) => ({ ...proof, assertion: proof.assertion.replace(/"id":"./, '"id":"!') })],
    ['no JSON', (proof) => ({ ...proof, assertion: 'yes' })],
    ['JSON that is no answer', (proof) => ({ ...proof, assertion: 'null' })],
    ['a flipped signature', flipSignature],
    ['a challenge that was never asked', (proof) => ({ ...proof, challengeId: 'stp_01h455vb4pex5vsknk084sn02q' })],
  ])('with %s', async (_case, change) => {
    const input = reviewerInvitation();
    const stepUp = change(await api.confirm('inviteMember', input, admin, admin.passkey!));
    expect(await changesNothing(() => invite({ ...input, stepUp }, admin))).toEqual(refusedWith('STEP_UP_INVALID'));
  });

  it('with a key that was made up on the spot', async () => {
    const input = reviewerInvitation();
    const stepUp = await api.confirm('inviteMember', input, admin, new SoftwareAuthenticator(api.url));
    expect(await changesNothing(() => invite({ ...input, stepUp }, admin))).toEqual(refusedWith('STEP_UP_INVALID'));
  });

  it('when it was tried with other arguments before: a wrong use is a use', async () => {
    const input = reviewerInvitation();
    const stepUp = await api.confirm('inviteMember', input, admin, admin.passkey!);
    await invite({ ...input, roles: ['ADMIN'], stepUp }, admin);
    expect(await invite({ ...input, stepUp }, admin)).toEqual(refusedWith('STEP_UP_INVALID'));
  });

  function flipSignature(proof: Proof): Proof {
    const answer = JSON.parse(proof.assertion) as { response: { signature: string } };
    const bytes = Buffer.from(answer.response.signature, 'base64url');
    bytes[bytes.length - 1]! ^= 1;
    answer.response.signature = bytes.toString('base64url');
    return { ...proof, assertion: JSON.stringify(answer) };
  }
});

describe('the acceptance of a milestone', () => {
  it('is bound to its audit entry and to the milestone as it was', async () => {
    const [company, { maintainer, needId, milestoneIds }] = [await givenCompany(api), await givenNeed(api)];
    await givenPaidPledge(api, company, needId, '100000');
    const [milestoneId] = milestoneIds as [string, string];
    await givenEvidence(api, maintainer, milestoneId);
    const reviewer = await givenReviewer(api);
    await api.mutate('startReview', 'StartReviewInput', 'milestone { id }', { milestoneId }, reviewer);
    const input = { milestoneId, reasons: 'rebuilt' };
    const accept = (stepUp: Proof) =>
      api.mutateOnce<{ milestone: unknown }>(
        'acceptMilestone',
        'DecideMilestoneInput',
        'milestone { status }',
        { ...input, stepUp },
        reviewer,
      );

    const early = await api.confirm('acceptMilestone', input, reviewer, reviewer.passkey!);
    await api.database.asOwner(`UPDATE milestone SET version = version + 1 WHERE title = 'Part 1'`);
    const [changed] = await api.database.asOwner<{ version: number }>(
      `SELECT version FROM milestone WHERE title = 'Part 1'`,
    );
    expect(await changesNothing(() => accept(early))).toMatchObject({ userErrors: [{ code: 'STEP_UP_INVALID' }] });

    const stepUp = await api.confirm('acceptMilestone', input, reviewer, reviewer.passkey!);
    expect(await accept(stepUp)).toMatchObject({ milestone: { status: 'PAYABLE' }, userErrors: [] });
    const [leaf] = await api.database.asOwner<{ actor: { stepUp: { stepUpId: string; actionDigest: string } } }>(
      `SELECT canonical::jsonb -> 'actor' AS actor FROM audit_entry
        WHERE canonical::jsonb ->> 'action' = 'accept' AND canonical::jsonb ->> 'subject' LIKE 'milestone:%'`,
    );
    const [kept] = await api.database.asOwner<{ nonce: Buffer; action: string; assertion: string }>(
      'SELECT nonce, action, assertion FROM webauthn_challenge WHERE id = $1',
      [leaf!.actor.stepUp.stepUpId],
    );
    // What an auditor does with the rows alone: the action gives the digest of the log, and the passkey signed that.
    const digest = createHash('sha256').update(kept!.nonce).update(kept!.action).digest();
    expect(leaf!.actor.stepUp.actionDigest).toBe(digest.toString('hex'));
    const { response } = JSON.parse(kept!.assertion) as { response: { clientDataJSON: string } };
    const clientData = JSON.parse(Buffer.from(response.clientDataJSON, 'base64url').toString()) as {
      challenge: string;
    };
    expect(clientData.challenge).toBe(digest.toString('base64url'));
    expect(kept!.action).toBe(
      canonicalJson({ operation: 'acceptMilestone', arguments: input, objectVersion: String(changed!.version) }),
    );
  });
});

describe('beginStepUp', () => {
  it.each([
    ['an operation that does not exist', 'giveMeMoney', '{}'],
    ['an operation that is not confirmed', 'createOrganisation', '{"kind":"COMPANY","name":"x"}'],
    ['arguments that are no JSON', 'inviteMember', '{'],
    ['arguments that do not fit', 'inviteMember', '{"organisationId":"x"}'],
    ['arguments that are a list', 'inviteMember', '[]'],
  ])('refuses %s', async (_case, operation, given) => {
    const input = { operation, arguments: given };
    const begin = () => api.mutateOnce('beginStepUp', 'BeginStepUpInput', 'challengeId', input, admin);
    expect(await changesNothing(begin)).toEqual({
      challengeId: null,
      userErrors: [{ code: 'STEP_UP_UNKNOWN_ACTION' }],
    });
  });

  it('cannot be called with a token', async () => {
    const { token } = await api.mutate<{ token: string }>(
      'createApiToken',
      'CreateApiTokenInput',
      'token',
      { organisationId, name: 'builder', scopes: ['INVENTORY_WRITE'] },
      admin,
    );
    const answer = await api.gql(
      'mutation { beginStepUp(input: { operation: "inviteMember", arguments: "{}" }) { options } }',
      {},
      { headers: { Authorization: `Bearer ${token}` } },
    );
    expect(answer.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});

it('a passkey that is removed while it answers confirms nothing', async () => {
  const input = reviewerInvitation();
  const stepUp = await api.confirm('inviteMember', input, admin, admin.passkey!);
  const runner = api.database.dataSource.createQueryRunner();
  try {
    await runner.startTransaction();
    const at = api.clock.now().toISOString();
    await runner.query('UPDATE passkey SET removed_at = $2 WHERE person_id = $1', [parseId('usr', admin.personId), at]);
    const outcome = invite({ ...input, stepUp }, admin);
    await sleep(300);
    await runner.commitTransaction();
    expect(await outcome).toEqual(refusedWith('STEP_UP_INVALID'));
  } finally {
    await runner.release();
  }
});
