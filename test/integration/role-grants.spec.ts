import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AuditLog } from '#libs/audit';
import { RoleGrantsRepository, openPartOf, replayGrant, type GrantEvent, type GrantState } from '#libs/vetting';
import { violatedConstraint, type UnitOfWork } from '#platform/database';
import { FixedClock, asId, newId, type Id } from '#platform/kernel';
import { TEST_ACTOR, openTestDatabase, type TestDatabase } from '#platform/testing';
import { START } from '../../libs/vetting/test/given-grants.js';
import { GrantWorld, deciderWithout, type Draw, type Observed } from '../../libs/vetting/test/grant-world.js';

/**
 * What is stored of a grant, beside the engine that decided on it.
 *   MAINSTAY_LONG=1  200 sequences of 100 steps (the default suite: 30)
 */
const SEQUENCES = process.env.MAINSTAY_LONG === '1' ? 200 : 30;
const LENGTH = 100;
const NAMES = [
  ...['cora', 'cora-2', 'owner', 'ivy', 'ivy-2', 'ian', 'stella', 'stan', 'rita', 'rita-2', 'rob', 'sam', 'sam-2'],
  ...['sue', 'sid', 'fay', 'pay', 'oona', 'otto', 'pat', 'pia', 'pol', 'nobody'],
];

const repository = new RoleGrantsRepository();
const uuids = new Map<string, string>();
let database: TestDatabase;
let unitOfWork: UnitOfWork;

beforeAll(async () => {
  database = await openTestDatabase();
  unitOfWork = database.unitOfWork(new AuditLog(), new FixedClock(new Date(START)));
  for (const name of NAMES) {
    const id = newId<'usr'>();
    uuids.set(name, id);
    await database.asOwner(`INSERT INTO person (id, sealed_name, created_at) VALUES ($1, 'sealed', now())`, [id]);
  }
});
afterAll(() => database.close());

async function givenProject(): Promise<Id<'prj'>> {
  const id = newId<'prj'>();
  await database.asOwner(
    `INSERT INTO project (id, name, repository_url, is_demo, created_at) VALUES ($1, 'p', 'https://example.org/' || $1::uuid, false, now())`,
    [id],
  );
  return id;
}

/** The same with ids in place of the names of the world. */
function stored<Value>(value: Value, grantId: string, projectId: string): Value {
  const ids = new Map([...uuids, ['grant-0', grantId], ['project', projectId]]);
  const known = (text: unknown): unknown => (typeof text === 'string' ? (ids.get(text) ?? text) : text);
  return JSON.parse(JSON.stringify(value), (_, found: unknown) => known(found)) as Value;
}

/** In which order people voted is nobody's business. */
function shuffled({ ballots, ...state }: GrantState): object {
  return { ...state, ballots: [...ballots].sort((one, other) => (one.voter < other.voter ? -1 : 1)) };
}

/** Everything that lies open about a grant: its row and its history, to the last byte. */
async function openly(id: string): Promise<string> {
  const rows = await database.asOwner(
    `SELECT role_grant::text, xmin::text, (SELECT array_agg(e::text ORDER BY seq) FROM role_grant_event e WHERE grant_id = role_grant.id) FROM role_grant WHERE id = $1`,
    [id],
  );
  return JSON.stringify(rows);
}

class StoredWorld {
  readonly seen = new Set<string>();

  private constructor(
    private readonly grantId: Id<'rgr'>,
    private readonly projectId: Id<'prj'>,
  ) {}

  static async begin(first: GrantEvent): Promise<StoredWorld> {
    const world = new StoredWorld(newId<'rgr'>(), await givenProject());
    const [event] = world.translated([first]);
    if (event?.type !== 'create') throw new Error('a history begins with the creation of the grant');
    await unitOfWork.run(TEST_ACTOR, (tx) => repository.insert(tx, event));
    return world;
  }

