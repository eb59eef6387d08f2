import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { ConformanceService, ConformanceThreads, UploadFiles } from '#libs/inventory';
import { asId, parseId } from '#platform/kernel';
import { CommandLine } from '../support/command-line.js';
import { givenCompany, key, type GivenCompany } from '../support/given.js';
import { TestApi } from '../support/test-api.js';

let api: TestApi;
let company: GivenCompany;
let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'mainstay-report-'));
  api = await TestApi.start({ SPDX_SCHEMAS: home });
  company = await givenCompany(api);
}, 60_000);
afterAll(async () => {
  await api.close();
  await rm(home, { recursive: true, force: true });
});

/** Four components: one without purl and version, one that stands alone, one of a scope that is stated. */
const OPEN = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  metadata: { component: { type: 'application', name: 'app', 'bom-ref': 'app' } },
  components: [
    {
      type: 'library',
      name: 'left',
      version: '1.0.0',
      'bom-ref': 'left',
      purl: 'pkg:npm/left@1.0.0',
      scope: 'required',
    },
    { type: 'library', name: 'right', version: '2.0.0', 'bom-ref': 'right', purl: 'pkg:npm/right@2.0.0' },
    { type: 'library', name: 'nameless', 'bom-ref': 'nameless' },
    { type: 'library', name: 'alone', version: '1.0.0', 'bom-ref': 'alone', purl: 'pkg:npm/alone@1.0.0' },
  ],
  dependencies: [
    { ref: 'app', dependsOn: ['left'] },
    { ref: 'left', dependsOn: ['nameless'] },
    { ref: 'right', dependsOn: ['nameless'] },
  ],
};
/** It has the same components and three faults. */
const WRONG = { ...OPEN, serialNumber: 'none', surprise: 1, metadata: { ...OPEN.metadata, timestamp: 'today' } };

async function givenProduct(): Promise<string> {
  const { product } = await api.mutate<{ product: { id: string } }>(
    'createProduct',
    'CreateProductInput',
    'product { id }',
    { organisationId: company.organisationId, name: `Product ${key()}` },
    company.engineer,
  );
  return product.id;
}

async function send(productId: string, body: string | Uint8Array, fileName = 'bom.json'): Promise<string> {
  const input = { purpose: 'SBOM', productId, fileName, idempotencyKey: key() };
  const { upload, url } = await api.mutate<{ upload: { id: string }; url: string }>(
    'createUpload',
    'CreateUploadInput',
    'upload { id } url',
    input,
    company.engineer,
  );
  expect((await fetch(url, { method: 'PUT', body: new Uint8Array(Buffer.from(body)) })).status).toBe(201);
  return upload.id;
}

interface ShownDocument {
  readonly path: string;
  readonly conformance: Record<string, unknown> | null;
  readonly quality: Record<string, unknown>;
}

async function documentsOf(uploadId: string): Promise<ShownDocument[]> {
  const figure = '{ count percent }';
  const { data } = await api.gql(
    `query ($id: ID!) { upload(id: $id) { inventory { documents { path
       conformance { result schema reason errorCount errors { pointer message } }
       quality { components withoutPackageUrl ${figure} withoutVersion ${figure} withoutEdges ${figure} unknownScope ${figure} unreached ${figure} }
     } } } }`,
    { id: uploadId },
    company.engineer,
  );
  return (data!.upload as { inventory: { documents: ShownDocument[] } }).inventory.documents;
}

interface StoredConformance {
  readonly sha256: string;
  readonly result: string;
  readonly checked_at: Date;
}

const stored = (): Promise<StoredConformance[]> =>
  api.database.asOwner('SELECT sha256, result, checked_at FROM document_conformance ORDER BY sha256');

