import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SoftwareAuthenticator, type Quirks } from '#cli';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, parseId } from '#platform/kernel';
import { givenCompany, givenNeed, givenPledge, key } from '../support/given.js';
import { TestApi, type Caller } from '../support/test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start();
}, 60_000);
afterAll(() => api.close());

interface Begun {
  readonly challengeId: string;
  readonly options: string;
}

const begin = (as: Caller) =>
  api.mutateOnce<Begun>('beginPasskeyRegistration', 'BeginPasskeyRegistrationInput', 'challengeId options', {}, as);

async function addTo(as: Caller, passkey = new SoftwareAuthenticator(api.url), quirks: Quirks = {}) {
  const { challengeId, options } = await begin(as);
  const input = { challengeId, credential: passkey.create(options, quirks), name: 'phone' };
  return api.mutate<{ passkey: { id: string } | null }>('addPasskey', 'AddPasskeyInput', 'passkey { id }', input, as);
}

async function stateOf(as: Caller) {
  const answer = await api.gql(
    '{ viewer { passkeys { id name lastUsedAt } recoveryCodesLeft decisionsPausedUntil } }',
    {},
    as,
  );
  return answer.data!.viewer as {
    passkeys: { id: string; name: string; lastUsedAt: string | null }[];
    recoveryCodesLeft: number;
    decisionsPausedUntil: string | null;
  };
}

const recoveryCodes = (as: Caller) =>
  api.mutate<{ codes: string[] }>('createRecoveryCodes', 'CreateRecoveryCodesInput', 'codes', {}, as);
const useCode = (as: Caller, code: string) =>
  api.mutateOnce<{ recoveredUntil: string | null }>(
    'useRecoveryCode',
    'UseRecoveryCodeInput',
    'recoveredUntil',
    { code },
    as,
  );

describe('passkeys', () => {
  it('are listed, renamed and removed by their owner', async () => {
    const person = await api.givenPerson(key());
    const added = await addTo(person);
    const passkeyId = added.passkey!.id;
    await api.mutate(
      'renamePasskey',
      'RenamePasskeyInput',
      'passkey { name }',
      { passkeyId, name: 'key ring' },
      person,
    );
    expect((await stateOf(person)).passkeys.map(({ name }) => name)).toEqual(['laptop', 'key ring']);
    const removed = await api.mutate('removePasskey', 'RemovePasskeyInput', 'removedId', { passkeyId }, person);
    expect(removed).toEqual({ removedId: passkeyId, userErrors: [] });
    expect((await stateOf(person)).passkeys).toHaveLength(1);
  });

  it('that were removed are neither renamed nor removed again', async () => {
    const person = await api.givenPerson(key());
    const passkeyId = (await addTo(person)).passkey!.id;
    const remove = () => api.mutate('removePasskey', 'RemovePasskeyInput', 'removedId', { passkeyId }, person);
    expect((await remove()).userErrors).toEqual([]);
    const gone = [{ code: 'PASSKEY_NOT_FOUND' }];
    expect((await remove()).userErrors).toEqual(gone);
    const input = { passkeyId, name: 'x' };
    const renamed = await api.mutate('renamePasskey', 'RenamePasskeyInput', 'passkey { id }', input, person);
    expect(renamed.userErrors).toEqual(gone);
  });

  it('of somebody else are not found', async () => {
    const [owner, stranger] = [await api.givenPerson(key()), await api.givenPerson(key())];
    const passkeyId = (await stateOf(owner)).passkeys[0]!.id;
    const renamed = await api.mutate(
      'renamePasskey',
      'RenamePasskeyInput',
      'passkey { id }',
      { passkeyId, name: 'x' },
      stranger,
    );
    expect(renamed.userErrors).toEqual([{ code: 'PASSKEY_NOT_FOUND' }]);
    const removed = await api.mutate('removePasskey', 'RemovePasskeyInput', 'removedId', { passkeyId }, stranger);
    expect(removed.userErrors).toEqual([{ code: 'PASSKEY_NOT_FOUND' }]);
    expect((await stateOf(owner)).passkeys).toHaveLength(1);
    expect((await stateOf(stranger)).decisionsPausedUntil).toBeNull();
  });

  it('after the first are added only with the confirmation of one that is there', async () => {
    const person = await api.givenPerson(key());
    const { challengeId, options } = await begin(person);
    const input = { challengeId, credential: new SoftwareAuthenticator(api.url).create(options), name: 'phone' };
    const refused = await api.mutateOnce('addPasskey', 'AddPasskeyInput', 'passkey { id }', input, person);
    expect(refused).toEqual({ passkey: null, userErrors: [{ code: 'STEP_UP_REQUIRED' }] });
    expect((await stateOf(person)).passkeys).toHaveLength(1);
  });

  it.each<[string, Quirks]>([
    ['another origin', { origin: 'https://evil.example' }],
    ['another relying party', { relyingPartyId: 'evil.example' }],
    ['a user who was not verified', { userVerified: false }],
    ['an answer to another kind of question', { type: 'webauthn.get' }],
    ['another challenge', { challenge: Buffer.alloc(32).toString('base64url') }],
  ])('are not kept with %s', async (_case, quirks) => {
    const person = await api.givenPersonWithoutPasskey(key());
    const refused = await addTo(person, new SoftwareAuthenticator(api.url), quirks);
    expect(refused).toEqual({ passkey: null, userErrors: [{ code: 'PASSKEY_INVALID' }] });
    expect((await stateOf(person)).passkeys).toEqual([]);
  });

  it('are not kept twice, in another session, or too late', async () => {
    const [person, other] = [await api.givenPersonWithoutPasskey(key()), await api.givenPersonWithoutPasskey(key())];
    const passkey = new SoftwareAuthenticator(api.url);
    const { challengeId, options } = await begin(person);
    const input = { challengeId, credential: passkey.create(options), name: 'phone' };
    const send = (as: Caller) => api.mutateOnce('addPasskey', 'AddPasskeyInput', 'passkey { id }', input, as);
    const refusal = { passkey: null, userErrors: [{ code: 'PASSKEY_INVALID' }] };
    expect(await send(other)).toEqual(refusal);
    api.advance(6 * MINUTE_MS);
    expect(await send(person)).toEqual(refusal);
    expect((await addTo(person, passkey)).userErrors).toEqual([]);
    expect(await addTo(other, passkey)).toEqual(refusal);
  });
});

