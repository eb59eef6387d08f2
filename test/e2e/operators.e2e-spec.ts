import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { OperatorsQueries } from '#libs/operators';
import { DAY_MS, HOUR_MS, MINUTE_MS, formatId, newId, parseId, type Id } from '#platform/kernel';
import {
  firstOperator,
  givenFirstOperator,
  givenOperators,
  givenProposal,
  givenRight,
  proposal,
  type GivenOperators,
} from '../support/given-operators.js';
import { key } from '../support/given.js';
import { TestApi, type Caller } from '../support/test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start();
}, 60_000);
afterAll(() => api.close());

type Statement = [sql: string, parameters: unknown[]];

const codes = ({ userErrors }: { userErrors: readonly { code: string }[] }): string[] =>
  userErrors.map(({ code }) => code);

const propose = (by: Caller, beneficiary: Pick<Caller, 'personId'>, right = 'FINANCE_OPERATOR', days?: number) =>
  api.mutate(
    'proposeOperatorRight',
    'ProposeOperatorRightInput',
    'proposal { id }',
    proposal(api, beneficiary, right, days),
    by,
  );
const approve = (by: Caller, proposalId: string) =>
  api.mutate<{ proposal: object | null; receipt: { entry: string } | null }>(
    'approveOperatorRight',
    'ApproveOperatorRightInput',
    'proposal { status } receipt { entry }',
    { proposalId },
    by,
  );
const answer = (name: string, by: Caller, proposalId: string) =>
  api.mutate(name, 'AnswerOperatorProposalInput', 'proposal { status }', { proposalId }, by);
const revoke = (by: Caller, grantId: string) =>
  api.mutate('revokeOperatorRight', 'RevokeOperatorRightInput', 'revokedId', { grantId, reason: 'Has left' }, by);

/**
 * How an attempt ended: DONE, or the code of its refusal. Whoever lost the right a moment before is refused before the
 * payload, and whoever comes a moment earlier inside of it.
 */
async function outcomeOf(attempt: ReturnType<typeof revoke>): Promise<string> {
  try {
    return codes(await attempt)[0] ?? 'DONE';
  } catch (error) {
    const [refusal] = JSON.parse((error as Error).message) as { extensions: { code: string } }[];
    return refusal!.extensions.code;
  }
}

/** Of two attempts exactly one was done, and the other was refused for what the first one left. */
function expectOneEnded(outcomes: readonly string[]): void {
  const refused = outcomes.filter((outcome) => outcome !== 'DONE');
  expect(refused).toHaveLength(outcomes.length - 1);
  for (const code of refused) expect(['FORBIDDEN', 'LAST_OPERATOR_ADMIN', 'MISSING_OPERATOR_RIGHT']).toContain(code);
}

async function rightsOf(person: Caller): Promise<unknown> {
  const { data } = await api.gql('{ viewer { operatorRights } }', {}, person);
  return (data!.viewer as { operatorRights: unknown }).operatorRights;
}

async function grantsSeenBy(
  person: Caller,
): Promise<{ id: string; right: string; proposalId: string | null; endedAt: string | null }[]> {
  const { data } = await api.gql(
    '{ operatorRights(first: 100) { nodes { id right proposalId endedAt } } }',
    {},
    person,
  );
  return (data!.operatorRights as { nodes: never[] }).nodes;
}

async function subjectsOf(person: Caller): Promise<string[]> {
  const { data } = await api.gql('{ viewer { notifications(first: 50) { nodes { subject } } } }', {}, person);
  return (data!.viewer as { notifications: { nodes: { subject: string }[] } }).notifications.nodes.map(
    ({ subject }) => subject,
  );
}

/** Each file of operators begins with none: rights of another test end, as from the machine. */
async function withoutOperators(): Promise<void> {
  await api.database.asOwner('UPDATE operator_grant SET ended_at = granted_at WHERE ended_at IS NULL');
  api.advance(1_000);
}

