import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { hashSecret } from '#platform/auth';
import { DAY_MS, formatId, parseId, type Id } from '#platform/kernel';
import { givenCompany, givenMember, key, type GivenCompany } from '../support/given.js';
import { TestApi, type Caller } from '../support/test-api.js';

let api: TestApi;
let acme: GivenCompany;
beforeAll(async () => {
  api = await TestApi.start();
}, 60_000);
beforeEach(async () => {
  acme = await givenCompany(api);
});
afterAll(() => api.close());

type Answer = { userErrors: readonly { readonly code: string }[] } & Record<string, unknown>;
const run = (name: string, input: object, as: Caller, selection = 'clientMutationId'): Promise<Answer> =>
  api.mutate(name, `${name[0]!.toUpperCase()}${name.slice(1)}Input`, selection, input, as);
const answerTransfer = (name: string, transferId: string, as: Caller): Promise<Answer> =>
  api.mutate(name, 'AnswerOrganisationTransferInput', 'clientMutationId', { transferId }, as);
const codes = ({ userErrors }: Answer): string[] => userErrors.map(({ code }) => code);
const stranger = (): Promise<Caller> => api.givenPerson(`Stranger ${key()}`);

async function rolesOf(person: Caller, organisationId = acme.organisationId): Promise<readonly string[] | null> {
  const answer = await api.gql('{ viewer { memberships { organisation { id } roles } } }', {}, person);
  const { memberships } = (
    answer.data as { viewer: { memberships: { organisation: { id: string }; roles: string[] }[] } }
  ).viewer;
  return memberships.find(({ organisation }) => organisation.id === organisationId)?.roles ?? null;
}

const changeRoles = (person: Caller, roles: readonly string[], as = acme.finance): Promise<Answer> =>
  run('changeMemberRoles', { organisationId: acme.organisationId, personId: person.personId, roles }, as);
const remove = (person: Caller, as = acme.finance): Promise<Answer> =>
  run('removeMember', { organisationId: acme.organisationId, personId: person.personId }, as);
const leave = (as: Caller): Promise<Answer> => run('leaveOrganisation', { organisationId: acme.organisationId }, as);

async function offer(to: Caller, as = acme.finance): Promise<Answer> {
  const input = { organisationId: acme.organisationId, toPersonId: to.personId };
  return run('proposeOrganisationTransfer', input, as, 'transfer { id }');
}
const idOf = (answer: Answer): string => (answer.transfer as { id: string }).id;

