/** Where the proof of a claim may lie in a repository, and what is no proof. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { ClaimOrigin } from '../../apps/cli/src/index.js';
import { freePort } from '../support/free-port.js';
import { givenProject, key } from '../support/given.js';
import { TestApi, type Caller } from '../support/test-api.js';

const CLAIM = 'claim { id status failureCode file { path line } }';

interface Claim {
  readonly id: string;
  readonly status: string;
  readonly failureCode: string | null;
  readonly file: { readonly path: string; readonly line: string };
}

let api: TestApi;
let origin: ClaimOrigin;
let person: Caller;
let repository: string;
beforeEach(async () => {
  origin = new ClaimOrigin(await freePort());
  await origin.start();
  api = await TestApi.start({ CLAIM_FILE_ORIGIN: origin.origin, FOREIGN_HTTP_ALLOWED_ORIGINS: origin.origin });
  person = await api.givenPerson('Grace');
  repository = `https://github.com/library/${key()}`;
}, 60_000);
afterEach(async () => {
  await api.close();
  await origin.stop();
});

async function claimed(): Promise<Claim> {
  const input = { projectId: await givenProject(api, repository) };
  return (await api.mutate<{ claim: Claim }>('claimProject', 'ClaimProjectInput', CLAIM, input, person)).claim;
}

async function checked({ id }: Claim): Promise<Claim> {
  await api.mutate('checkClaim', 'CheckClaimInput', CLAIM, { claimId: id }, person);
  await api.settle();
  const query = 'query ($id: ID!) { node(id: $id) { ... on Claim { id status failureCode file { path line } } } }';
  return (await api.gql(query, { id }, person)).data!.node as Claim;
}

async function decisions(): Promise<unknown[]> {
  return api.database.asOwner(
    `SELECT canonical::jsonb ->> 'action' AS action, canonical::jsonb -> 'facts' ->> 'method' AS method
     FROM audit_entry WHERE subject LIKE 'claim:%' AND canonical::jsonb ->> 'action' IN ('confirm', 'reject')`,
  );
}

it('a file of its own proves a claim', async () => {
  const claim = await claimed();
  origin.commit(repository, claim.file.path, claim.file.line);
  expect(await checked(claim)).toMatchObject({ status: 'VERIFIED', failureCode: null });
  expect(await decisions()).toEqual([{ action: 'confirm', method: 'REPOSITORY_FILE' }]);
});

it('a comment in FUNDING.yml proves a claim, also when the file of its own is an old one', async () => {
  const claim = await claimed();
  origin.commit(repository, claim.file.path, 'mainstay-claim of somebody before');
  origin.commit(repository, '.github/FUNDING.yml', `github: [library]\r\n# ${claim.file.line}\r\n`);
  expect(await checked(claim)).toMatchObject({ status: 'VERIFIED', failureCode: null });
  expect(await decisions()).toEqual([{ action: 'confirm', method: 'FUNDING_YML' }]);
});

it.each([
  ['the line of another claim', (line: string) => `# ${line.replace(/.$/, 'x')}`],
  ['a line that is no comment', (line: string) => line],
  ['the line within a longer one', (line: string) => `github: library # ${line}`],
])('%s in FUNDING.yml proves nothing, and the file may be mended', async (_case, written) => {
  const claim = await claimed();
  origin.commit(repository, '.github/FUNDING.yml', written(claim.file.line));
  expect(await checked(claim)).toMatchObject({ status: 'OPEN', failureCode: 'NOT_FOUND' });
  expect(await decisions()).toEqual([{ action: 'reject', method: null }]);
  origin.commit(repository, '.github/FUNDING.yml', `# ${claim.file.line}`);
  expect(await checked(claim)).toMatchObject({ status: 'VERIFIED' });
});

it('a place that cannot be read is told, whatever the other one holds', async () => {
  const claim = await claimed();
  origin.commit(repository, '.github/FUNDING.yml', 'x'.repeat(16_385));
  expect(await checked(claim)).toMatchObject({ status: 'OPEN', failureCode: 'UNREACHABLE' });
});