describe('the first administrator', () => {
  it('is told so, has the right without an end, and is in the log', async () => {
    await withoutOperators();
    const person = await givenFirstOperator(api);
    expect(await rightsOf(person)).toEqual(['OPERATOR_ADMIN']);
    expect(await grantsSeenBy(person)).toMatchObject([{ right: 'OPERATOR_ADMIN', proposalId: null, endedAt: null }]);
    await api.settle();
    expect(await subjectsOf(person)).toContain('Given: the right operator_admin over Mainstay');
    const entries = await api.database.asOwner<{ canonical: string }>(
      `SELECT canonical FROM audit_entry WHERE canonical LIKE '%grantFirst%' AND canonical LIKE $1`,
      [`%${parseId('usr', person.personId)}%`],
    );
    expect(JSON.parse(entries[0]!.canonical)).toMatchObject({ actor: { kind: 'system', name: 'cli.admin-create' } });
  });

  it('is one, also when two are made at once, and of the refused one nothing is kept', async () => {
    await withoutOperators();
    const people = await Promise.all([1, 2, 3, 4].map(() => api.givenPersonWithoutPasskey(key())));
    const results = await Promise.allSettled(
      people.map(({ personId }) => firstOperator(api).create(parseId('usr', personId))),
    );
    const refused = results.flatMap((result) =>
      result.status === 'rejected' ? [(result.reason as { code: string }).code] : [],
    );
    expect(refused).toEqual(['OPERATORS_EXIST', 'OPERATORS_EXIST', 'OPERATORS_EXIST']);
    const before = await api.fingerprint();
    await expect(firstOperator(api).create(parseId('usr', people[0]!.personId))).rejects.toMatchObject({
      code: 'OPERATORS_EXIST',
    });
    expect(await api.fingerprint()).toEqual(before);
  });

  it('is nobody who has never signed in', async () => {
    await withoutOperators();
    await expect(firstOperator(api).create(newId<'usr'>())).rejects.toMatchObject({ code: 'PERSON_NOT_FOUND' });
  });

  it("is not made by the API's role of the database, whatever a service tries", async () => {
    await withoutOperators();
    const { personId } = await api.givenPersonWithoutPasskey(key());
    await expect(
      api.database.dataSource.query(
        `INSERT INTO operator_grant (id, person_id, operator_right, granted_at) VALUES ($1, $2, 'operator_admin', now())`,
        [newId<'ogr'>(), parseId('usr', personId)],
      ),
    ).rejects.toMatchObject({ driverError: { code: 'MS021' } });
  });
});

describe('the second administrator', () => {
  it('comes by the proposal of the first and the own consent, with a passkey', async () => {
    await withoutOperators();
    const first = await givenFirstOperator(api);
    const second = await api.givenPersonWithoutPasskey(key());
    const id = await givenProposal(api, first, second, 'OPERATOR_ADMIN');
    expect(codes(await approve(second, id))).toEqual(['STEP_UP_REQUIRED']);
    await api.addPasskey(second);
    expect(await approve(second, id)).toMatchObject({ proposal: { status: 'APPROVED' }, userErrors: [] });
    expect(await rightsOf(second)).toEqual(['OPERATOR_ADMIN']);
  });

  it('is one: of two who consent at once the second is refused', async () => {
    await withoutOperators();
    const first = await givenFirstOperator(api);
    const people = [await api.givenPerson(key()), await api.givenPerson(key())];
    const ids: string[] = [];
    for (const person of people) ids.push(await givenProposal(api, first, person, 'OPERATOR_ADMIN'));
    const answers = await Promise.all(people.map((person, at) => approve(person, ids[at]!)));
    expect(answers.map(codes).flat()).toEqual(['APPROVER_BENEFITS']);
  });

  it('is the only one by consent, also after both have revoked each other down to one', async () => {
    await withoutOperators();
    const first = await givenFirstOperator(api);
    const second = await api.givenPerson(key());
    const { grantId } = await givenRight(api, first, second, second, 'OPERATOR_ADMIN');
    expect(codes(await revoke(first, grantId))).toEqual([]);
    const puppet = await api.givenPerson(key());
    const id = await givenProposal(api, first, puppet, 'OPERATOR_ADMIN');
    expect(codes(await approve(puppet, id))).toEqual(['APPROVER_BENEFITS']);
    expect(await rightsOf(puppet)).toEqual([]);
  });

  it('has to be an administrator: no other right comes by consent', async () => {
    await withoutOperators();
    const first = await givenFirstOperator(api);
    const person = await api.givenPerson(key());
    const id = await givenProposal(api, first, person, 'FINANCE_OPERATOR');
    expect(codes(await approve(person, id))).toEqual(['APPROVER_BENEFITS']);
  });
});

