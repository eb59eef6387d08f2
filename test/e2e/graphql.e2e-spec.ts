import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { getIntrospectionQuery, printSchema } from 'graphql';
import { encodeCursor } from '#platform/database';
import { givenCompany, givenNeed, givenPledge } from '../support/given.js';
import { committed } from '../support/snapshot-file.js';
import { statementsDuring } from '../support/statements.js';
import { TestApi } from '../support/test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start();
}, 60_000);
afterAll(() => api.close());

const CODE = (code: string) => ({ errors: [{ extensions: { code } }] });

it('serves the schema that is committed as schema.graphql', async () => {
  const current = `${printSchema(api.app.get(GraphQLSchemaHost).schema)}\n`;
  expect(await committed('schema.graphql', current)).toBe(current);
});

describe('limits', () => {
  const nested = (depth: number): string => 'x { '.repeat(depth) + 'id' + ' }'.repeat(depth);

  it.each([
    ['too many tokens', `{ ${'paymentsMode '.repeat(1_001)} }`, /1000 tokens/],
    ['too much nesting', `{ ${nested(11)} }`, /deeper than 10/],
    ['too many fields', `{ a { ${'id '.repeat(300)} } }`, /more than 300 fields/],
    [
      'too many aliases',
      `{ ${Array.from({ length: 16 }, (_, n) => `a${String(n)}: paymentsMode`).join(' ')} }`,
      /more than (15 aliases|10 root)/,
    ],
    ['too many __typename', `{ trialBalance { ${'__typename '.repeat(16)} } }`, /more than 15 aliases/],
    ['too many root fields', `{ ${'paymentsMode '.repeat(11)} }`, /more than 10 root fields/],
    ['too many directives', `{ paymentsMode ${'@include(if: true) '.repeat(11)} }`, /more than 10 directives/],
    [
      'too many objects',
      '{ publishedNeeds(first: 100) { nodes { milestones { evidence { note } } pages: project { id } } edges { node { milestones { evidence { sha256 } } project { id } maintainer { id } } } pageInfo { endCursor } nodes { project { id } maintainer { id } milestones { id } } nodes { goal { minor } reserved { minor } received { minor } remaining { minor } } } }',
      /could return \d+ objects/,
    ],
    ['too many fields of one name', `{ a { ${'b { id } '.repeat(50)} } }`, /again and again/],
    [
      'a fragment that contains itself',
      'fragment A on Query { ...B } fragment B on Query { ...A } { ...A }',
      /contains itself/,
    ],
  ])('refuse %s before anything is resolved', async (_case, query, message) => {
    let answer: Awaited<ReturnType<TestApi['gql']>> | undefined;
    const statements = await statementsDuring(api, async () => {
      answer = await api.gql(query);
    });
    expect(answer).toMatchObject({ status: 400, ...CODE('BAD_REQUEST') });
    expect(answer!.errors![0]!.message).toMatch(message);
    expect(statements).toEqual([]);
  });

  it('count the page size of a variable, and its default', async () => {
    const query =
      'query ($n: Int! = 1) { publishedNeeds(first: $n) { nodes { id project { id } maintainer { id } milestones { id evidence { note } } goal { minor } reserved { minor } received { minor } remaining { minor } project2: project { id name } maintainer2: maintainer { id } goal2: goal { minor } m2: milestones { id amount { minor } funded { minor } evidence { note } } r2: reserved { minor } r3: received { minor } r4: remaining { minor } p5: project { id } m5: maintainer { id } } } }';
    expect(await api.gql(query, { n: 100 })).toMatchObject({ status: 400, ...CODE('BAD_REQUEST') });
    expect((await api.gql(query, { n: 5 })).errors).toBeUndefined();
  });

  it('let the introspection of tools through', async () => {
    expect((await api.gql(getIntrospectionQuery())).errors).toBeUndefined();
  });

  it.each([
    ['a body over 100 kB', { 'Content-Type': 'application/json' }, JSON.stringify({ query: '#'.repeat(110_000) }), 413],
    ['a batch', { 'Content-Type': 'application/json' }, JSON.stringify([{ query: '{ paymentsMode }' }]), 400],
    ['a form', { 'Content-Type': 'application/x-www-form-urlencoded' }, 'query={paymentsMode}', 415],
    ['a multipart body', { 'Content-Type': 'multipart/form-data; boundary=x' }, '--x--', 415],
    ['plain text', { 'Content-Type': 'text/plain' }, '{"query":"{ paymentsMode }"}', 415],
  ])('refuse %s', async (_case, headers, body, status) => {
    const response = await fetch(`${api.url}/graphql`, { method: 'POST', headers, body });
    expect(response.status).toBe(status);
    // Codes of the server are for its log.
    expect(await response.text()).not.toContain('FST_ERR');
  });

  it('refuse GET, which a link or an image could send', async () => {
    expect((await fetch(`${api.url}/graphql?query={paymentsMode}`)).status).toBe(415);
  });

  it('refuse a session that comes from another origin', async () => {
    const person = await api.givenPerson('Grace');
    const send = (origin: string) =>
      api.gql('{ paymentsMode }', {}, { headers: { ...person.headers, Origin: origin } });
    expect(await send('https://evil.example')).toMatchObject({ status: 403, ...CODE('FORBIDDEN') });
    expect((await send(api.url)).errors).toBeUndefined();
  });
});

