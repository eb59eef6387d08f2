/** A build job that an organisation trusts. Numbers name repository and owner, since names are given to others later. */
export interface WorkloadTrust {
  readonly repositoryId: string;
  readonly repositoryOwnerId: string;
  /** `refs/heads/main`, or with `*` for anything: `refs/tags/v*`. Null for every branch and tag. */
  readonly refPattern: string | null;
  /** Path and ref of a reusable workflow, with `*` for anything. Null for every workflow. */
  readonly jobWorkflowRef: string | null;
}

/** What the identity of a job says, whichever build system made it. */
interface JobClaims {
  readonly repository: unknown;
  readonly owner: unknown;
  readonly event: unknown;
  readonly ref: unknown;
  readonly workflow: unknown;
  /** What starts a job with the repository's own code. */
  readonly ownEvents: readonly string[];
}

/**
 * A pull request is not among the events: its claims do not say whether it comes from a fork, and neither are events that
 * strangers cause. The names are those of GitHub Actions, which Forgejo Actions shares.
 */
const OF_GITHUB = ['push', 'release', 'schedule', 'workflow_dispatch', 'merge_group', 'create'];
/** The same at GitLab, where the pipelines of a merge request may run what a fork brings. */
const OF_GITLAB = ['push', 'schedule', 'web', 'api'];

/** Why a job is not the one that is trusted; null when it is. */
export function workloadRefusal(claims: Readonly<Record<string, unknown>>, trust: WorkloadTrust): string | null {
  const { repository, owner, event, ref, workflow, ownEvents } = jobClaims(claims);
  if (repository !== trust.repositoryId) return 'another repository';
  if (owner !== trust.repositoryOwnerId) return 'another owner';
  if (typeof event !== 'string' || !ownEvents.includes(event)) return 'another event';
  if (typeof ref !== 'string' || !fits(ref, trust.refPattern)) return 'another ref';
  if (trust.jobWorkflowRef !== null && (typeof workflow !== 'string' || !fits(workflow, trust.jobWorkflowRef)))
    return 'another workflow';
  return null;
}

/** GitLab is told by its own names, and only where none of the others is there: nothing is mixed out of two. */
function jobClaims(claims: Readonly<Record<string, unknown>>): JobClaims {
  const isOfGitlab = !('repository_id' in claims) && !('event_name' in claims) && 'project_id' in claims;
  return isOfGitlab
    ? {
        repository: claims.project_id,
        owner: claims.namespace_id,
        event: claims.pipeline_source,
        ref: claims.ref_path,
        workflow: claims.ci_config_ref_uri,
        ownEvents: OF_GITLAB,
      }
    : {
        repository: claims.repository_id,
        owner: claims.repository_owner_id,
        event: claims.event_name,
        ref: claims.ref,
        workflow: claims.job_workflow_ref,
        ownEvents: OF_GITHUB,
      };
}

/** Only whole texts fit; the star is the one sign with a meaning. */
function fits(text: string, pattern: string | null): boolean {
  if (pattern === null) return text !== '';
  const source = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`, 's').test(text);
}
