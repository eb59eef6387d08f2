/** A build job that an organisation trusts. Numbers name repository and owner, since names are given to others later. */
export interface WorkloadTrust {
  readonly repositoryId: string;
  readonly repositoryOwnerId: string;
  /** `refs/heads/main`, or with `*` for anything: `refs/tags/v*`. Null for every branch and tag. */
  readonly refPattern: string | null;
  /** Path and ref of a reusable workflow, with `*` for anything. Null for every workflow. */
  readonly jobWorkflowRef: string | null;
}

/**
 * What starts a job with the repository's own code. A pull request is not among them: its claims do not say whether it
 * comes from a fork, and neither are events that strangers cause.
 */
const OWN_EVENTS = ['push', 'release', 'schedule', 'workflow_dispatch', 'merge_group', 'create'];

/** Why a job is not the one that is trusted; null when it is. Claims are those of GitHub Actions. */
export function workloadRefusal(claims: Readonly<Record<string, unknown>>, trust: WorkloadTrust): string | null {
  if (claims.repository_id !== trust.repositoryId) return 'another repository';
  if (claims.repository_owner_id !== trust.repositoryOwnerId) return 'another owner';
  if (typeof claims.event_name !== 'string' || !OWN_EVENTS.includes(claims.event_name)) return 'another event';
  if (typeof claims.ref !== 'string' || !fits(claims.ref, trust.refPattern)) return 'another ref';
  if (trust.jobWorkflowRef !== null) {
    const workflow = claims.job_workflow_ref;
    if (typeof workflow !== 'string' || !fits(workflow, trust.jobWorkflowRef)) return 'another workflow';
  }
  return null;
}

/** Only whole texts fit; the star is the one sign with a meaning. */
function fits(text: string, pattern: string | null): boolean {
  if (pattern === null) return text !== '';
  const source = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`, 's').test(text);
}
