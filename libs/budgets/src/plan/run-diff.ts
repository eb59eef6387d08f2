import type { ResultLine } from './result.js';

/** ADDED and REMOVED are about money: a need that is merely listed is not in a run. */
type ChangeKind = 'ADDED' | 'REMOVED' | 'CHANGED';

export interface LineChange {
  readonly needId: string;
  readonly kind: ChangeKind;
  readonly fromMinor: string;
  readonly toMinor: string;
  /** Why it got nothing before, and why it gets nothing now; `NOT_RANKED` when the run did not see it at all. */
  readonly fromReason: string | null;
  readonly toReason: string | null;
}

/** Lines whose amount differs, in the order of the later run; then those that it does not see. */
export function diffOf(before: readonly ResultLine[], after: readonly ResultLine[]): LineChange[] {
  const earlier = new Map(before.map((line) => [line.needId, line]));
  const later = new Set(after.map(({ needId }) => needId));
  const gone = before.filter(({ needId }) => !later.has(needId));
  return [
    ...after.flatMap((line) => change(line.needId, earlier.get(line.needId), line)),
    ...gone.flatMap((line) => change(line.needId, line, undefined)),
  ];
}

function change(needId: string, from: ResultLine | undefined, to: ResultLine | undefined): LineChange[] {
  const [fromMinor, toMinor] = [from?.amountMinor ?? '0', to?.amountMinor ?? '0'];
  if (fromMinor === toMinor) return [];
  const kind = fromMinor === '0' ? 'ADDED' : toMinor === '0' ? 'REMOVED' : 'CHANGED';
  return [{ needId, kind, fromMinor, toMinor, fromReason: reasonOf(from), toReason: reasonOf(to) }];
}

function reasonOf(line: ResultLine | undefined): string | null {
  return line === undefined ? 'NOT_RANKED' : line.reason;
}
