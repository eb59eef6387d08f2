/** A build job that an organisation trusts. */
export function workload(organisationId: string): object {
  return {
    organisationId,
    name: 'build',
    issuer: 'https://ci.example',
    repositoryId: '74',
    repositoryOwnerId: '65',
  };
}
