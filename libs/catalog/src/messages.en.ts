import type { MessageCatalogue } from '#platform/kernel';

export const catalogMessages = {
  'catalog.projectNotFound': 'There is no project with this id.',
  'catalog.claimNotFound': 'There is no claim with this id that is yours.',
  'catalog.claimExists': 'You have a claim to this project already.',
  'catalog.unsupportedHost': 'Claims by file work for repositories on GitHub, GitLab and Codeberg.',
  'catalog.notMaintainer': 'This needs a verified claim to the project. Claim it first.',
  'catalog.failure.NOT_FOUND': 'The file was not found. Commit it to the default branch and check again.',
  'catalog.failure.WRONG_CONTENT': 'The file was found, but it does not contain the line of this claim.',
  'catalog.failure.UNREACHABLE': 'The host of the repository did not answer. Check again later.',
} satisfies MessageCatalogue;
