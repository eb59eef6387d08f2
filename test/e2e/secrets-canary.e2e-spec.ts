import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newSigningKey } from '#libs/audit';
import { hashSecret } from '#platform/auth';
import { DAY_MS } from '#platform/kernel';
import { startMailCatcher, type MailCatcher } from '../../apps/mail-catcher/src/index.js';
import { auditExportOf } from '../support/audit-export.js';
import { givenOrganisation, key } from '../support/given.js';
import { CLIENT_SECRET, ScriptedProvider } from '../support/scripted-provider.js';
import { STRIPE_KEY, TestApi, WEBHOOK_SECRET, type Caller } from '../support/test-api.js';
import { WorkloadIssuer } from '../support/workload-issuer.js';

/**
 * Secrets of every kind are made and used, rightly and wrongly, and while tables are away so that requests fail inside.
 * Afterwards none of them stands in a line of the log, in an answer of somebody else's request or of a failure, in the
 * export of the audit log, or in a row of the database; what has to be known again lies there as its hash.
 */
const CONFIGURED: Readonly<Record<string, string>> = {
  UPLOAD_SIGNING_KEY: 'canary-upload-signing-key-6f1d',
  LINK_SIGNING_KEY: 'canary-link-signing-key-93ab',
  OPENID_CLIENT_SECRET: 'canary-openid-client-secret-51c2',
  AUDIT_SIGNING_KEY: newSigningKey('canary.example/log'),
};

let provider: ScriptedProvider;
let issuer: WorkloadIssuer;
let catcher: MailCatcher;
let api: TestApi;
/** Secrets by what they are. */
const secrets = new Map<string, string>(Object.entries(CONFIGURED));
/** Those of them that the database knows again, by their hash. */
const hashed: string[] = [];
/** Answers that must not repeat what was sent or stored. */
const answers: string[] = [];
let dump = '';
let exported = '';

beforeAll(async () => {
  [provider, issuer] = [await ScriptedProvider.start(), await WorkloadIssuer.start()];
  catcher = await startMailCatcher({ smtpPort: 0, pagePort: 0 });
  const forge = {
    id: 'forge',
    label: 'Forge',
    issuer: provider.origin,
    clientId: 'mainstay',
    clientSecret: CLIENT_SECRET,
  };
  api = await TestApi.start(
    {
      ...CONFIGURED,
      SMTP_URL: `smtp://127.0.0.1:${String(catcher.smtpPort)}`,
      OPENID_PROVIDERS: JSON.stringify([forge]),
      FOREIGN_HTTP_ALLOWED_ORIGINS: `${issuer.origin},${provider.origin}`,
    },
    'trace',
  );
  for (const [name, text] of [
    ['client secret of a provider', CLIENT_SECRET],
    ['key of Stripe', STRIPE_KEY],
    ['secret of the webhook', WEBHOOK_SECRET],
  ] as const)
    secrets.set(name, text);
  const person = await signIn();
  const organisationId = await givenOrganisation(api, 'COMPANY', person);
  await useCodes(person, organisationId);
  await useTokens(person, organisationId);
  await useMail(person, organisationId);
  await failInside(person);
  await readBack(person, organisationId);
  exported = await auditExportOf(api);
  dump = await everyRow();
}, 120_000);
afterAll(async () => {
  await api.close();
  await Promise.all([catcher.close(), provider.stop(), issuer.stop()]);
});

/** Remembers a secret; `isHashed` when the database knows it by its hash. */
function keep(name: string, text: string | undefined, isHashed: boolean): string {
  if (text === undefined || text.length < 12) throw new Error(`no ${name} was made`);
  secrets.set(name, text);
  if (isHashed) hashed.push(name);
  return text;
}

const cookieOf = ({ headers }: Caller): string => headers.Cookie.split('=')[1]!;

/** A request that is refused or fails: what it answers is looked at. */
async function wrongly(sent: Promise<{ readonly errors?: unknown } | Response>): Promise<void> {
  const answer = await sent;
  answers.push(answer instanceof Response ? await answer.text() : JSON.stringify(answer));
}

const accept = (code: string, as: Caller) =>
  api.gql(
    'mutation ($code: String!) { acceptInvitation(input: { code: $code }) { userErrors { code message } } }',
    { code },
    as,
  );
const recover = (code: string, as: Caller) =>
  api.gql(
    'mutation ($code: String!) { useRecoveryCode(input: { code: $code }) { userErrors { code message } } }',
    { code },
    as,
  );
const confirm = (code: string) =>
  api.gql('mutation ($code: String!) { confirmMailAddress(input: { code: $code }) { userErrors { code message } } }', {
    code,
  });
const asToken = (token: string) =>
  api.gql('{ viewer { person { id } } }', {}, { headers: { Authorization: `Bearer ${token}` } });

