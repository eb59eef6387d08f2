import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { InventoryReaderService, UploadFiles } from '#libs/inventory';
import { parseId } from '#platform/kernel';
import { HOSTILE_SAMPLES } from '../../libs/inventory/test/hostile-samples.js';
import { givenCompany, givenMaintainer, givenProject, key, type GivenCompany } from '../support/given.js';
import { givenProduct as givenProductOf, givenUpload, npmBom } from '../support/given-inventory.js';
import { TestApi, type Sender } from '../support/test-api.js';

let api: TestApi;
let company: GivenCompany;
beforeAll(async () => {
  api = await TestApi.start();
  company = await givenCompany(api);
}, 60_000);
afterAll(() => api.close());

const FIRST = npmBom({
  app: ['left@1.0.0', 'right@1.0.0'],
  'left@1.0.0': ['deep@1.0.0'],
  'right@1.0.0': ['deep@1.0.0'],
  'deep@1.0.0': ['deepest@1.0.0'],
});
const SECOND = npmBom({ app: ['left@2.0.0', 'deep@1.0.0'], 'left@2.0.0': ['fresh@0.1.0'] });

let products = 0;
function givenProduct(): Promise<string> {
  products += 1;
  return givenProductOf(api, company, `Product ${String(products)}`);
}

interface Uploaded {
  readonly id: string;
  readonly status: string;
  readonly refusal: { readonly code: string; readonly message: string } | null;
  readonly progress: unknown;
  readonly inventory: { readonly id: string } | null;
}

const send = (productId: string, body: string | Uint8Array, fileName?: string): Promise<string> =>
  givenUpload(api, company, productId, body, fileName);

async function uploadState(id: string): Promise<Uploaded> {
  const answer = await api.gql(
    `query ($id: ID!) { upload(id: $id) { id status refusal { code message line column path }
       progress { stage documentsRead documents components } inventory { id } } }`,
    { id },
    company.engineer,
  );
  return answer.data!.upload as Uploaded;
}

async function upload(productId: string, body: string | Uint8Array, fileName?: string): Promise<Uploaded> {
  const id = await send(productId, body, fileName);
  await api.settle();
  return uploadState(id);
}

async function ask<Answer>(query: string, variables: object, as: Sender = company.engineer): Promise<Answer> {
  const { data, errors } = await api.gql(query, variables as Record<string, unknown>, as);
  expect(errors).toBeUndefined();
  return data as Answer;
}

/** What an upload is read into. */
async function stored(): Promise<object> {
  const { product, package: packages, project, project_use, ...rest } = await api.fingerprint();
  const inventories = Object.entries(rest).filter(([table]) => table.startsWith('inventory'));
  return { product, packages, project, project_use, ...Object.fromEntries(inventories) };
}

const FIGURES = `id format formatVersion isCurrent componentCount packageCount edgeCount directCount resolvedCount unreachedCount maxDepth
  cycleCount flags quality { withoutPackageUrl withoutVersion withoutEdges unknownScope } warningCount warnings { code count first }
  documents { path format formatVersion entryCount edgeCount directCount }`;

async function currentOf(productId: string): Promise<Record<string, unknown>> {
  const { node } = await ask<{ node: { inventory: Record<string, unknown> } }>(
    `query ($id: ID!) { node(id: $id) { ... on Product { inventory { ${FIGURES} } } } }`,
    { id: productId },
  );
  return node.inventory;
}