  translated(events: readonly GrantEvent[]): GrantEvent[] {
    return stored([...events], this.grantId, this.projectId);
  }

  /** Appends what the engine decided. @returns what lies there then, beside what the engine says */
  async follow({ events, after, history }: Observed): Promise<readonly [found: object, wanted: object]> {
    const before = await openly(this.grantId);
    await unitOfWork.run(TEST_ACTOR, async (tx) => {
      await repository.lockProject(tx, this.projectId);
      await repository.append(tx, (await repository.lock(tx, this.grantId))!, this.translated(events));
    });
    const grant = (await unitOfWork.run(TEST_ACTOR, (tx) => repository.lock(tx, this.grantId)))!;
    const isBallot = events.every(({ type }) => type === 'castVote');
    this.seen.add(isBallot ? 'a ballot' : after.status);
    const isUnchanged = (await openly(this.grantId)) === before;
    const told = history.filter(({ type }) => type !== 'castVote');
    return [
      { state: shuffled(grant.state), history: await this.history(), isUnchanged },
      {
        state: shuffled(stored(after, this.grantId, this.projectId)),
        history: this.translated(told),
        isUnchanged: isBallot,
      },
    ];
  }

  private async history(): Promise<GrantEvent[]> {
    const rows = await database.asOwner<{ event: GrantEvent }>(
      'SELECT event FROM role_grant_event WHERE grant_id = $1 ORDER BY seq',
      [this.grantId],
    );
    return rows.map(({ event }) => event);
  }
}

const draws = fc.array(
  fc.record<Draw>({
    ...{ kind: fc.integer({ min: 0, max: 99 }), grant: fc.nat(99), type: fc.nat(999), actor: fc.nat(999) },
    ...{ time: fc.nat(99), choice: fc.nat(999) },
  }),
  { minLength: LENGTH, maxLength: LENGTH, size: 'max' },
);

describe('a stored grant', () => {
  it('is what its history comes to, after each step of random sequences, and a ballot changes nothing that lies open', async () => {
    const seen = new Set<string>();
    const property = fc.asyncProperty(draws, fc.constantFrom('T0', 'T1', 'T2'), async (sequence, tier) => {
      const world = new GrantWorld(START, tier, [{ scope: 'COMMIT', candidate: 'cora' }], deciderWithout());
      const kept = await StoredWorld.begin(world.histories[0]![0]!);
      for (const draw of sequence) {
        const observed = world.step(draw);
        if (observed === null) continue;
        const [found, wanted] = await kept.follow(observed);
        expect(found).toEqual(wanted);
      }
      for (const status of kept.seen) seen.add(status);
    });
    await fc.assert(property, { numRuns: SEQUENCES, seed: 20_265, endOnFailure: true });
    for (const what of ['a ballot', 'VOTING', 'APPROVED', 'PROBATION', 'ACTIVE', 'ON_HOLD', 'SUSPENDED'])
      expect([...seen]).toContain(what);
  }, 600_000);
});

const at = START;
const CREATED = (candidate: string, project: string, scope = 'COMMIT'): GrantEvent =>
  ({ type: 'create', at, by: candidate, id: newId<'rgr'>(), project, resource: null, scope, candidate }) as GrantEvent;

async function givenGrant(
  candidate = 'cora',
  scope = 'COMMIT',
  project?: Id<'prj'>,
): Promise<{ id: string; project: Id<'prj'> }> {
  const projectId = project ?? (await givenProject());
  const event = CREATED(uuids.get(candidate)!, projectId, scope);
  if (event.type !== 'create') throw new Error('not a creation');
  await unitOfWork.run(TEST_ACTOR, (tx) => repository.insert(tx, event));
  return { id: event.id, project: projectId };
}

/** As the service would, with nobody who looks. */
const forced = (id: string, status: string, tier = 'T0') =>
  database.dataSource.query(
    `UPDATE role_grant SET status = $2, state = state || jsonb_build_object('status', $2::text), tier = $3, policy_version = '2026-1' WHERE id = $1`,
    [id, status, tier],
  );

