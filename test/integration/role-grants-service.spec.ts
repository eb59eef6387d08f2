/** Grants as people and clocks move them, on a project on which little leans (T3) and on one that many use (T1). */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { RoleGrantsRepository, RoleGrantsService, type GrantState, type PersonMove, type Tier } from '#libs/vetting';
import { UnitOfWork } from '#platform/database';
import {
  DAY_MS,
  HOUR_MS,
  MINUTE_MS,
  asId,
  formatId,
  newId,
  parseId,
  type Id,
  type PersonPrincipal,
} from '#platform/kernel';
import { TEST_ACTOR } from '#platform/testing';
import { GivenGrant } from '../../libs/vetting/test/given-grants.js';
import { givenGrantAt } from '../support/given-vetting.js';
import { givenNeed, key } from '../support/given.js';
import { TestApi } from '../support/test-api.js';

const PUBLIC_ENTRY = 'https://project.example/governance';

let api: TestApi;
let service: RoleGrantsService;
beforeAll(async () => {
  api = await TestApi.start();
  service = api.app.get(RoleGrantsService, { strict: false });
}, 60_000);
afterAll(() => api.close());

function principal(personId: Id<'usr'>, isSteppedUp = true): PersonPrincipal {
  const stepUp = { stepUpId: newId<'stp'>(), actionDigest: '0'.repeat(64) };
  return {
    ...{ kind: 'person', personId, sessionId: newId<'ses'>(), memberships: [], operatorRights: [] },
    ...(isSteppedUp ? { stepUp } : {}),
  };
}

async function givenPerson(): Promise<PersonPrincipal> {
  const { personId } = await api.givenPersonWithoutPasskey(key());
  return principal(parseId('usr', personId));
}

async function givenProject(
  tier: Tier | null,
): Promise<{ readonly projectId: Id<'prj'>; readonly owner: PersonPrincipal }> {
  const { projectId, maintainer } = await givenNeed(api);
  const id = parseId('prj', projectId);
  if (tier !== null) await setTier(id, tier);
  return { projectId: id, owner: principal(parseId('usr', maintainer.personId)) };
}

async function setTier(projectId: Id<'prj'>, tier: Tier): Promise<void> {
  await api.database.asOwner(
    `INSERT INTO project_tier_change (project_id, at, kind, tier, evidence) VALUES ($1, $2, 'EVIDENCE', $3, '{}')`,
    [projectId, api.clock.now(), tier],
  );
}

/** `ok`, or the code of the refusal; a guard of the catalogue by its name and reason. */
async function outcome(asked: Promise<unknown>): Promise<string> {
  return asked.then(
    () => 'ok',
    (error: unknown) => {
      const { code, verdict } = error as { code: string; verdict?: { guard: string; reason: string } };
      return verdict === undefined ? code : `${verdict.guard} ${verdict.reason}`;
    },
  );
}

async function statusOf(id: string): Promise<string> {
  const [row] = await api.database.asOwner<{ status: string }>('SELECT status FROM role_grant WHERE id = $1', [id]);
  return row!.status;
}

const audited = (id: string) =>
  api.database.asOwner<{ action: string; actor: { kind: string } }>(
    `SELECT canonical::jsonb ->> 'action' AS action, canonical::jsonb -> 'actor' AS actor FROM audit_entry WHERE subject = 'roleGrant:' || $1 ORDER BY seq`,
    [id],
  );

