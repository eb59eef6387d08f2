import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { parseId } from '#platform/kernel';
import { CommandLine } from '../support/command-line.js';
import { givenCompany, key, type GivenCompany } from '../support/given.js';
import { givenProduct, givenUpload, npmBom } from '../support/given-inventory.js';
import { TestApi } from '../support/test-api.js';

/** deps.dev, ecosyste.ms and Scorecard in one server: the shapes of their answers, about packages that are made up. */
class PublicServicesServer {
  readonly asked: string[] = [];
  /** What is answered instead, by a part of the path. */
  readonly instead = new Map<string, { readonly status: number; times: number }>();
  delayMs = 0;
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      const path = decodeURIComponent(request.url ?? '');
      this.asked.push(path);
      setTimeout(() => {
        const other = [...this.instead].find(([part, { times }]) => times > 0 && path.includes(part))?.[1];
        const body = this.answer(path);
        if (other) {
          other.times -= 1;
          response.writeHead(other.status, { 'retry-after': '0' }).end('not now');
        } else if (body === null) response.writeHead(404).end('{"error":"not found"}');
        else response.end(JSON.stringify(body));
      }, this.delayMs);
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(path: string): unknown {
    const purl = /lookup\?purl=(pkg:npm\/(.+))$/.exec(path);
    if (purl) return this.packages(purl[1]!, purl[2]!);
    const version = /^\/v3\/systems\/npm\/packages\/(.+)\/versions\/(.+)$/.exec(path);
    if (version) return versionOf(version[1]!, version[2]!);
    const project = /^\/v3\/projects\/(github\.com\/made-up\/(.+))$/.exec(path);
    if (project) return { projectKey: { id: project[1] }, starsCount: 11, license: 'MIT' };
    const scorecard = /^\/projects\/(github\.com\/made-up\/(.+))$/.exec(path);
    if (scorecard)
      return { date: '2026-01-05', repo: { name: scorecard[1] }, checks: [{ name: 'Code-Review', score: 4 }] };
    return null;
  }

  private packages(purl: string, name: string): unknown {
    if (name.startsWith('unheard')) return [];
    if (name === 'liar') return [{ purl: 'pkg:npm/left', repository_url: 'https://github.com/liar/left' }];
    return [
      {
        purl,
        repository_url: `https://github.com/made-up/${name}`,
        dependent_packages_count: 40,
        maintainers: [{ login: 'one' }],
        advisories: [
          { withdrawn_at: null, packages: [{ versions: [{ first_patched_version: null }] }] },
          { withdrawn_at: null, packages: [{ versions: [{ first_patched_version: '2' }] }] },
          { withdrawn_at: '2026-01-01', packages: [{ versions: [{ first_patched_version: null }] }] },
        ],
      },
    ];
  }
}

function versionOf(name: string, version: string): unknown {
  if (name.startsWith('unheard') || name === 'liar') return null;
  return {
    versionKey: { system: 'NPM', name, version },
    isDeprecated: false,
    relatedProjects: [{ projectKey: { id: `github.com/made-up/${name}` }, relationType: 'SOURCE_REPO' }],
  };
}

let api: TestApi;
let company: GivenCompany;
let services: PublicServicesServer;
let origin: string;
beforeAll(async () => {
  api = await TestApi.start();
}, 60_000);
afterAll(() => api.close());
beforeEach(async () => {
  await api.database.asOwner('TRUNCATE public_answer, package_enrichment');
  services = new PublicServicesServer();
  origin = await services.start();
  company = await givenCompany(api);
  return () => services.stop();
});

async function inUse(...packages: readonly string[]): Promise<string> {
  const productId = await givenProduct(api, company, `Widget ${key()}`);
  await givenUpload(api, company, productId, npmBom({ app: packages }));
  await api.settle();
  return productId;
}

function enrich(...args: readonly string[]): CommandLine {
  const options = [
    'catalog',
    'enrich',
    '--organisation',
    company.organisationId,
    '--database',
    api.database.url,
    ...args,
  ];
  return new CommandLine(options, {
    DEPS_DEV_ORIGIN: origin,
    ECOSYSTE_MS_ORIGIN: origin,
    SCORECARD_ORIGIN: origin,
    FOREIGN_HTTP_ALLOWED_ORIGINS: origin,
  });
}

const json = async (...args: readonly string[]): Promise<Record<string, unknown>> => {
  const { lines } = await enrich('--yes', '--json', ...args).ends();
  return JSON.parse(lines[0]!) as Record<string, unknown>;
};

/** Signals of a project and of its packages, with their sources. */
async function signalsOf(repository: string): Promise<string[]> {
  const rows = await api.database.asOwner<{ text: string }>(
    `SELECT signal || '=' || value || ' ' || known.source AS text FROM project_signal known JOIN project ON project.id = project_id WHERE repository_url = $1
     UNION ALL
     SELECT known.purl_key || ' ' || signal || '=' || value || ' ' || known.source FROM package_signal known
       JOIN package USING (purl_key) JOIN project ON project.id = package.project_id WHERE repository_url = $1 ORDER BY 1`,
    [repository],
  );
  return rows.map(({ text }) => text);
}