describe('an upload', () => {
  it('is stored whole when it has more components than one statement takes', async () => {
    const productId = await givenProduct();
    const count = 20_001;
    const names = Array.from({ length: count }, (_, place) => `package-${String(place)}==1.0`);
    const { status, inventory } = await upload(productId, names.join('\n'), 'requirements.txt');
    expect(status).toBe('READY');
    expect(await currentOf(productId)).toMatchObject({ id: inventory!.id, componentCount: count });
    const [stored] = await api.database.asOwner(
      `SELECT count(*)::int AS components, count(DISTINCT ordinal)::int AS ordinals, count(DISTINCT name)::int AS names
         FROM inventory_component WHERE NOT is_first_party AND inventory_id = (SELECT current_inventory_id FROM product WHERE id = $1)`,
      [parseId('prd', productId)],
    );
    expect(stored).toEqual({ components: count, ordinals: count, names: count });
  });

  it('becomes the inventory of its product, with what was found and what is missing', async () => {
    const productId = await givenProduct();
    const { status, progress, inventory } = await upload(productId, FIRST);
    expect({ status, progress }).toEqual({ status: 'READY', progress: null });
    expect(await currentOf(productId)).toEqual({
      id: inventory!.id,
      format: 'cyclonedx-json',
      formatVersion: '1.6',
      isCurrent: true,
      componentCount: 4,
      packageCount: 4,
      edgeCount: 5,
      directCount: 2,
      resolvedCount: 0,
      unreachedCount: 0,
      maxDepth: 3,
      cycleCount: 0,
      flags: [],
      quality: { withoutPackageUrl: 0, withoutVersion: 0, withoutEdges: 0, unknownScope: 0 },
      warningCount: 0,
      warnings: [],
      documents: [
        {
          path: 'bom.json',
          format: 'cyclonedx-json',
          formatVersion: '1.6',
          entryCount: 4,
          edgeCount: 5,
          directCount: 2,
        },
      ],
    });
  });

  it('of the bytes that the product has already does no work', async () => {
    const productId = await givenProduct();
    const first = await upload(productId, FIRST);
    const before = await api.fingerprint();
    const again = await upload(productId, FIRST);
    expect(again).toMatchObject({ status: 'READY', inventory: first.inventory });
    const files = api.app.get(UploadFiles);
    const kept = [first, again].map(({ id }) => existsSync(files.pathOf(parseId('upl', id))));
    expect(kept).toEqual([true, false]);
    const after = await api.fingerprint();
    expect(Object.keys(before)).toContain('inventory_graph');
    for (const table of [
      'inventory',
      'inventory_component',
      'inventory_document',
      'inventory_graph',
      'project_use',
      'product',
    ])
      expect(after[table]).toEqual(before[table]);
  });

  it('of bytes that the product had once makes them current again, without reading them', async () => {
    const productId = await givenProduct();
    const first = await upload(productId, FIRST);
    await upload(productId, SECOND);
    const back = await upload(productId, FIRST);
    expect(back.inventory).toEqual(first.inventory);
    expect(await currentOf(productId)).toMatchObject({ id: first.inventory!.id, isCurrent: true });
    expect(await historyOf(productId)).toHaveLength(2);
  });

  it('that was sent last is what the product ships, whichever is read last', async () => {
    const productId = await givenProduct();
    const [older, newer] = [await send(productId, FIRST), await send(productId, SECOND)];
    const organisationId = parseId('org', company.organisationId);
    const reader = api.app.get(InventoryReaderService);
    await reader.read(parseId('upl', newer), organisationId);
    await reader.read(parseId('upl', older), organisationId);
    await api.settle();
    const { inventory } = await uploadState(newer);
    expect(await currentOf(productId)).toMatchObject({ id: inventory!.id });
    expect(await uploadState(older)).toMatchObject({ status: 'READY' });
    expect(await historyOf(productId)).toHaveLength(2);
  });

  it('of the same bytes for another product is an inventory of its own', async () => {
    const [one, other] = [await givenProduct(), await givenProduct()];
    expect((await upload(one, FIRST)).inventory).not.toEqual((await upload(other, FIRST)).inventory);
  });

  it('may be gzip', async () => {
    const productId = await givenProduct();
    expect(await upload(productId, gzipSync(FIRST), 'bom.json.gz')).toMatchObject({ status: 'READY' });
    expect(await currentOf(productId)).toMatchObject({ documents: [{ path: 'bom.json', entryCount: 4 }] });
  });

  it('may be a zip of several documents, which make one product', async () => {
    const productId = await givenProduct();
    const lock = {
      name: 'site',
      lockfileVersion: 3,
      packages: { '': { dependencies: { left: '1' } }, 'node_modules/left': { version: '1.0.0' } },
    };
    const zip = zipSync({
      'api/bom.json': strToU8(FIRST),
      'site/package-lock.json': strToU8(JSON.stringify(lock)),
      'site/logo.png': new Uint8Array([0x89, 0x50, 0, 0, 0xff]),
      'README.md': strToU8('# Hello'),
    });
    expect(await upload(productId, zip, 'all.zip')).toMatchObject({ status: 'READY' });
    expect(await currentOf(productId)).toMatchObject({
      format: 'bundle',
      componentCount: 5,
      packageCount: 4,
      directCount: 3,
      warnings: [{ code: 'SKIPPED_FILE', count: 2, first: 'README.md' }],
      documents: [
        { path: 'api/bom.json', format: 'cyclonedx-json' },
        { path: 'site/package-lock.json', format: 'npm-package-lock' },
      ],
    });
  });

  const MANY = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`${String(index)}.json`, strToU8('{}')]));
  it.each([
    ['a gzip that breaks off', gzipSync(FIRST).subarray(0, 60), { code: 'MALFORMED_ARCHIVE' }],
    ['a gzip of more than the limit', gzipSync(Buffer.alloc(51 * 1024 * 1024, ' ')), { code: 'TOO_LARGE' }],
    [
      'a zip of more than the limit',
      zipSync({ 'a.json': Buffer.alloc(30 * 1024 * 1024), 'b.json': Buffer.alloc(30 * 1024 * 1024) }),
      { code: 'TOO_LARGE' },
    ],
    ['a zip that breaks off', zipSync({ 'a.json': strToU8(FIRST) }).subarray(0, 80), { code: 'MALFORMED_ARCHIVE' }],
    ['a zip of too many files', zipSync(MANY), { code: 'TOO_MANY_FILES' }],
    ['a zip of nothing that is known', zipSync({ 'a.txt': strToU8('hello, world') }), { code: 'UNKNOWN_FORMAT' }],
    [
      'a zip with one file that is broken',
      zipSync({ 'a.json': strToU8(FIRST), 'b.json': strToU8('{"a":\n 1') }),
      { code: 'MALFORMED_JSON', line: 2, column: 3 },
    ],
    [
      'a value of the wrong type',
      '{"bomFormat":"CycloneDX","specVersion":"1.6","components":[1]}',
      { code: 'SCHEMA_INVALID', path: '/components/0' },
    ],
  ])('is refused for %s, and leaves nothing', async (_name, body, refusal) => {
    const productId = await givenProduct();
    expect(await upload(productId, body)).toMatchObject({ status: 'REJECTED', refusal, inventory: null });
    expect(await currentOf(productId)).toBeNull();
  });

  it('that is hostile is answered with its code, and stores nothing but that', async () => {
    const productId = await givenProduct();
    const refused = HOSTILE_SAMPLES.filter(({ refusal, limits }) => refusal !== null && limits === undefined);
    expect(refused.length).toBeGreaterThan(50);
    const before = await stored();
    const sent = new Map<string, string>();
    for (const { name, bytes, fileName } of refused) sent.set(name, await send(productId, bytes(), fileName));
    await api.settle();
    for (const { name, refusal } of refused) {
      const { status, refusal: answer } = await uploadState(sent.get(name)!);
      expect({ name, status, code: answer?.code }).toEqual({ name, status: 'REJECTED', code: refusal });
      expect(existsSync(api.app.get(UploadFiles).pathOf(parseId('upl', sent.get(name)!)))).toBe(false);
    }
    expect(await stored()).toEqual(before);
  }, 60_000);

  it.each([
    ['was refused', '{"hello":"world"}', 'REJECTED'],
    ['has the bytes of another one', FIRST, 'READY'],
  ])('that %s leaves no file, also when the worker was killed before it removed that', async (_case, body, status) => {
    const productId = await givenProduct();
    await upload(productId, FIRST);
    const { id } = await upload(productId, body);
    const path = api.app.get(UploadFiles).pathOf(parseId('upl', id));
    expect(existsSync(path)).toBe(false);
    await writeFile(path, body);
    await api.app.get(InventoryReaderService).read(parseId('upl', id), parseId('org', company.organisationId));
    expect(existsSync(path)).toBe(false);
    expect(await uploadState(id)).toMatchObject({ status });
  });

  it('that was read keeps its file when its message comes again', async () => {
    const { id } = await upload(await givenProduct(), FIRST);
    await api.app.get(InventoryReaderService).read(parseId('upl', id), parseId('org', company.organisationId));
    expect(existsSync(api.app.get(UploadFiles).pathOf(parseId('upl', id)))).toBe(true);
  });

  it('shows how far the reader is', async () => {
    const edges: Record<string, string[]> = { app: [] };
    for (let index = 0; index < 30_000; index += 1)
      edges[`p${String(index)}@1.0.0`] = [`p${String((index * 7) % 30_000)}@1.0.0`];
    const id = await send(await givenProduct(), npmBom(edges));
    const working = api.settle();
    const seen = new Set<string>();
    for (let state = await uploadState(id); state.status === 'RECEIVED'; state = await uploadState(id)) {
      if (state.progress !== null) seen.add((state.progress as { stage: string }).stage);
    }
    await working;
    expect([...seen]).toEqual(expect.arrayContaining(['PARSING']));
    expect(await uploadState(id)).toMatchObject({ status: 'READY', progress: null });
  }, 60_000);
});