describe('the roles of a member', () => {
  it('are replaced by an administrator, and take effect with the next request', async () => {
    expect(codes(await changeRoles(acme.engineer, ['FINANCE', 'REVIEWER']))).toEqual([]);
    expect(await rolesOf(acme.engineer)).toEqual(['FINANCE', 'REVIEWER']);
    expect(codes(await changeRoles(acme.engineer, ['MEMBER']))).toEqual([]);
    expect(await rolesOf(acme.engineer)).toEqual(['MEMBER']);
  });

  it('that stay keep the day on which they were given', async () => {
    const grantedAt = async (): Promise<string> => {
      const [row] = await api.database.asOwner<{ at: Date }>(
        `SELECT max(granted_at) AS at FROM membership_role JOIN membership USING (organisation_id, person_id)
          WHERE role = 'member' AND organisation_id = (SELECT max(organisation_id::text)::uuid FROM membership)`,
      );
      return row!.at.toISOString();
    };
    const before = await grantedAt();
    await changeRoles(acme.engineer, ['MEMBER', 'FINANCE']);
    expect(await grantedAt()).toBe(before);
  });

  it('are not changed by a member without the role, nor by a stranger, who learns nothing', async () => {
    const before = await api.fingerprint();
    expect(codes(await changeRoles(acme.engineer, ['ADMIN'], acme.engineer))).toEqual(['MISSING_ROLE']);
    expect(codes(await changeRoles(acme.engineer, ['ADMIN'], await stranger()))).toEqual(['ORGANISATION_NOT_FOUND']);
    const after = await api.fingerprint();
    // The stranger signed in.
    for (const table of ['membership', 'membership_role', 'organisation']) expect(after[table]).toBe(before[table]);
  });

  it('of somebody who is no member cannot be changed', async () => {
    expect(codes(await changeRoles(await stranger(), ['FINANCE']))).toEqual(['MEMBER_NOT_FOUND']);
  });

  it('of a member of another organisation are not changed through this one', async () => {
    const other = await givenCompany(api);
    expect(codes(await changeRoles(other.engineer, ['FINANCE']))).toEqual(['MEMBER_NOT_FOUND']);
    expect(codes(await remove(other.engineer))).toEqual(['MEMBER_NOT_FOUND']);
  });

  it('in one organisation leave those of the same person in another one alone', async () => {
    const other = await givenCompany(api);
    await givenMember(api, acme.organisationId, acme.finance, ['MEMBER'], other.finance);
    expect(codes(await changeRoles(other.finance, ['REVIEWER']))).toEqual([]);
    expect(await rolesOf(other.finance)).toEqual(['REVIEWER']);
    expect(await rolesOf(other.finance, other.organisationId)).toContain('ADMIN');
  });

  it('always leave the organisation an administrator', async () => {
    expect(codes(await changeRoles(acme.finance, ['MEMBER', 'FINANCE']))).toEqual(['LAST_ADMIN']);
    expect(codes(await leave(acme.finance))).toEqual(['LAST_ADMIN']);
    expect(codes(await remove(acme.finance))).toEqual(['LAST_ADMIN']);
    expect(await rolesOf(acme.finance)).toContain('ADMIN');
  });

  it('leave it one also when the last two step back in the same moment, twenty times over', async () => {
    for (let round = 0; round < 20; round += 1) {
      const company = await givenCompany(api);
      const input = { organisationId: company.organisationId };
      const second = { ...input, personId: company.engineer.personId, roles: ['ADMIN'] };
      expect(codes(await run('changeMemberRoles', second, company.finance))).toEqual([]);
      const left = await Promise.all(
        [company.finance, company.engineer].map((as) => run('leaveOrganisation', input, as)),
      );
      expect(left.map(codes).sort()).toEqual([[], ['LAST_ADMIN']]);
    }
  });
});

describe('a membership that ends', () => {
  it('is not one of a stranger, who learns nothing of the organisation', async () => {
    expect(codes(await leave(await stranger()))).toEqual(['ORGANISATION_NOT_FOUND']);
  });

  it('leaves what ended before as it was: tokens, and invitations that were accepted or revoked', async () => {
    await changeRoles(acme.engineer, ['ADMIN']);
    const newcomer = await givenMember(api, acme.organisationId, acme.engineer, ['MEMBER']);
    await revoke(await invited(acme.engineer), acme.engineer);
    const token = { organisationId: acme.organisationId, name: 'build', scopes: ['IDENTITY_READ'] };
    await run('createApiToken', token, acme.engineer);
    const [{ id: apiTokenId }] = await tokensOf(acme.engineer);
    expect(codes(await run('revokeApiToken', { apiTokenId }, acme.engineer))).toEqual([]);
    const before = [await tokensOf(acme.engineer), await ended()];
    api.advance(1_000);
    expect(codes(await remove(acme.engineer))).toEqual([]);
    expect([await tokensOf(acme.engineer), await ended()]).toEqual(before);
    expect(await rolesOf(newcomer)).toEqual(['MEMBER']);
  });

  it('leaves the invitations of others open', async () => {
    await changeRoles(acme.engineer, ['ADMIN']);
    const code = await invited(acme.finance);
    expect(codes(await remove(acme.engineer))).toEqual([]);
    expect(codes(await run('acceptInvitation', { code }, await stranger()))).toEqual([]);
  });

  async function tokensOf(person: Caller): Promise<[{ readonly id: string; readonly revokedAt: string | null }]> {
    const { data } = await api.gql('{ viewer { apiTokens { id revokedAt } } }', {}, person);
    return (data!.viewer as { apiTokens: [{ id: string; revokedAt: string | null }] }).apiTokens;
  }

  const ended = (): Promise<unknown[]> =>
    api.database.asOwner(`SELECT id, accepted_at, revoked_at FROM invitation WHERE invited_by = $1 ORDER BY id`, [
      parseId('usr', acme.engineer.personId),
    ]);

  it('takes the API tokens along, also when the person comes back', async () => {
    const { token } = await api.mutate<{ token: string }>(
      'createApiToken',
      'CreateApiTokenInput',
      'token',
      { organisationId: acme.organisationId, name: 'build', scopes: ['IDENTITY_READ'] },
      acme.engineer,
    );
    const bearer = { headers: { Authorization: `Bearer ${token}` } };
    expect((await api.gql('{ viewer { person { id } } }', {}, bearer)).status).toBe(200);
    expect(codes(await leave(acme.engineer))).toEqual([]);
    expect(await rolesOf(acme.engineer)).toBeNull();
    expect((await api.gql('{ viewer { person { id } } }', {}, bearer)).status).toBe(401);
    await givenMember(api, acme.organisationId, acme.finance, ['MEMBER'], acme.engineer);
    expect(await rolesOf(acme.engineer)).toEqual(['MEMBER']);
    expect((await api.gql('{ viewer { person { id } } }', {}, bearer)).status).toBe(401);
  });

  it('takes the open invitations along that the person had made', async () => {
    await changeRoles(acme.engineer, ['ADMIN']);
    const { code } = await api.mutate<{ code: string }>(
      'inviteMember',
      'InviteMemberInput',
      'code',
      { organisationId: acme.organisationId, roles: ['ADMIN'] },
      acme.engineer,
    );
    await remove(acme.engineer);
    expect(codes(await run('acceptInvitation', { code }, await stranger()))).toEqual(['INVITATION_NOT_FOUND']);
  });
});

