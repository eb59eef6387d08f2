import { SoftwareAuthenticator } from '#cli';
import { parseId } from '#platform/kernel';
import { key } from '../../support/given.js';
import type { Caller } from '../../support/test-api.js';
import type { Input } from './input.js';
import { workload } from './workload.js';
import type { PrincipalName, World } from './world.js';

interface Question {
  readonly challengeId: string;
  readonly options: string;
}

/** Whoever is asked to be a person of their own; tokens and anonymous visitors get somebody else's things. */
export function personOf({ people }: World, principal: PrincipalName): Caller {
  return principal in people ? people[principal as keyof World['people']] : people.stranger;
}

async function addedDomain({ api, ids, people }: World): Promise<object> {
  const { organisationDomain } = await api.mutate<{ organisationDomain: { id: string } }>(
    'addOrganisationDomain',
    'AddOrganisationDomainInput',
    'organisationDomain { id }',
    { organisationId: ids.organisation, domain: `d${key().slice(-10)}.example` },
    people.admin,
  );
  return { organisationDomainId: organisationDomain.id };
}

async function newCredential(world: World, person: Caller): Promise<object> {
  const passkey = new SoftwareAuthenticator(world.api.url);
  const { challengeId, options } = await world.api.mutate<Question>(
    'beginPasskeyRegistration',
    'BeginPasskeyRegistrationInput',
    'challengeId options',
    {},
    person,
  );
  return { challengeId, credential: passkey.create(options), name: 'second' };
}

async function secondPasskey(world: World, person: Caller): Promise<string> {
  const input = await newCredential(world, person);
  const { passkey } = await world.api.mutate<{ passkey: { id: string } }>(
    'addPasskey',
    'AddPasskeyInput',
    'passkey { id }',
    input,
    person,
  );
  return passkey.id;
}

async function idOfNew(world: World, person: Caller, sql: string, list: string): Promise<string> {
  await world.api.database.asOwner(sql, [parseId('usr', person.personId)]);
  const answer = await world.api.gql(`{ viewer { ${list} { id } } }`, {}, person);
  const rows = (answer.data!.viewer as Record<string, { id: string }[]>)[list]!;
  return rows
    .map(({ id }) => id)
    .sort()
    .at(-1)!;
}

export const SIGN_IN_INPUTS: Readonly<Record<string, Input>> = {
  addPasskey: {
    type: 'AddPasskeyInput',
    input: (world, principal) => newCredential(world, personOf(world, principal)),
  },
  beginIdentityLink: { type: 'BeginIdentityLinkInput', input: () => Promise.resolve({ provider: 'openid' }) },
  beginPasskeyRegistration: { type: 'BeginPasskeyRegistrationInput', input: () => Promise.resolve({}) },
  beginStepUp: {
    type: 'BeginStepUpInput',
    input: () => Promise.resolve({ operation: 'createRecoveryCodes', arguments: '{}' }),
  },
  createRecoveryCodes: { type: 'CreateRecoveryCodesInput', input: () => Promise.resolve({}) },
  addOrganisationDomain: {
    type: 'AddOrganisationDomainInput',
    input: ({ ids }) => Promise.resolve({ organisationId: ids.organisation, domain: `d${key().slice(-10)}.example` }),
  },
  checkOrganisationDomain: { type: 'OrganisationDomainActionInput', input: addedDomain },
  removeOrganisationDomain: { type: 'OrganisationDomainActionInput', input: addedDomain },
  registerTrustedWorkload: {
    type: 'RegisterTrustedWorkloadInput',
    input: (world) => Promise.resolve(workload(world.ids.organisation!)),
  },
  removePasskey: {
    type: 'RemovePasskeyInput',
    input: async (world, principal) => ({ passkeyId: await secondPasskey(world, personOf(world, principal)) }),
  },
  removeTrustedWorkload: {
    type: 'RemoveTrustedWorkloadInput',
    input: async (world) => {
      const { trustedWorkload } = await world.api.mutate<{ trustedWorkload: { id: string } }>(
        'registerTrustedWorkload',
        'RegisterTrustedWorkloadInput',
        'trustedWorkload { id }',
        workload(world.ids.organisation!),
        world.people.admin,
      );
      return { trustedWorkloadId: trustedWorkload.id };
    },
  },
  renamePasskey: {
    type: 'RenamePasskeyInput',
    input: async (world, principal) => ({
      passkeyId: await secondPasskey(world, personOf(world, principal)),
      name: 'renamed',
    }),
  },
  revokeOtherSessions: { type: 'RevokeOtherSessionsInput', input: () => Promise.resolve({}) },
  revokeSession: {
    type: 'RevokeSessionInput',
    input: async (world, principal) => ({
      sessionId: await idOfNew(
        world,
        personOf(world, principal),
        `INSERT INTO session (id, person_id, secret_hash, created_at, last_seen_at, expires_at, client)
         SELECT overlay(gen_random_uuid()::text PLACING 'ffffffff' FROM 1 FOR 8)::uuid, $1, sha256(gen_random_uuid()::text::bytea), now(), now(), now() + interval '1 day', 'other'`,
        'sessions',
      ),
    }),
  },
  unlinkIdentity: {
    type: 'UnlinkIdentityInput',
    input: async (world, principal) => ({
      identityId: await idOfNew(
        world,
        personOf(world, principal),
        `INSERT INTO external_identity (id, issuer, subject_digest, sealed_subject, person_id, linked_at)
         SELECT overlay(gen_random_uuid()::text PLACING 'ffffffff' FROM 1 FOR 8)::uuid, 'https://forge.example', sha256(gen_random_uuid()::text::bytea), sealed_subject, $1, now()
           FROM external_identity WHERE person_id = $1 LIMIT 1`,
        'identities',
      ),
    }),
  },
  useRecoveryCode: {
    type: 'UseRecoveryCodeInput',
    input: async (world, principal) => {
      const person = personOf(world, principal);
      const { codes } = await world.api.mutate<{ codes: string[] }>(
        'createRecoveryCodes',
        'CreateRecoveryCodesInput',
        'codes',
        {},
        person,
      );
      return { code: codes[0] ?? key() };
    },
  },
};
