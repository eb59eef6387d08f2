export interface Limited {
  readonly value: number;
  readonly atMost?: number;
  readonly atLeast?: number;
}
export function isWithin(row: Limited): boolean;
interface Spread {
  readonly minimum: number;
  readonly median: number;
  readonly maximum: number;
}
export function documentRow(
  name: string,
  figure: { readonly title: string; readonly inside: string; readonly faster?: number; readonly slower?: number },
  measured: { readonly own: Spread; readonly base: Spread; readonly ratio: Spread },
): Limited & { readonly name: string; readonly worst: number };
export function table(rows: readonly unknown[]): string;