describe('asking public services', () => {
  it('sends nothing before somebody agrees, and says what would be sent', async () => {
    await inUse('left@1.0.0', 'unheard@1.0.0');
    const { status, lines } = await enrich().ends();
    expect([status, services.asked]).toEqual([0, []]);
    expect(lines.join('\n')).toContain('Nothing was sent. With --yes the names of these packages go to');
    expect(lines.join('\n')).toContain('npm/left, npm/unheard');
  }, 60_000);

  it('fills the catalogue with facts and their sources, and the inventory leads to the projects', async () => {
    const productId = await inUse('left@1.0.0', 'unheard@1.0.0');
    expect(await json()).toMatchObject({ found: 1, unknown: 1, failed: 0, total: 2, gaveUp: null });
    expect(await signalsOf('https://github.com/made-up/left')).toEqual([
      'npm/left dependents=40 ecosyste.ms',
      'npm/left isDeprecated=0 deps.dev',
      'npm/left publishers=1 ecosyste.ms',
      'npm/left unfixedAdvisories=1 ecosyste.ms',
      'postureScore=4 scorecard',
      'scorecard.Code-Review=4 scorecard',
      'stars=11 deps.dev',
    ]);
    await api.settle();
    const [row] = await api.database.asOwner(
      `SELECT component.name, confidence FROM inventory_component component
         JOIN product ON product.current_inventory_id = inventory_id WHERE product.id = $1 AND project_id IS NOT NULL`,
      [parseId('prd', productId)],
    );
    expect(row).toEqual({ name: 'left', confidence: 80 });
  }, 60_000);

  it('asks nothing twice within a week, and nothing about what is excluded, first-party or in no registry', async () => {
    await inUse('again@1.0.0', '%40acme/secret@1.0.0');
    expect(await json('--exclude', 'npm/%40acme/*')).toMatchObject({ found: 1, total: 1 });
    const asked = services.asked.length;
    expect(services.asked.filter((path) => path.includes('acme') || path.includes('app'))).toEqual([]);
    const { lines } = await enrich('--yes', '--exclude', 'npm/%40acme/*').ends();
    expect(lines[0]).toContain('0 were not asked about in the last 7 days');
    expect(services.asked).toHaveLength(asked);
  }, 60_000);

  it('takes no word about a package that was not asked for', async () => {
    await inUse('liar@1.0.0');
    expect(await json()).toMatchObject({ found: 0, unknown: 1 });
    expect(await signalsOf('https://github.com/liar/left')).toEqual([]);
  }, 60_000);

  it('waits when it is asked to, gives up on a service that stays away, and goes on later', async () => {
    await inUse(...Array.from({ length: 12 }, (_, index) => `part-${String(index).padStart(2, '0')}@1.0.0`));
    services.instead.set('/versions/', { status: 503, times: 1 });
    services.instead.set('lookup?purl=pkg:npm/part-05', { status: 500, times: 1 });
    expect(await json()).toMatchObject({ found: 11, failed: 1, gaveUp: null });
    services.instead.set('part-05', { status: 500, times: 0 });
    expect(await json()).toMatchObject({ found: 1, failed: 0, total: 1 });

    await inUse(...Array.from({ length: 30 }, (_, index) => `lost-${String(index)}@1.0.0`));
    services.instead.set('lost', { status: 500, times: 1_000 });
    const { status, lines } = await enrich('--yes').ends();
    expect([status, lines.at(-1)]).toEqual([1, expect.stringContaining('Too many failures in a row')]);
    services.instead.delete('lost');
    expect(await json()).toMatchObject({ found: 30, failed: 0, total: 30 });
  }, 120_000);

  it('that is killed goes on where it was, without asking again what was answered', async () => {
    const names = Array.from({ length: 45 }, (_, index) => `kill-${String(index)}`);
    await inUse(...names.map((name) => `${name}@1.0.0`));
    const killed = enrich('--yes');
    await killed.says('20 of 45');
    killed.signal('SIGKILL');
    await killed.ends();
    expect(await json()).toMatchObject({ failed: 0 });
    const [counts] = await api.database.asOwner(
      `SELECT count(*)::int AS n, count(*) FILTER (WHERE status = 'found')::int AS found FROM package_enrichment WHERE purl_key LIKE 'npm/kill-%'`,
    );
    expect(counts).toEqual({ n: 45, found: 45 });
    const times = new Map<string, number>();
    for (const path of services.asked) times.set(path, (times.get(path) ?? 0) + 1);
    // What was on its way when the process died may be asked once more: at most one request for each of two services.
    expect([...times.values()].filter((count) => count > 1).length).toBeLessThanOrEqual(2);
  }, 120_000);
});
