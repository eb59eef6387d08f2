import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CheckpointsService, leafHash } from '#libs/audit';
import {
  givenCompany,
  givenEvidence,
  givenNeed,
  givenPaidPledge,
  givenPledge,
  givenReviewer,
  key,
  type GivenCompany,
  type GivenNeed,
} from '../support/given.js';
import { readCheckpoint, readVerifier, verifyConsistency, verifyInclusion } from '../support/planted-log.js';
import { statementsDuring } from '../support/statements.js';
import { TestApi, type Caller } from '../support/test-api.js';

const RECEIPT = 'receipt { leafIndex leafHash entry inclusion { checkpoint treeSize hashes } }';
const HISTORY = `query ($id: ID!, $first: Int!, $after: String) { history(id: $id, first: $first, after: $after) {
  nodes { action at facts actor { kind personId name } ${RECEIPT} } pageInfo { hasNextPage endCursor } } }`;

interface Receipt {
  readonly leafIndex: string;
  readonly leafHash: string;
  readonly entry: string;
  readonly inclusion: { readonly checkpoint: string; readonly treeSize: string; readonly hashes: string[] } | null;
}
interface Event {
  readonly action: string;
  readonly at: string;
  readonly facts: string;
  readonly actor: { readonly kind: string; readonly personId: string | null; readonly name: string | null };
  readonly receipt: Receipt | null;
}
interface History {
  readonly nodes: readonly Event[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

let api: TestApi;
let need: GivenNeed;
let company: GivenCompany;
let outsider: Caller;

beforeAll(async () => {
  api = await TestApi.start();
  need = await givenNeed(api);
  company = await givenCompany(api);
  outsider = await api.givenPerson('Oscar Outside');
}, 60_000);
// A history with its proofs costs many points.
beforeEach(() => api.refillBuckets());
afterAll(() => api.close());

const publish = () => api.app.get(CheckpointsService).publishWhenDue();
const fetched = (path: string) => fetch(`${api.url}/log/${path}`);
const bytesOf = async (path: string) => Buffer.from(await (await fetched(path)).arrayBuffer());
const history = async (id: string, as?: Caller, first = 80, after: string | null = null): Promise<History | null> => {
  const answer = await api.gql(HISTORY, { id, first, after }, as);
  if (!answer.data) throw new Error(JSON.stringify(answer.errors));
  return answer.data.history as History | null;
};

/** Checks a receipt as its holder would: with the published key, and nothing else of Mainstay. */
async function isProved({ leafIndex, leafHash: hash, entry, inclusion }: Receipt): Promise<boolean> {
  const keys = (await (await fetched('key')).text()).trim().split('\n').map(readVerifier);
  const { size, root } = readCheckpoint(inclusion!.checkpoint, keys);
  const proof = inclusion!.hashes.map((text) => Buffer.from(text, 'hex'));
  const leaf = leafHash(entry);
  return leaf.toString('hex') === hash && verifyInclusion(Number(leafIndex), size, leaf, proof, root);
}

describe('a receipt', () => {
  it('comes with a mutation of money at once, and with its proof when a checkpoint covers it', async () => {
    const input = { organisationId: company.organisationId, needId: need.needId, amount: { minor: '2500', currency: 'USD' }, idempotencyKey: key() }; // prettier-ignore
    const submit = () =>
      api.mutate<{ pledge: { id: string }; receipt: Receipt }>('submitPledge', 'SubmitPledgeInput', `pledge { id } ${RECEIPT}`, input, company.engineer); // prettier-ignore
    const { pledge, receipt } = await submit();
    expect(receipt.inclusion).toBeNull();
    expect(JSON.parse(receipt.entry)).toMatchObject({ action: 'submit', facts: { minor: '2500', currency: 'USD' } });
    await publish();
    // The same call again changes nothing, and is how a client asks later.
    const again = await submit();
    expect(again.receipt).toMatchObject({ leafIndex: receipt.leafIndex, leafHash: receipt.leafHash });
    expect(await isProved(again.receipt)).toBe(true);
    expect(await isProved({ ...again.receipt, entry: receipt.entry.replace('2500', '2501') })).toBe(false);
    const rejected = await api.mutate<{ receipt: Receipt }>('rejectPledge', 'DecidePledgeInput', RECEIPT, { pledgeId: pledge.id }, company.finance); // prettier-ignore
    expect(JSON.parse(rejected.receipt.entry)).toMatchObject({ action: 'reject' });
  });

  it('is null without an error when nothing was done, so that the refusal is what is read', async () => {
    const text = `mutation { approvePledge(input: { pledgeId: "${need.needId.replace('need_', 'plg_')}" }) { ${RECEIPT} } }`;
    expect(await api.gql(text, {}, company.finance)).toEqual({ status: 200, data: { approvePledge: { receipt: null } } });
  });

  it('is null when nothing was done', async () => {
    const refused = await api.mutate<{ receipt: Receipt | null }>('approvePledge', 'DecidePledgeInput', RECEIPT, { pledgeId: need.needId.replace('need_', 'plg_') }, company.finance); // prettier-ignore
    expect(refused).toMatchObject({ receipt: null, userErrors: [{ code: 'PLEDGE_NOT_FOUND' }] });
  });

  it.each(['withdrawPledge', 'approvePledge'])('comes with %s', async (mutation) => {
    const pledgeId = await givenPledge(api, company, need.needId, '1000');
    const [type, as] = mutation === 'withdrawPledge' ? ['WithdrawPledgeInput', company.engineer] as const : ['DecidePledgeInput', company.finance] as const; // prettier-ignore
    const { receipt } = await api.mutate<{ receipt: Receipt }>(mutation, type, RECEIPT, { pledgeId }, as);
    expect(JSON.parse(receipt.entry)).toMatchObject({ actor: { kind: 'person' }, subject: expect.stringMatching(/^pledge:/) });
  });

  it('comes with the start of a payout account, whose country is a commitment', async () => {
    const { receipt } = await api.mutate<{ receipt: Receipt }>('startRecipientOnboarding', 'StartRecipientOnboardingInput', RECEIPT, { country: 'CH' }, need.maintainer); // prettier-ignore
    expect(JSON.parse(receipt.entry)).toMatchObject({ action: 'start', facts: { country: expect.stringMatching(/^[0-9a-f]{64}$/) } });
  });
}); // prettier-ignore

describe('the history of an object', () => {
  it('of a pledge is for its organisation alone, with the names of its own people', async () => {
    const pledgeId = await givenPledge(api, company, need.needId, '1000');
    await api.mutate('approvePledge', 'DecidePledgeInput', 'pledge { id }', { pledgeId }, company.finance);
    const events = (await history(pledgeId, company.finance))!.nodes;
    expect(events.map(({ action }) => action)).toEqual(['submit', 'requestPayment']);
    expect(events.map(({ actor }) => actor.personId)).toEqual([company.engineer.personId, company.finance.personId]);
    expect(JSON.parse(events[0]!.facts)).toMatchObject({ minor: '1000' });
    expect([await history(pledgeId, outsider), await history(pledgeId, need.maintainer), await history(pledgeId)]).toEqual([null, null, null]); // prettier-ignore
  });

  it('of a pledge is for a token that may read pledges, and for no other one', async () => {
    const pledgeId = await givenPledge(api, company, need.needId, '1000');
    const actionsFor = async (scope: string) => {
      const input = { organisationId: company.organisationId, name: 'books', scopes: [scope] };
      const { token } = await api.mutate<{ token: string }>('createApiToken', 'CreateApiTokenInput', 'token', input, company.finance); // prettier-ignore
      const query = 'query ($id: ID!) { history(id: $id, first: 5) { nodes { action } } }';
      return (await api.gql(query, { id: pledgeId }, { headers: { Authorization: `Bearer ${token}` } })).data!.history;
    };
    expect(await actionsFor('PLEDGES_READ')).toEqual({ nodes: [{ action: 'submit' }] });
    expect(await actionsFor('INVENTORY_READ')).toBeNull();
  });

  it('of a draft need is for its maintainer, and of a published one for everybody', async () => {
    const { need: draft } = await api.mutate<{ need: { id: string } }>('createNeed', 'CreateNeedInput', 'need { id }', { projectId: need.projectId, kind: 'SECURITY_WORK', title: 'Draft', summary: 'Why', goal: { minor: '100000', currency: 'USD' }, idempotencyKey: key() }, need.maintainer); // prettier-ignore
    expect((await history(draft.id, need.maintainer))!.nodes.map(({ action }) => action)).toEqual(['create']);
    expect([await history(draft.id, outsider), await history(draft.id)]).toEqual([null, null]);
    expect((await history(need.needId))!.nodes.map(({ action }) => action)).toContain('publish');
  });

  it.each(['org', 'usr', 'prj', 'apr', 'pay', 'ses'])('of an object with the prefix %s is nobody’s: only kinds that say so have one', async (prefix) => {
    const id = `${prefix}_${need.needId.slice('need_'.length)}`;
    expect(await history(id, need.maintainer)).toBeNull();
    expect(await history(company.organisationId, company.finance)).toBeNull();
  });

  it('comes in pages that end', async () => {
    const pages: string[] = [];
    for (let after: string | null = null; ;) {
      const page: History = (await history(need.needId, undefined, 1, after))!;
      pages.push(...page.nodes.map(({ action }) => action));
      after = page.pageInfo.endCursor;
      if (!page.pageInfo.hasNextPage) break;
    }
    expect(pages).toEqual((await history(need.needId))!.nodes.map(({ action }) => action));
  });

  it('takes the same number of statements for one entry and for a list, proofs included', async () => {
    api.clock.moveTo(api.clock.offset + 60_000);
    await publish();
    const one = await statementsDuring(api, () => history(need.needId, undefined, 1));
    const all = await statementsDuring(api, () => history(need.needId, undefined, 80));
    expect((await history(need.needId, need.maintainer))!.nodes.length).toBeGreaterThan(3);
    expect(all.length).toBe(one.length);
    expect(all.length).toBeLessThanOrEqual(5);
  });

  it('names no reviewer to others, and gives the receipt of a review to the reviewer alone', async () => {
    const funded = await givenNeed(api, 'Grace', ['1000']);
    await givenPaidPledge(api, company, funded.needId, '1000');
    const [milestoneId] = funded.milestoneIds;
    await givenEvidence(api, funded.maintainer, milestoneId!);
    const reviewer = await givenReviewer(api);
    await api.mutate('startReview', 'StartReviewInput', 'milestone { id }', { milestoneId }, reviewer);
    const { receipt } = await api.mutate<{ receipt: Receipt }>('acceptMilestone', 'DecideMilestoneInput', RECEIPT, { milestoneId, reasons: 'Fine' }, reviewer); // prettier-ignore
    expect(JSON.parse(receipt.entry)).toMatchObject({ action: 'release', postings: [expect.stringMatching(/^[0-9a-f]{64}$/)] });
    const actorOf = async (as?: Caller) =>
      (await history(milestoneId!, as))!.nodes.filter(({ action }) => action === 'accept').map(({ actor, receipt: own }) => [actor.kind, actor.personId, own !== null]); // prettier-ignore
    expect(await actorOf(reviewer)).toEqual([['PERSON', reviewer.personId, true]]);
    for (const other of [undefined, outsider, funded.maintainer, company.finance])
      expect(await actorOf(other)).toEqual([['PERSON', null, false]]);
    const pledges = await api.gql('query ($id: ID!) { organisationPledges(organisationId: $id, first: 1) { nodes { id } } }', { id: company.organisationId }, company.finance); // prettier-ignore
    const [{ id }] = (pledges.data!.organisationPledges as { nodes: [{ id: string }] }).nodes;
    expect(JSON.stringify(await history(id, company.finance))).not.toContain(reviewer.personId);
  });
}); // prettier-ignore

describe('what anybody may read of the log', () => {
  it('is a checkpoint, its key, tiles of hashes and consistency proofs, each to be cached as it may', async () => {
    api.clock.moveTo(api.clock.offset + 60_000);
    await publish();
    const note = await fetched('checkpoint');
    expect([note.status, note.headers.get('cache-control'), note.headers.get('content-type')]).toEqual([200, 'public, max-age=5', 'text/plain; charset=utf-8']); // prettier-ignore
    const { size, root } = readCheckpoint(await note.text(), (await (await fetched('key')).text()).trim().split('\n').map(readVerifier)); // prettier-ignore
    const tile = await fetched(`tile/0/000.p/${String(size)}`);
    expect([tile.status, tile.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
    const bytes = Buffer.from(await tile.arrayBuffer());
    const leaves = Array.from({ length: size }, (_, index) => bytes.subarray(index * 32, (index + 1) * 32));
    const [older] = await api.database.asOwner<{ size: string; root: Buffer }>('SELECT size, root FROM audit_checkpoint ORDER BY size LIMIT 1'); // prettier-ignore
    const proof = await api.gql('query ($older: String!, $newer: String!) { auditConsistency(older: $older, newer: $newer) }', { older: older!.size, newer: String(size) }); // prettier-ignore
    const hashes = (proof.data!.auditConsistency as string[]).map((text) => Buffer.from(text, 'hex'));
    expect(verifyConsistency(Number(older!.size), size, older!.root, root, hashes)).toBe(true);
    expect(leaves).toHaveLength(size);
  });

  it.each(['tile/0/000', 'tile/entries/000', 'tile/entries/000.p/1', 'tile/0/001', 'tile/9/000', 'tile/0/0', 'tile/0/000.p/9999', 'tile/..%2f..%2fcheckpoint', 'entries', 'nothing'])('is not %s', async (path) => {
    const answer = await fetched(path);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('holds none of the texts and names that people gave, in the entries themselves neither', async () => {
    const planted = ['Oscar Outside', 'Safer releases', 'Some name', 'See the file', 'Fine', 'evidence.txt', 'NZ', 'Why', 'Part 1']; // prettier-ignore
    const entries = await api.database.asOwner<{ canonical: string }>('SELECT canonical FROM audit_entry');
    const texts = entries.flatMap(({ canonical }) => [...canonical.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text!));
    expect(texts.filter((text) => planted.includes(text))).toEqual([]);
    // What is left are codes, times, digits, digests, ids and the ids of Stripe: nothing with a space or an at sign.
    expect(texts.filter((text) => /[\s@]/.test(text))).toEqual([]);
    expect(await bytesOf('checkpoint')).not.toContain('Oscar');
  });
}); // prettier-ignore