describe('a scope of a project on which little leans', () => {
  let projectId: Id<'prj'>;
  let owner: PersonPrincipal;
  let candidate: PersonPrincipal;
  let grant: GrantState;
  const act = (as: PersonPrincipal, move: PersonMove) => service.act(as, asId<'rgr'>(grant.id), move);

  beforeEach(async () => {
    ({ projectId, owner } = await givenProject('T3'));
    candidate = await givenPerson();
    grant = await service.request(candidate, { projectId, scope: 'COMMIT' });
  }, 30_000);

  const granted = async (): Promise<void> => {
    await act(candidate, { type: 'submit' });
    await act(owner, { type: 'grantByOwner', publicEntry: PUBLIC_ENTRY });
  };

  it('takes a step that was begun before the other that came first, and none with a clock that runs back', async () => {
    const lastAt = (ms: number) =>
      api.database.asOwner(
        `UPDATE role_grant SET state = jsonb_set(state, '{lastAt}', to_jsonb($2::float8)) WHERE id = $1`,
        [...[grant.id, api.clock.now().getTime() + ms]],
      );
    await lastAt(2 * MINUTE_MS);
    expect(await outcome(act(candidate, { type: 'submit' }))).toBe('TIME_RUNS_BACK');
    await lastAt(MINUTE_MS / 2);
    expect(await outcome(act(candidate, { type: 'submit' }))).toBe('ok');
  });

  it('is given by somebody who speaks for it, with a passkey and in public, and by nobody else', async () => {
    const give: PersonMove = { type: 'grantByOwner', publicEntry: PUBLIC_ENTRY };
    expect(await outcome(act(owner, give))).toBe('ROLE_GRANT_NOT_FOUND');
    expect(await outcome(act(candidate, give))).toBe('ILLEGAL_TRANSITION');
    expect((await act(candidate, { type: 'submit' })).frozen).toEqual({ policyVersion: '2026-1', tier: 'T3' });
    const stranger = await givenPerson();
    const before = await api.fingerprint();
    const refused = [
      await outcome(act(candidate, give)),
      await outcome(act(stranger, give)),
      await outcome(act(principal(owner.personId, false), give)),
      await outcome(act(owner, { ...give, publicEntry: ' ' })),
      await outcome(act(owner, { type: 'endCoolingOff' })),
    ];
    expect(refused).toEqual([
      ...['ACTOR_NOT_ENTITLED', 'ACTOR_NOT_ENTITLED', 'G23 SECOND_FACTOR_MISSING'],
      ...['WRITTEN_REASON_MISSING', 'ILLEGAL_TRANSITION'],
    ]);
    expect(await api.fingerprint()).toEqual(before);
    const held = await act(owner, give);
    expect([held.status, held.heldSince]).toEqual(['ACTIVE', held.enteredAt]);
    expect((await audited(grant.id)).map(({ action }) => action)).toEqual(['create', 'submit', 'grantByOwner']);
  });

  it('is asked for once at a time, and not when it is held', async () => {
    const again = () => outcome(service.request(candidate, { projectId, scope: 'COMMIT' }));
    expect(await again()).toBe('ROLE_GRANT_OPEN');
    await granted();
    expect(await again()).toBe('ROLE_GRANT_OPEN');
    await act(candidate, { type: 'stepDown' });
    expect(await again()).toBe('ok');
    const two = await Promise.all([
      outcome(service.request(owner, { projectId, scope: 'REVIEW' })),
      outcome(service.request(owner, { projectId, scope: 'REVIEW' })),
    ]);
    expect(two.sort()).toEqual(['ROLE_GRANT_OPEN', 'ok']);
  });

  it('comes back after 72 hours to whom somebody alone has suspended', async () => {
    await granted();
    expect((await act(owner, { type: 'suspend' })).status).toBe('SUSPENDED');
    api.advance(72 * HOUR_MS - MINUTE_MS);
    await api.settle();
    expect(await statusOf(grant.id)).toBe('SUSPENDED');
    api.advance(2 * MINUTE_MS);
    await api.settle();
    expect(await statusOf(grant.id)).toBe('ACTIVE');
    expect((await audited(grant.id)).at(-1)).toMatchObject({ action: 'return', actor: { kind: 'system' } });
    expect(await outcome(act(owner, { type: 'suspend' }))).toBe('ok');
  });

  it('keeps a clock that was stopped from doing anything', async () => {
    await granted();
    await act(owner, { type: 'suspend' });
    const dueAt = (await act(await givenSteward(projectId), { type: 'confirmSuspension' })).wait!.dueAt;
    await act(await givenSteward(projectId), { type: 'confirmSuspension' });
    api.advance(dueAt - api.clock.now().getTime() + MINUTE_MS);
    await api.settle();
    expect(await statusOf(grant.id)).toBe('SUSPENDED');
    api.advance(14 * DAY_MS);
    await api.settle();
    expect(await statusOf(grant.id)).toBe('ACTIVE');
  });

  it('is not given by somebody whom the candidate pays', async () => {
    await act(candidate, { type: 'submit' });
    const employer = newId<'org'>();
    await api.database.asOwner(
      `INSERT INTO organisation (id, kind, name, visibility, created_at) VALUES ($1, 'COMPANY', 'Employer', 'private', now())`,
      [employer],
    );
    for (const { personId } of [candidate, owner])
      await api.database.asOwner(
        'INSERT INTO membership (organisation_id, person_id, joined_at) VALUES ($1, $2, now())',
        [employer, personId],
      );
    const give: PersonMove = { type: 'grantByOwner', publicEntry: PUBLIC_ENTRY };
    const makeAdmin = (personId: string) =>
      api.database.asOwner(
        `INSERT INTO membership_role (organisation_id, person_id, role, granted_by, granted_at) VALUES ($1, $2, 'admin', $2, now())`,
        [employer, personId],
      );
    await makeAdmin(candidate.personId);
    expect(await outcome(act(owner, give))).toBe('G01 ON_PAYROLL');
    await makeAdmin(owner.personId);
    await api.database.asOwner('DELETE FROM membership_role WHERE organisation_id = $1 AND person_id = $2', [
      employer,
      candidate.personId,
    ]);
    expect(await outcome(act(owner, give))).toBe('ok');
  });

  it('is nobody’s whom there is no request of', async () => {
    const unknown = newId<'rgr'>();
    expect([
      await outcome(service.act(owner, unknown, { type: 'submit' })),
      await outcome(service.consent(owner, unknown)),
    ]).toEqual(['ROLE_GRANT_NOT_FOUND', 'ROLE_GRANT_NOT_FOUND']);
  });
});