/** As somebody with the key to the database. */
const seeded = (id: string, status: string) =>
  database.asOwner(
    `WITH off AS (SELECT set_config('session_replication_role', 'replica', true))
     UPDATE role_grant SET status = $2, state = state || jsonb_build_object('status', $2::text), tier = 'T0', policy_version = '2026-1' FROM off WHERE id = $1`,
    [id, status],
  );

/** The constraint that was violated, or the SQLSTATE; null when all was well. */
async function codeOf(work: Promise<unknown>): Promise<string | null> {
  try {
    await work;
    return null;
  } catch (error) {
    return violatedConstraint(error) ?? (error as { driverError: { code: string } }).driverError.code;
  }
}

describe('the database', () => {
  it.each([
    ['leaves out what comes before the rights', 'PROVISIONING', 'MS051'],
    ['holds what was not given', 'ACTIVE', 'MS051'],
    ['is in a status that there is not', 'TRUSTED', 'role_grant_status'],
  ])('keeps nothing that %s', async (_, status, refusal) => {
    const { id } = await givenGrant();
    expect(await codeOf(forced(id, status))).toBe(refusal);
  });

  it('opens nothing again that has ended', async () => {
    const { id } = await givenGrant();
    await forced(id, 'WITHDRAWN');
    expect(await codeOf(forced(id, 'SUBMITTED'))).toBe('MS050');
  });

  it('has the owner give what is small, and nothing else', async () => {
    const { id } = await givenGrant();
    await forced(id, 'SUBMITTED', 'T3');
    expect(await codeOf(forced(id, 'ACTIVE', 'T3'))).toBeNull();
  });

  it('takes the step to rights with all that comes before, given by two others', async () => {
    const { id } = await givenGrant();
    const tell = (seq: number, kind: string, by: string | null) =>
      database.dataSource.query(
        `INSERT INTO role_grant_event (grant_id, seq, kind, at, by_id, event) VALUES ($1, $2, $3, now(), $4, '{}')`,
        [id, seq, kind, by],
      );
    for (const [index, kind] of ['fileReview', 'openVote', 'approve', 'accept'].entries())
      await tell(index + 2, kind, null);
    expect(await codeOf(forced(id, 'PROVISIONING'))).toBe('MS051');
    await tell(6, 'endCoolingOff', null);
    expect(await codeOf(forced(id, 'PROVISIONING'))).toBeNull();
    await tell(7, 'provision', uuids.get('ivy')!);
    await tell(8, 'provision', uuids.get('cora')!);
    expect(await codeOf(forced(id, 'PROBATION'))).toBe('MS051');
    await tell(9, 'provision', uuids.get('ian')!);
    expect(await codeOf(forced(id, 'PROBATION'))).toBeNull();
  });

  it('never loses the last who holds ADMIN', async () => {
    const { id, project } = await givenGrant('cora', 'ADMIN');
    await seeded(id, 'ACTIVE');
    expect(await codeOf(forced(id, 'EMERITUS'))).toBe('MS052');
    const other = await givenGrant('ivy', 'ADMIN', project);
    await seeded(other.id, 'ACTIVE');
    expect(await codeOf(forced(id, 'EMERITUS'))).toBeNull();
    expect(await codeOf(forced(other.id, 'SUSPENDED'))).toBe('MS052');
  });

  it('has one request for one scope at a time', async () => {
    const { id, project } = await givenGrant();
    expect(await codeOf(givenGrant('cora', 'COMMIT', project))).toBe('role_grant_one_open');
    expect(await codeOf(givenGrant('cora', 'REVIEW', project))).toBeNull();
    expect(await codeOf(givenGrant('ivy', 'COMMIT', project))).toBeNull();
    await forced(id, 'WITHDRAWN');
    expect(await codeOf(givenGrant('cora', 'COMMIT', project))).toBeNull();
  });

  it('adds to histories and to boxes, and changes neither', async () => {
    const { id } = await givenGrant();
    for (const table of ['role_grant_event', 'role_grant_ballot']) {
      for (const change of [`UPDATE ${table} SET grant_id = grant_id`, `DELETE FROM ${table}`, `TRUNCATE ${table}`])
        expect([change, await codeOf(database.dataSource.query(change))]).toEqual([change, '42501']);
      expect(await codeOf(database.asOwner(`TRUNCATE ${table} CASCADE`))).toBe('MS001');
    }
    expect(await codeOf(database.asOwner('UPDATE role_grant_event SET seq = 9 WHERE grant_id = $1', [id]))).toBe(
      'MS001',
    );
    expect(await codeOf(database.asOwner('DELETE FROM role_grant WHERE id = $1', [id]))).toBe('MS001');
  });

  it('shows a ballot to its voter alone, and takes none from the candidate', async () => {
    const { id } = await givenGrant();
    const cast = (voter: string) =>
      unitOfWork.run(TEST_ACTOR, async (tx) => {
        const grant = (await repository.lock(tx, asId<'rgr'>(id)))!;
        await repository.append(tx, grant, [
          { type: 'castVote', at, by: uuids.get(voter)!, choice: 'NO', waitMs: null },
        ]);
        return tx.manager.query<unknown[]>('SELECT 1 FROM role_grant_ballot');
      });
    // Not even in the transaction that has put it in.
    expect(await cast('ivy')).toEqual([]);
    expect(await codeOf(cast('ivy'))).toBe('role_grant_ballot_pk');
    expect(await codeOf(cast('cora'))).toBe('role_grant_ballot_not_own');
    const seenBy = (voter: string) =>
      database.dataSource.transaction(async (manager) => {
        await manager.query(`SELECT set_config('app.subjects', $1, true)`, [`{${uuids.get(voter)!}}`]);
        return manager.query<object[]>('SELECT choice FROM role_grant_ballot WHERE grant_id = $1', [id]);
      });
    expect([await seenBy('ivy'), await seenBy('ian')]).toEqual([[{ choice: 'NO' }], []]);
  });
});