async function invited(as: Caller): Promise<string> {
  const input = { organisationId: acme.organisationId, roles: ['MEMBER'] };
  return (await run('inviteMember', input, as, 'code')).code as string;
}

/** Of the invitation of a code; answers with the codes of the refusals. */
async function revoke(code: string, as: Caller): Promise<string[]> {
  const [row] = await api.database.asOwner<{ id: Id<'inv'> }>('SELECT id FROM invitation WHERE code_hash = $1', [
    hashSecret(code),
  ]);
  return codes(await run('revokeInvitation', { invitationId: formatId('inv', row!.id) }, as));
}

describe('an invitation', () => {
  it('is not accepted, and not shown, after 14 days', async () => {
    const code = await invited(acme.finance);
    api.advance(14 * DAY_MS);
    expect(codes(await run('acceptInvitation', { code }, await stranger()))).toEqual(['INVITATION_NOT_FOUND']);
    // The sessions are over their limits by now.
    await api.database.asOwner('UPDATE session SET created_at = $1, last_seen_at = $1', [api.clock.now()]);
    expect(await shown(acme.finance)).toEqual({ invitations: [] });
  });

  it('is revoked once, and not after it was accepted', async () => {
    const [open, used] = [await invited(acme.finance), await invited(acme.finance)];
    expect(await revoke(open, acme.finance)).toEqual([]);
    expect(await revoke(open, acme.finance)).toEqual(['INVITATION_NOT_FOUND']);
    expect(codes(await run('acceptInvitation', { code: used }, await stranger()))).toEqual([]);
    expect(await revoke(used, acme.finance)).toEqual(['INVITATION_NOT_FOUND']);
  });

  const invitations =
    'query ($id: ID!) { node(id: $id) { ... on Organisation { invitations { id roles invitedBy { id } } } } }';
  const shown = async (as: Caller): Promise<unknown> =>
    (await api.gql(invitations, { id: acme.organisationId }, as)).data!.node;

  it('is shown to administrators alone until it is accepted, revoked or expired', async () => {
    const { code } = await api.mutate<{ code: string }>(
      'inviteMember',
      'InviteMemberInput',
      'code',
      { organisationId: acme.organisationId, roles: ['FINANCE'] },
      acme.finance,
    );
    const open = { roles: ['FINANCE'], invitedBy: { id: acme.finance.personId }, id: expect.stringMatching(/^inv_/) };
    expect(await shown(acme.finance)).toEqual({ invitations: [open] });
    expect(await shown(acme.engineer)).toEqual({ invitations: null });
    const { invitations: rows } = (await shown(acme.finance)) as { invitations: { id: string }[] };
    expect(codes(await run('revokeInvitation', { invitationId: rows[0]!.id }, acme.engineer))).toEqual([
      'INVITATION_NOT_FOUND',
    ]);
    expect(codes(await run('revokeInvitation', { invitationId: rows[0]!.id }, acme.finance))).toEqual([]);
    expect(await shown(acme.finance)).toEqual({ invitations: [] });
    expect(codes(await run('acceptInvitation', { code }, await stranger()))).toEqual(['INVITATION_NOT_FOUND']);
  });
});