async function givenSteward(projectId: Id<'prj'>): Promise<PersonPrincipal> {
  const steward = await givenPerson();
  await api.database.asOwner(
    `INSERT INTO project_seat (project_id, person_id, kind, since) VALUES ($1, $2, 'STEWARD', $3)`,
    [projectId, steward.personId, api.clock.now()],
  );
  return steward;
}

describe('a request of which something is not known', () => {
  it('is not made where nobody has found how much leans on the project', async () => {
    const { projectId } = await givenProject(null);
    const candidate = await givenPerson();
    const before = await api.fingerprint();
    expect(await outcome(service.request(candidate, { projectId, scope: 'COMMIT' }))).toBe('TIER_NOT_KNOWN');
    expect(await api.fingerprint()).toEqual(before);
    await setTier(projectId, 'T2');
    expect(await outcome(service.request(candidate, { projectId, scope: 'COMMIT' }))).toBe('ok');
  });

  it('is not submitted before the candidate has shown to be the same person for long', async () => {
    const { projectId } = await givenProject('T1');
    const candidate = await givenPerson();
    const { id } = await service.request(candidate, { projectId, scope: 'COMMIT' });
    expect([
      await outcome(service.act(candidate, asId<'rgr'>(id), { type: 'submit' })),
      await outcome(service.act(principal(candidate.personId, false), asId<'rgr'>(id), { type: 'submit' })),
    ]).toEqual(['G26 CONTINUITY_PROOFS_MISSING', 'G23 SECOND_FACTOR_MISSING']);
  });

  it('takes the consent of an owner, and of nobody else, once it is submitted', async () => {
    const { projectId, owner } = await givenProject('T3');
    const candidate = await givenPerson();
    const id = asId<'rgr'>((await service.request(candidate, { projectId, scope: 'TRIAGE' })).id);
    const asked = () => Promise.all([candidate, owner].map((as) => outcome(service.consent(as, id))));
    expect(await asked()).toEqual(['ROLE_GRANT_NOT_FOUND', 'ROLE_GRANT_NOT_FOUND']);
    await service.act(candidate, id, { type: 'submit' });
    expect(await asked()).toEqual(['NOT_PROJECT_OWNER', 'ok']);
    const rows = await api.database.asOwner(
      'SELECT person_id AS "personId" FROM role_grant_consent WHERE grant_id = $1',
      [id],
    );
    expect(rows).toEqual([{ personId: owner.personId }]);
  });
});

describe('the end of a cooling-off while nobody has looked for pressure', () => {
  it('waits, and is tried again each day', async () => {
    const { projectId } = await givenProject('T1');
    const id = await givenStored(projectId, new GivenGrant('COMMIT', 'T1').reach('COOLING_OFF'));
    const [due] = await api.database.asOwner<{ dueAt: Date }>(
      'SELECT due_at AS "dueAt" FROM role_grant WHERE id = $1',
      [id],
    );
    const dueAt = due!.dueAt.toISOString();
    const messages = () =>
      api.database.asOwner<{ dueAt: string; inHours: number }>(
        `SELECT payload ->> 'dueAt' AS "dueAt", round(extract(epoch FROM available_at - $2::timestamptz) / 3600)::int AS "inHours"
         FROM outbox_message WHERE topic = 'vetting.role_grant_due' AND payload ->> 'grantId' = $1`,
        [id, api.clock.now()],
      );
    const unitOfWork = api.app.get(UnitOfWork);
    await unitOfWork.run(TEST_ACTOR, (tx) => service.due(tx, id, dueAt));
    expect(await statusOf(id)).toBe('COOLING_OFF');
    const waiting = await messages();
    expect(waiting).toEqual([{ dueAt, inHours: 24 }]);
    // A clock that was made for another end says nothing.
    await unitOfWork.run(TEST_ACTOR, (tx) => service.due(tx, id, api.clock.now().toISOString()));
    expect(await messages()).toEqual(waiting);
  });
});

