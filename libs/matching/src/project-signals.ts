import type { SignalRow } from '#libs/catalog';
import type { CriticalitySignals } from './criticality.js';
import type { FragilitySignals } from './fragility.js';

/** Names under which the catalogue keeps signals. */
export const SIGNAL_NAMES = [
  'dependents',
  'registryRank',
  'registryPackages',
  'downloads',
  'isOnCuratedSet',
  'openssfScore',
  'contributorAbsenceFactor',
  'publishers',
  'monthsSinceActivity',
  'postureScore',
  'unfixedAdvisories',
  'organisations',
] as const;
type SignalName = (typeof SIGNAL_NAMES)[number];

export interface ProjectSignals {
  readonly criticality: CriticalitySignals;
  readonly fragility: FragilitySignals;
}

/** Stored signals of one project as the inputs of the scores. What is not stored is not known, never zero. */
export function projectSignals(rows: readonly SignalRow[]): ProjectSignals {
  const values = new Map(rows.map(({ signal, value }) => [signal, value]));
  const known = (name: SignalName): number | null => values.get(name) ?? null;
  const rank = known('registryRank');
  const packages = known('registryPackages');
  return {
    criticality: {
      packages: [
        {
          dependents: known('dependents'),
          downloads: known('downloads'),
          registryRank: rank === null || packages === null ? null : { rank, packages },
        },
      ],
      companyUse: null,
      isOnCuratedSet: known('isOnCuratedSet') === 1 ? true : null,
      openssfScore: known('openssfScore'),
    },
    fragility: {
      contributorAbsenceFactor: known('contributorAbsenceFactor'),
      publishers: known('publishers'),
      monthsSinceActivity: known('monthsSinceActivity'),
      isArchivedOrDeprecated: false,
      reply: null,
      postureScore: known('postureScore'),
      unfixedAdvisories: known('unfixedAdvisories'),
      funding: null,
      organisations: known('organisations'),
      isConfirmedStable: false,
    },
  };
}
