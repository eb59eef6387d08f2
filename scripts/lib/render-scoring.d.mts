export function renderScoring(tables: {
  readonly score: object;
  readonly exposure: object;
  readonly openssf: object;
  readonly periodsUntilStale: number;
}): string;
