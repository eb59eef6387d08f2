import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditExport } from '#libs/audit';
import { LedgerQueries } from '#libs/ledger';
import { PrincipalDirectory, hashSecret, newSecret, sessionCookieName } from '#platform/auth';
import { Config } from '#platform/config';
import { UnitOfWork } from '#platform/database';
import { DAY_MS, HOUR_MS, formatId, parseId, systemActor, type Id } from '#platform/kernel';
import { startMailCatcher, type MailCatcher } from '../../apps/mail-catcher/src/index.js';
import { handIn, longWork } from '../support/given-history.js';
import { claimName, withMail } from '../support/given-names.js';
import { givenMember as givenPoolMember } from '../support/given-pool.js';
import { givenSeat } from '../support/given-vetting.js';
import {
  givenCompany,
  givenEvidence,
  givenMaintainer,
  givenMember,
  givenNeed,
  givenOrganisation,
  givenPaidPledge,
  givenReviewer,
  key,
} from '../support/given.js';
import { faultOf } from '../support/planted-log.js';
import { TestApi, type Caller } from '../support/test-api.js';

const ISSUER = 'https://id.example';

let api: TestApi;
let catcher: MailCatcher;
beforeAll(async () => {
  catcher = await startMailCatcher({ smtpPort: 0, pagePort: 0 });
  api = await TestApi.start({ SMTP_URL: `smtp://127.0.0.1:${String(catcher.smtpPort)}` }, 'trace');
}, 60_000);
afterAll(async () => {
  await api.close();
  await catcher.close();
});

const codes = (answer: { userErrors: readonly { code: string }[] }): string[] =>
  answer.userErrors.map(({ code }) => code);
const request = (person: Caller) =>
  api.mutate<{ erasure: { status: string; dueAt: string } | null }>(
    'requestErasure',
    'RequestErasureInput',
    'erasure { status dueAt }',
    {},
    person,
  );
const withdraw = (person: Caller) =>
  api.mutate<{ erasure: { status: string } | null }>(
    'withdrawErasure',
    'WithdrawErasureInput',
    'erasure { status }',
    {},
    person,
  );

async function stateOf(person: Caller): Promise<unknown> {
  const answer = await api.gql('{ viewer { erasure { status obstacles decidedAt } } }', {}, person);
  return (answer.data?.viewer as { erasure: unknown } | null)?.erasure ?? answer.errors?.[0]?.extensions.code;
}

async function signedIn(subject: string, name: string, userAgent?: string): Promise<Caller> {
  const secret = newSecret();
  const personId = await api.app
    .get(PrincipalDirectory)
    .signIn({ issuer: ISSUER, subject, displayName: name }, { secretHash: hashSecret(secret), userAgent });
  const Cookie = `${sessionCookieName(api.app.get(Config))}=${secret}`;
  return { personId: formatId('usr', personId), headers: { Cookie }, passkey: null };
}

