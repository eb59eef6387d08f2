/** A payment in advance, in minor units. */
export interface Lot {
  readonly amount: bigint;
  /** What went back of it already. */
  readonly returned: bigint;
  readonly isExpired: boolean;
}

/**
 * How much is left of each lot when the balance is spent oldest first: a lot is touched only by what the later lots do
 * not cover. `lots` come newest first.
 */
export function leftOf<L extends Lot>(
  balance: bigint,
  lots: readonly L[],
): { readonly lot: L; readonly left: bigint }[] {
  let covered = 0n;
  return lots.map((lot) => {
    const whole = lot.amount - lot.returned;
    const rest = balance - covered;
    covered += whole;
    return { lot, left: rest <= 0n ? 0n : rest < whole ? rest : whole };
  });
}