describe('recovery codes', () => {
  it('are ten, shown once, kept as hashes, and each works once', async () => {
    const person = await api.givenPerson(key());
    const { codes } = await recoveryCodes(person);
    expect([codes.length, new Set(codes).size, (await stateOf(person)).recoveryCodesLeft]).toEqual([10, 10, 10]);
    expect(codes.every((code) => /^[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){3}$/.test(code))).toBe(true);
    const rows = await api.database.asOwner<{ row: string }>('SELECT recovery_code::text AS row FROM recovery_code');
    expect(rows.filter(({ row }) => codes.some((code) => row.includes(code.replaceAll('-', ''))))).toEqual([]);
    const typed = codes[0]!.toUpperCase().replaceAll('-', ' ');
    expect(await useCode(person, typed)).toEqual({ recoveredUntil: expect.any(String), userErrors: [] });
    expect(await useCode(person, codes[0]!)).toEqual({
      recoveredUntil: null,
      userErrors: [{ code: 'RECOVERY_CODE_INVALID' }],
    });
    expect((await stateOf(person)).recoveryCodesLeft).toBe(9);
  });

  it('from before stop working when new ones are made, and those of others never worked', async () => {
    const [person, other] = [await api.givenPerson(key()), await api.givenPerson(key())];
    const { codes: old } = await recoveryCodes(person);
    const { codes: fresh } = await recoveryCodes(person);
    expect((await useCode(person, old[0]!)).userErrors).toEqual([{ code: 'RECOVERY_CODE_INVALID' }]);
    expect((await useCode(other, fresh[0]!)).userErrors).toEqual([{ code: 'RECOVERY_CODE_INVALID' }]);
    expect((await useCode(person, fresh[0]!)).userErrors).toEqual([]);
  });

  it('that were used or replaced keep the day of it when new ones are made', async () => {
    const person = await api.givenPerson(key());
    const { codes } = await recoveryCodes(person);
    await useCode(person, codes[0]!);
    await recoveryCodes(person);
    const ended = () =>
      api.database.asOwner<{ used_at: Date | null; replaced_at: Date | null }>(
        `SELECT code_hash, used_at, replaced_at FROM recovery_code
          WHERE person_id = $1 AND (used_at IS NOT NULL OR replaced_at IS NOT NULL) ORDER BY code_hash`,
        [parseId('usr', person.personId)],
      );
    const before = await ended();
    expect(before).toHaveLength(10);
    expect(before.filter(({ used_at: usedAt }) => usedAt !== null)).toMatchObject([{ replaced_at: null }]);
    api.advance(SECOND_MS);
    await recoveryCodes(person);
    expect(await ended()).toEqual(expect.arrayContaining(before));
  });

  it('open the change of passkeys for ten minutes in that session, and nothing else', async () => {
    const person = await api.givenPerson(key());
    const { codes } = await recoveryCodes(person);
    const lost = { ...person, passkey: null };
    expect((await addTo(lost)).userErrors).toEqual([{ code: 'STEP_UP_REQUIRED' }]);
    await useCode(lost, codes[0]!);
    const pay = await api.mutateOnce(
      'startRecipientOnboarding',
      'StartRecipientOnboardingInput',
      'recipientAccount { id }',
      { country: 'US' },
      lost,
    );
    expect(pay.userErrors).toEqual([{ code: 'STEP_UP_REQUIRED' }]);
    expect((await addTo(lost)).userErrors).toEqual([]);
    api.advance(10 * MINUTE_MS + SECOND_MS);
    expect((await addTo(lost)).userErrors).toEqual([{ code: 'STEP_UP_REQUIRED' }]);
  });
});

