/** What a company is told of projects that it ships, whoever else does, and what it does not want to hear. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { dependencyAlertsDue, maintainershipChanged, needPublished } from '#platform/contracts';
import { formatId, DAY_MS, newId, parseId, type Id } from '#platform/kernel';
import { givenNewcomer } from '../support/given-claims.js';
import { deliverAgain, givenFunder, sendAgain, ship, subjectsOf } from '../support/given-offers.js';
import {
  givenCompany,
  givenMaintainer,
  givenMember,
  givenNeedOf,
  passTime,
  type GivenCompany,
  type GivenNeed,
} from '../support/given.js';
import { TestApi, type Caller, type Sender } from '../support/test-api.js';

let api: TestApi;
let cleared: GivenCompany;
beforeAll(async () => {
  api = await TestApi.start();
  cleared = await givenFunder(api);
}, 60_000);
beforeEach(() => api.refillBuckets());
afterAll(() => api.close());

type Project = Pick<GivenNeed, 'maintainer' | 'projectId'>;
const publish = (of: Project, kind = 'FUNDING'): Promise<GivenNeed> =>
  givenNeedOf(api, of, [['100000', null]], { kind });

/** A project that the company ships. */
async function givenDependency(company: GivenCompany): Promise<Project> {
  const project = await givenMaintainer(api);
  await ship(api, company, project.projectId);
  return project;
}

interface Alert {
  readonly id: string;
  readonly kind: string;
  readonly isRead: boolean;
  readonly need: { readonly id: string } | null;
}

async function alerts(company: GivenCompany, change: object = {}, as: Sender = company.engineer): Promise<Alert[]> {
  const query = `query ($id: ID!, $kind: DependencyAlertKind, $unread: Boolean! = false) {
    dependencyAlerts(organisationId: $id, kind: $kind, unreadOnly: $unread, first: 20) { nodes { id kind isRead need { id } project { id } } } }`;
  const { data, errors } = await api.gql(query, { id: company.organisationId, ...change }, as);
  expect(errors).toBeUndefined();
  return (data!.dependencyAlerts as { nodes: Alert[] }).nodes;
}
const kinds = async (company: GivenCompany, change: object = {}): Promise<string[]> =>
  (await alerts(company, change)).map(({ kind }) => kind);

async function act(mutation: string, type: string, input: object, as: Caller): Promise<string[]> {
  const { userErrors } = await api.mutate(mutation, type, 'clientMutationId', input, as);
  return userErrors.map(({ code }) => code);
}
const switchOff = ({ organisationId }: GivenCompany, as: Caller, change: object = {}): Promise<string[]> =>
  act(
    'setDependencyAlertsOff',
    'SetDependencyAlertsOffInput',
    { organisationId, kind: 'NEED_POSTED', isOff: true, ...change },
    as,
  );
const markRead = ({ organisationId }: GivenCompany, as: Caller, dependencyAlertId?: string): Promise<string[]> =>
  act('markDependencyAlertsRead', 'MarkDependencyAlertsReadInput', { organisationId, dependencyAlertId }, as);

async function withdrawClaim({ maintainer, projectId }: Project): Promise<void> {
  const { data } = await api.gql('{ claims(first: 20) { nodes { id project { id } } } }', {}, maintainer);
  const { nodes } = data!.claims as { nodes: { id: string; project: { id: string } }[] };
  const claimId = nodes.find(({ project }) => project.id === projectId)!.id;
  expect(await act('withdrawClaim', 'WithdrawClaimInput', { claimId }, maintainer)).toEqual([]);
}

/** What alerts could leave behind. */
async function stored(): Promise<unknown> {
  return api.database.asOwner(
    `SELECT (SELECT jsonb_agg(to_jsonb(dependency_alert.*) ORDER BY id) FROM dependency_alert) AS alerts,
            (SELECT jsonb_agg(to_jsonb(dependency_alert_day.*) ORDER BY project_id, organisation_id, day) FROM dependency_alert_day) AS days,
            (SELECT count(*) FROM notification) AS notices`,
  );
}

