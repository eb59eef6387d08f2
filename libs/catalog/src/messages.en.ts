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
  'catalog.unknownCatalogue':
    'This is no list that can be imported. Known are: {shapes}. A table needs a first line with the names of its columns.',
  'catalog.malformedCatalogue': 'The list cannot be read any further at record {record}. Nothing of it was imported.',
  'catalog.emptyCatalogue':
    'None of the {records} records of the list says anything that can be kept. Nothing was imported.',
  'catalog.skipped.NO_REPOSITORY': 'it names no source repository',
  'catalog.skipped.INVALID_PURL': 'it has no valid package URL',
  'catalog.skipped.NOT_A_RECORD': 'it is not of the same kind as the first one',
  'catalog.skipped.NO_FACTS': 'it has no figure that can be kept',
} satisfies MessageCatalogue;