describe('a document that was read', () => {
  it('is compared with its schema, and what it leaves open is counted', async () => {
    const [document] = await uploaded(JSON.stringify(OPEN));
    expect(document).toEqual({
      path: 'bom.json',
      conformance: {
        result: 'YES',
        schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
        reason: null,
        errorCount: 0,
        errors: [],
      },
      quality: {
        components: 4,
        withoutPackageUrl: { count: 1, percent: 25 },
        withoutVersion: { count: 1, percent: 25 },
        withoutEdges: { count: 1, percent: 25 },
        unknownScope: { count: 2, percent: 50 },
        unreached: { count: 2, percent: 50 },
      },
    });
  });

  it('is told what is wrong with it, and is read all the same', async () => {
    const [document] = await uploaded(JSON.stringify(WRONG));
    expect(document!.conformance).toMatchObject({ result: 'NO', reason: null, errorCount: 3 });
    const errors = document!.conformance!.errors as { pointer: string; message: string }[];
    expect(errors.map(({ pointer }) => pointer).sort()).toEqual(['', '/metadata/timestamp', '/serialNumber']);
  });

  it('is one of several, each with an outcome and figures of its own', async () => {
    const lock = 'a==1.0\nb\n';
    const zip = zipSync({ 'a/bom.json': strToU8(JSON.stringify(WRONG)), 'b/requirements.txt': strToU8(lock) });
    const documents = await uploaded(zip, 'files.zip');
    expect(documents.map(({ path, conformance }) => [path, conformance!.result, conformance!.reason])).toEqual([
      ['a/bom.json', 'NO', null],
      ['b/requirements.txt', 'NOT_CHECKED', 'NO_PUBLISHED_SCHEMA'],
    ]);
    expect(documents.map(({ quality }) => [quality.components, quality.withoutVersion])).toEqual([
      [4, { count: 1, percent: 25 }],
      [2, { count: 1, percent: 50 }],
    ]);
  });

  it('has no outcome while it waits for one, and does not wait for it to be ready', async () => {
    const productId = await givenProduct();
    const id = await send(productId, JSON.stringify({ ...OPEN, version: 7 }));
    const threads = api.app.get(ConformanceThreads);
    const seen: unknown[] = [];
    const check = threads.check.bind(threads);
    threads.check = async (request) => {
      seen.push((await documentsOf(id))[0]!.conformance, (await documentsOf(id))[0]!.quality.components);
      return check(request);
    };
    try {
      await api.settle();
    } finally {
      threads.check = check;
    }
    expect(seen).toEqual([null, 4]);
    expect((await documentsOf(id))[0]!.conformance).toMatchObject({ result: 'YES' });
  });

  async function uploaded(body: string | Uint8Array, fileName?: string): Promise<ShownDocument[]> {
    const id = await send(await givenProduct(), body, fileName);
    await api.settle();
    return documentsOf(id);
  }
});