describe('A need of a dependency', () => {
  it('is told to every organisation that ships it now, and to no other', async () => {
    const [user, former, other] = [await givenCompany(api), await givenCompany(api), await givenCompany(api)];
    const project = await givenDependency(user);
    await ship(api, former, project.projectId);
    const [product] = await api.database.asOwner<{ id: string }>('SELECT id FROM product WHERE organisation_id = $1', [
      parseId('org', former.organisationId),
    ]);
    const productId = formatId('prd', product!.id);
    await api.mutate('archiveProduct', 'ProductActionInput', 'product { id }', { productId }, former.engineer);
    await givenDependency(other);
    const { needId } = await publish(project);
    await api.settle();
    expect(await alerts(user)).toEqual([
      {
        id: expect.any(String),
        kind: 'NEED_POSTED',
        isRead: false,
        need: { id: needId },
        project: { id: project.projectId },
      },
    ]);
    expect([await alerts(former), await alerts(other)]).toEqual([[], []]);
    const refused = await api.gql(
      'query ($id: ID!) { dependencyAlerts(organisationId: $id, first: 1) { nodes { id } } }',
      { id: user.organisationId },
      other.finance,
    );
    expect(refused.errors![0]!.extensions).toEqual({ code: 'BAD_REQUEST', refusal: 'ORGANISATION_NOT_FOUND' });
  });

  it('for a co-maintainer is another kind the first time, in whatever order the messages come', async () => {
    const company = await givenCompany(api);
    const project = await givenDependency(company);
    const projectId = parseId('prj', project.projectId);
    await publish(project);
    const first = await publish(project, 'CO_MAINTAINER');
    const second = await publish(project, 'CO_MAINTAINER');
    for (const { needId } of [second, first])
      await sendAgain(api, needPublished, { needId: parseId('need', needId), projectId, kind: 'CO_MAINTAINER' });
    expect((await kinds(company)).sort()).toEqual(['FIRST_CO_MAINTAINER_REQUEST', 'NEED_POSTED', 'NEED_POSTED']);
    const [alert] = await alerts(company, { kind: 'FIRST_CO_MAINTAINER_REQUEST' });
    expect(alert!.need).toEqual({ id: first.needId });
    const after = await stored();
    await deliverAgain(api, needPublished);
    expect(await stored()).toEqual(after);
  });
});

describe('The loss of a maintainer', () => {
  it('is told when nobody is left, to those who may know how projects stand', async () => {
    const uncleared = await givenCompany(api);
    const project = await givenDependency(cleared);
    await ship(api, uncleared, project.projectId);
    await withdrawClaim(project);
    await api.settle();
    expect(await kinds(cleared)).toEqual(['MAINTAINER_LOST']);
    expect(await kinds(uncleared)).toEqual([]);
    const after = await stored();
    await deliverAgain(api, maintainershipChanged);
    expect(await stored()).toEqual(after);
  });

  it('is none while another maintainer is there, nor when one has come since', async () => {
    const company = await givenFunder(api);
    const project = await givenDependency(company);
    const changed = {
      projectId: parseId('prj', project.projectId),
      claimId: newId<'clm'>(),
      personId: newId<'usr'>(),
    };
    await sendAgain(api, maintainershipChanged, { ...changed, hasBegun: false });
    await sendAgain(api, maintainershipChanged, { ...changed, hasBegun: true });
    expect(await kinds(company)).toEqual([]);
  });
});