describe('every later right', () => {
  let operators: GivenOperators;
  beforeAll(async () => {
    await withoutOperators();
    operators = await givenOperators(api);
  });

  it('is given by one who neither proposed it nor gets it, and was an administrator before', async () => {
    const { first, second } = operators;
    const person = await api.givenPerson(key());
    const id = await givenProposal(api, first, person, 'FINANCE_OPERATOR');
    const young = await api.givenPerson(key());
    await givenRight(api, first, second, young, 'OPERATOR_ADMIN');
    const before = await api.fingerprint();
    expect(codes(await approve(first, id))).toEqual(['SEPARATION_OF_DUTIES']);
    expect(codes(await approve(person, id))).toEqual(['APPROVER_BENEFITS']);
    expect(codes(await approve(young, id))).toEqual(['ROLE_TOO_YOUNG']);
    expect(codes(await approve(await api.givenPerson(key()), id))).toEqual(['OPERATOR_PROPOSAL_NOT_FOUND']);
    const { operator_grant, operator_proposal } = await api.fingerprint();
    expect(before).toMatchObject({ operator_grant, operator_proposal });
    const given = await approve(second, id);
    expect(codes(given)).toEqual([]);
    expect(JSON.parse(given.receipt!.entry)).toMatchObject({
      action: 'approve',
      subject: `operatorProposal:${parseId('opp', id)}`,
    });
    expect(await rightsOf(person)).toEqual(['FINANCE_OPERATOR']);
    expect(codes(await approve(second, id))).toEqual(['ALREADY_DECIDED']);
  });

  it('does what it names and nothing else', async () => {
    const { first, second } = operators;
    const person = await api.givenPerson(key());
    const invariants = () => api.gql('{ ledgerInvariants { invariant found } }', {}, person);
    expect((await invariants()).errors![0]!.message).toMatch(/needs the right finance_operator/);
    await givenRight(api, first, second, person, 'FINANCE_OPERATOR');
    const { ledgerInvariants } = (await invariants()).data as { ledgerInvariants: { found: number }[] };
    expect(ledgerInvariants.length).toBeGreaterThan(5);
    expect(ledgerInvariants.filter(({ found }) => found !== 0)).toEqual([]);
    await expect(propose(person, first)).rejects.toThrow('FORBIDDEN');
    expect((await api.gql('{ ledgerInvariants { found } }', {}, first)).errors![0]!.extensions.code).toBe('FORBIDDEN');
  });

  it.each([
    ['today', 0],
    ['more than a year', 367],
  ])('has an end: %s is none', async (_case, days) => {
    expect(codes(await propose(operators.first, await api.givenPerson(key()), 'FINANCE_OPERATOR', days))).toEqual([
      'INVALID_OPERATOR_TERM',
    ]);
  });

  it('is not proposed for oneself, for nobody, twice at once, or for who has it for good', async () => {
    const { first, second } = operators;
    expect(codes(await propose(first, first))).toEqual(['SEPARATION_OF_DUTIES']);
    expect(codes(await propose(first, { personId: 'usr_01h455vb4pex5vsknk084sn02q' }))).toEqual(['PERSON_NOT_FOUND']);
    const person = await api.givenPerson(key());
    expect(codes(await propose(first, person))).toEqual([]);
    expect(codes(await propose(second, person))).toEqual(['OPERATOR_PROPOSAL_OPEN']);
    expect(codes(await propose(second, first, 'OPERATOR_ADMIN'))).toEqual(['OPERATOR_RIGHT_HELD']);
  });

  it('that goes on keeps its day, so that its holder still counts for what was proposed before', async () => {
    const { first, second, third } = operators;
    const person = await api.givenPerson(key());
    const { grantId } = await givenRight(api, first, second, person, 'OPERATOR_ADMIN');
    const other = await api.givenPerson(key());
    const waiting = await givenProposal(api, first, other, 'FINANCE_OPERATOR');
    const extended = await givenRight(api, second, third, person, 'OPERATOR_ADMIN');
    expect(extended.grantId).toBe(grantId);
    expect(codes(await approve(person, waiting))).toEqual([]);
  });

  it('is not given by a proposal whose proposer is an administrator no longer', async () => {
    const { first, second, third } = operators;
    const proposer = await api.givenPerson(key());
    const { grantId } = await givenRight(api, first, second, proposer, 'OPERATOR_ADMIN');
    const id = await givenProposal(api, proposer, await api.givenPerson(key()), 'FINANCE_OPERATOR');
    await revoke(third, grantId);
    expect(codes(await approve(second, id))).toEqual(['OPERATOR_PROPOSAL_STALE']);
  });

  it('is told to every operator and to the person, when it is proposed, given and revoked', async () => {
    const { first, second, third } = operators;
    const person = await api.givenPerson(key());
    const { grantId } = await givenRight(api, first, second, person, 'FINANCE_OPERATOR');
    expect(codes(await revoke(second, grantId))).toEqual([]);
    expect(await rightsOf(person)).toEqual([]);
    await api.settle();
    for (const reader of [first, second, third, person])
      expect((await subjectsOf(reader)).slice(0, 3).sort()).toEqual([
        'Given: the right finance_operator over Mainstay',
        'Proposed: the right finance_operator over Mainstay',
        'Revoked: the right finance_operator over Mainstay',
      ]);
  });

  it('that was revoked is not revoked again, and comes back only as a new one', async () => {
    const { first, second, third } = operators;
    const person = await api.givenPerson(key());
    const before = await givenRight(api, first, second, person, 'FINANCE_OPERATOR');
    expect(codes(await revoke(third, before.grantId))).toEqual([]);
    expect(codes(await revoke(third, before.grantId))).toEqual(['OPERATOR_GRANT_NOT_FOUND']);
    const again = await givenRight(api, first, second, person, 'FINANCE_OPERATOR');
    expect(again.grantId).not.toBe(before.grantId);
    expect(await rightsOf(person)).toEqual(['FINANCE_OPERATOR']);
  });

  it('that was revoked ends what its holder is told about other operators', async () => {
    const { first, second, third } = operators;
    const person = await api.givenPerson(key());
    const { grantId } = await givenRight(api, first, second, person, 'FINANCE_OPERATOR');
    expect(codes(await revoke(third, grantId))).toEqual([]);
    await api.settle();
    const before = await subjectsOf(person);
    await givenProposal(api, first, await api.givenPerson(key()), 'FINANCE_OPERATOR');
    await api.settle();
    expect(await subjectsOf(person)).toEqual(before);
  });

  it('is no longer open when it was declined', async () => {
    const { first, second } = operators;
    const id = await givenProposal(api, first, await api.givenPerson(key()), 'FINANCE_OPERATOR');
    const open = async () => {
      const text = '{ operatorProposals(first: 100, openOnly: true) { nodes { id } } }';
      const { data } = await api.gql(text, {}, second);
      return (data!.operatorProposals as { nodes: { id: string }[] }).nodes.map((node) => node.id);
    };
    expect(await open()).toContain(id);
    await answer('declineOperatorRight', second, id);
    expect(await open()).not.toContain(id);
  });

  it('is declined by an administrator or by the person, withdrawn by whoever proposed it, and by nobody else', async () => {
    const { first, second } = operators;
    const person = await api.givenPerson(key());
    const declined = await givenProposal(api, first, person, 'FINANCE_OPERATOR');
    expect(codes(await answer('withdrawOperatorRight', second, declined))).toEqual(['OPERATOR_PROPOSAL_NOT_FOUND']);
    expect(codes(await answer('declineOperatorRight', await api.givenPerson(key()), declined))).toEqual([
      'OPERATOR_PROPOSAL_NOT_FOUND',
    ]);
    expect(await answer('declineOperatorRight', person, declined)).toMatchObject({ proposal: { status: 'DECLINED' } });
    const withdrawn = await givenProposal(api, first, person, 'FINANCE_OPERATOR');
    expect(await answer('withdrawOperatorRight', first, withdrawn)).toMatchObject({
      proposal: { status: 'WITHDRAWN' },
    });
    const { data } = await api.gql(
      'query ($id: ID!) { history(id: $id, first: 10) { nodes { action actor { personId } } } }',
      { id: declined },
      second,
    );
    expect(data!.history).toEqual({
      nodes: [
        { action: 'propose', actor: { personId: first.personId } },
        { action: 'decline', actor: { personId: person.personId } },
      ],
    });
  });

  it('is seen by operators and by the person it is about, and by nobody else', async () => {
    const { first, third } = operators;
    const person = await api.givenPerson(key());
    const id = await givenProposal(api, first, person, 'FINANCE_OPERATOR');
    const seenBy = async (reader: Caller) => {
      const { data } = await api.gql(
        'query ($id: ID!) { operatorProposal(id: $id) { id } node(id: $id) { id } history(id: $id, first: 1) { nodes { action } } operatorProposals(first: 100, openOnly: true) { nodes { id } } }',
        { id },
        reader,
      );
      const { operatorProposals, ...direct } = data as { operatorProposals: { nodes: { id: string }[] } };
      return [...Object.values(direct), operatorProposals.nodes.some((node) => node.id === id)].filter(Boolean).length;
    };
    expect([await seenBy(person), await seenBy(third)]).toEqual([4, 4]);
    expect(await seenBy(await api.givenPerson(key()))).toBe(0);
  });

  it('comes in pages', async () => {
    const { third } = operators;
    const all = (await grantsSeenBy(third)).map(({ id }) => id);
    const paged: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const { data } = await api.gql(
        'query ($after: String) { operatorRights(first: 2, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }',
        { after },
        third,
      );
      const page = data!.operatorRights as {
        nodes: { id: string }[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
      paged.push(...page.nodes.map(({ id }) => id));
      [after, more] = [page.pageInfo.endCursor, page.pageInfo.hasNextPage];
    }
    expect(paged).toEqual(all);
  });
});

describe('the database', () => {
  let operators: GivenOperators;
  beforeAll(async () => {
    await withoutOperators();
    operators = await givenOperators(api);
  });
  const uuid = (person: Caller) => parseId('usr', person.personId);
  const asService = (sql: string, parameters: unknown[]) => api.database.dataSource.query(sql, parameters);
  const decideAs = (id: string, person: Caller, at = api.clock.now()) =>
    asService(`UPDATE operator_proposal SET status = 'approved', decided_by = $2, decided_at = $3 WHERE id = $1`, [
      parseId('opp', id),
      uuid(person),
      at.toISOString(),
    ]);
  const grant = (person: Caller, proposalId: string, expiresAt: string) =>
    asService(
      `INSERT INTO operator_grant (id, person_id, operator_right, granted_at, granted_through, expires_at)
       VALUES ($1, $2, 'finance_operator', $3, $4, $5)`,
      [newId<'ogr'>(), uuid(person), api.clock.now().toISOString(), parseId('opp', proposalId), expiresAt],
    );
  const refusedAs = (code: string) => ({ driverError: { code } });

  it('refuses a proposal by somebody who is no administrator', async () => {
    const [stranger, person] = [await api.givenPerson(key()), await api.givenPerson(key())];
    const now = api.clock.now().getTime();
    await expect(
      asService(
        `INSERT INTO operator_proposal (id, beneficiary_id, operator_right, right_expires_at, reason, status, proposed_by, proposed_at, expires_at)
         VALUES ($1, $2, 'finance_operator', $5, 'x', 'proposed', $3, $4, $5)`,
        [newId<'opp'>(), uuid(person), uuid(stranger), new Date(now), new Date(now + DAY_MS)],
      ),
    ).rejects.toMatchObject(refusedAs('MS020'));
  });

  it.each([
    ['the proposer', 'MS007', (o: GivenOperators) => o.first],
    ['the beneficiary', 'MS011', (_o: GivenOperators, person: Caller) => person],
    ['a stranger', 'MS012', (_o: GivenOperators, _person: Caller, stranger: Caller) => stranger],
  ])('refuses an approval by %s', async (_case, code, who) => {
    const [person, stranger] = [await api.givenPerson(key()), await api.givenPerson(key())];
    const id = await givenProposal(api, operators.first, person, 'FINANCE_OPERATOR');
    await expect(decideAs(id, who(operators, person, stranger))).rejects.toMatchObject(refusedAs(code));
  });

  it('refuses an approval after the proposal has run out', async () => {
    const id = await givenProposal(api, operators.first, await api.givenPerson(key()), 'FINANCE_OPERATOR');
    await expect(
      decideAs(id, operators.second, new Date(api.clock.now().getTime() + 14 * DAY_MS)),
    ).rejects.toMatchObject(refusedAs('MS023'));
  });

  it('refuses a right without an approved proposal for exactly it, and one for longer', async () => {
    const [person, other] = [await api.givenPerson(key()), await api.givenPerson(key())];
    const id = await givenProposal(api, operators.first, person, 'FINANCE_OPERATOR');
    const { rightExpiresAt } = (
      await api.gql('query ($id: ID!) { operatorProposal(id: $id) { rightExpiresAt } }', { id }, operators.first)
    ).data!.operatorProposal as { rightExpiresAt: string };
    await expect(grant(person, id, rightExpiresAt)).rejects.toMatchObject(refusedAs('MS021'));
    await decideAs(id, operators.second);
    await expect(grant(other, id, rightExpiresAt)).rejects.toMatchObject(refusedAs('MS021'));
    await expect(grant(person, id, new Date(Date.parse(rightExpiresAt) + 1).toISOString())).rejects.toMatchObject(
      refusedAs('MS021'),
    );
    await grant(person, id, rightExpiresAt);
    await expect(
      asService(`UPDATE operator_grant SET expires_at = expires_at + interval '1 day' WHERE granted_through = $1`, [
        parseId('opp', id),
      ]),
    ).rejects.toMatchObject(refusedAs('MS021'));
  });

  it('refuses to change what was proposed, to decide twice, and to forget', async () => {
    const person = await api.givenPerson(key());
    const { proposalId } = await givenRight(api, operators.first, operators.second, person, 'FINANCE_OPERATOR');
    const id = parseId('opp', proposalId);
    await expect(
      asService(`UPDATE operator_proposal SET status = 'declined' WHERE id = $1`, [id]),
    ).rejects.toMatchObject(refusedAs('MS001'));
    const open = await givenProposal(api, operators.first, await api.givenPerson(key()), 'FINANCE_OPERATOR');
    await expect(
      asService('UPDATE operator_proposal SET beneficiary_id = $2 WHERE id = $1', [parseId('opp', open), uuid(person)]),
    ).rejects.toMatchObject(refusedAs('MS001'));
    await expect(
      asService('UPDATE operator_grant SET person_id = $2 WHERE granted_through = $1', [id, uuid(operators.first)]),
    ).rejects.toMatchObject(refusedAs('MS001'));
    for (const table of ['operator_grant', 'operator_proposal'])
      await expect(api.database.asOwner(`DELETE FROM ${table}`)).rejects.toMatchObject(refusedAs('MS001'));
  });
});

describe('two at once in the database, where the first has not committed yet', () => {
  /** Runs the statements of one transaction, then `second` beside it, and commits; answers with what became of `second`. */
  async function beside(first: readonly Statement[], second: Statement): Promise<string> {
    const runner = api.database.dataSource.createQueryRunner();
    try {
      await runner.startTransaction();
      for (const [sql, parameters] of first) await runner.query(sql, parameters);
      const outcome = api.database.dataSource.query(...second).then(
        () => 'done',
        (error: { driverError: { code: string } }) => error.driverError.code,
      );
      await sleep(200);
      await runner.commitTransaction();
      return await outcome;
    } finally {
      await runner.release();
    }
  }

  it('the second consent sees what the first one has made', async () => {
    await withoutOperators();
    const first = await givenFirstOperator(api);
    const consent = async () => {
      const person = await api.givenPerson(key());
      const id = parseId('opp', await givenProposal(api, first, person, 'OPERATOR_ADMIN'));
      const personId = parseId('usr', person.personId);
      const at = api.clock.now().toISOString();
      const decide: Statement = [
        `UPDATE operator_proposal SET status = 'approved', decided_by = beneficiary_id, decided_at = $2 WHERE id = $1`,
        [id, at],
      ];
      const grant: Statement = [
        `INSERT INTO operator_grant (id, person_id, operator_right, granted_at, granted_through, expires_at)
           SELECT $1, $2, 'operator_admin', $4, id, right_expires_at FROM operator_proposal WHERE id = $3`,
        [newId<'ogr'>(), personId, id, at],
      ];
      return { decide, grant };
    };
    const [one, other] = [await consent(), await consent()];
    expect(await beside([one.decide, one.grant], other.decide)).toBe('MS011');
  });

  it('the second of two administrators who go sees that the first has gone', async () => {
    await withoutOperators();
    const first = await givenFirstOperator(api);
    const second = await api.givenPerson(key());
    await givenRight(api, first, second, second, 'OPERATOR_ADMIN');
    const end = (person: Caller): Statement => [
      'UPDATE operator_grant SET ended_at = $2 WHERE person_id = $1 AND ended_at IS NULL',
      [parseId('usr', person.personId), api.clock.now().toISOString()],
    ];
    expect(await beside([end(first)], end(second))).toBe('MS022');
  });

  it('an approval waits for the end of the right of whoever approves', async () => {
    await withoutOperators();
    const { first, second } = await givenOperators(api);
    const id = await givenProposal(api, first, await api.givenPerson(key()), 'FINANCE_OPERATOR');
    const at = api.clock.now().toISOString();
    const secondId = parseId('usr', second.personId);
    expect(
      await beside(
        [['UPDATE operator_grant SET ended_at = $2 WHERE person_id = $1 AND ended_at IS NULL', [secondId, at]]],
        [
          `UPDATE operator_proposal SET status = 'approved', decided_by = $2, decided_at = $3 WHERE id = $1`,
          [parseId('opp', id), secondId, at],
        ],
      ),
    ).toBe('MS012');
  });
});

describe('the last administrator', () => {
  const adminGrants = async (person: Caller) =>
    (await grantsSeenBy(person)).filter(({ right, endedAt }) => right === 'OPERATOR_ADMIN' && endedAt === null);

  it('stays, and nothing is stored of the attempt', async () => {
    await withoutOperators();
    const first = await givenFirstOperator(api);
    const [own] = await adminGrants(first);
    const before = await api.fingerprint();
    expect(codes(await revoke(first, own!.id))).toEqual(['LAST_OPERATOR_ADMIN']);
    expect(await api.fingerprint()).toEqual(before);
  });

  it('stays when two revoke each other, and when both leave, at the same moment', async () => {
    for (const [mine, theirs] of [
      [1, 0],
      [0, 1],
    ] as const) {
      await withoutOperators();
      const first = await givenFirstOperator(api);
      const second = await api.givenPerson(key());
      const { grantId } = await givenRight(api, first, second, second, 'OPERATOR_ADMIN');
      const firstGrant = (await adminGrants(first)).find(({ proposalId }) => proposalId === null)!.id;
      const targets = [firstGrant, grantId];
      const attempts = [revoke(first, targets[mine]!), revoke(second, targets[theirs]!)];
      expectOneEnded(await Promise.all(attempts.map(outcomeOf)));
      const left = await api.database.asOwner(
        `SELECT 1 FROM operator_grant WHERE ended_at IS NULL AND operator_right = 'operator_admin'`,
      );
      expect(left).toHaveLength(1);
    }
  });

  it('is not the only one who loses: of two of three who revoke each other one stays', async () => {
    for (let round = 0; round < 5; round += 1) {
      await withoutOperators();
      const { first, second, third } = await givenOperators(api);
      const grants = await grantsSeenBy(first);
      const grantOf = async (person: Caller) => {
        const own = (await adminGrants(person)).map(({ id }) => id);
        const [row] = await api.database.asOwner<{ id: Id<'ogr'> }>(
          'SELECT id FROM operator_grant WHERE person_id = $1 AND ended_at IS NULL',
          [parseId('usr', person.personId)],
        );
        expect([grants.length > 0, own.length]).toEqual([true, 3]);
        return formatId('ogr', row!.id);
      };
      const [secondGrant, thirdGrant] = [await grantOf(second), await grantOf(third)];
      const attempts = [revoke(second, thirdGrant)];
      // Once the first one is through before the other begins; else they race.
      if (round === 0) await attempts[0];
      attempts.push(revoke(third, secondGrant));
      expectOneEnded(await Promise.all(attempts.map(outcomeOf)));
      expect(await adminGrants(first)).toHaveLength(2);
    }
  }, 60_000);

  it('is not ended from the machine when there is none', async () => {
    await withoutOperators();
    const person = await api.givenPerson(key());
    const end = () => firstOperator(api).end(parseId('usr', person.personId), 'Lost the passkey');
    await expect(end()).rejects.toMatchObject({ code: 'OPERATOR_GRANT_NOT_FOUND' });
  });

  it('who is lost is ended from the machine, and the log and all operators hear of it', async () => {
    await withoutOperators();
    const first = await givenFirstOperator(api);
    await firstOperator(api).end(parseId('usr', first.personId), 'Lost the passkey');
    expect(await rightsOf(first)).toEqual([]);
    await api.settle();
    expect(await subjectsOf(first)).toContain('Revoked: the right operator_admin over Mainstay');
    const entries = await api.database.asOwner<{ canonical: string }>(
      `SELECT canonical FROM audit_entry WHERE canonical LIKE '%breakGlass%'`,
    );
    expect(entries).toHaveLength(1);
    expect(entries[0]!.canonical).not.toContain('Lost the passkey');
    await givenFirstOperator(api);
  });
});

describe('time', () => {
  it('ends a right, and what was to be decided', async () => {
    await withoutOperators();
    const { first, second } = await givenOperators(api);
    const person = await api.givenPerson(key());
    const id = await givenProposal(api, first, person, 'FINANCE_OPERATOR');
    const due = () =>
      api.database.asOwner<{ at: Date }>(
        `SELECT available_at AS at FROM outbox_message WHERE topic = 'operators.proposal_expiry_due' AND payload ->> 'proposalId' = $1`,
        [parseId('opp', id)],
      );
    expect((await due())[0]!.at.getTime() - api.clock.now().getTime()).toBeGreaterThan(13.9 * DAY_MS);
    api.advance(14 * DAY_MS);
    await api.settle();
    const [row] = await api.database.asOwner<{ status: string }>('SELECT status FROM operator_proposal WHERE id = $1', [
      parseId('opp', id),
    ]);
    expect(row).toEqual({ status: 'expired' });
    api.advance(77 * DAY_MS);
    const again = await signedInAgain(second);
    expect(await rightsOf(again)).toEqual([]);
  });

  it('that has run out ends what its holder is told, what the terminal lists, and what can be revoked', async () => {
    await withoutOperators();
    const { first, second } = await givenOperators(api);
    const person = await api.givenPerson(key());
    const { grantId } = await givenRight(api, first, second, person, 'FINANCE_OPERATOR');
    const ended = await givenRight(api, first, second, await api.givenPerson(key()), 'FINANCE_OPERATOR');
    expect(codes(await revoke(first, ended.grantId))).toEqual([]);
    const standing = async () =>
      (await api.app.get(OperatorsQueries).standing(api.clock.now())).map(({ id }) => formatId('ogr', id));
    expect(await standing()).toContain(grantId);
    expect(await standing()).not.toContain(ended.grantId);
    api.advance(91 * DAY_MS);
    await api.settle();
    await signedInAgain(first);
    await signedInAgain(person);
    const before = await subjectsOf(person);
    await givenProposal(api, first, await api.givenPerson(key()), 'FINANCE_OPERATOR');
    await api.settle();
    expect(await subjectsOf(person)).toEqual(before);
    expect(await standing()).not.toContain(grantId);
    expect(codes(await revoke(first, grantId))).toEqual(['OPERATOR_GRANT_NOT_FOUND']);
  });

  it('ends the session of an operator after 30 minutes of rest', async () => {
    await withoutOperators();
    const first = await givenFirstOperator(api);
    const other = await api.givenPerson(key());
    api.advance(29 * MINUTE_MS);
    expect(await rightsOf(first)).toEqual(['OPERATOR_ADMIN']);
    api.advance(31 * MINUTE_MS);
    expect((await api.gql('{ viewer { operatorRights } }', {}, first)).errors![0]!.extensions.code).toBe(
      'UNAUTHENTICATED',
    );
    api.advance(HOUR_MS);
    expect(await rightsOf(other)).toEqual([]);
  });

  /** The same person with a fresh session: the one from before is over its limits. */
  async function signedInAgain(person: Caller): Promise<Caller> {
    await api.database.asOwner('UPDATE session SET created_at = $2, last_seen_at = $2 WHERE person_id = $1', [
      parseId('usr', person.personId),
      api.clock.now(),
    ]);
    return person;
  }
});

it('writes nothing of a reason into the log', async () => {
  const entries = await api.database.asOwner(
    `SELECT 1 FROM audit_entry WHERE canonical LIKE '%Looks after the books%'`,
  );
  expect(entries).toEqual([]);
});