async function signIn(): Promise<Caller> {
  const begun = await fetch(`${api.url}/auth/login?provider=forge`, { redirect: 'manual' });
  provider.visit = new URL(begun.headers.get('location')!).searchParams;
  const cookie = begun.headers.getSetCookie()[0]!.split(';')[0]!;
  const state = keep('state of a sign-in', provider.visit.get('state')!, false);
  keep('nonce of a sign-in', provider.visit.get('nonce')!, false);
  keep('cookie of a sign-in', cookie.split('=')[1], false);
  const code = keep('authorisation code', `canary-code-${key()}`, false);
  const back = `${api.url}/auth/callback/forge?${new URLSearchParams({ code, state, iss: provider.origin }).toString()}`;
  const done = await fetch(back, { redirect: 'manual', headers: { Cookie: cookie } });
  keep('verifier of PKCE', provider.tokenRequests.at(-1)!.get('code_verifier')!, false);
  const session = /mainstay_session=([\w-]+)/.exec(done.headers.getSetCookie().join())?.[1];
  keep('first secret of a session', session, false);
  await wrongly(fetch(back, { redirect: 'manual', headers: { Cookie: cookie } }));
  const answer = await api.gql(
    '{ viewer { person { id } } }',
    {},
    { headers: { Cookie: `mainstay_session=${session!}` } },
  );
  const { person } = answer.data!.viewer as { person: { id: string } };
  const caller: Caller = { personId: person.id, headers: { Cookie: `mainstay_session=${session!}` }, passkey: null };
  await api.addPasskey(caller);
  return caller;
}

async function useCodes(person: Caller, organisationId: string): Promise<void> {
  const made = await api.mutate<{ codes: string[] }>(
    'createRecoveryCodes',
    'CreateRecoveryCodesInput',
    'codes',
    {},
    person,
  );
  made.codes.forEach((code, at) => secrets.set(`recovery code ${String(at + 1)}`, code));
  await recover(made.codes[0]!, person);
  await wrongly(recover(made.codes[0]!, person));
  const invite = { organisationId, roles: ['FINANCE'] };
  const { code } = await api.mutate<{ code: string }>('inviteMember', 'InviteMemberInput', 'code', invite, person);
  keep('invitation code', code, true);
  await accept(code, await api.givenPersonWithoutPasskey(key()));
  await wrongly(accept(code, await api.givenPersonWithoutPasskey(key())));
  const link = await api.mutate<{ url: string }>(
    'beginIdentityLink',
    'BeginIdentityLinkInput',
    'url',
    { provider: 'forge' },
    person,
  );
  keep('ticket of a link', /[?&](?:ticket|link)=([\w-]+)/.exec(link.url)?.[1], true);
  await wrongly(fetch(`${api.url}${link.url}`, { redirect: 'manual' }));
  const upload = { purpose: 'EVIDENCE', fileName: 'a.txt', idempotencyKey: key() };
  const { url } = await api.mutate<{ url: string }>('createUpload', 'CreateUploadInput', 'url', upload, person);
  keep('signed part of an upload', url.split('/uploads/')[1], false);
  await fetch(url, { method: 'PUT', body: 'x' });
  await wrongly(fetch(url, { method: 'PUT', body: 'x' }));
}

async function useTokens(person: Caller, organisationId: string): Promise<void> {
  const input = { organisationId, name: 'build', scopes: ['IDENTITY_READ', 'INVENTORY_WRITE'] };
  const { token } = await api.mutate<{ token: string }>(
    'createApiToken',
    'CreateApiTokenInput',
    'token',
    input,
    person,
  );
  keep('secret of a token', /^mst_[0-9a-z]{26}_([\w-]{43})/.exec(token)?.[1], true);
  expect((await asToken(keep('token', token, false))).status).toBe(200);
  await wrongly(asToken(`${token}x`));
  const job = {
    organisationId,
    name: 'job',
    issuer: issuer.origin,
    repositoryId: '74',
    repositoryOwnerId: '65',
    refPattern: 'refs/heads/main',
    jobWorkflowRef: 'acme/widget/.github/workflows/*',
  };
  await api.mutate('registerTrustedWorkload', 'RegisterTrustedWorkloadInput', 'trustedWorkload { id }', job, person);
  const subject = keep('identity of a job', await issuer.token(api.clock.now(), api.url), false);
  const exchange = () =>
    fetch(`${api.url}/oauth/token-exchange`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        subject_token: subject,
        subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      }),
    });
  const { access_token: access } = (await (await exchange()).json()) as { access_token?: string };
  keep('token of a job', access, false);
  await wrongly(exchange());
  await wrongly(
    fetch(`${api.url}/webhooks/stripe`, {
      method: 'POST',
      body: '{}',
      headers: { 'Stripe-Signature': `t=1,v1=${WEBHOOK_SECRET}` },
    }),
  );
}

