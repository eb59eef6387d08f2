import type { DependencyAlertKind } from '#platform/contracts';

export const ALERT_KINDS = [
  'need_posted',
  'first_co_maintainer_request',
  'maintainer_lost',
  'hand_over_begun',
] as const satisfies readonly DependencyAlertKind[];

/** How a day is told to somebody: by its kind when it had one alone. Null when there is nothing to tell. */
export function noticeOf(kinds: readonly DependencyAlertKind[]): DependencyAlertKind | 'several' | null {
  const [first, ...others] = new Set(kinds);
  if (first === undefined) return null;
  return others.length === 0 ? first : 'several';
}