describe('errors', () => {
  it('say of amounts and days what they have to be, and show no pattern', async () => {
    const input = {
      organisationId: 'org_1',
      name: 'Open source',
      period: 'YEAR',
      startsOn: '2026-01-31',
      cap: { minor: '-1', currency: 'usd' },
      policy: { lineLimitMinor: '1.5' },
      idempotencyKey: 'first try',
    };
    const answer = await api.gql(
      'mutation ($input: CreateBudgetInput!) { createBudget(input: $input) { budget { id } } }',
      { input },
      await api.givenPerson('Dagny'),
    );
    expect(answer.errors![0]!.message).toBe(
      'The request could not be understood: startsOn has to be a day as YYYY-MM-DD that every month has: the 28th at the latest; ' +
        'cap.minor has to be an amount in minor units: 1 to 19 digits, and nothing else; ' +
        'cap.currency has to be a code of ISO 4217: three capital letters; ' +
        'policy.lineLimitMinor has to be an amount in minor units: 1 to 17 digits, and nothing else',
    );
  });

  it('hide what failed behind an id under which the log has the cause', async () => {
    await api.database.asOwner('ALTER TABLE project RENAME TO project_that_is_away');
    try {
      const answer = await api.gql('{ projects(first: 1) { nodes { id } } }');
      const [error] = answer.errors!;
      expect(error).toMatchObject({ extensions: { code: 'INTERNAL', errorId: expect.any(String) } });
      expect(JSON.stringify(answer)).not.toMatch(/relation|SELECT|node_modules|project"|at .*\.ts/);
      expect(api.lines.filter((line) => line.errorId === error!.extensions.errorId)).toHaveLength(1);
    } finally {
      await api.database.asOwner('ALTER TABLE project_that_is_away RENAME TO project');
    }
  });

  it.each([
    [
      'an unknown field, without spelling out the schema',
      '{ paymentMode }',
      {},
      /Cannot query field "paymentMode" on type "Query"\.$/,
    ],
    [
      'a variable of the wrong type',
      'query ($n: Int!) { publishedNeeds(first: $n) { nodes { id } } }',
      { n: 'many' },
      /Int cannot represent/,
    ],
    ['a name without end, in few words', `{ ${'x'.repeat(9_000)} }`, {}, /^.{500}$/],
    ['a page size over the limit', '{ publishedNeeds(first: 101) { pageInfo { endCursor } } }', {}, /first/],
    [
      'a cursor that somebody made up',
      `{ publishedNeeds(first: 1, after: "${encodeCursor(['yesterday', 'nowhere'])}") { pageInfo { endCursor } } }`,
      {},
      /cursor/,
    ],
    [
      'a cursor of nowhere',
      '{ publishedNeeds(first: 1, after: "bm93aGVyZQ") { pageInfo { endCursor } } }',
      {},
      /cursor/,
    ],
  ])('say what is wrong with %s', async (_case, query, variables, message) => {
    const answer = await api.gql(query, variables);
    expect(answer).toMatchObject(CODE('BAD_REQUEST'));
    expect(answer.errors![0]!.message).toMatch(message);
  });

  it('treat defaults of variables alike at every execution', async () => {
    const query = 'query ($first: Int! = 1) { publishedNeeds(first: $first) { nodes { id } } }';
    for (let run = 0; run < 3; run += 1) expect((await api.gql(query)).errors).toBeUndefined();
  });

  it('ask an anonymous caller to sign in, and tell a member of elsewhere nothing', async () => {
    expect(await api.gql('{ viewer { person { id } } }')).toMatchObject(CODE('UNAUTHENTICATED'));
    const [mine, other] = [await givenCompany(api), await givenCompany(api)];
    const query = 'query ($id: ID!) { productsOf(organisationId: $id) { id } }';
    const foreign = await api.gql(query, { id: mine.organisationId }, other.finance);
    const absent = await api.gql(
      query,
      { id: mine.organisationId.replace(/.$/, (last) => (last === '0' ? '1' : '0')) },
      other.finance,
    );
    expect(foreign.errors![0]!.message).toBe(absent.errors![0]!.message);
  });
});

describe('lists', () => {
  const PAGE =
    '{ publishedNeeds(first: 50) { nodes { id title project { name } maintainer { displayName } } pageInfo { hasNextPage endCursor } } }';

  it('of 50 needs with project and maintainer take at most 6 statements', async () => {
    const { needId } = await givenNeed(api);
    await api.database.asOwner(
      `INSERT INTO need SELECT gen_random_uuid(), project_id, recipient_person_id, kind, title || n, summary, goal_minor, currency, deadline, status, 0, 0, created_at, published_at + n * interval '1 second'
         FROM need, generate_series(1, 119) AS n WHERE title = 'Safer releases' AND status = 'published' LIMIT 119`,
    );
    let answer: Awaited<ReturnType<TestApi['gql']>> | undefined;
    const statements = await statementsDuring(api, async () => {
      answer = await api.gql(PAGE);
    });
    const { nodes } = answer!.data!.publishedNeeds as {
      nodes: { project: { name: string }; maintainer: { displayName: string | null } }[];
    };
    expect([
      nodes.length,
      nodes.every(({ project, maintainer }) => project.name !== '' && maintainer.displayName === null),
    ]).toEqual([50, true]);
    expect(statements.length).toBeGreaterThan(0);
    expect(statements.length).toBeLessThanOrEqual(6);
    expect(needId).toMatch(/^need_/);
  });

  it('that name one organisation in every row ask for what it shows once', async () => {
    const company = await givenCompany(api);
    const { needId } = await givenNeed(api);
    for (let row = 0; row < 3; row += 1) await givenPledge(api, company, needId, '1000');
    const query = `query ($id: ID!, $n: Int!) { organisationPledges(organisationId: $id, first: $n) { nodes { organisation {
      members { roles } invitations { id } transfer { id } trustedWorkloads { id } approvalRules { required } } } } }`;
    const statementsFor = (n: number) =>
      statementsDuring(api, async () => {
        const answer = await api.gql(query, { id: company.organisationId, n }, company.finance);
        const { nodes } = answer.data!.organisationPledges as { nodes: { organisation: { members: unknown[] } }[] };
        expect(nodes.map(({ organisation }) => organisation.members.length)).toEqual(
          Array.from({ length: n }, () => 2),
        );
      });
    expect(await statementsFor(3)).toHaveLength((await statementsFor(1)).length);
  });

  it('show every need once, page after page', async () => {
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const answer = await api.gql(
        'query ($after: String) { publishedNeeds(first: 37, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }',
        { after },
      );
      const page = answer.data!.publishedNeeds as {
        nodes: { id: string }[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
      seen.push(...page.nodes.map(({ id }) => id));
      [after, more] = [page.pageInfo.endCursor, page.pageInfo.hasNextPage];
    }
    const [row] = await api.database.asOwner<{ n: number }>(
      `SELECT count(*)::int AS n FROM need WHERE status = 'published'`,
    );
    expect([new Set(seen).size, seen.length]).toEqual([row!.n, row!.n]);
  });
});