describe('a wish to be erased', () => {
  it('is carried out after seven days, and not before', async () => {
    await givenCompany(api);
    const person = await api.givenPerson(`Grace ${key()}`);
    const { erasure } = await request(person);
    expect(erasure).toMatchObject({ status: 'REQUESTED' });
    expect(new Date(erasure!.dueAt).getTime() - api.clock.now().getTime()).toBeGreaterThan(7 * DAY_MS - HOUR_MS);
    api.advance(7 * DAY_MS - HOUR_MS);
    await api.settle();
    expect(await stateOf(await reopened(person))).toMatchObject({ status: 'REQUESTED' });
    api.advance(2 * HOUR_MS);
    await api.settle();
    expect(await rows('SELECT status FROM erasure WHERE person_id = $1', person)).toEqual([{ status: 'done' }]);
    expect(await organisationsLeftBy(person)).toEqual([]);
  });

  it('forgets the names that somebody has shown to be theirs in a history, and keeps what happened', async () => {
    const { projectId, maintainer } = await givenMaintainer(api);
    const person = await api.givenPerson(`Ann ${key()}`);
    await handIn(api, maintainer, { projectId, events: longWork('ann@mail.example', api.clock.now().getTime()) });
    await withMail(api, person, 'ann@mail.example');
    expect(await claimName(api, person, projectId, 'ann@mail.example')).toEqual(['ann@mail.example']);
    await request(person);
    api.advance(8 * DAY_MS);
    await api.settle();
    const id = parseId('prj', projectId);
    const names =
      'SELECT count(*)::int AS names, count(sealed_name)::int AS kept FROM project_name WHERE project_id = $1';
    // That of whoever has applied the changes is somebody else's.
    expect(await api.database.asOwner(names, [id])).toEqual([{ names: 2, kept: 1 }]);
    expect(await rows('SELECT 1 FROM project_name_claim WHERE person_id = $1', person)).toEqual([]);
    expect(await api.database.asOwner('SELECT count(*)::int AS events FROM project_event WHERE project_id = $1', [id])).toEqual([{ events: 40 }]); // prettier-ignore
  });

  it('ends seats and what somebody has said for them, and keeps who sat when', async () => {
    const { projectId } = await givenMaintainer(api);
    const person = await api.givenPerson(`Stella ${key()}`);
    await givenPoolMember(api, person, { kind: 'STEWARD', statement: 'Ten years of packaging for Widgets.' });
    await givenSeat(api, projectId, person, 'STEWARD');
    await request(person);
    api.advance(8 * DAY_MS);
    await api.settle();
    expect(await rows('SELECT status, statement, ties FROM pool_member WHERE person_id = $1', person)).toEqual([
      { status: 'WITHDRAWN', statement: 'The person was erased.', ties: '' },
    ]);
    const seats = 'SELECT kind, ended_at IS NOT NULL AS "isOver" FROM project_seat WHERE person_id = $1';
    expect(await rows(seats, person)).toEqual([{ kind: 'STEWARD', isOver: true }]);
  });

  it('is told to the person, and can be taken back once', async () => {
    const person = await api.givenPerson(`Grace ${key()}`);
    await request(person);
    expect(codes(await request(person))).toEqual(['ERASURE_UNDER_WAY']);
    await api.settle();
    const inbox = await api.gql('{ viewer { notifications(first: 5) { nodes { subject } } } }', {}, person);
    expect(JSON.stringify(inbox)).toContain('will be erased in 7 days');
    expect((await withdraw(person)).erasure).toEqual({ status: 'WITHDRAWN' });
    expect(codes(await withdraw(person))).toEqual(['ERASURE_NOT_FOUND']);
    api.advance(8 * DAY_MS);
    await api.settle();
    expect(await rows('SELECT erased_at FROM person WHERE id = $1', person)).toEqual([{ erased_at: null }]);
    expect((await request(await reopened(person))).erasure).toMatchObject({ status: 'REQUESTED' });
  });

  it('of somebody else is not taken back', async () => {
    const [person, stranger] = [await api.givenPerson(`Grace ${key()}`), await api.givenPerson(`Stranger ${key()}`)];
    await request(person);
    expect(codes(await withdraw(stranger))).toEqual(['ERASURE_NOT_FOUND']);
    expect(await stateOf(person)).toMatchObject({ status: 'REQUESTED' });
    expect(codes(await withdraw(person))).toEqual([]);
  });

  it('is not refused because of the only administrator of an organisation in which one is a member', async () => {
    const { engineer } = await givenCompany(api);
    expect(codes(await request(engineer))).toEqual([]);
  });

  it('is not refused to a maintainer whose need was closed before any money came', async () => {
    const { maintainer, needId } = await givenNeed(api);
    await api.mutate('closeNeed', 'NeedActionInput', 'need { id }', { needId }, maintainer);
    expect(codes(await request(maintainer))).toEqual([]);
  });

  it('is refused to the only administrator of an organisation, and nothing is stored', async () => {
    const { finance: founder } = await givenCompany(api);
    expect(codes(await request(founder))).toEqual(['ERASURE_BLOCKED']);
    expect(await rows('SELECT 1 FROM erasure WHERE person_id = $1', founder)).toEqual([]);
  });

  it('is refused to a maintainer while the need is open, and while money is held or on its way', async () => {
    const company = await givenCompany(api);
    const need = await givenNeed(api);
    expect(codes(await request(need.maintainer))).toEqual(['ERASURE_BLOCKED']);
    await givenPaidPledge(api, company, need.needId, '100000');
    await api.mutate('closeNeed', 'NeedActionInput', 'need { id }', { needId: need.needId }, need.maintainer);
    expect(codes(await request(need.maintainer))).toEqual(['ERASURE_BLOCKED']);
  });

  it('is refused to a reviewer who has taken a review, and not after stepping back from it', async () => {
    const { maintainer, needId, milestoneIds } = await givenNeed(api);
    await givenPaidPledge(api, await givenCompany(api), needId, '100000');
    await givenEvidence(api, maintainer, milestoneIds[0]!);
    const reviewer = await givenReviewer(api);
    const review = { milestoneId: milestoneIds[0]! };
    await api.mutate('startReview', 'StartReviewInput', 'clientMutationId', review, reviewer);
    expect(codes(await request(reviewer))).toEqual(['ERASURE_BLOCKED']);
    await api.mutate('stepBackFromReview', 'StepBackFromReviewInput', 'clientMutationId', review, reviewer);
    expect(codes(await request(reviewer))).toEqual([]);
  });

  it('is not carried out when something stands in the way by then; the person hears of it and stays', async () => {
    const person = await api.givenPerson(`Grace ${key()}`);
    await request(person);
    await givenOrganisation(api, 'COMPANY', person);
    api.advance(7 * DAY_MS + HOUR_MS);
    await api.settle();
    const back = await reopened(person);
    expect(await stateOf(back)).toMatchObject({ status: 'BLOCKED', obstacles: ['LAST_ADMIN'] });
    const inbox = await api.gql('{ viewer { notifications(first: 5) { nodes { subject } } } }', {}, back);
    expect(JSON.stringify(inbox)).toContain('was not erased');
  });

  it('cannot be carried out by the application itself before it is due, nor without having been asked for', async () => {
    const person = await api.givenPerson(`Grace ${key()}`);
    await request(person);
    const [row] = await rows<{ id: string }>('SELECT id FROM erasure WHERE person_id = $1', person);
    const run = (id: string, at: Date) =>
      api.app
        .get(UnitOfWork)
        .run(systemActor('test'), (tx) => tx.manager.query('SELECT erase_person($1, $2)', [id, at.toISOString()]));
    await expect(run(row!.id, api.clock.now())).rejects.toThrow('no erasure is due');
    await expect(run(parseId('usr', person.personId), api.clock.now())).rejects.toThrow('no erasure is due');
    await withdraw(person);
    await expect(run(row!.id, new Date(api.clock.now().getTime() + 30 * DAY_MS))).rejects.toThrow('no erasure is due');
    for (const table of ['person', 'mail_address', 'session', 'passkey', 'notification', 'upload']) {
      const removal = api.app
        .get(UnitOfWork)
        .run(systemActor('test'), (tx) => tx.manager.query(`DELETE FROM ${table}`));
      await expect(removal).rejects.toThrow(/permission denied/);
    }
  });
});