async function useMail(person: Caller, organisationId: string): Promise<void> {
  const codeTo = (address: string) =>
    /code=([\w-]+)/.exec(catcher.mails.find(({ to }) => to.includes(address))?.text ?? '')?.[1];
  const [own, invited] = [`${key()}@example.org`, `${key()}@example.org`];
  await api.mutate('setMailAddress', 'SetMailAddressInput', 'clientMutationId', { address: own }, person);
  const invite = { organisationId, roles: ['MEMBER'], address: invited };
  await api.mutate('inviteMemberByMail', 'InviteMemberByMailInput', 'expiresAt', invite, person);
  await api.settle();
  keep('invitation code by mail', codeTo(invited), true);
  const code = keep('confirmation code by mail', codeTo(own), false);
  await confirm(code);
  await wrongly(confirm(code));
}

/** Requests with secrets in them fail inside: a log that writes the request or the statement would tell. */
async function failInside(person: Caller): Promise<void> {
  const token = secrets.get('token')!;
  const uses: [string, () => Promise<{ readonly errors?: unknown }>][] = [
    ['recovery_code', () => recover(secrets.get('recovery code 2')!, person)],
    ['invitation', () => accept(secrets.get('invitation code by mail')!, person)],
    ['mail_address', () => confirm(secrets.get('confirmation code by mail')!)],
    ['api_token', () => asToken(token)],
    ['session', () => api.gql('{ viewer { person { id } } }', {}, person)],
  ];
  for (const [table, use] of uses) {
    await api.database.asOwner(`ALTER TABLE ${table} RENAME TO away`);
    const failures = api.lines.filter(({ level }) => Number(level) >= 50).length;
    await wrongly(use());
    await api.database.asOwner(`ALTER TABLE away RENAME TO ${table}`);
    expect(api.lines.filter(({ level }) => Number(level) >= 50).length).toBeGreaterThan(failures);
  }
}

/** Everything that a member can read about the objects that the secrets belong to. */
async function readBack(person: Caller, organisationId: string): Promise<void> {
  api.advance(DAY_MS / 24);
  const text = `query ($id: ID!) {
    viewer { apiTokens { id name scopes } sessions { id } identities { id issuer subject } passkeys { id } recoveryCodesLeft mailAddress { address }
      notifications(first: 50) { nodes { subject body deliveries { channel status contentSha256 } } } }
    node(id: $id) { ... on Organisation { members { roles } invitations { id } trustedWorkloads { id name issuer } } }
    history(id: $id, first: 50) { nodes { action facts } } }`;
  const answer = await api.gql(text, { id: organisationId }, person);
  expect(answer.errors).toBeUndefined();
  answers.push(JSON.stringify(answer));
  keep('last secret of a session', cookieOf(person), true);
}

async function everyRow(): Promise<string> {
  const tables = await api.database.asOwner<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
  );
  const rows: string[] = [];
  for (const { name } of tables)
    for (const { row } of await api.database.asOwner<{ row: string }>(
      `SELECT entry::text AS row FROM "${name}" AS entry`,
    ))
      rows.push(`${name} ${row}`);
  return rows.join('\n');
}

/** As it is, and as it looks in bytes, in Base64 and in an address. */
function forms(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const base64 = bytes.toString('base64').replace(/=+$/, '');
  return [...new Set([secret, bytes.toString('hex'), base64, encodeURIComponent(secret)])];
}

function sightings(text: string): string[] {
  return [...secrets].filter(([, secret]) => forms(secret).some((form) => text.includes(form))).map(([name]) => name);
}

describe('secrets', () => {
  it('of all kinds were made', () => {
    expect(secrets.size).toBeGreaterThanOrEqual(20);
  });

  it('would be found', () => {
    for (const [name, secret] of secrets)
      for (const form of forms(secret)) expect(sightings(`x${form}y`)).toContain(name);
  });

  it('stand in no line of the log, however much it says', () => {
    const log = api.lines.map((line) => JSON.stringify(line)).join('\n');
    expect(api.lines.filter(({ level }) => Number(level) < 40).length).toBeGreaterThan(20);
    expect(sightings(log)).toEqual([]);
  });

  it('stand in no answer of a failure, and in none that is read later', () => {
    expect(answers.length).toBeGreaterThan(12);
    expect(sightings(answers.join('\n'))).toEqual([]);
  });

  it('stand nowhere in the export of the audit log', () => {
    expect(exported).toContain('changeAuthenticator');
    expect(sightings(exported)).toEqual([]);
  });

  it('stand in no row of the database, but as their hash', () => {
    expect(sightings(dump)).toEqual([]);
    for (const name of hashed)
      expect([name, dump.includes(hashSecret(secrets.get(name)!).toString('hex'))]).toEqual([name, true]);
  });
});