describe('a secret vote of 200 people', () => {
  const dueAt = () => api.clock.now().getTime() - HOUR_MS;

  async function givenVote(): Promise<Id<'rgr'>> {
    const { projectId } = await givenProject('T1');
    const voters = Array.from({ length: 200 }, () => newId<'usr'>());
    await api.database.asOwner(
      'INSERT INTO person (id, sealed_name, created_at) SELECT id, $2, $3 FROM unnest($1::uuid[]) AS id',
      [voters, Buffer.from('sealed'), api.clock.now()],
    );
    const candidate = await api.givenPersonWithoutPasskey(key());
    const id = await givenGrantAt(api, {
      ...{ candidate, projectId: formatId('prj', projectId), status: 'VOTING' },
      state: { wait: { dueAt: dueAt(), fullMs: 7 * DAY_MS }, roll: voters, notifiedAt: dueAt() - 14 * DAY_MS },
    });
    await api.database.asOwner(
      `INSERT INTO role_grant_ballot (grant_id, candidate_id, box, voter_id, choice, cast_at)
       SELECT $1, $2, 1, voter, CASE WHEN number <= 140 THEN 'YES' ELSE 'NO' END, $4 FROM unnest($3::uuid[]) WITH ORDINALITY AS cast_by (voter, number)`,
      [parseId('rgr', id), parseId('usr', candidate.personId), voters, new Date(dueAt() - DAY_MS)],
    );
    return parseId('rgr', id);
  }

  async function close(id: Id<'rgr'>): Promise<number> {
    const [row] = await api.database.asOwner<{ dueAt: number }>(
      `SELECT (state #>> '{wait,dueAt}')::float8 AS "dueAt" FROM role_grant WHERE id = $1`,
      [id],
    );
    const begun = performance.now();
    await api.app.get(UnitOfWork).run(TEST_ACTOR, (tx) => service.due(tx, id, new Date(row!.dueAt).toISOString()));
    return performance.now() - begun;
  }

  it('is closed in at most 200 ms', async () => {
    const took: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const id = await givenVote();
      took.push(await close(id));
      const rows = await api.database.asOwner('SELECT status, state -> $2 AS result FROM role_grant WHERE id = $1', [
        ...[id, 'result'],
      ]);
      expect(rows).toEqual([{ status: 'APPROVED', result: { yes: 140, no: 60 } }]);
    }
    // The best of three, since the machine does other things too.
    const [best] = took.sort((one, other) => one - other);
    console.info(`a vote of 200 was closed in ${took.map((ms) => ms.toFixed(1)).join(', ')} ms`);
    expect(best).toBeLessThanOrEqual(200);
  });
});

/** A history of the engine as that of a project, with people in place of its names. */
async function givenStored(projectId: Id<'prj'>, { events, state }: GivenGrant): Promise<Id<'rgr'>> {
  const id = newId<'rgr'>();
  const repository = new RoleGrantsRepository();
  const ids = new Map<string, string>([
    ['grant-1', id],
    ['project-1', projectId],
  ]);
  const names = [state.candidate, ...state.roll, ...state.sponsorships.map(({ sponsor }) => sponsor), 'rita'];
  for (const name of new Set(names)) ids.set(name, (await givenPerson()).personId);
  const told = JSON.parse(JSON.stringify(events), (_, value: unknown) =>
    typeof value === 'string' ? (ids.get(value) ?? value) : value,
  ) as typeof events;
  const [first, ...rest] = told;
  if (first?.type !== 'create') throw new Error('a history begins with its creation');
  await api.app.get(UnitOfWork).run(TEST_ACTOR, async (tx) => {
    const grant = await repository.insert(tx, first);
    await repository.append(tx, grant, rest);
  });
  return id;
}
