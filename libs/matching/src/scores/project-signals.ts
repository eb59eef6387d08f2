import type { SignalName, SignalRow } from '#libs/catalog';
import { criticalityOfPackage, type CriticalitySignal, type CriticalitySignals } from '../criticality.js';
import type { FragilitySignal, FragilitySignals } from '../fragility.js';
import { OPENSSF_SIGNALS, type OpenSsfSignals } from '../openssf-2021.js';

/** The stored figure behind each signal that a score has taken. */
export type Origins<S extends string> = Readonly<Partial<Record<S, SignalRow>>>;

export interface ProjectSignals {
  readonly criticality: CriticalitySignals;
  readonly fragility: FragilitySignals;
  readonly openssf: OpenSsfSignals;
  readonly origins: {
    readonly criticality: Origins<CriticalitySignal>;
    readonly fragility: Origins<FragilitySignal>;
    readonly openssf: Origins<keyof OpenSsfSignals>;
  };
}

/** Stored signals of one project as the inputs of the scores. What is not stored is not known, never zero. */
export function projectSignals(rows: readonly SignalRow[], isConfirmedStable: boolean): ProjectSignals {
  const figures = new Figures(rows);
  const fragility = fragilityInputs(figures, isConfirmedStable);
  const openssf = openssfInputs(figures);
  return {
    criticality: criticalityInputs(figures),
    fragility: fragility.signals,
    openssf: openssf.signals,
    origins: { criticality: criticalityOrigins(figures), fragility: fragility.origins, openssf: openssf.origins },
  };
}

/** Rows of one project by name. */
class Figures {
  private readonly byName = new Map<string, SignalRow[]>();
  readonly packages: ReadonlyMap<string | null, ReadonlyMap<string, SignalRow>>;

  constructor(rows: readonly SignalRow[]) {
    const packages = new Map<string | null, Map<string, SignalRow>>();
    for (const row of rows) {
      const known = this.byName.get(row.signal);
      if (known) known.push(row);
      else this.byName.set(row.signal, [row]);
      const own = packages.get(row.packageKey) ?? new Map<string, SignalRow>();
      packages.set(row.packageKey, own.set(row.signal, row));
    }
    this.packages = packages;
  }

  ofProject(name: SignalName): SignalRow | undefined {
    return this.packages.get(null)?.get(name);
  }

  /** Of the project and of its packages; lists that know no packages state theirs for the whole project. */
  all(name: SignalName): readonly SignalRow[] {
    return this.byName.get(name) ?? [];
  }

  smallest(name: SignalName): SignalRow | undefined {
    return extreme(this.all(name), (row) => -row.value);
  }

  largest(name: SignalName): SignalRow | undefined {
    return extreme(this.all(name), (row) => row.value);
  }
}

function criticalityInputs(figures: Figures): CriticalitySignals {
  return {
    packages: [...figures.packages.values()].map(criticalityOf),
    companyUse: companyUseOf(figures),
    isOnCuratedSet: figures.ofProject('isOnCuratedSet')?.value === 1 ? true : null,
    openssfScore: figures.ofProject('openssfScore')?.value ?? null,
  };
}

function companyUseOf(figures: Figures): CriticalitySignals['companyUse'] {
  const using = figures.ofProject('companyUse')?.value;
  const companies = figures.ofProject('companiesCounted')?.value;
  return using === undefined || companies === undefined ? null : { using, companies };
}

function criticalityOf(own: ReadonlyMap<string, SignalRow>): CriticalitySignals['packages'][number] {
  const rank = own.get('registryRank')?.value;
  const packages = own.get('registryPackages')?.value;
  return {
    dependents: own.get('dependents')?.value ?? null,
    downloads: own.get('downloads')?.value ?? null,
    registryRank: rank === undefined || packages === undefined ? null : { rank, packages },
  };
}

/** A place in a small registry can be worth less than a later one in a large one, so the signal decides, not the place. */
function criticalityOrigins(figures: Figures): Origins<CriticalitySignal> {
  const ranked = [...figures.packages.values()].filter((own) => criticalityOf(own).registryRank !== null);
  const best = extreme(ranked, (own) => criticalityOfPackage(criticalityOf(own)).registryRank ?? 0);
  return {
    dependents: figures.largest('dependents'),
    registryRank: best?.get('registryRank'),
    downloads: figures.largest('downloads'),
    companyUse: figures.ofProject('companyUse'),
    curatedSet: figures.ofProject('isOnCuratedSet'),
    openssfScore: figures.ofProject('openssfScore'),
  };
}

function fragilityInputs(
  figures: Figures,
  isConfirmedStable: boolean,
): { readonly signals: FragilitySignals; readonly origins: Origins<FragilitySignal> } {
  const archived = figures.ofProject('isArchived');
  const deprecated = figures.all('isDeprecated');
  // One deprecated package of many says nothing about the project.
  const isDeprecated = deprecated.length > 0 && deprecated.every(({ value }) => value === 1);
  const opened = figures.ofProject('issuesOpenedLastYear');
  const replied = figures.ofProject('medianReplyDays');
  const origins = {
    people: figures.ofProject('contributorAbsenceFactor'),
    // The package with the fewest is the one that is lost first.
    publishers: figures.smallest('publishers'),
    activity:
      archived?.value === 1 ? archived : isDeprecated ? deprecated[0] : figures.ofProject('monthsSinceActivity'),
    reply: replied ?? opened,
    posture: figures.ofProject('postureScore'),
    advisories: figures.largest('unfixedAdvisories'),
    fundingGap: figures.ofProject('incomeShare'),
    organisations: figures.ofProject('organisations'),
  };
  const signals: FragilitySignals = {
    contributorAbsenceFactor: origins.people?.value ?? null,
    publishers: origins.publishers?.value ?? null,
    monthsSinceActivity: figures.ofProject('monthsSinceActivity')?.value ?? null,
    isArchivedOrDeprecated: archived?.value === 1 || isDeprecated,
    reply: opened ? { issues: opened.value, medianDays: replied?.value ?? null } : null,
    postureScore: origins.posture?.value ?? null,
    unfixedAdvisories: origins.advisories?.value ?? null,
    incomeShare: origins.fundingGap?.value ?? null,
    organisations: origins.organisations?.value ?? null,
    isConfirmedStable,
  };
  return { signals, origins };
}

/** Kept under our own names, where the score of 2021 called them otherwise. */
const OPENSSF_NAMES: Readonly<Partial<Record<keyof OpenSsfSignals, SignalName>>> = {
  monthsSinceUpdate: 'monthsSinceActivity',
};

function openssfInputs(figures: Figures): {
  readonly signals: OpenSsfSignals;
  readonly origins: Origins<keyof OpenSsfSignals>;
} {
  const rows = OPENSSF_SIGNALS.map(
    (name) => [name, figures.ofProject(OPENSSF_NAMES[name] ?? (name as SignalName))] as const,
  );
  const values = rows.map(([name, row]) => [name, row?.value ?? null] as const);
  return {
    signals: Object.fromEntries(values) as unknown as OpenSsfSignals,
    origins: Object.fromEntries(rows.filter(([, row]) => row !== undefined)),
  };
}

/** The first one with the largest value. */
function extreme<T>(items: readonly T[], valueOf: (item: T) => number): T | undefined {
  let best: T | undefined;
  for (const item of items) if (best === undefined || valueOf(item) > valueOf(best)) best = item;
  return best;
}
