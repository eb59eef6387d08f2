/**
 * Usd cents for one million minor units, as Stripe counts them, of each currency that is taken: a fixed table, since a
 * simulated rate has to be the same in every run.
 */
const USD_MINOR_PER_MILLION: Readonly<Record<string, bigint>> = {
  aud: 660_000n,
  bhd: 265_000n,
  brl: 180_000n,
  cad: 730_000n,
  chf: 1_130_000n,
  clp: 105_000n,
  czk: 43_000n,
  dkk: 145_000n,
  eur: 1_080_000n,
  gbp: 1_270_000n,
  hkd: 128_000n,
  huf: 2_800n,
  inr: 12_000n,
  isk: 7_300n,
  jod: 141_000n,
  jpy: 650_000n,
  krw: 72_000n,
  kwd: 325_000n,
  mxn: 55_000n,
  nok: 94_000n,
  nzd: 600_000n,
  omr: 260_000n,
  pln: 250_000n,
  sek: 95_000n,
  sgd: 750_000n,
  tnd: 32_000n,
  twd: 31_000n,
  ugx: 270n,
  usd: 1_000_000n,
  vnd: 3_900n,
  xaf: 165_000n,
  xof: 165_000n,
};

/** Null for a currency that is not in the table. */
export function usdMinorPerMillion(currency: string): bigint | null {
  return USD_MINOR_PER_MILLION[currency] ?? null;
}
