import { expect, it } from '@jest/globals';
import { workloadRefusal, type WorkloadTrust } from './workload.rules.js';

const TRUST: WorkloadTrust = {
  repositoryId: '74',
  repositoryOwnerId: '65',
  refPattern: 'refs/heads/main',
  jobWorkflowRef: 'acme/ci/.github/workflows/sbom.yml@refs/heads/*',
};
const CLAIMS = {
  repository_id: '74',
  repository_owner_id: '65',
  event_name: 'push',
  ref: 'refs/heads/main',
  job_workflow_ref: 'acme/ci/.github/workflows/sbom.yml@refs/heads/main',
};

it('trusts the job that was registered', () => {
  expect(workloadRefusal(CLAIMS, TRUST)).toBeNull();
});

it.each([
  ['another repository', { repository_id: '75' }, 'another repository'],
  ['a repository id that is a number', { repository_id: 74 }, 'another repository'],
  ['no repository', { repository_id: undefined }, 'another repository'],
  ['another owner: the repository was transferred', { repository_owner_id: '66' }, 'another owner'],
  ['no owner', { repository_owner_id: undefined }, 'another owner'],
  ['a pull request, which may come from a fork', { event_name: 'pull_request' }, 'another event'],
  ['a pull request with the rights of the target', { event_name: 'pull_request_target' }, 'another event'],
  ['a comment of anybody', { event_name: 'issue_comment' }, 'another event'],
  ['a workflow that another one started', { event_name: 'workflow_run' }, 'another event'],
  ['no event', { event_name: undefined }, 'another event'],
  ['another branch', { ref: 'refs/heads/main2' }, 'another ref'],
  ['a branch that ends alike', { ref: 'x/refs/heads/main' }, 'another ref'],
  ['no ref', { ref: undefined }, 'another ref'],
  ['another workflow', { job_workflow_ref: 'evil/ci/.github/workflows/sbom.yml@refs/heads/main' }, 'another workflow'],
  ['a workflow of a tag', { job_workflow_ref: 'acme/ci/.github/workflows/sbom.yml@refs/tags/v1' }, 'another workflow'],
  [
    'a dot that stands for anything',
    { job_workflow_ref: 'acme/ci/xgithub/workflows/sbom.yml@refs/heads/main' },
    'another workflow',
  ],
  ['no workflow', { job_workflow_ref: undefined }, 'another workflow'],
])('refuses %s', (_case, change, reason) => {
  expect(workloadRefusal({ ...CLAIMS, ...change }, TRUST)).toBe(reason);
});

it('takes every ref and workflow when none is named, but never a job without a ref', () => {
  const open = { ...TRUST, refPattern: null, jobWorkflowRef: null };
  expect(workloadRefusal({ ...CLAIMS, ref: 'refs/tags/v1', job_workflow_ref: undefined }, open)).toBeNull();
  expect(workloadRefusal({ ...CLAIMS, ref: '' }, open)).toBe('another ref');
});

const GITLAB_TRUST = { ...TRUST, jobWorkflowRef: 'gitlab.example/acme/widget//.gitlab-ci.yml@refs/heads/*' };
/** As GitLab documents them: `ref` without its folder, everything else a text. */
const GITLAB_CLAIMS = {
  project_id: '74',
  namespace_id: '65',
  pipeline_source: 'push',
  ref: 'main',
  ref_path: 'refs/heads/main',
  ci_config_ref_uri: 'gitlab.example/acme/widget//.gitlab-ci.yml@refs/heads/main',
};

it.each(['push', 'schedule', 'web', 'api'])('trusts a job of GitLab that was started by "%s"', (pipeline_source) => {
  expect(workloadRefusal({ ...GITLAB_CLAIMS, pipeline_source }, GITLAB_TRUST)).toBeNull();
});

it.each([
  ['another project', { project_id: '75' }, 'another repository'],
  ['a project id that is a number', { project_id: 74 }, 'another repository'],
  ['another namespace: the project was moved', { namespace_id: '66' }, 'another owner'],
  ['a merge request, which may come from a fork', { pipeline_source: 'merge_request_event' }, 'another event'],
  ['whoever holds a trigger', { pipeline_source: 'trigger' }, 'another event'],
  ['an event of GitHub', { pipeline_source: 'release' }, 'another event'],
  ['another branch', { ref_path: 'refs/heads/feature' }, 'another ref'],
  ['a branch without its folder', { ref_path: undefined }, 'another ref'],
  ['another pipeline', { ci_config_ref_uri: 'evil.example/ci.yml@refs/heads/main' }, 'another workflow'],
  ['a repository besides the project', { repository_id: '75' }, 'another repository'],
  ['an event of GitHub besides its own', { event_name: 'pull_request' }, 'another repository'],
])('refuses a job of GitLab with %s', (_case, change, reason) => {
  expect(workloadRefusal({ ...GITLAB_CLAIMS, ...change }, GITLAB_TRUST)).toBe(reason);
});
