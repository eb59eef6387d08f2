import { z } from 'zod';

/** A processing fee: basis points of the settled amount plus a fixed part, at most the cap; in minor units. */
export interface FeeRule {
  readonly basisPoints: number;
  readonly fixedMinor: number;
  readonly capMinor?: number | undefined;
}
export const FEE_KINDS = ['card', 'customer_balance', 'sepa_debit', 'us_bank_account'] as const;
export type FeeKind = (typeof FEE_KINDS)[number];
/** Fees by kind of payment method and settlement currency. */
export type FeeTable = Readonly<Record<FeeKind, Readonly<Record<string, FeeRule>>>>;

const BANK_TRANSFER: FeeRule = { basisPoints: 50, fixedMinor: 0, capMinor: 500 };
export const DEFAULT_FEES: FeeTable = {
  card: {
    usd: { basisPoints: 290, fixedMinor: 30 },
    eur: { basisPoints: 150, fixedMinor: 25 },
    gbp: { basisPoints: 150, fixedMinor: 20 },
    jpy: { basisPoints: 360, fixedMinor: 0 },
  },
  customer_balance: { usd: BANK_TRANSFER, eur: BANK_TRANSFER, gbp: BANK_TRANSFER, jpy: BANK_TRANSFER },
  sepa_debit: { eur: { basisPoints: 0, fixedMinor: 35 } },
  us_bank_account: { usd: { basisPoints: 80, fixedMinor: 0, capMinor: 500 } },
};
/** For a settlement currency without a rule of its own. */
export const OTHER_FEE: FeeRule = { basisPoints: 290, fixedMinor: 0 };
export const DEFAULT_SETTLEMENT_CURRENCIES: readonly string[] = ['usd', 'eur', 'gbp', 'jpy'];

const rule = z.strictObject({
  basisPoints: z.number().int().min(0).max(10_000),
  fixedMinor: z.number().int().min(0).default(0),
  capMinor: z.number().int().min(0).optional(),
});
const changes = z.partialRecord(z.enum(FEE_KINDS), z.record(z.string().regex(/^[a-z]{3}$/), rule));

/** The default table with the rules of a JSON text over it, such as `{"card":{"usd":{"basisPoints":250}}}`. */
export function changedFees(json: string): FeeTable {
  const given = changes.parse(JSON.parse(json));
  const kinds = FEE_KINDS.map((kind) => [kind, { ...DEFAULT_FEES[kind], ...given[kind] }]);
  return Object.fromEntries(kinds) as FeeTable;
}
