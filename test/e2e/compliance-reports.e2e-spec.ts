/** What a company shows of one product: figures of the ledger, nothing under embargo, and a file that proves itself. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CheckpointsService } from '#libs/audit';
import { DAY_MS, addMs, canonicalJson, formatId, parseId, type Canonical } from '#platform/kernel';
import { givenDomain } from '../support/given-domain.js';
import { givenProduct, givenUpload, npmBom } from '../support/given-inventory.js';
import {
  givenAcceptance,
  givenCompany,
  givenEvidence,
  givenMember,
  givenNeed,
  givenPaidPledge,
  givenPayoutAccount,
  givenReviewer,
  key,
  type GivenCompany,
  type GivenNeed,
} from '../support/given.js';
import { verifyReport } from '../support/report-verifier.js';
import { statementsDuring } from '../support/statements.js';
import { TestApi, type Caller } from '../support/test-api.js';

let api: TestApi;
let acme: GivenCompany;
let need: GivenNeed;
let reviewer: Caller;
let packageName: string;
let productId: string;
beforeAll(async () => {
  api = await TestApi.start();
  acme = await givenCompany(api);
  need = await givenNeed(api);
  const [row] = await api.database.asOwner<{ name: string }>(
    `SELECT replace(purl_key, 'npm/', '') AS name FROM package WHERE project_id = $1`,
    [parseId('prj', need.projectId)],
  );
  packageName = row!.name;
  await givenPayoutAccount(api, need.maintainer);
  reviewer = await givenReviewer(api);
  productId = await givenProduct(api, acme, 'Reported');
  await ship(npmBom({ app: [`${packageName}@1.0.0`], [`${packageName}@1.0.0`]: ['deep@2.0.0'] }));
  await givenPaidPledge(api, acme, need.needId, '70000');
  await api.passDays(3);
}, 120_000);
beforeEach(() => api.refillBuckets());
afterAll(() => api.close());

async function ship(body: string): Promise<void> {
  await givenUpload(api, acme, productId, body);
  await api.settle();
}

const day = (offset: number): string =>
  addMs(api.clock.now(), offset * DAY_MS)
    .toISOString()
    .slice(0, 10);
const period = (from = -400, to = 1) => ({ from: day(from), to: day(to) });

interface Report {
  readonly components: readonly { readonly name: string; readonly depth: number | null }[];
  readonly inventory: { readonly sha256: string; readonly uploadedAt: string } | null;
  readonly projects: readonly {
    readonly id: string;
    readonly exposureMillionths: number;
    readonly paid: readonly {
      readonly paidMinor: string;
      readonly returnedMinor: string;
      readonly releasedMinor: string;
    }[];
    readonly openNeeds: readonly { readonly id: string }[];
    readonly acceptedMilestones: readonly {
      readonly id: string;
      readonly released: { readonly minor: string } | null;
      readonly evidence: readonly { readonly sha256: string }[];
    }[];
  }[];
}

async function fetched(path: string, as: Caller = acme.engineer): Promise<{ status: number; body: Buffer }> {
  const answer = await fetch(`${api.url}/statements/${path}`, { headers: as.headers });
  return { status: answer.status, body: Buffer.from(await answer.arrayBuffer()) };
}

const address = (format: string, { from, to } = period()): string =>
  `compliance/${productId}.${format}?from=${from}&to=${to}`;

async function reportOf(days = period(), as?: Caller): Promise<Report> {
  const { status, body } = await fetched(address('json', days), as);
  expect(status).toBe(200);
  return (JSON.parse(body.toString()) as { report: Report }).report;
}

async function verifiers(): Promise<string[]> {
  await api.app.get(CheckpointsService).publishWhenDue();
  return (await fetch(`${api.url}/log/key`).then((answer) => answer.text())).trim().split('\n');
}

async function ask(as: Caller, query: string, variables: Record<string, unknown> = {}) {
  return api.gql(query, { id: productId, ...period(), ...variables }, as);
}

const SUMMARY = `query ($id: ID!, $from: String!, $to: String!) { complianceReport(productId: $id, from: $from, to: $to) {
  productName inventorySha256 componentCount projectCount openNeeds acceptedMilestones paid { minor currency } returned { minor } methodId jsonUrl csvUrl
  projects(first: 10) { nodes { projectId exposure paid { minor } openNeeds } pageInfo { hasNextPage } }
  components(first: 1) { nodes { name depth } pageInfo { hasNextPage endCursor } } } }`;

describe('a compliance report', () => {
  it('has the components, the file that they were read from, and what the ledger says was paid', async () => {
    const report = await reportOf();
    expect(report.components).toEqual([
      expect.objectContaining({ name: packageName, depth: 1 }),
      expect.objectContaining({ name: 'deep', depth: 2 }),
    ]);
    const [upload] = await api.database.asOwner<{ sha256: string }>('SELECT sha256 FROM upload WHERE product_id = $1', [
      parseId('prd', productId),
    ]);
    expect(report.inventory!.sha256).toBe(upload!.sha256);
    const [ledger] = await api.database.asOwner<{ paid: string }>(
      `SELECT -sum(posting.amount) AS paid FROM ledger_posting posting JOIN ledger_account account ON account.id = posting.account_id
        WHERE account.code = 'held.pledge' AND posting.amount < 0`,
    );
    const [project] = report.projects;
    expect(report.projects).toHaveLength(1);
    expect(project).toMatchObject({ id: need.projectId, openNeeds: [{ id: need.needId }], acceptedMilestones: [] });
    expect(project!.paid.map(({ paidMinor, returnedMinor }) => [paidMinor, returnedMinor])).toEqual([
      [ledger!.paid, '0'],
    ]);
    expect(ledger!.paid).toBe('70000');
  });

  it('has a summary of the same, with pages of components and projects', async () => {
    const { data, errors } = await ask(acme.engineer, SUMMARY);
    expect(errors).toBeUndefined();
    expect(data!.complianceReport).toMatchObject({
      productName: 'Reported',
      componentCount: 2,
      projectCount: 1,
      openNeeds: 1,
      paid: [{ minor: '70000', currency: 'USD' }],
      returned: [],
      methodId: 'compliance-1',
      projects: {
        nodes: [{ projectId: need.projectId, paid: [{ minor: '70000' }] }],
        pageInfo: { hasNextPage: false },
      },
      components: { nodes: [{ name: packageName, depth: 1 }], pageInfo: { hasNextPage: true } },
    });
    const { exposure } = (data!.complianceReport as { projects: { nodes: { exposure: number }[] } }).projects.nodes[0]!;
    expect(exposure).toBeCloseTo(1, 6);
  });

  it('is of what was shipped and paid in the period, not of today', async () => {
    const before = await reportOf(period(-400, -300));
    expect(before).toMatchObject({ components: [], inventory: null, projects: [] });
    const [current] = await api.database.asOwner<{ id: string }>(
      'SELECT current_inventory_id AS id FROM product WHERE id = $1',
      [parseId('prd', productId)],
    );
    const end = day(1);
    await api.passDays(2);
    await ship(npmBom({ app: ['unrelated@1.0.0'] }));
    expect((await reportOf()).components.map(({ name }) => name)).toEqual(['unrelated']);
    const then = await reportOf({ from: day(-400), to: end });
    expect(then.components.map(({ name }) => name)).toEqual([packageName, 'deep']);
    await api.mutate(
      'restoreInventory',
      'RestoreInventoryInput',
      'clientMutationId',
      { productId, inventoryId: formatId('inv', current!.id) },
      acme.engineer,
    );
    await api.settle();
    expect((await reportOf()).components.map(({ name }) => name)).toEqual([packageName, 'deep']);
    expect((await reportOf({ from: day(-1), to: day(1) })).projects[0]!.paid).toEqual([]);
  });

  it('lists accepted milestones with digests of evidence, and nothing that is under embargo', async () => {
    const [first] = need.milestoneIds;
    const hidden = addMs(api.clock.now(), 30 * DAY_MS);
    expect(await givenEvidence(api, need.maintainer, first!, key(), hidden)).toEqual([]);
    await givenAcceptance(api, { maintainer: need.maintainer, milestoneId: first!, reviewer });
    const digests = await api.database.asOwner<{ sha256: string; isHidden: boolean }>(
      `SELECT sha256, embargoed_until IS NOT NULL AS "isHidden" FROM evidence WHERE milestone_id = $1 ORDER BY embargoed_until NULLS LAST`,
      [parseId('mil', first!)],
    );
    const text = (await fetched(address('json'))).body.toString();
    const { report } = JSON.parse(text) as { report: Report };
    const [milestone] = report.projects[0]!.acceptedMilestones;
    expect(milestone).toMatchObject({ id: first, released: { minor: '60000' } });
    expect(digests.map(({ isHidden }) => isHidden)).toContain(true);
    for (const { sha256, isHidden } of digests) expect([sha256, text.includes(sha256)]).toEqual([sha256, !isHidden]);
    expect(report.projects[0]!.paid[0]!.releasedMinor).toBe('60000');
    // A reviewer who belongs to the company sees evidence under embargo, and the file of the company still does not have it.
    await givenMember(api, acme.organisationId, acme.finance, ['MEMBER'], reviewer);
    const asReviewer = await fetched(address('json'), reviewer);
    expect(asReviewer.status).toBe(200);
    const secret = digests.find(({ isHidden }) => isHidden)!.sha256;
    expect(asReviewer.body.includes(secret)).toBe(false);
    await api.passDays(31);
    expect((await fetched(address('json'))).body.includes(secret)).toBe(true);
  });

  it('lists needs that were open at the end of the period, whatever became of them since', async () => {
    const other = await givenNeed(api);
    const [row] = await api.database.asOwner<{ name: string }>(
      `SELECT replace(purl_key, 'npm/', '') AS name FROM package WHERE project_id = $1`,
      [parseId('prj', other.projectId)],
    );
    const product = await givenProduct(api, acme, `Of an open need ${key()}`);
    await givenUpload(api, acme, product, npmBom({ app: [`${row!.name}@1.0.0`] }));
    await api.settle();
    const whileOpen = period();
    await api.passDays(2);
    await api.mutate('closeNeed', 'NeedActionInput', 'need { id }', { needId: other.needId }, other.maintainer);
    const opened: string[][] = [];
    for (const { from, to } of [whileOpen, period()]) {
      const { body } = await fetched(`compliance/${product}.json?from=${from}&to=${to}`);
      const { report } = JSON.parse(body.toString()) as { report: Report };
      opened.push(report.projects[0]!.openNeeds.map(({ id }) => id));
    }
    expect(opened).toEqual([[other.needId], []]);
  });

  it('of others is not there, and needs somebody who is signed in', async () => {
    const stranger = await api.givenPerson(`Stranger ${key()}`);
    expect((await fetched(address('json'), stranger)).status).toBe(404);
    expect((await fetched(address('csv'), stranger)).status).toBe(404);
    expect((await fetch(`${api.url}/statements/${address('json')}`)).status).toBe(401);
    const { errors } = await ask(stranger, SUMMARY);
    expect(errors![0]!.extensions).toMatchObject({ refusal: 'PRODUCT_NOT_FOUND' });
    expect((await fetched(address('pdf'))).status).toBe(404);
    expect((await fetched(address('json', { from: day(1), to: day(0) }))).status).toBe(400);
  });
});

describe('the signed file', () => {
  it('is canonical, verifies offline with the key of the log, and with no other', async () => {
    const { body } = await fetched(address('json'));
    const keys = await verifiers();
    expect(verifyReport(body, keys)).toMatchObject({ sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(canonicalJson(JSON.parse(body.toString()) as Canonical)).toBe(body.toString());
    expect(faultOf(body.toString(), [])).toBe('no known key signed it');
  });

  it('does not survive a change of any part', async () => {
    const { body } = await fetched(address('json'));
    const keys = await verifiers();
    const text = body.toString();
    const digest = /"sha256":"([0-9a-f]{64})","signature"/.exec(text)![1]!;
    const turned = digest.replace(/^./, (first) => (first === 'a' ? 'b' : 'a'));
    for (const [what, changed, message] of [
      ['an amount', text.replace('"paidMinor":"70000"', '"paidMinor":"70001"'), /was changed/],
      ['the digest in the tail', text.replace(`,"sha256":"${digest}"`, `,"sha256":"${turned}"`), /was changed/],
      ['the digest in the note', text.replace(`sha256:${digest}`, `sha256:${turned}`), /the signature is wrong/],
      ['its end', text.slice(0, -3), /cut off/],
      ['its beginning', text.slice(1), /no signed report/],
    ] as const)
      expect([what, faultOf(changed, keys)]).toEqual([what, expect.stringMatching(message)]);
  });

  it('is not signed by what was signed for something else', async () => {
    const { body } = await fetched(address('json'));
    const keys = await verifiers();
    const note = await fetch(`${api.url}/log/checkpoint`).then((answer) => answer.text());
    const parsed = JSON.parse(body.toString()) as Record<string, Canonical>;
    expect(faultOf(canonicalJson({ ...parsed, signature: note }), keys)).toBe('the signature is of something else');
  });
});

function faultOf(text: string, keys: readonly string[]): string | null {
  try {
    verifyReport(Buffer.from(text), keys);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

describe('an installation without a sound key', () => {
  it('gives no report that nobody could trust, and the components all the same', async () => {
    const other = await TestApi.start({ AUDIT_SIGNING_KEY: 'PRIVATE+KEY+log.example+00000000+AAAA' });
    try {
      const company = await givenCompany(other);
      const product = await givenProduct(other, company, 'Unsigned');
      const { from, to } = period();
      const answers = [];
      for (const format of ['json', 'csv']) {
        const path = `${other.url}/statements/compliance/${product}.${format}?from=${from}&to=${to}`;
        const answer = await fetch(path, { headers: company.engineer.headers });
        answers.push([answer.status, (await answer.text()).slice(0, 40)]);
      }
      expect(answers).toEqual([
        [409, expect.stringContaining('REPORTS_NOT_SIGNED')],
        [200, 'name,version,package_url,depth,is_direct'],
      ]);
    } finally {
      await other.close();
    }
  }, 60_000);
});

describe('the components as CSV', () => {
  it('are one record each, with their project', async () => {
    const { body } = await fetched(address('csv'));
    expect(body.toString().split('\r\n')).toEqual([
      'name,version,package_url,depth,is_direct,scope,project_id,project',
      `${packageName},1.0.0,pkg:npm/${packageName}@1.0.0,1,yes,runtime,${need.projectId},library`,
      'deep,2.0.0,pkg:npm/deep@2.0.0,2,no,runtime,,',
      '',
    ]);
  });

  it('of 100,000 are one statement, and others are answered meanwhile', async () => {
    const count = 100_000;
    const names = Array.from({ length: count }, (_, place) => `package-${String(place)}==1.0`);
    const large = await givenProduct(api, acme, `Large ${key()}`);
    await givenUpload(api, acme, large, names.join('\n'), 'requirements.txt');
    await api.settle();
    const { from, to } = period();
    let slowest = 0;
    let isDone = false;
    const pulse = (async () => {
      while (!isDone) {
        // By the time of the processor: how long the machine does something else is no fault of ours.
        const before = process.cpuUsage();
        await new Promise((resolve) => setImmediate(resolve));
        const { user, system } = process.cpuUsage(before);
        slowest = Math.max(slowest, (user + system) / 1_000);
      }
    })();
    let body: Buffer = Buffer.alloc(0);
    const statements = await statementsDuring(api, async () => {
      ({ body } = await fetched(`compliance/${large}.json?from=${from}&to=${to}`));
    });
    isDone = true;
    await pulse;
    const { report } = JSON.parse(body.toString()) as { report: Report };
    expect(report.components).toHaveLength(count);
    expect(verifyReport(body, await verifiers()).sha256).toHaveLength(64);
    expect(statements.filter((statement) => statement.includes('FROM inventory_component'))).toHaveLength(1);
    expect(slowest).toBeLessThan(250);
  }, 120_000);
});

describe('coverage of a product', () => {
  const COVERAGE = `query ($id: ID!, $from: String!, $to: String!) {
    productCoverage(productId: $id, from: $from, to: $to) { projects funded unclaimed onePerson } }`;

  it('goes by exposure, and tells of one-person projects only those who may know', async () => {
    const other = await givenNeed(api);
    const [row] = await api.database.asOwner<{ name: string }>(
      `SELECT replace(purl_key, 'npm/', '') AS name FROM package WHERE project_id = $1`,
      [parseId('prj', other.projectId)],
    );
    // The one is needed directly, the other through it: 1 and 0.65 of 1.65, by the depth.
    await ship(npmBom({ app: [`${packageName}@1.0.0`], [`${packageName}@1.0.0`]: [`${row!.name}@1.0.0`] }));
    await api.database.asOwner(`UPDATE project_claim SET status = 'withdrawn' WHERE project_id = $1`, [
      parseId('prj', other.projectId),
    ]);
    for (const [projectId, factor] of [
      [need.projectId, 1],
      [other.projectId, 4],
    ] as const)
      await api.database.asOwner(
        `INSERT INTO project_signal (project_id, signal, value, source, observed_at) VALUES ($1, 'contributorAbsenceFactor', $2, 'test', now())`,
        [parseId('prj', projectId), factor],
      );
    const read = async () => {
      const { data, errors } = await ask(acme.engineer, COVERAGE);
      expect(errors).toBeUndefined();
      return data!.productCoverage as Record<string, number | null>;
    };
    const seen = await read();
    expect(seen).toMatchObject({ projects: 2, onePerson: null });
    expect(seen.funded).toBeCloseTo(1 / 1.65, 6);
    expect(seen.unclaimed).toBeCloseTo(0.65 / 1.65, 6);
    await givenDomain(api, acme.organisationId);
    expect((await read()).onePerson).toBeCloseTo(1 / 1.65, 6);
    // Who has been told is in the log.
    expect(await api.database.asOwner(`SELECT 1 FROM audit_entry WHERE subject LIKE 'exposure:%'`)).toHaveLength(1);
    // A figure that is too old for the scores is too old here.
    await api.database.asOwner(
      `UPDATE project_signal SET observed_at = now() - interval '2 years' WHERE signal = 'contributorAbsenceFactor'`,
    );
    expect((await read()).onePerson).toBe(0);
  });
});