describe('a grant with a ballot', () => {
  it('was last changed when that was cast, although its row does not say so', async () => {
    const { id } = await givenGrant();
    const voter = uuids.get('ivy')!;
    await database.asOwner(
      `UPDATE role_grant SET state = state || jsonb_build_object('roll', jsonb_build_array($2::text)) WHERE id = $1`,
      [id, voter],
    );
    const locked = () => unitOfWork.run(TEST_ACTOR, (tx) => repository.lock(tx, asId<'rgr'>(id)));
    const grant = (await locked())!;
    await unitOfWork.run(TEST_ACTOR, (tx) =>
      repository.append(tx, grant, [{ type: 'castVote', at: at + 5, by: voter, choice: 'YES', waitMs: null }]),
    );
    expect((await locked())!.state).toMatchObject({ lastAt: at + 5, ballots: [{ voter, choice: 'YES' }] });
    expect(
      await database.asOwner(`SELECT (state ->> 'lastAt')::bigint::text AS "lastAt" FROM role_grant WHERE id = $1`, [
        id,
      ]),
    ).toEqual([{ lastAt: String(at) }]);
  });
});

describe('the history of a grant', () => {
  it('comes to its row', async () => {
    const { id } = await givenGrant();
    const rows = await database.asOwner<{ event: GrantEvent }>(
      'SELECT event FROM role_grant_event WHERE grant_id = $1',
      [id],
    );
    const state = replayGrant(rows.map(({ event }) => event));
    expect(await database.asOwner('SELECT state FROM role_grant WHERE id = $1', [id])).toEqual([
      { state: openPartOf(state) },
    ]);
  });
});
