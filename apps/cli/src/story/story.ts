import { formatId, newId } from '#platform/kernel';
import type { ClaimOrigin } from './claim-origin.js';
import type { DemoCatalogue } from './demo-catalogue.js';
import type { StripeConsole } from './stripe-console.js';

/** What a chapter of the story can use. Each tells what happens by message keys; the teller knows how to show them. */
export interface Stage {
  readonly apiUrl: string;
  readonly origin: ClaimOrigin;
  readonly stripe: StripeConsole;
  readonly catalogue: DemoCatalogue;
  readonly sbom: { readonly fileName: string; readonly bytes: Buffer };
  readonly tell: (key: string, parameters?: Readonly<Record<string, string | number>>) => void;
  readonly chapter: (key: string) => void;
  /** Moves all clocks, and says so. */
  readonly passTime: (durationMs: number, reasonKey: string) => Promise<void>;
}

/** A key made before sending, as every client of a money mutation does it. */
export function newKey(): string {
  return formatId('key', newId<'key'>());
}
