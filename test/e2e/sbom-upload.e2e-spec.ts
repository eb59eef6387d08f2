import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { UploadFiles } from '#libs/inventory';
import { MINUTE_MS, parseId } from '#platform/kernel';
import { CommandLine } from '../support/command-line.js';
import { freePort } from '../support/free-port.js';
import { givenCompany, key, type GivenCompany } from '../support/given.js';
import { TestApi } from '../support/test-api.js';
import { WorkloadIssuer } from '../support/workload-issuer.js';

const LONG_MS = 120_000;

let issuer: WorkloadIssuer;
let api: TestApi;
let company: GivenCompany;
let home: string;
let reader: string;
let writer: string;
beforeAll(async () => {
  issuer = await WorkloadIssuer.start();
  api = await TestApi.start({ FOREIGN_HTTP_ALLOWED_ORIGINS: issuer.origin });
  company = await givenCompany(api);
  home = await mkdtemp(join(tmpdir(), 'mainstay-upload-'));
  reader = await givenToken(['INVENTORY_READ', 'INVENTORY_WRITE']);
  writer = await givenToken(['INVENTORY_WRITE']);
}, 60_000);
afterAll(async () => {
  await api.close();
  await issuer.stop();
  await rm(home, { recursive: true, force: true });
});

async function givenToken(scopes: readonly string[]): Promise<string> {
  const input = { organisationId: company.organisationId, name: key(), scopes };
  const made = await api.mutate<{ token: string }>(
    'createApiToken',
    'CreateApiTokenInput',
    'token',
    input,
    company.engineer,
  );
  return made.token;
}

async function givenProduct(name = `Product ${key()}`): Promise<string> {
  const { product } = await api.mutate<{ product: { id: string } }>(
    'createProduct',
    'CreateProductInput',
    'product { id }',
    { organisationId: company.organisationId, name },
    company.engineer,
  );
  return product.id;
}

/** A BOM with as many packages, all direct dependencies of the product. */
function bom(packages: readonly string[], padding = ''): string {
  return JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    metadata: { component: { type: 'application', name: 'app', 'bom-ref': 'app' } },
    components: packages.map((name) => ({
      type: 'library',
      name,
      version: '1.0.0',
      'bom-ref': name,
      purl: `pkg:npm/${name}@1.0.0`,
      description: padding,
    })),
    dependencies: [{ ref: 'app', dependsOn: packages }, ...packages.map((ref) => ({ ref }))],
  });
}

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(home, name);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, content);
  return path;
}

interface Trial {
  readonly environment?: NodeJS.ProcessEnv;
  /** Whether the worker works meanwhile. */
  readonly isWorking?: boolean;
}