describe('a person who is erased', () => {
  const marker = (what: string): string => `zq8${what}${key().slice(-8)}`;
  const markers = {
    signInName: marker('first'),
    chosenName: marker('chosen'),
    laterName: marker('later'),
    subject: marker('subject'),
    otherSubject: marker('othersubject'),
    invitedAs: `${marker('invited')}@example.org`,
    firstMail: `${marker('firstmail')}@example.org`,
    secondMail: `${marker('secondmail')}@example.org`,
    abandonedMail: `${marker('abandoned')}@example.org`,
    pendingMail: `${marker('pending')}@example.org`,
    passkey: marker('passkey'),
    renamedPasskey: marker('renamed'),
    token: marker('token'),
    revokedToken: marker('revoked'),
    fileName: marker('file'),
    fileContent: marker('content'),
    submittedFileName: marker('submitted'),
    agent: marker('agent'),
    code: marker('code'),
    otherFileName: marker('otherfile'),
  };
  const shown = [markers.laterName, markers.secondMail, markers.pendingMail, markers.subject, markers.token];
  let person: Caller;
  let fellow: Caller;
  let organisationId: string;
  let evidenceNeed: string;
  let before: readonly string[];
  let refusals: readonly string[];
  let clear: readonly string[];

  beforeAll(async () => {
    person = await signedIn(markers.subject, markers.signInName, markers.agent);
    await api.addPasskey(person);
    await live();
    before = shown.filter((text) => !(visible ?? '').includes(text));
    clear = await found();
    refusals = codes(await request(person));
    api.advance(7 * DAY_MS + HOUR_MS);
    await api.settle();
  }, 120_000);
  let visible: string | undefined;

  /** Everything that somebody does here and leaves traces of. */
  async function live(): Promise<void> {
    const company = await givenCompany(api);
    organisationId = company.organisationId;
    fellow = company.engineer;
    await invitedByMail(company.finance);
    await name(markers.chosenName);
    await name(markers.laterName);
    await mail(markers.firstMail, true);
    await mail(markers.secondMail, true);
    await mail(markers.abandonedMail, false);
    await mail(markers.pendingMail, false);
    const session = (await api.app.get(PrincipalDirectory).findSession(hashOf(person)))!;
    const identity = { issuer: 'https://forge.example', subject: markers.otherSubject, displayName: 'x' };
    await api.app.get(PrincipalDirectory).linkIdentity(session, identity);
    await renamePasskeys();
    for (const text of [markers.token, markers.revokedToken]) await makeToken(text);
    for (const file of [markers.fileName, markers.otherFileName]) await uploadEvidence(file, markers.fileContent);
    await workAndBePaid();
    visible = JSON.stringify(
      await api.gql(
        '{ viewer { person { displayName } mailAddress { address pendingAddress } identities { subject } apiTokens { name } } }',
        {},
        person,
      ),
    );
  }

  const hashOf = ({ headers }: Caller): Buffer => hashSecret(headers.Cookie.slice(headers.Cookie.indexOf('=') + 1));

  async function invitedByMail(admin: Caller): Promise<void> {
    const input = { organisationId, address: markers.invitedAs, roles: ['MEMBER'] };
    await api.mutate('inviteMemberByMail', 'InviteMemberByMailInput', 'expiresAt', input, admin);
    await api.settle();
    const letter = catcher.mails.find(({ to }) => to.includes(markers.invitedAs));
    const code = /code=([\w-]+)/.exec(letter!.text)![1]!;
    await api.mutate('acceptInvitation', 'AcceptInvitationInput', 'organisation { id }', { code }, person);
  }

  async function name(displayName: string): Promise<void> {
    const input = { intents: ['RECEIVE'], displayName, isNamed: true };
    await api.mutate('completeSignUp', 'CompleteSignUpInput', 'clientMutationId', input, person);
  }

  async function mail(address: string, isConfirmed: boolean): Promise<void> {
    api.advance(2 * 60_000);
    await api.mutate('setMailAddress', 'SetMailAddressInput', 'clientMutationId', { address }, person);
    await api.settle();
    if (!isConfirmed) return;
    const letter = catcher.mails.find(({ to }) => to.includes(address));
    const code = /code=([\w-]+)/.exec(letter!.text)![1]!;
    const answer = await api.mutate('confirmMailAddress', 'ConfirmMailAddressInput', 'isConfirmed', { code }, person);
    expect(codes(answer)).toEqual([]);
  }

  async function renamePasskeys(): Promise<void> {
    const { data } = await api.gql('{ viewer { passkeys { id } } }', {}, person);
    const [{ id: passkeyId }] = (data!.viewer as { passkeys: [{ id: string }] }).passkeys;
    for (const text of [markers.renamedPasskey, markers.passkey]) {
      const answer = await api.mutate('renamePasskey', 'RenamePasskeyInput', 'passkey { name }', { passkeyId, name: text }, person); // prettier-ignore
      expect(codes(answer)).toEqual([]);
    }
  }

  async function makeToken(text: string): Promise<void> {
    const input = { organisationId, name: text, scopes: ['INVENTORY_READ'] };
    const answer = await api.mutate('createApiToken', 'CreateApiTokenInput', 'token', input, person);
    expect(codes(answer)).toEqual([]);
  }

  async function uploadEvidence(fileName: string, body: string): Promise<void> {
    const input = { purpose: 'EVIDENCE', fileName, idempotencyKey: key() };
    const { url } = await api.mutate<{ url: string }>('createUpload', 'CreateUploadInput', 'url', input, person);
    expect((await fetch(url, { method: 'PUT', body })).status).toBe(201);
  }

  /** A need of which every milestone is done and paid, so that nothing is owed. */
  async function workAndBePaid(): Promise<void> {
    await api.mutate('startRecipientOnboarding', 'StartRecipientOnboardingInput', 'clientMutationId', { country: 'DE' }, person); // prettier-ignore
    const need = await givenNeed(api, person, ['1000']);
    evidenceNeed = need.needId;
    await givenPaidPledge(api, await givenCompany(api), need.needId, '1000');
    await givenEvidence(api, person, need.milestoneIds[0]!);
    const reviewer = await givenReviewer(api);
    const milestoneId = need.milestoneIds[0]!;
    await api.mutate('startReview', 'StartReviewInput', 'clientMutationId', { milestoneId }, reviewer);
    const decision = { milestoneId, reasons: 'Good' };
    await api.mutate('acceptMilestone', 'DecideMilestoneInput', 'clientMutationId', decision, reviewer);
    await api.mutate('closeNeed', 'NeedActionInput', 'need { id }', { needId: need.needId }, person);
    await api.settle();
    // The payout itself has tests of its own; this is about what is asked of it.
    await api.database.asOwner(`UPDATE milestone SET status = 'paid' WHERE id = $1`, [parseId('mil', milestoneId)]);
    expect(codes(await request(person))).toEqual(['ERASURE_BLOCKED']);
    await api.database.asOwner(`UPDATE transfer SET status = 'confirmed'`);
    await api.database.asOwner(
      `UPDATE upload SET file_name = $1 WHERE id IN (SELECT upload_id FROM evidence WHERE milestone_id = $2)`,
      [markers.submittedFileName, parseId('mil', milestoneId)],
    );
    await api.settle();
  }

  /** The markers that stand somewhere in the database, as text or as bytes, in a file, or in a log line. */
  async function found(): Promise<string[]> {
    const tables = await api.database.asOwner<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
    );
    const texts: string[] = [JSON.stringify(api.lines)];
    for (const { name: table } of tables)
      for (const { row } of await api.database.asOwner<{ row: string }>(
        `SELECT entry::text AS row FROM "${table}" AS entry`,
      ))
        // prettier-ignore
        texts.push(row);
    const directory = api.app.get(Config).get('DATA_DIR');
    for (const file of await readdir(directory, { recursive: true, withFileTypes: true }))
      if (file.isFile()) texts.push(await readFile(join(file.parentPath, file.name), 'latin1'));
    expect(texts.length).toBeGreaterThan(200);
    return Object.entries(markers)
      .filter(([, text]) =>
        texts.some((haystack) => haystack.includes(text) || haystack.includes(Buffer.from(text).toString('hex'))),
      )
      .map(([what]) => what);
  }

  it('had seen the own data, of which the database held names, addresses and subjects only sealed', () => {
    expect(refusals).toEqual([]);
    expect(before).toEqual([]);
    expect([...clear].sort()).toEqual(
      ['fileContent', 'fileName', 'otherFileName', 'passkey', 'revokedToken', 'submittedFileName', 'token'].sort(),
    );
  });

  it('leaves none of twenty markers in any table, file or log line', async () => {
    expect(Object.keys(markers)).toHaveLength(20);
    expect(await found()).toEqual([]);
  });

  it('has no key, no session, no way of signing in, no membership and no token any more', async () => {
    for (const table of [
      'external_identity',
      'mail_address',
      'membership',
      'membership_role',
      'api_token',
      'recovery_code',
      'sign_up',
      'notification',
    ])
      expect({ table, rows: await rows(`SELECT 1 FROM ${table} WHERE person_id = $1`, person) }).toEqual({ table, rows: [] }); // prettier-ignore
    expect(await rows('SELECT 1 FROM data_key WHERE subject_id = $1', person)).toEqual([]);
    expect(await rows(`SELECT 1 FROM commitment_salt WHERE subject = 'person:' || $1::uuid`, person)).toEqual([]);
    expect(await rows('SELECT 1 FROM session WHERE person_id = $1 AND revoked_at IS NULL', person)).toEqual([]);
    expect(await stateOf(person)).toBe('UNAUTHENTICATED');
  });

  it('is nobody to others: the need and its evidence stay, without a name', async () => {
    const text = `query ($need: ID!, $organisation: ID!, $person: ID!) {
      need(id: $need) { maintainer { displayName } milestones { evidence { sha256 } } }
      person: node(id: $person) { ... on Person { displayName } }
      organisation: node(id: $organisation) { ... on Organisation { members { person { id } } } } }`;
    const variables = { need: evidenceNeed, organisation: organisationId, person: person.personId };
    const { data } = await api.gql(text, variables, await reopened(fellow));
    expect(data!.need).toEqual({ maintainer: { displayName: null }, milestones: [{ evidence: [{ sha256: expect.any(String) }] }] }); // prettier-ignore
    expect(data!.person).toEqual({ displayName: null });
    expect(JSON.stringify(data!.organisation)).not.toContain(person.personId);
  });

  it('has left the own organisation, and no other one, in the log', async () => {
    expect(await organisationsLeftBy(person)).toEqual([{ subject: `organisation:${parseId('org', organisationId)}` }]);
  });

  it('leaves a ledger whose invariants hold, and a log that verifies offline', async () => {
    const invariants = await api.app.get(LedgerQueries).brokenInvariants(api.clock.now());
    expect(invariants.length).toBeGreaterThan(5);
    expect(invariants.filter((one) => one.found > 0)).toEqual([]);
    const lines: string[] = [];
    for await (const line of new AuditExport(api.database.dataSource).lines()) lines.push(line);
    expect(lines.join('')).toContain('carryOutErasure');
    expect(await faultOf(Buffer.from(lines.join('')))).toBeNull();
  });

  it('may come back, as somebody new', async () => {
    const again = await signedIn(markers.subject, 'Somebody');
    expect(again.personId).not.toBe(person.personId);
    await givenMember(api, organisationId, await adminOf(organisationId), ['MEMBER'], again);
  });

  async function adminOf(organisation: string): Promise<Caller> {
    const [row] = await api.database.asOwner<{ id: Id<'usr'> }>(
      `SELECT person_id AS id FROM membership_role WHERE organisation_id = $1 AND role = 'admin'`,
      [parseId('org', organisation)],
    );
    return reopened({ personId: formatId('usr', row!.id), headers: { Cookie: '' }, passkey: null });
  }
});

function rows<Row extends object>(sql: string, { personId }: Caller): Promise<Row[]> {
  return api.database.asOwner<Row>(sql, [parseId('usr', personId)]);
}

const organisationsLeftBy = (person: Caller): Promise<{ subject: string }[]> =>
  rows(
    `SELECT canonical::jsonb ->> 'subject' AS subject FROM audit_entry
      WHERE canonical LIKE '%"action":"leave"%' AND canonical LIKE '%' || $1 || '%'`,
    person,
  );

/** Sessions end while the clock moves ahead by days; this is the same person with a new one. */
async function reopened(person: Caller): Promise<Caller> {
  const secret = newSecret();
  await api.database.asOwner(
    `INSERT INTO session (id, person_id, secret_hash, created_at, last_seen_at, expires_at, client)
     VALUES (gen_random_uuid(), $1, $2, $3, $3, $3::timestamptz + interval '1 day', 'other')`,
    [parseId('usr', person.personId), hashSecret(secret), api.clock.now().toISOString()],
  );
  return { ...person, headers: { Cookie: `${sessionCookieName(api.app.get(Config))}=${secret}` } };
}
