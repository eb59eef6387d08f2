import type { DependencyAlertKind } from '#platform/contracts';

export const ALERT_KINDS = [
  'need_posted',
  'first_co_maintainer_request',
  'maintainer_lost',
  'hand_over_begun',
  'role_request_opened',
] as const satisfies readonly DependencyAlertKind[];

/** What happened is also of the broader kind; it is told as that to who wants to hear of no other. */
export const BROADER: Readonly<Partial<Record<DependencyAlertKind, DependencyAlertKind>>> = {
  first_co_maintainer_request: 'need_posted',
};

/** The kinds that something can be told as, its own first. */
export function kindsOf(kind: DependencyAlertKind): readonly DependencyAlertKind[] {
  const broader = BROADER[kind];
  return broader === undefined ? [kind] : [kind, broader];
}

/** How a day is told to somebody: by its kind when it had one alone. Null when there is nothing to tell. */
export function noticeOf(kinds: readonly DependencyAlertKind[]): DependencyAlertKind | 'several' | null {
  const [first, ...others] = new Set(kinds);
  if (first === undefined) return null;
  return others.length === 0 ? first : 'several';
}
