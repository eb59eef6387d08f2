import { AuditLog } from '#libs/audit';
import {
  EnrichmentAttempts,
  EnrichmentService,
  PublicAnswers,
  PublicServices,
  isOfRegistry,
  type EnrichmentCounts,
} from '#libs/catalog';
import { packagesInUse, type PackageInUse } from '#libs/inventory';
import { Config } from '#platform/config';
import { ConfidentialReads, UnitOfWork } from '#platform/database';
import { SystemClock, formatId, parseId, type Id } from '#platform/kernel';
import { ForeignHttp } from '#platform/outbound';
import { CliError } from '../cli-error.js';
import { print, say } from '../terminal.js';
import { withConnection, type Connection, type DatabaseFlags } from './connections.js';

/** What was answered by then is kept; whoever is impatient asks twice. */
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

type EnrichFlags = DatabaseFlags & {
  readonly organisation?: string;
  readonly product?: string;
  readonly all?: boolean;
  readonly exclude: readonly string[];
  readonly limit?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
};

/** Asks public services about the packages that are in use. Without --yes it only says what it would ask. */
export async function catalogEnrich(flags: EnrichFlags): Promise<void> {
  const limit = limitOf(flags);
  await withConnection(flags, async (connection) => {
    const service = enrichment(connection);
    const inUse = (await packagesMeant(connection, flags)).filter(({ key }) => !isExcluded(key, flags.exclude));
    const due = (await service.due(inUse)).slice(0, limit);
    if (!flags.json)
      say('cli.enrich.plan', {
        packages: inUse.length,
        registry: inUse.filter(({ key }) => isOfRegistry(key)).length,
        due: due.length,
      });
    if (!flags.yes || due.length === 0) {
      if (flags.json) print(JSON.stringify({ packages: inUse.length, due: due.map(({ key }) => key) }));
      else if (due.length > 0)
        say('cli.enrich.consent', {
          examples: due
            .slice(0, 5)
            .map(({ key }) => key)
            .join(', '),
        });
      return;
    }
    await run(service, due, flags);
  });
}

async function run(service: EnrichmentService, due: readonly PackageInUse[], { json }: EnrichFlags): Promise<void> {
  const ending = new AbortController();
  const end = (): void => {
    ending.abort();
  };
  for (const signal of SIGNALS) process.once(signal, end);
  const counts = await service.enrich(due, {
    ending: ending.signal,
    onProgress: (soFar) => {
      if (!json)
        say('cli.enrich.progress', {
          done: doneOf(soFar),
          total: soFar.total,
          found: soFar.found,
          failed: soFar.failed,
        });
    },
  });
  for (const signal of SIGNALS) process.off(signal, end);
  if (json) print(JSON.stringify(counts));
  else say('cli.enrich.done', { ...counts, gaveUp: 0, left: counts.total - doneOf(counts) });
  if (counts.gaveUp !== null) throw new CliError('cli.enrich.gaveUp', { reason: counts.gaveUp });
}

function doneOf({ found, unknown, failed }: EnrichmentCounts): number {
  return found + unknown + failed;
}

function enrichment(connection: Connection): EnrichmentService {
  const clock = new SystemClock();
  const config = Config.load();
  const services = new PublicServices(new ForeignHttp(config), config, new PublicAnswers(connection), clock);
  return new EnrichmentService(
    new UnitOfWork(connection, clock, new AuditLog()),
    new EnrichmentAttempts(connection),
    services,
  );
}

async function packagesMeant(
  connection: Connection,
  { organisation, product, all }: EnrichFlags,
): Promise<PackageInUse[]> {
  if ((organisation === undefined) === (all !== true)) throw new CliError('cli.enrich.whose');
  const reads = new ConfidentialReads(connection, new SystemClock());
  const productId = product === undefined ? null : idOf('prd', product);
  if (organisation !== undefined) return packagesInUse(reads, idOf('org', organisation), productId);
  const organisations = await connection.query<{ id: Id<'org'> }[]>('SELECT id FROM organisation ORDER BY id');
  const byKey = new Map<string, PackageInUse>();
  for (const { id } of organisations)
    for (const item of await packagesInUse(reads, id, productId)) byKey.set(item.key, item);
  return [...byKey.values()];
}

function idOf<Prefix extends 'org' | 'prd'>(prefix: Prefix, text: string): Id<Prefix> {
  const id = parseId(prefix, text);
  if (formatId(prefix, id) !== text) throw new CliError('cli.enrich.noId', { id: text });
  return id;
}

/** A pattern is a key, with "*" for any text: npm/%40acme/*. */
function isExcluded(key: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const parts = pattern
      .replace(/^pkg:/, '')
      .split('*')
      .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
    return new RegExp(`^${parts.join('.*')}$`).test(key);
  });
}

function limitOf({ limit }: EnrichFlags): number | undefined {
  if (limit === undefined) return undefined;
  if (!/^[1-9]\d{0,6}$/.test(limit)) throw new CliError('cli.enrich.limit', { limit });
  return Number(limit);
}
