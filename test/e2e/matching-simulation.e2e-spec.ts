/** What people can try of a matching pool through the API; the arithmetic has specs of its own. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { key } from '../support/given.js';
import { TestApi, type Caller } from '../support/test-api.js';

let api: TestApi;
let person: Caller;
beforeAll(async () => {
  api = await TestApi.start();
  person = await api.givenPerson(`Petra ${key()}`);
}, 60_000);
afterAll(() => api.close());

const gave = (amountMinor: string, ...organisations: string[]) =>
  organisations.map((organisation) => ({ organisation, amountMinor }));
const ROUND = {
  currency: 'USD',
  poolMinor: '1000000',
  sponsor: 'fund',
  projects: [
    {
      id: 'P1',
      gapMinor: '2000000',
      contributions: [
        ...gave('10000', 'acme', 'bolt', 'corp', 'dune'),
        ...gave('50000', 'fund'),
        ...gave('999', 'echo'),
      ],
    },
    { id: 'P2', gapMinor: '2000000', contributions: gave('160000', 'acme'), owners: ['echo'] },
    { id: 'P3', gapMinor: '2000000', contributions: gave('40000', 'bolt', 'corp') },
  ],
};
const QUERY = `query ($input: SimulateMatchingPoolInput!) { simulateMatchingPool(input: $input) {
  pairBound { minor currency } isBoundDefault reserve { minor } whatIfReserve { minor } whatIfExcluded
  projects { id match { minor } noMatch funders whatIfDifference { minor } } excluded { projectId organisation amount { minor } reason } } }`;

const simulate = (input: object, as: Caller | undefined = person) => api.gql(QUERY, { input }, as);

it('keeps to the caps of the round and of a project', async () => {
  const [first, ...others] = ROUND.projects;
  const { data } = await simulate({
    ...ROUND,
    capMinor: '300000',
    projects: [{ ...first, capMinor: '700000' }, ...others],
  });
  expect(data!.simulateMatchingPool).toMatchObject({
    projects: [{ match: { minor: '700000' } }, { match: { minor: '0' } }, { match: { minor: '300000' } }],
  });
});

it('splits a pool as the vector of the domain rules has it, and says what was left out and why', async () => {
  const { data, errors } = await simulate(ROUND);
  expect(errors).toBeUndefined();
  const nothing = { whatIfDifference: null };
  expect(data!.simulateMatchingPool).toEqual({
    pairBound: { minor: '10000', currency: 'USD' },
    isBoundDefault: true,
    reserve: { minor: '0' },
    whatIfReserve: null,
    whatIfExcluded: null,
    projects: [
      { id: 'P1', match: { minor: '800000' }, noMatch: null, funders: 4, ...nothing },
      { id: 'P2', match: { minor: '0' }, noMatch: 'ONE_FUNDER', funders: 1, ...nothing },
      { id: 'P3', match: { minor: '200000' }, noMatch: null, funders: 2, ...nothing },
    ],
    excluded: [
      { projectId: 'P1', organisation: 'fund', amount: { minor: '50000' }, reason: 'POOL_SPONSOR' },
      { projectId: 'P1', organisation: 'echo', amount: { minor: '999' }, reason: 'BELOW_MINIMUM' },
    ],
  });
});

it('tells what one contribution more changes for each project, or why it would not count', async () => {
  const whatIf = { projectId: 'P2', organisation: 'dune', amountMinor: '40000' };
  const { data } = await simulate({ ...ROUND, whatIf });
  const { projects, whatIfExcluded } = data!.simulateMatchingPool as {
    projects: { id: string; whatIfDifference: { minor: string } }[];
    whatIfExcluded: string | null;
  };
  const differences = projects.map(({ whatIfDifference }) => Number(whatIfDifference.minor));
  expect(whatIfExcluded).toBeNull();
  expect(differences[1]).toBeGreaterThan(0);
  expect(differences.reduce((sum, difference) => sum + difference, 0)).toBe(0);
  const own = await simulate({ ...ROUND, whatIf: { ...whatIf, organisation: 'echo' } });
  expect(own.data!.simulateMatchingPool).toMatchObject({
    whatIfExcluded: 'OWN_PROJECT',
    projects: [{ whatIfDifference: { minor: '0' } }, {}, {}],
  });
});

const project = (id: string, size: number) => ({
  id,
  gapMinor: '1',
  contributions: Array.from({ length: size }, (_, giver) => ({
    organisation: `o${String(giver)}`,
    amountMinor: '10000',
  })),
});

it.each([
  ['no pool', { poolMinor: '0' }, 'BUDGET_NOT_POSITIVE'],
  ['an amount that is none', { poolMinor: '1.5' }, 'INVALID_PLAN'],
  ['no currency of the world', { currency: 'ABC' }, 'UNKNOWN_CURRENCY'],
  ['no projects', { projects: [] }, 'NOTHING_TO_ALLOCATE'],
  ['more contributions than an answer takes', { projects: [project('a', 300), project('b', 201)] }, 'TOO_MANY_LINES'],
  ['more pairs than an answer takes', { projects: [project('a', 202)] }, 'TOO_MANY_PAIRS'],
  [
    'a contribution to nothing',
    { whatIf: { projectId: 'P9', organisation: 'a', amountMinor: '1' } },
    'UNKNOWN_PROJECT_OF_ROUND',
  ],
])('is refused with %s', async (_case, change, refusal) => {
  const { errors } = await simulate({ ...ROUND, ...change });
  expect(errors![0]!.extensions).toMatchObject({ code: 'BAD_REQUEST', refusal });
});

it('of the largest round that is taken delays others by less than a blink', async () => {
  const before = performance.now();
  const { errors } = await simulate({ ...ROUND, projects: [project('a', 200)] });
  expect(errors).toBeUndefined();
  expect(performance.now() - before).toBeLessThan(1_000);
});

it('is for people who are signed in', async () => {
  const answer = await api.gql(QUERY, { input: ROUND });
  expect(answer.errors![0]!.extensions.code).toBe('UNAUTHENTICATED');
});