/** Runs the command as a person or a job does, with a worker beside it. */
async function upload(args: readonly string[], { environment = {}, isWorking = true }: Trial = {}) {
  const line = new CommandLine(['sbom', 'upload', ...args], {
    MAINSTAY_URL: api.url,
    MAINSTAY_TOKEN: reader,
    ...environment,
  });
  while (!line.hasEnded) {
    if (isWorking) await api.settle();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return line.ends();
}

/** The same with the standard output apart, as a machine reads it. */
async function uploadAsJson(args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const output = join(home, key());
  const line = new CommandLine(
    ['sbom', 'upload', ...args, '--json'],
    { MAINSTAY_URL: api.url, MAINSTAY_TOKEN: reader, ...environment },
    output,
  );
  while (!line.hasEnded) await api.settle();
  const { status } = await line.ends();
  return { status, answer: JSON.parse(await readFile(output, 'utf8')) as Record<string, Record<string, unknown>> };
}

async function uploadsOf(productId: string): Promise<{ id: string; file_name: string; status: string }[]> {
  return api.database.asOwner(
    'SELECT id, file_name, status FROM upload WHERE product_id = $1 ORDER BY created_at, id',
    [parseId('prd', productId)],
  );
}

async function bytesOf(uploadId: string): Promise<Buffer> {
  return readFile(api.app.get(UploadFiles).pathOf(uploadId as never));
}

describe('a file that is uploaded', () => {
  it(
    'is read, and what was read is told',
    async () => {
      const productId = await givenProduct();
      const path = await file('bom.json', bom(['left', 'right', 'up']));
      const { status, lines } = await upload([path, '--product', productId]);
      expect(lines.join('\n')).toMatch(/Sending bom\.json: 1 file\(s\), \d+ bytes/);
      expect(lines.slice(-7)).toEqual([
        'bom.json: cyclonedx-json 1.6, 3 entries',
        '  components                  3',
        '  packages (distinct)         3',
        '  direct dependencies         3',
        '  dependencies                3',
        '  greatest depth              1',
        '  of a project that is known  0',
      ]);
      expect(status).toBe(0);
    },
    LONG_MS,
  );

  it(
    'goes to the product that is named, and is one object for a machine',
    async () => {
      const name = `Named ${key()}`;
      const productId = await givenProduct(name);
      const path = await file('named.json', bom(['left']));
      const { status, answer } = await uploadAsJson([
        path,
        '--product',
        name,
        '--organisation',
        company.organisationId,
      ]);
      expect([status, answer.upload, answer.inventory]).toMatchObject([
        0,
        { status: 'READY', isCurrent: true, isRepeated: false },
        { componentCount: 1, directCount: 1, documents: [{ path: 'named.json', format: 'cyclonedx-json' }] },
      ]);
      expect(await uploadsOf(productId)).toHaveLength(1);
    },
    LONG_MS,
  );

  it(
    'is sent as gzip when it is large',
    async () => {
      const productId = await givenProduct();
      const text = bom(
        Array.from({ length: 300 }, (_, index) => `package-${String(index)}`),
        'x'.repeat(1_000),
      );
      const { status, lines } = await upload([await file('large.json', text), '--product', productId]);
      expect(status).toBe(0);
      const [stored] = await uploadsOf(productId);
      expect(stored).toMatchObject({ file_name: 'large.json.gz', status: 'ready' });
      const bytes = await bytesOf(stored!.id);
      expect(gunzipSync(bytes).toString()).toBe(text);
      expect(bytes.length).toBeLessThan(text.length / 10);
      expect(lines.join('\n')).toContain('large.json: cyclonedx-json 1.6, 300 entries');
    },
    LONG_MS,
  );

  it(
    'is one of several in a zip, which has the same bytes each time, with the manifest beside its lockfile',
    async () => {
      const productId = await givenProduct();
      const sum = await file('app/api/go.sum', 'example.com/a v1.0.0 h1:AAAA=\nexample.com/b v1.0.0 h1:BBBB=\n');
      const mod = await file('app/api/go.mod', 'module example.com/app\n\nrequire example.com/a v1.0.0\n');
      const lock = await file('app/bom.json', bom(['left']));
      const { status, lines } = await upload([lock, sum, '--product', productId, '--manifest', mod]);
      expect([status, lines.filter((line) => line.includes('entries'))]).toEqual([
        0,
        ['api/go.mod: go-mod, 1 entries', 'bom.json: cyclonedx-json 1.6, 1 entries'],
      ]);
      const [stored] = await uploadsOf(productId);
      const names = Object.keys(unzipSync(new Uint8Array(await bytesOf(stored!.id))));
      expect(names.sort()).toEqual(['api/go.mod', 'api/go.sum', 'bom.json']);
      const again = await upload([sum, lock, '--product', productId, '--manifest', mod]);
      expect([again.status, (await uploadsOf(productId)).length]).toEqual([0, 1]);
    },
    LONG_MS,
  );
});

describe('the same bytes again', () => {
  it(
    'are the same upload, and are sent anew when something else was current meanwhile',
    async () => {
      const productId = await givenProduct();
      const first = await file('first.json', bom(['left']));
      const second = await file('second.json', bom(['right']));
      const send = async (path: string) => (await uploadAsJson([path, '--product', productId])).answer;
      const one = await send(first);
      const two = await send(first);
      expect(two.upload!.id).toBe(one.upload!.id);
      expect(await uploadsOf(productId)).toHaveLength(1);
      await send(second);
      const back = await send(first);
      expect(back.upload).toMatchObject({ isCurrent: true, isRepeated: true });
      expect(back.upload!.id).not.toBe(one.upload!.id);
      expect(back.inventory!.id).toBe(one.inventory!.id);
      const { lines } = await upload([await file('copy/renamed.json', bom(['left'])), '--product', productId]);
      expect(lines.join('\n')).toContain('nothing had to be read');
    },
    LONG_MS,
  );

  it(
    'go on where an earlier job was cut off, and begin anew when its address is too old',
    async () => {
      const productId = await givenProduct();
      const path = await file('cut.json', bom(['left']));
      const cut = await upload([path, '--product', productId, '--timeout', '3'], { isWorking: false });
      expect([cut.status, cut.lines.at(-1)]).toEqual([1, expect.stringContaining('Not done after 3 s')]);
      const { answer } = await uploadAsJson([path, '--product', productId]);
      expect([(await uploadsOf(productId)).length, answer.upload!.status]).toEqual([1, 'READY']);
      const other = await givenProduct();
      await upload([path, '--product', other, '--no-wait'], { isWorking: false });
      await api.database.asOwner(
        `UPDATE upload SET status = 'open', sha256 = NULL, expires_at = created_at WHERE product_id = $1`,
        [parseId('prd', other)],
      );
      expect((await upload([path, '--product', other])).status).toBe(0);
      expect((await uploadsOf(other)).map(({ status }) => status)).toEqual(['open', 'ready']);
    },
    LONG_MS,
  );
});

describe('a file that is refused', () => {
  it(
    'ends with status 2, and says what is wrong and where',
    async () => {
      const path = await file('broken.json', '{"bomFormat": "CycloneDX",\n "specVersion": oops}');
      const productId = await givenProduct();
      const { status, lines } = await upload([path, '--product', productId]);
      expect(status).toBe(2);
      expect(lines.slice(-2)).toEqual([
        expect.stringMatching(/^The file was refused \(MALFORMED_JSON\): The JSON breaks off or is wrong at line 2/),
        expect.stringMatching(/^Place: line 2, column \d+$/),
      ]);
      const { status: asJson, answer } = await uploadAsJson([path, '--product', productId]);
      expect([asJson, answer.error]).toMatchObject([2, { code: 'MALFORMED_JSON', line: 2, path: null }]);
    },
    LONG_MS,
  );

  it(
    'is not even sent when it is larger than any that is read, and the limit is told',
    async () => {
      const path = await file('huge.json', Buffer.alloc(50 * 1024 * 1024 + 1, 32));
      const productId = await givenProduct();
      const { status, lines } = await upload([path, '--product', productId]);
      expect([status, lines[0]]).toEqual([2, expect.stringMatching(/\(TOO_LARGE\).*the limit is 52428800/)]);
      expect(await uploadsOf(productId)).toEqual([]);
    },
    LONG_MS,
  );
});

describe('a file that is larger than this server takes', () => {
  it.each([
    ['by little', 2_000],
    ['by far, so that the answer comes before all is sent', 20_000_000],
  ])(
    'is refused with the limit %s',
    async (_case, size) => {
      const small = await TestApi.start({ UPLOAD_MAX_BYTES: '1000' });
      try {
        const other = await givenCompany(small);
        const made = await small.mutate<{ product: { id: string } }>(
          'createProduct',
          'CreateProductInput',
          'product { id }',
          { organisationId: other.organisationId, name: 'Small' },
          other.engineer,
        );
        const input = { organisationId: other.organisationId, name: 'ci', scopes: ['INVENTORY_WRITE'] };
        const { token } = await small.mutate<{ token: string }>(
          'createApiToken',
          'CreateApiTokenInput',
          'token',
          input,
          other.engineer,
        );
        const { status, lines } = await upload(
          [await file('random', randomBytes(size)), '--product', made.product.id],
          {
            environment: { MAINSTAY_URL: small.url, MAINSTAY_TOKEN: token },
            isWorking: false,
          },
        );
        expect([status, lines.at(-1)]).toEqual([2, expect.stringMatching(/\(TOO_LARGE\).*the limit is 1000\b/)]);
      } finally {
        await small.close();
      }
    },
    LONG_MS,
  );
});

describe('a command that cannot be carried out', () => {
  it.each<[string, readonly string[], NodeJS.ProcessEnv, string]>([
    ['without a token', [], { MAINSTAY_TOKEN: '' }, 'There is no token'],
    ['with a wrong token', [], { MAINSTAY_TOKEN: 'mst_nonsense' }, 'The token is not valid'],
    ['with a token of two lines', [], { MAINSTAY_TOKEN: 'a\nb' }, 'What MAINSTAY_TOKEN holds is no token'],
    ['without a server', [], { MAINSTAY_URL: '' }, 'Say which server'],
    ['with a server that is none', ['--url', 'nowhere'], {}, '"nowhere" is no address of a server'],
    ['over plain http', ['--url', 'http://mainstay.example'], {}, 'for everybody to read'],
    ['without an identity', ['--id-token-env', 'NOT_THERE'], {}, 'The variable NOT_THERE is empty'],
    ['with a time limit that is none', ['--timeout', 'soon'], {}, '"soon" is no time limit'],
    ['with two tokens', ['--id-token-env', 'A', '--token-file', 'b'], {}, 'Choose one'],
    ['with a file of a token that is not there', ['--token-file', '/nowhere/token'], {}, 'no such file'],
  ])(
    'says so %s, and ends with status 1',
    async (_case, args, environment, text) => {
      const path = await file('fine.json', bom(['left']));
      const product = ['--product', 'prd_01h455vb4pex5vsknk084sn02q'];
      const { status, lines } = await upload([path, ...product, ...args], { environment, isWorking: false });
      expect([status, lines.at(-1)]).toEqual([1, expect.stringContaining(text)]);
    },
    LONG_MS,
  );

  it(
    'says that there is no such product, by id and by name, and no such file',
    async () => {
      const path = await file('fine.json', bom(['left']));
      const tell = async (...args: string[]) => (await upload(args, { isWorking: false })).lines.at(-1);
      expect(await tell(path, '--product', 'prd_01h455vb4pex5vsknk084sn02q')).toContain('(PRODUCT_NOT_FOUND)');
      expect(await tell(path, '--product', 'Widget')).toContain('say of which organisation');
      expect(await tell(path, '--product', 'Widget', '--organisation', company.organisationId)).toContain(
        'no product of the name "Widget"',
      );
      const asWriter = { environment: { MAINSTAY_TOKEN: writer }, isWorking: false };
      const named = [path, '--product', 'Widget', '--organisation', company.organisationId];
      expect((await upload(named, asWriter)).lines.at(-1)).toContain('may not look up names');
      expect(await tell(join(home, 'absent'), '--product', 'prd_1')).toContain('no such file');
    },
    LONG_MS,
  );

  it(
    'says that nothing answers, after a few attempts',
    async () => {
      const path = await file('fine.json', bom(['left']));
      const port = String(await freePort());
      const { status, lines } = await upload([path, '--product', 'prd_1', '--url', `http://127.0.0.1:${port}`], {
        isWorking: false,
      });
      expect([status, lines.at(-1)]).toEqual([1, `Nothing answers at 127.0.0.1:${port} (ECONNREFUSED).`]);
    },
    LONG_MS,
  );

  it(
    'says how far the reader is, and that it was interrupted',
    async () => {
      const path = await file('fine.json', bom(['left', 'interrupted']));
      const productId = await givenProduct();
      const line = new CommandLine(['sbom', 'upload', path, '--product', productId], {
        MAINSTAY_URL: api.url,
        MAINSTAY_TOKEN: reader,
      });
      await line.says('waiting to be read');
      await api.database.asOwner('UPDATE upload SET progress = $2 WHERE product_id = $1', [
        parseId('prd', productId),
        JSON.stringify({ stage: 'parsing', documentsRead: 3, documents: 8, components: 0 }),
      ]);
      await line.says('Reading: 3 of 8 file(s)');
      line.signal('SIGINT');
      const { status, lines } = await line.ends();
      expect([status, lines.at(-1)]).toEqual([1, expect.stringMatching(/^Interrupted\./)]);
    },
    LONG_MS,
  );
});

describe('a job with an identity', () => {
  let productId: string;
  let workloadId: string;
  beforeAll(async () => {
    productId = await givenProduct();
    const registered = await api.mutate<{ trustedWorkload: { id: string } }>(
      'registerTrustedWorkload',
      'RegisterTrustedWorkloadInput',
      'trustedWorkload { id }',
      {
        organisationId: company.organisationId,
        productId,
        name: 'widget main',
        issuer: issuer.origin,
        repositoryId: '74',
        repositoryOwnerId: '65',
        refPattern: 'refs/heads/main',
      },
      company.finance,
    );
    workloadId = registered.trustedWorkload.id;
  });

  it(
    'trades the one that its build system hands out for a token, and uploads without a secret',
    async () => {
      const asked: string[] = [];
      const actions = await serving(async (request, response) => {
        asked.push(`${request.url!} ${request.headers.authorization!}`);
        const audience = new URL(request.url!, 'http://localhost').searchParams.get('audience')!;
        response.end(JSON.stringify({ value: await issuer.token(api.clock.now(), audience) }));
      });
      try {
        const { status, lines } = await upload(
          [await file('job.json', bom(['left'])), '--product', productId, '--workload', workloadId],
          {
            environment: {
              MAINSTAY_TOKEN: '',
              ACTIONS_ID_TOKEN_REQUEST_URL: `${actions.url}/token?api-version=2.0`,
              ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'of-the-job',
            },
          },
        );
        expect([status, lines.at(-1)]).toEqual([0, expect.stringContaining('may upload and not look')]);
        expect(asked).toEqual([`/token?api-version=2.0&audience=${encodeURIComponent(api.url)} Bearer of-the-job`]);
      } finally {
        actions.server.close();
      }
    },
    LONG_MS,
  );

  it(
    'trades the one of a variable, once',
    async () => {
      const MY_ID_TOKEN = await issuer.token(api.clock.now(), api.url);
      const args = [await file('job.json', bom(['left', 'right'])), '--product', productId];
      const own = [...args, '--id-token-env', 'MY_ID_TOKEN', '--workload', workloadId];
      expect((await upload(own, { environment: { MY_ID_TOKEN } })).status).toBe(0);
      const again = await upload(own, { environment: { MY_ID_TOKEN } });
      expect([again.status, again.lines.at(-1)]).toEqual([
        1,
        expect.stringContaining('The identity of the job was not taken'),
      ]);
      expect(again.lines.join('\n')).not.toContain(MY_ID_TOKEN);
    },
    LONG_MS,
  );

  it(
    'says that the token has ended when reading took longer than it lives',
    async () => {
      const MY_ID_TOKEN = await issuer.token(api.clock.now(), api.url);
      const line = new CommandLine(
        [
          ...['sbom', 'upload', await file('slow.json', bom(['slow'])), '--product', productId],
          ...['--id-token-env', 'MY_ID_TOKEN', '--workload', workloadId],
        ],
        { MAINSTAY_URL: api.url, MY_ID_TOKEN },
      );
      await line.says('waiting to be read');
      api.advance(10 * MINUTE_MS);
      const { status, lines } = await line.ends();
      expect([status, lines.at(-1)]).toEqual([1, expect.stringContaining('lives ten minutes')]);
    },
    LONG_MS,
  );
});

describe('a server that fails for a moment', () => {
  it(
    'is asked again, for the address and for the bytes, and one upload comes of it',
    async () => {
      const failures: string[] = [];
      const seen = new Map<string, number>();
      const proxy = await serving(async (request, response) => {
        const body = await bodyOf(request);
        const what = `${request.method!} ${request.url!.split('/')[1]!}`;
        const times = (seen.get(what) ?? 0) + 1;
        seen.set(what, times);
        if (times <= 2) {
          failures.push(what);
          response.writeHead(times === 1 ? 503 : 429, { 'Retry-After': '0' }).end('<html>');
          return;
        }
        // The third PUT arrives, and its answer is lost.
        const answer = await forwarded(request, body);
        if (request.method === 'PUT' && times === 3) request.socket.destroy();
        else response.writeHead(answer.status).end(answer.text.replaceAll(api.url, proxy.url));
      });
      try {
        const productId = await givenProduct();
        const path = await file('flaky.json', bom(['left']));
        const { status, lines } = await upload([path, '--product', productId, '--url', proxy.url]);
        expect([status, lines.at(-1)]).toEqual([0, expect.stringContaining('of a project that is known')]);
        expect(failures).toEqual(['POST graphql', 'POST graphql', 'PUT uploads', 'PUT uploads']);
        expect(seen.get('PUT uploads')).toBe(4);
        expect(await uploadsOf(productId)).toHaveLength(1);
      } finally {
        proxy.server.close();
      }
    },
    LONG_MS,
  );

  it.each([
    ['for too long', 503, '0', 'fails (status 503), also when asked again'],
    ['and wants to be left alone for an hour', 429, '3600', 'takes no more requests for 3600 s'],
    ['and leads elsewhere', 308, '0', 'leads elsewhere, to https://elsewhere.example/'],
    ['and is something else', 200, '0', 'is no Mainstay'],
  ])(
    'is given up when it fails %s',
    async (_case, status, retryAfter, text) => {
      const other = await serving((_request, response) => {
        response.writeHead(status, { 'Retry-After': retryAfter, Location: 'https://elsewhere.example/' }).end('<html>');
        return Promise.resolve();
      });
      try {
        const args = [await file('fine.json', bom(['left'])), '--product', 'prd_1', '--url', other.url];
        const ended = await upload(args, { isWorking: false });
        expect([ended.status, ended.lines.at(-1)]).toEqual([1, expect.stringContaining(text)]);
      } finally {
        other.server.close();
      }
    },
    LONG_MS,
  );

  async function forwarded(request: IncomingMessage, body: Buffer) {
    const { authorization, 'content-type': type } = request.headers;
    const answer = await fetch(api.url + request.url!, {
      method: request.method!,
      headers: { ...(authorization ? { authorization } : {}), ...(type ? { 'content-type': type } : {}) },
      body: new Uint8Array(body),
    });
    return { status: answer.status, text: await answer.text() };
  }
});

const isPossible = ['curl', 'jq'].every((program) => spawnSync(program, ['--version']).status === 0);
if (!isPossible) console.warn('skipped: the example with curl needs curl and jq, and one of them is not here');
const describeCurl = isPossible ? describe : describe.skip;

describeCurl('the way with curl that the page shows', () => {
  it(
    'uploads, and tells a refusal by its status',
    async () => {
      const page = await readFile(join(import.meta.dirname, '../../docs/ci.md'), 'utf8');
      const [, script] = /## With curl[^]*?```sh\n([^]*?)```/.exec(page)!;
      const productId = await givenProduct();
      const run = async (path: string) => {
        const env = { ...process.env, MAINSTAY_URL: api.url, MAINSTAY_TOKEN: writer, MAINSTAY_PRODUCT: productId };
        const child = spawn('sh', ['-c', script!], { env: { ...env, FILE: path } });
        let text = '';
        for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)));
        const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
        while (child.exitCode === null) await api.settle();
        return { status: await ended, text };
      };
      const read = await run(await file('curl.json', bom(['left'])));
      expect(read).toEqual({ status: 0, text: expect.stringMatching(/^read as upl_\w+\n$/) });
      const refused = await run(await file('broken.json', '{"bomFormat": "CycloneDX",'));
      expect(refused).toEqual({ status: 2, text: expect.stringContaining('MALFORMED_JSON') });
      expect((await uploadsOf(productId)).map(({ status }) => status)).toEqual(['ready', 'rejected']);
    },
    LONG_MS,
  );
});

async function serving(
  answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<{ readonly url: string; readonly server: Server }> {
  const port = await freePort();
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${String(port)}`, server };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