describe('A hand-over', () => {
  it('is told when somebody new speaks for the project, to those who may know how projects stand', async () => {
    const [company, uncleared] = [await givenFunder(api), await givenCompany(api)];
    const project = await givenDependency(company);
    await ship(api, uncleared, project.projectId);
    const claimId = await givenNewcomer(api, project.projectId);
    await api.settle();
    expect(await kinds(company)).toEqual([]);
    expect(await act('confirmClaim', 'ConfirmClaimInput', { claimId }, project.maintainer)).toEqual([]);
    await api.settle();
    expect(await kinds(company)).toEqual(['HAND_OVER_BEGUN']);
    expect(await kinds(uncleared)).toEqual([]);
    const after = await stored();
    await deliverAgain(api, maintainershipChanged);
    expect(await stored()).toEqual(after);
    await passTime(api, DAY_MS);
    expect((await subjectsOf(api, company.finance))[0]).toMatch(/is changing hands$/);
  });

  it('does not hide that whoever came has left as the last', async () => {
    const company = await givenFunder(api);
    const project = await givenDependency(company);
    const projectId = parseId('prj', project.projectId);
    const newcomer = await givenNewcomer(api, project.projectId);
    expect(await act('confirmClaim', 'ConfirmClaimInput', { claimId: newcomer }, project.maintainer)).toEqual([]);
    await api.settle();
    await api.database.asOwner(`UPDATE project_claim SET status = 'withdrawn' WHERE project_id = $1`, [projectId]);
    const facts = { projectId, claimId: parseId('clm', newcomer), personId: newId<'usr'>() };
    await sendAgain(api, maintainershipChanged, { ...facts, hasBegun: false });
    expect((await kinds(company)).sort()).toEqual(['HAND_OVER_BEGUN', 'MAINTAINER_LOST']);
  });

  it('is none when somebody comes back, nor with the first maintainer', async () => {
    const company = await givenFunder(api);
    const project = await givenDependency(company);
    const projectId = parseId('prj', project.projectId);
    const newcomer = await givenNewcomer(api, project.projectId);
    expect(await act('confirmClaim', 'ConfirmClaimInput', { claimId: newcomer }, project.maintainer)).toEqual([]);
    await withdrawClaim(project);
    await api.settle();
    expect(await kinds(company)).toEqual(['HAND_OVER_BEGUN']);
    await api.mutate(
      'claimProject',
      'ClaimProjectInput',
      'claim { id }',
      { projectId: project.projectId },
      project.maintainer,
    );
    await api.database.asOwner(
      `UPDATE project_claim SET status = 'verified', verified_at = opened_at + interval '1 minute' WHERE project_id = $1 AND status = 'open'`,
      [projectId],
    );
    const claims = await api.database.asOwner<{ claimId: Id<'clm'>; personId: Id<'usr'> }>(
      'SELECT id AS "claimId", person_id AS "personId" FROM project_claim WHERE project_id = $1 AND verified_at IS NOT NULL',
      [projectId],
    );
    expect(claims).toHaveLength(3);
    for (const facts of claims) await sendAgain(api, maintainershipChanged, { projectId, ...facts, hasBegun: true });
    expect(await kinds(company)).toEqual(['HAND_OVER_BEGUN']);
  });
});

describe('Alerts that were read', () => {
  it('are so for the person who read them', async () => {
    const company = await givenCompany(api);
    const project = await givenDependency(company);
    await publish(project);
    await publish(project);
    await api.settle();
    const [newest] = await alerts(company);
    expect(await markRead(company, company.engineer, newest!.id)).toEqual([]);
    expect(await markRead(company, company.engineer, newest!.id)).toEqual([]);
    expect((await alerts(company)).map(({ isRead }) => isRead)).toEqual([true, false]);
    expect(await alerts(company, { unread: true })).toHaveLength(1);
    expect((await alerts(company, {}, company.finance)).map(({ isRead }) => isRead)).toEqual([false, false]);
    expect(await markRead(company, company.finance)).toEqual([]);
    expect(await alerts(company, { unread: true }, company.finance)).toEqual([]);
  });

  it('are those of the own organisation', async () => {
    const company = await givenCompany(api);
    await publish(await givenDependency(company));
    await api.settle();
    const [alert] = await alerts(company);
    expect(await markRead(company, cleared.finance)).toEqual(['ORGANISATION_NOT_FOUND']);
    expect(await markRead(cleared, cleared.finance, alert!.id)).toEqual(['DEPENDENCY_ALERT_NOT_FOUND']);
  });
});

describe('A kind that is switched off', () => {
  it('is made for nobody of the organisation, and can be switched on again', async () => {
    const company = await givenCompany(api);
    const project = await givenDependency(company);
    expect(await switchOff(company, company.engineer, { forOrganisation: true })).toEqual(['MISSING_ROLE']);
    expect(await switchOff(company, cleared.finance)).toEqual(['ORGANISATION_NOT_FOUND']);
    expect(await switchOff(company, company.finance, { forOrganisation: true })).toEqual([]);
    expect(await switchOff(company, company.finance, { forOrganisation: true })).toEqual([]);
    const query = 'query ($id: ID!) { dependencyAlertsOff(organisationId: $id) { offForOrganisation offForMe } }';
    const { data } = await api.gql(query, { id: company.organisationId }, company.engineer);
    expect(data!.dependencyAlertsOff).toEqual({ offForOrganisation: ['NEED_POSTED'], offForMe: [] });
    await publish(project);
    await publish(project, 'CO_MAINTAINER');
    await api.settle();
    expect(await kinds(company)).toEqual(['FIRST_CO_MAINTAINER_REQUEST']);
    expect(await switchOff(company, company.finance, { forOrganisation: true, isOff: false })).toEqual([]);
    await publish(project);
    await api.settle();
    expect(await kinds(company)).toEqual(['NEED_POSTED', 'FIRST_CO_MAINTAINER_REQUEST']);
  });
});