describe('an organisation that is handed over', () => {
  it('belongs to the other side once that has agreed, and not before', async () => {
    const heir = await stranger();
    const id = idOf(await offer(heir));
    expect(await rolesOf(heir)).toBeNull();
    const { viewer } = (
      await api.gql('{ viewer { organisationTransfers { id organisation { id } from { id } } } }', {}, heir)
    ).data as { viewer: unknown };
    expect(viewer).toEqual({
      organisationTransfers: [{ id, organisation: { id: acme.organisationId }, from: { id: acme.finance.personId } }],
    });
    expect(codes(await answerTransfer('acceptOrganisationTransfer', id, heir))).toEqual([]);
    expect(await rolesOf(heir)).toEqual(['ADMIN', 'MEMBER']);
    expect(await rolesOf(acme.finance)).toEqual(['MEMBER']);
  });

  it('is not taken by anybody else, nor by the one who offered it', async () => {
    const id = idOf(await offer(await stranger()));
    for (const person of [await stranger(), acme.finance, acme.engineer])
      for (const action of ['acceptOrganisationTransfer', 'declineOrganisationTransfer'])
        expect(codes(await answerTransfer(action, id, person))).toEqual(['TRANSFER_NOT_FOUND']);
  });

  it('is offered to one person at a time, and again after that was declined or withdrawn', async () => {
    const heir = await stranger();
    const first = idOf(await offer(heir));
    expect(codes(await offer(await stranger()))).toEqual(['TRANSFER_UNDER_WAY']);
    expect(codes(await answerTransfer('declineOrganisationTransfer', first, heir))).toEqual([]);
    const second = idOf(await offer(heir));
    expect(codes(await answerTransfer('withdrawOrganisationTransfer', second, heir))).toEqual(['TRANSFER_NOT_FOUND']);
    expect(codes(await answerTransfer('withdrawOrganisationTransfer', second, acme.finance))).toEqual([]);
    expect(codes(await answerTransfer('acceptOrganisationTransfer', second, heir))).toEqual(['ILLEGAL_TRANSITION']);
    const offered = await api.gql('{ viewer { organisationTransfers { id } } }', {}, heir);
    expect(offered.data!.viewer).toEqual({ organisationTransfers: [] });
  });

  it('stays where it is when the offer is not taken within 14 days', async () => {
    const heir = await stranger();
    const id = idOf(await offer(heir));
    api.advance(14 * DAY_MS + 1);
    await api.settle();
    const again = await api.givenPerson(`Stranger ${key()}`);
    expect(codes(await answerTransfer('acceptOrganisationTransfer', id, again))).toEqual(['TRANSFER_NOT_FOUND']);
    const [row] = await api.database.asOwner<{ status: string }>(
      `SELECT status FROM organisation_transfer ORDER BY id DESC LIMIT 1`,
    );
    expect(row!.status).toBe('expired');
  });

  it('is not given by somebody who is an administrator no longer', async () => {
    const heir = await stranger();
    await changeRoles(acme.engineer, ['ADMIN']);
    const id = idOf(await offer(heir));
    await changeRoles(acme.finance, ['MEMBER'], acme.engineer);
    expect(codes(await answerTransfer('acceptOrganisationTransfer', id, heir))).toEqual(['TRANSFER_NOT_FOUND']);
    expect(await rolesOf(heir)).toBeNull();
  });

  it('is not offered to oneself, to nobody, or by a plain member', async () => {
    expect(codes(await offer(acme.finance))).toEqual(['ALREADY_ADMIN']);
    const nobody = { ...acme.finance, personId: 'usr_01h455vb4pex5vsknk084sn02q' };
    expect(codes(await offer(nobody))).toEqual(['PERSON_NOT_FOUND']);
    expect(codes(await offer(await stranger(), acme.engineer))).toEqual(['MISSING_ROLE']);
  });
});
