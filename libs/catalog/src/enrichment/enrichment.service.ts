import { catalogChanged } from '#platform/contracts';
import type { UnitOfWork } from '#platform/database';
import { DAY_MS, systemActor } from '#platform/kernel';
import { storeFacts } from '../facts/store-facts.js';
import { keepAttempts, type Attempt, type EnrichmentAttempts } from './enrichment-attempts.repository.js';
import { factsOf, isOfRegistry, type EnrichedPackage, type ServiceFacts } from './package-questions.js';
import { ServiceUnavailableError, type PublicServices } from './public-services.js';

/** Public figures are refreshed weekly; what was asked within this time is not asked again. */
const ENRICHMENT_MAX_AGE_MS = 7 * DAY_MS;
/** Packages that are kept together: a crash loses at most the work on these, not the answers. */
const BATCH = 20;
const PARALLEL = 4;
/** A service that fails so often in a row is left alone. */
const GIVE_UP_AFTER = 5;

export interface EnrichmentCounts {
  readonly found: number;
  readonly unknown: number;
  readonly failed: number;
  /** Of the packages that were to be asked about; fewer are done when it was ended, or a service gave up. */
  readonly total: number;
  readonly requests: number;
  /** Of the last failure, when there were too many in a row. */
  readonly gaveUp: string | null;
}

type Outcome = Attempt & { readonly facts: readonly ServiceFacts[] };

const ACTOR = systemActor('catalog.enrich');

/** Fills the catalogue with what public services say about packages. Goes on where an earlier run ended. */
export class EnrichmentService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly attempts: EnrichmentAttempts,
    private readonly services: PublicServices,
  ) {}

  /** Those of the packages that stand in a public registry and were not asked about lately; failed ones are asked about again. */
  async due(packages: readonly EnrichedPackage[]): Promise<readonly EnrichedPackage[]> {
    const since = new Date(this.services.now.getTime() - ENRICHMENT_MAX_AGE_MS);
    const done = await this.attempts.since(
      packages.map(({ key }) => key),
      since,
    );
    return packages.filter(({ key }) => isOfRegistry(key) && !done.has(key));
  }

  /**
   * @param packages as `due` names them
   * @param ending ends the run after what is under way
   */
  async enrich(
    packages: readonly EnrichedPackage[],
    { ending, onProgress }: { readonly ending: AbortSignal; readonly onProgress: (counts: EnrichmentCounts) => void },
  ): Promise<EnrichmentCounts> {
    const counts = { found: 0, unknown: 0, failed: 0, total: packages.length };
    let failures = 0;
    let gaveUp: string | null = null;
    const snapshot = (): EnrichmentCounts => ({ ...counts, requests: this.services.requests, gaveUp });
    for (let start = 0; start < packages.length && !ending.aborted && gaveUp === null; start += BATCH) {
      const outcomes = await inParallel(packages.slice(start, start + BATCH), (item) => this.outcomeOf(item));
      await this.keep(outcomes);
      for (const outcome of outcomes) {
        counts[outcome.status] += 1;
        failures = outcome.status === 'failed' ? failures + 1 : 0;
        if (failures >= GIVE_UP_AFTER) gaveUp = outcome.failure;
      }
      onProgress(snapshot());
    }
    if (counts.found > 0) await this.unitOfWork.run(ACTOR, (tx) => Promise.resolve(tx.emit(catalogChanged, {})));
    return snapshot();
  }

  private async outcomeOf(item: EnrichedPackage): Promise<Outcome> {
    try {
      const facts = await factsOf(this.services, item, ENRICHMENT_MAX_AGE_MS);
      return { key: item.key, status: facts.length > 0 ? 'found' : 'unknown', failure: null, facts };
    } catch (error) {
      if (!(error instanceof ServiceUnavailableError)) throw error;
      return { key: item.key, status: 'failed', failure: error.message, facts: [] };
    }
  }

  private async keep(outcomes: readonly Outcome[]): Promise<void> {
    const found = outcomes.flatMap(({ facts }) => facts);
    const sources = [...new Set(found.map(({ source }) => source))].sort();
    await this.unitOfWork.run(ACTOR, async (tx) => {
      for (const source of sources) {
        const facts = found.filter((own) => own.source === source).flatMap((own) => own.facts);
        await storeFacts(tx, facts, { source, isDemo: false });
      }
      await keepAttempts(tx, outcomes, this.services.now);
      const known = outcomes.filter(({ status }) => status === 'found').length;
      tx.audit('catalog', 'catalog', 'enrich', { packages: outcomes.length, found: known, sources });
    });
  }
}

async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  await Promise.all(
    Array.from({ length: PARALLEL }, async () => {
      for (const [index, item] of queue) results[index] = await work(item);
    }),
  );
  return results;
}