describe('after a change of authenticators', () => {
  async function approval(prepare: (approver: Caller) => Promise<unknown>) {
    const [company, { needId }] = [await givenCompany(api), await givenNeed(api)];
    await prepare(company.finance);
    const pledgeId = await givenPledge(api, company, needId, '1000');
    await api.settle();
    return () => api.mutate('approvePledge', 'DecidePledgeInput', 'pledge { status }', { pledgeId }, company.finance);
  }
  const PAUSED = { pledge: null, userErrors: [{ code: 'DECISIONS_PAUSED' }] };

  it.each<[string, (approver: Caller) => Promise<unknown>]>([
    ['a second passkey', addTo],
    ['a passkey less', removeFirst],
    ['new recovery codes', (approver) => recoveryCodes(approver).then(() => recoveryCodes(approver))],
    ['a recovery code used', (approver) => recoveryCodes(approver).then(({ codes }) => useCode(approver, codes[0]!))],
  ])('such as %s nothing is approved for seven days', async (_case, change) => {
    const approve = await approval(change);
    expect(await approve()).toEqual(PAUSED);
    api.advance(7 * DAY_MS - HOUR_MS);
    expect(await approve()).toEqual(PAUSED);
    api.advance(HOUR_MS);
    expect(await approve()).toMatchObject({ userErrors: [] });
  });

  it('the refusal names the time from which decisions work again', async () => {
    const person = await api.givenPerson(key());
    await addTo(person);
    const { decisionsPausedUntil } = await stateOf(person);
    expect(new Date(decisionsPausedUntil!).getTime() - api.clock.now().getTime()).toBeGreaterThan(
      7 * DAY_MS - MINUTE_MS,
    );
    const answer = await api.gql(
      'mutation { approvePledge(input: { pledgeId: "x" }) { userErrors { message } } }',
      {},
      person,
    );
    expect(answer.data!.approvePledge).toEqual({
      userErrors: [{ message: expect.stringContaining(decisionsPausedUntil!) }],
    });
  });

  it('a newcomer who sets up passkey and codes on the first day may decide at once', async () => {
    const approve = await approval(recoveryCodes);
    expect(await approve()).toMatchObject({ userErrors: [] });
  });

  it('the first passkey of an account that is older than a day counts as a change', async () => {
    const [newcomer, latecomer] = [
      await api.givenPersonWithoutPasskey(key()),
      await api.givenPersonWithoutPasskey(key()),
    ];
    await api.addPasskey(newcomer);
    api.advance(DAY_MS);
    await api.addPasskey(latecomer);
    expect((await stateOf(newcomer)).decisionsPausedUntil).toBeNull();
    expect((await stateOf(latecomer)).decisionsPausedUntil).not.toBeNull();
  });

  async function removeFirst(approver: Caller): Promise<void> {
    await addTo(approver);
    const [, second] = (await stateOf(approver)).passkeys;
    await api.mutate('removePasskey', 'RemovePasskeyInput', 'removedId', { passkeyId: second!.id }, approver);
  }
});
