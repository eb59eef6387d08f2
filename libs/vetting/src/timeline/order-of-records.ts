import type { TimelineEntry } from './timeline-file.js';

/**
 * What comes first of a day whose times are not known: people and their work before the rights that they get, rights
 * before what is done with them, and reports last. What is not listed stands between.
 */
const FIRST = [
  'account_created',
  'contribution',
  'contribution_suspicious',
  'build_change',
  'binary_added',
  'dependency_added',
  'patch_merged',
  'release',
  'policy_change',
  'nomination',
  'objection',
  'inquiry',
  'pressure',
  'maintainer_distress',
  'role_hint',
  'vote_close',
  'role_grant',
  'onboarding',
];
const LAST = [
  'release_signer_change',
  'malicious_release',
  'publish_without_source',
  'downstream_push',
  'downstream_adoption',
  'anomaly_report',
  'detection',
  'disclosure',
  'takedown',
  'restore',
  'remediation',
];

/** The order of the times, and of what has the same one an order that does not depend on the file. */
export function inOrderOfRecords(entries: readonly TimelineEntry[]): TimelineEntry[] {
  return entries
    .map((entry) => ({ entry, text: textOf(entry) }))
    .sort(
      ({ entry: left, text: leftText }, { entry: right, text: rightText }) =>
        left.at.from - right.at.from ||
        left.at.to - right.at.to ||
        rankOf(left.kind) - rankOf(right.kind) ||
        (leftText < rightText ? -1 : Number(leftText > rightText)),
    )
    .map(({ entry }) => entry);
}

function rankOf(kind: string): number {
  const first = FIRST.indexOf(kind);
  if (first >= 0) return first;
  const last = LAST.indexOf(kind);
  return FIRST.length + (last >= 0 ? last + 1 : 0);
}

function textOf({ kind, actor, target, summary, source, facts }: TimelineEntry): string {
  return [kind, actor, target, summary, source, facts.canonical].join('\0');
}