describe('the report on a document', () => {
  it('is made once, whatever products and uploads the same bytes come with', async () => {
    const body = JSON.stringify({ ...OPEN, version: 3 });
    const before = await stored();
    const first = await givenProduct();
    const threads = api.app.get(ConformanceThreads);
    const check = threads.check.bind(threads);
    let checked = 0;
    threads.check = (request) => {
      checked += 1;
      return check(request);
    };
    await send(first, body);
    await api.settle();
    const made = await stored();
    expect(made.length).toBe(before.length + 1);
    for (const productId of [first, await givenProduct()]) {
      const id = await send(productId, body);
      await api.settle();
      expect((await documentsOf(id))[0]!.conformance).toMatchObject({ result: 'YES' });
    }
    threads.check = check;
    expect([await stored(), checked]).toEqual([made, 1]);
  });

  it('is made when bytes come again for which there was no usable schema, and not unmade when that is gone', async () => {
    const body = JSON.stringify({
      spdxVersion: 'SPDX-2.3',
      name: 'app',
      packages: [{ SPDXID: 'SPDXRef-left', name: 'left', versionInfo: '1.0.0' }],
    });
    const path = join(home, 'spdx-2.3.schema.json');
    const sentAgain = async (): Promise<object> => {
      const id = await send(await givenProduct(), body);
      await api.settle();
      return (await documentsOf(id))[0]!.conformance!;
    };
    expect(await sentAgain()).toMatchObject({ result: 'NOT_CHECKED', reason: 'SCHEMA_NOT_INCLUDED' });
    await writeFile(path, 'no schema');
    expect(await sentAgain()).toMatchObject({ result: 'NOT_CHECKED', reason: 'SCHEMA_UNUSABLE' });
    await writeFile(path, JSON.stringify({ $id: 'https://spdx.example/2.3', required: ['dataLicense'] }));
    const made = {
      result: 'NO',
      reason: null,
      schema: 'https://spdx.example/2.3',
      errors: [{ pointer: '', message: "must have required property 'dataLicense'" }],
    };
    expect(await sentAgain()).toMatchObject(made);
    await rm(path);
    expect(await sentAgain()).toMatchObject(made);
  });

  it('is made when bytes come again that an older checker looked at', async () => {
    const body = JSON.stringify({ ...OPEN, version: 9 });
    const productId = await givenProduct();
    const id = await send(productId, body);
    await api.settle();
    const ofIt = 'sha256 = (SELECT sha256 FROM upload WHERE id = $1)';
    await api.database.asOwner(
      `UPDATE document_conformance SET checker_version = 0, result = 'no', error_count = 1 WHERE ${ofIt}`,
      [parseId('upl', id)],
    );
    expect((await documentsOf(id))[0]!.conformance).toMatchObject({ result: 'NO' });
    await send(productId, body);
    await api.settle();
    expect((await documentsOf(id))[0]!.conformance).toMatchObject({ result: 'YES' });
  });

  it('comes again with its message when its thread is lost, and goes on where it was', async () => {
    // Large enough that none of them is done before it can be cut off.
    const large = (name: string): Uint8Array => {
      const components = Array.from({ length: 20_000 }, (_, at) => ({ type: 'library', name, version: String(at) }));
      return strToU8(JSON.stringify({ ...OPEN, components, dependencies: [] }));
    };
    const zip = zipSync({ 'a.json': large('a'), 'b.json': large('b') }, { level: 1 });
    const id = await send(await givenProduct(), zip, 'two.zip');
    const threads = api.app.get(ConformanceThreads);
    const check = threads.check.bind(threads);
    let checked = 0;
    threads.check = async (request) => {
      checked += 1;
      // The second one is cut off in the middle.
      if (checked === 2) setTimeout(() => void threads.onModuleDestroy(), 10);
      return check(request);
    };
    try {
      await api.settle();
      expect((await documentsOf(id)).filter(({ conformance }) => conformance !== null)).toHaveLength(1);
      api.advance(60_000);
      await api.settle();
    } finally {
      threads.check = check;
    }
    expect(checked).toBe(3);
    expect((await documentsOf(id)).map(({ conformance }) => conformance!.result)).toEqual(['YES', 'YES']);
  }, 60_000);

  it('is stored once when its job runs twice at the same moment', async () => {
    const id = await send(await givenProduct(), JSON.stringify({ ...OPEN, version: 6 }));
    await api.settle();
    const [row] = await api.database.asOwner<{ inventory: string; organisation: string; sha256: string }>(
      'SELECT inventory_id AS inventory, organisation_id AS organisation, sha256 FROM upload WHERE id = $1',
      [parseId('upl', id)],
    );
    await api.database.asOwner('DELETE FROM document_conformance WHERE sha256 = $1', [row!.sha256]);
    const service = api.app.get(ConformanceService);
    await Promise.all([1, 2].map(() => service.check(asId(row!.inventory), asId(row!.organisation))));
    expect((await stored()).filter(({ sha256 }) => sha256 === row!.sha256)).toHaveLength(1);
  });

  it('says that the file is gone when it went before it was looked at', async () => {
    const id = await send(await givenProduct(), JSON.stringify({ ...OPEN, version: 8 }));
    const threads = api.app.get(ConformanceThreads);
    const check = threads.check.bind(threads);
    threads.check = async (request) => {
      await api.app.get(UploadFiles).remove(parseId('upl', id));
      return check(request);
    };
    try {
      await api.settle();
    } finally {
      threads.check = check;
    }
    expect((await documentsOf(id))[0]!.conformance).toMatchObject({ result: 'NOT_CHECKED', reason: 'FILE_GONE' });
  });
});

describe('the command that inspects', () => {
  async function inspect(content: string, ...args: string[]) {
    const path = join(home, `${key()}.json`);
    await writeFile(path, content);
    const output = join(home, key());
    const { status } = await new CommandLine(['sbom', 'inspect', path, ...args], {}, output).ends();
    return { status, text: await readFile(output, 'utf8'), path };
  }

  it('tells the same of a local file, in words and for a machine', async () => {
    const shown = await inspect(JSON.stringify(WRONG), '--report');
    expect(shown.status).toBe(0);
    expect(shown.text).toContain('does not conform to http://cyclonedx.org/schema/bom-1.6.schema.json: 3 error(s).');
    expect(shown.text).toContain('    /metadata/timestamp: must match format "date-time"');
    expect(shown.text).toMatch(/ {2}of unknown scope +2 \(50\.0 %\)/);
    const { text } = await inspect(JSON.stringify(OPEN), '--report', '--json');
    const { reports } = JSON.parse(text) as { reports: object[] };
    expect(reports).toMatchObject([{ conformance: { result: 'YES' }, quality: { components: 4, unreached: 2 } }]);
    expect(JSON.parse((await inspect(JSON.stringify(OPEN), '--json')).text)).not.toHaveProperty('reports');
  }, 60_000);

  it('says why a file was not compared', async () => {
    const shown = await inspect('a==1.0\n', '--report');
    expect(shown.text).toContain('was not compared with a schema: its format has no published JSON schema.');
  }, 60_000);
});