interface HistoryEntry {
  readonly id: string;
  readonly isCurrent: boolean;
}

async function historyOf(productId: string): Promise<readonly HistoryEntry[]> {
  const { inventoriesOf } = await ask<{ inventoriesOf: { nodes: HistoryEntry[] } }>(
    'query ($id: ID!) { inventoriesOf(productId: $id, first: 10) { nodes { id isCurrent } } }',
    { id: productId },
  );
  return inventoriesOf.nodes;
}

describe('the history of a product', () => {
  it('has every inventory, newest first, and says what changed from one to the next', async () => {
    const productId = await givenProduct();
    const first = (await upload(productId, FIRST)).inventory!.id;
    const second = (await upload(productId, SECOND)).inventory!.id;
    expect(await historyOf(productId)).toEqual([
      { id: second, isCurrent: true },
      { id: first, isCurrent: false },
    ]);
    const pages: unknown[] = [];
    let after: string | null = null;
    do {
      const {
        inventoryDifference: page,
      }: { inventoryDifference: { nodes: unknown[]; pageInfo: { endCursor: string; hasNextPage: boolean } } } =
        await ask(
          `query ($before: ID!, $after: ID!, $cursor: String) { inventoryDifference(beforeId: $before, afterId: $after, first: 2, after: $cursor) {
           nodes { kind key versionsBefore versionsAfter wasDirect isDirect } pageInfo { endCursor hasNextPage } } }`,
          { before: first, after: second, cursor: after },
        );
      pages.push(...page.nodes);
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    expect(pages).toEqual([
      {
        kind: 'CHANGED',
        key: 'npm/deep',
        versionsBefore: ['1.0.0'],
        versionsAfter: ['1.0.0'],
        wasDirect: false,
        isDirect: true,
      },
      {
        kind: 'CHANGED',
        key: 'npm/left',
        versionsBefore: ['1.0.0'],
        versionsAfter: ['2.0.0'],
        wasDirect: true,
        isDirect: true,
      },
      {
        kind: 'REMOVED',
        key: 'npm/right',
        versionsBefore: ['1.0.0'],
        versionsAfter: [],
        wasDirect: true,
        isDirect: false,
      },
      {
        kind: 'ADDED',
        key: 'npm/fresh',
        versionsBefore: [],
        versionsAfter: ['0.1.0'],
        wasDirect: false,
        isDirect: false,
      },
      {
        kind: 'REMOVED',
        key: 'npm/deepest',
        versionsBefore: ['1.0.0'],
        versionsAfter: [],
        wasDirect: false,
        isDirect: false,
      },
    ]);
  });

  it('has a way back after a wrong upload', async () => {
    const productId = await givenProduct();
    const first = (await upload(productId, FIRST)).inventory!.id;
    await upload(productId, SECOND);
    const input = { productId, inventoryId: first };
    await api.mutate('restoreInventory', 'RestoreInventoryInput', 'product { id }', input, company.engineer);
    expect(await currentOf(productId)).toMatchObject({ id: first });
    const stranger = { productId: await givenProduct(), inventoryId: first };
    const refused = await api.mutate<{ userErrors: { code: string }[] }>(
      'restoreInventory',
      'RestoreInventoryInput',
      'product { id }',
      stranger,
      company.engineer,
    );
    expect(refused.userErrors).toMatchObject([{ code: 'INVENTORY_NOT_FOUND' }]);
  });
});

describe('the components of an inventory', () => {
  let inventoryId: string;
  beforeAll(async () => {
    inventoryId = (await upload(await givenProduct(), FIRST)).inventory!.id;
  });

  const names = async (args: string): Promise<string[]> => {
    const { componentsOf } = await ask<{ componentsOf: { nodes: { name: string }[] } }>(
      `query ($id: ID!) { componentsOf(inventoryId: $id, ${args}) { nodes { name } } }`,
      { id: inventoryId },
    );
    return componentsOf.nodes.map(({ name }) => name);
  };

  it.each([
    ['most gateways first, unless told otherwise', 'first: 10', ['deep', 'deepest', 'left', 'right']],
    ['nearest first', 'first: 10, orderBy: DEPTH', ['left', 'right', 'deep', 'deepest']],
    ['by name', 'first: 10, orderBy: NAME', ['deep', 'deepest', 'left', 'right']],
    ['with a part of the name', 'first: 10, search: "EEP"', ['deep', 'deepest']],
    ['only direct ones', 'first: 10, isDirect: true', ['left', 'right']],
    ['only others', 'first: 10, isDirect: false', ['deep', 'deepest']],
    ['only in a scope that none has', 'first: 10, scope: DEVELOPMENT', []],
    ['only resolved ones', 'first: 10, isResolved: true', []],
  ])('are listed %s', async (_name, args, expected) => {
    expect(await names(args)).toEqual(expected);
  });

  it('come in pages', async () => {
    const { componentsOf } = await ask<{ componentsOf: { pageInfo: { endCursor: string; hasNextPage: boolean } } }>(
      'query ($id: ID!) { componentsOf(inventoryId: $id, first: 3) { pageInfo { endCursor hasNextPage } } }',
      { id: inventoryId },
    );
    expect(componentsOf.pageInfo.hasNextPage).toBe(true);
    expect(await names(`first: 3, after: "${componentsOf.pageInfo.endCursor}"`)).toEqual(['right']);
  });

  it("are nobody else's", async () => {
    const other = await givenCompany(api);
    const { errors } = await api.gql(
      'query ($id: ID!) { componentsOf(inventoryId: $id, first: 1) { nodes { name } } }',
      { id: inventoryId },
      other.engineer,
    );
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_REQUEST', refusal: 'INVENTORY_NOT_FOUND' } }]);
  });
});

describe('a package', () => {
  it('is traced to the products that pull it in, through their direct dependencies, by the shortest way', async () => {
    const own = await givenCompany(api);
    const before = company;
    company = own;
    const [one, other] = [await givenProduct(), await givenProduct()];
    await upload(one, FIRST);
    await upload(other, SECOND);
    const query = `query ($id: ID!, $purl: String!) { packageUses(organisationId: $id, packageUrl: $purl) {
      product { id } versions depth paths scope gatewayCount gateways shortestPath } }`;
    expect(await ask(query, { id: own.organisationId, purl: 'pkg:npm/deep' })).toEqual({
      packageUses: [
        {
          product: { id: one },
          versions: ['1.0.0'],
          depth: 2,
          paths: '2',
          scope: 'RUNTIME',
          gatewayCount: 2,
          gateways: ['pkg:npm/left@1.0.0', 'pkg:npm/right@1.0.0'],
          shortestPath: ['pkg:npm/left@1.0.0', 'pkg:npm/deep@1.0.0'],
        },
        {
          product: { id: other },
          versions: ['1.0.0'],
          depth: 1,
          paths: '1',
          scope: 'RUNTIME',
          gatewayCount: 1,
          gateways: ['pkg:npm/deep@1.0.0'],
          shortestPath: ['pkg:npm/deep@1.0.0'],
        },
      ],
    });
    expect(await ask(query, { id: own.organisationId, purl: 'pkg:npm/left@2.0.0' })).toMatchObject({
      packageUses: [{ product: { id: other } }],
    });
    expect(await ask(query, { id: own.organisationId, purl: 'pkg:npm/absent' })).toEqual({ packageUses: [] });
    const { errors } = await api.gql(query, { id: own.organisationId, purl: 'left' }, own.engineer);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_REQUEST', refusal: 'INVALID_PURL' } }]);
    company = before;
  });
});

describe('what the catalogue learns later', () => {
  it('is brought into the current inventories, and into the uses of projects', async () => {
    const productId = await givenProduct();
    await upload(productId, npmBom({ app: ['learned@1.0.0'], 'learned@1.0.0': ['learned-core@1.0.0'] }));
    expect(await currentOf(productId)).toMatchObject({ resolvedCount: 0 });
    await givenProject(api, 'https://github.com/learned/learned', {
      name: 'learned',
      keys: ['npm/learned', 'npm/learned-core'],
    });
    await api.settle();
    const current = await currentOf(productId);
    expect(current).toMatchObject({ resolvedCount: 2 });
    const { componentsOf } = await ask<{ componentsOf: { nodes: unknown[] } }>(
      'query ($id: ID!) { componentsOf(inventoryId: $id, first: 9, isResolved: true) { nodes { name confidence project { name } } } }',
      { id: current.id },
    );
    expect(componentsOf.nodes).toEqual(
      ['learned', 'learned-core'].map((name) => ({ name, confidence: 60, project: { name: 'learned' } })),
    );
    expect(
      await api.database.asOwner(
        `SELECT depth, gateways FROM project_use JOIN project ON project.id = project_id WHERE project.name = 'learned'`,
      ),
    ).toEqual([{ depth: 1, gateways: 1 }]);
  });
});

describe('what a maintainer confirms', () => {
  it('makes the links of current inventories surer, for as long as the maintainer is one', async () => {
    const { maintainer, projectId } = await givenMaintainer(api);
    const packages = 'query ($id: ID!) { projectPackages(projectId: $id, first: 1) { nodes { packageUrl } } }';
    const { projectPackages } = await ask<{ projectPackages: { nodes: { packageUrl: string }[] } }>(packages, {
      id: projectId,
    });
    const { packageUrl } = projectPackages.nodes[0]!;
    const productId = await givenProduct();
    const name = packageUrl.split('/').at(-1)!;
    await upload(productId, npmBom({ app: [`${name}@1.0.0`] }));
    const confidence = async (): Promise<unknown> => {
      await api.settle();
      const { componentsOf } = await ask<{ componentsOf: { nodes: { confidence: number }[] } }>(
        'query ($id: ID!) { componentsOf(inventoryId: $id, first: 9, isResolved: true) { nodes { confidence } } }',
        { id: (await currentOf(productId)).id },
      );
      return componentsOf.nodes;
    };
    expect(await confidence()).toEqual([{ confidence: 60 }]);
    const confirmation = { projectId, packageUrl, isConfirmed: true };
    await api.mutate('setPackageConfirmed', 'SetPackageConfirmedInput', 'clientMutationId', confirmation, maintainer);
    expect(await confidence()).toEqual([{ confidence: 100 }]);
    const { data } = await api.gql('{ claims(first: 1) { nodes { id } } }', {}, maintainer);
    const [claim] = (data!.claims as { nodes: { id: string }[] }).nodes;
    await api.mutate('withdrawClaim', 'WithdrawClaimInput', 'clientMutationId', { claimId: claim!.id }, maintainer);
    expect(await confidence()).toEqual([{ confidence: 60 }]);
  });
});

describe('a product', () => {
  it('changes its name and weight, and not into one that is taken', async () => {
    const productId = await givenProduct();
    const taken = await givenProduct();
    const update = (input: object) =>
      api.mutate<{ product: object | null; userErrors: { code: string }[] }>(
        'updateProduct',
        'UpdateProductInput',
        'product { name businessWeight }',
        { productId, ...input },
        company.engineer,
      );
    expect((await update({ businessWeight: 2.5 })).product).toMatchObject({ businessWeight: 2.5 });
    expect((await update({ name: 'Renamed' })).product).toEqual({ name: 'Renamed', businessWeight: 2.5 });
    const { node } = await ask<{ node: { name: string } }>(
      'query ($id: ID!) { node(id: $id) { ... on Product { name } } }',
      { id: taken },
    );
    expect((await update({ name: node.name })).userErrors).toMatchObject([{ code: 'PRODUCT_EXISTS' }]);
  });

  it('goes out of use and comes back', async () => {
    const productId = await givenProduct();
    await upload(productId, FIRST);
    const listed = async (): Promise<string[]> => {
      const { productsOf } = await ask<{ productsOf: { id: string }[] }>(
        'query ($id: ID!) { productsOf(organisationId: $id) { id } }',
        { id: company.organisationId },
      );
      return productsOf.map(({ id }) => id);
    };
    await api.mutate('archiveProduct', 'ProductActionInput', 'product { id }', { productId }, company.engineer);
    expect(await listed()).not.toContain(productId);
    const input = { purpose: 'SBOM', productId, fileName: 'bom.json', idempotencyKey: key() };
    const refused = await api.mutate<{ userErrors: { code: string }[] }>(
      'createUpload',
      'CreateUploadInput',
      'url',
      input,
      company.engineer,
    );
    expect(refused.userErrors).toMatchObject([{ code: 'PRODUCT_ARCHIVED' }]);
    await api.mutate('restoreProduct', 'ProductActionInput', 'product { id }', { productId }, company.engineer);
    expect(await listed()).toContain(productId);
    expect(await currentOf(productId)).toMatchObject({ componentCount: 4 });
  });
});