describe('The first request for a co-maintainer where that kind is off', () => {
  const FIRST = { kind: 'FIRST_CO_MAINTAINER_REQUEST' };

  it('is told as the need that it is, once, and not at all where both are off', async () => {
    const [company, deaf] = [await givenCompany(api), await givenCompany(api)];
    const project = await givenDependency(company);
    await ship(api, deaf, project.projectId);
    for (const either of [company, deaf])
      expect(await switchOff(either, either.finance, { ...FIRST, forOrganisation: true })).toEqual([]);
    expect(await switchOff(deaf, deaf.finance, { forOrganisation: true })).toEqual([]);
    const { needId } = await publish(project, 'CO_MAINTAINER');
    await api.settle();
    expect((await alerts(company)).map(({ kind, need }) => [kind, need!.id])).toEqual([['NEED_POSTED', needId]]);
    expect(await alerts(deaf)).toEqual([]);
    expect(await switchOff(company, company.finance, { ...FIRST, forOrganisation: true, isOff: false })).toEqual([]);
    await deliverAgain(api, needPublished);
    expect(await kinds(company)).toEqual(['NEED_POSTED']);
  });
});

/** Last, since sessions that are begun later belong to another time. */
describe('The end of a day', () => {
  it('tells once for each project, those who decide about money or uploaded, and not who wants none', async () => {
    const company = await givenCompany(api);
    const payer = await givenMember(api, company.organisationId, company.finance, ['FINANCE']);
    const deaf = await givenMember(api, company.organisationId, company.finance, ['FINANCE']);
    const half = await givenMember(api, company.organisationId, company.finance, ['FINANCE']);
    const plain = await givenMember(api, company.organisationId, company.finance, ['MEMBER']);
    const [busy, quiet] = [await givenDependency(company), await givenDependency(company)];
    const alone = await givenDependency(company);
    expect(await switchOff(company, deaf)).toEqual([]);
    expect(await switchOff(company, half, { kind: 'FIRST_CO_MAINTAINER_REQUEST' })).toEqual([]);
    await publish(alone, 'CO_MAINTAINER');
    await publish(busy);
    await publish(busy);
    await publish(busy, 'CO_MAINTAINER');
    await publish(quiet);
    await api.settle();
    expect(await subjectsOf(api, payer)).toEqual([]);
    await passTime(api, DAY_MS);
    const [posted, sought] = [
      'library, which you depend on, has posted a need',
      'library, which you depend on, looks for a co-maintainer',
    ];
    const told = ['News of library, which you depend on', posted, sought];
    for (const person of [payer, company.finance, company.engineer])
      expect((await subjectsOf(api, person)).sort()).toEqual(told);
    expect(await subjectsOf(api, deaf)).toEqual([sought, sought]);
    // The request that stands alone is a need too.
    expect(await subjectsOf(api, half)).toEqual([posted, posted, posted]);
    expect(await subjectsOf(api, plain)).toEqual([]);
    expect(await alerts(company, {}, deaf)).toHaveLength(5);
    const after = await stored();
    await deliverAgain(api, dependencyAlertsDue);
    await sendAgain(api, dependencyAlertsDue, {
      organisationId: parseId('org', company.organisationId),
      projectId: parseId('prj', busy.projectId),
      day: (await firstDay(busy)).day,
    });
    expect(await stored()).toEqual(after);
  });

  async function firstDay({ projectId }: Project): Promise<{ day: string }> {
    const rows = await api.database.asOwner<{ day: string }>(
      'SELECT day::text FROM dependency_alert_day WHERE project_id = $1',
      [parseId('prj', projectId)],
    );
    return rows[0]!;
  }
});
