import type { MessageCatalogue } from '#platform/kernel';

export const catalogMessages = {
  'catalog.projectNotFound': 'There is no project with this id.',
  'catalog.claimNotFound': 'There is no claim with this id that you can see.',
  'catalog.claimExists': 'You have a claim to this project already.',
  'catalog.unsupportedHost':
    'There is no place at which control over this project can be shown. Repositories on GitHub, GitLab and Codeberg have some, and projects with a domain of their own.',
  'catalog.methodNotOffered': 'This project has no place for that proof. The proofs of the claim list those that fit.',
  'catalog.claimRejected':
    'Your claim to this project was dismissed. You can claim it again 90 days after that decision.',
  'catalog.contestTimeOver':
    'The 14 days in which maintainers can contest a newcomer are over. Write to the operators if something is wrong.',
  'catalog.ownClaim': 'You claim or maintain this project yourself. Another operator has to decide.',
  'catalog.packageNotOfProject': 'The catalogue does not lead from this package to the project.',
  'catalog.proof.REPOSITORY_FILE': 'Commit a file with this line to the default branch of the repository.',
  'catalog.proof.FUNDING_YML': 'Add this comment, alone on its line, to the file of the default branch.',
  'catalog.proof.FUNDING_JSON':
    'Give a funding manifest (funding.json, version 1) a channel of type "other" with this text as its description. It lies in the repository or under the homepage, or its address stands in the listing of the repository; then repositoryUrl.wellKnown has to name that listing. The manifest has to name the repository, or the homepage, as that of one of its projects.',
  'catalog.proof.DNS_TXT': 'Add a TXT record with this text beside one of these names.',
  'catalog.proof.FORGE_OWNER':
    'Link the account that owns the repository in your settings. This works for repositories of people: who owns an organisation is nothing that the host tells in public.',
  'catalog.proof.REGISTRY_OWNER':
    'Publish a version with this text: in package.json as { "mainstay": { "claim": … } }, in pyproject.toml as one of the keywords. The file has to lie at the root of the repository, and its repository address has to be that of the project. It has to be in every newest version as long as the claim stands.',
  'catalog.notMaintainer': 'This needs a verified claim to the project. Claim it first.',
  'catalog.unknownCatalogue':
    'This is no list that can be imported. Known are: {shapes}. A table needs a first line with the names of its columns.',
  'catalog.malformedCatalogue': 'The list cannot be read any further at record {record}. Nothing of it was imported.',
  'catalog.emptyCatalogue':
    'None of the {records} records of the list says anything that can be kept. Nothing was imported.',
  'catalog.skipped.NO_REPOSITORY': 'it names no source repository',
  'catalog.skipped.INVALID_PURL': 'it has no valid package URL',
  'catalog.skipped.NOT_A_RECORD': 'it is not of the same kind as the first one',
  'catalog.skipped.NO_FACTS': 'it has no figure that can be kept',
  'catalog.failure.NOT_FOUND': 'No proof was found. Put it into its place and check again.',
  'catalog.failure.WRONG_CONTENT': 'A place of the proof was found, but it does not hold what this claim asks for.',
  'catalog.failure.UNREACHABLE': 'A place of the proof could not be read. Check again later.',
  'catalog.manifest.tooLarge':
    'The file has {bytes} bytes and the limit is {maxBytes}. A funding manifest is short: check that this is the right file.',
  'catalog.manifest.unknown':
    'The file is no funding manifest that can be read. Known are FUNDING.yml, funding.json of version 1, and package.json with "funding".',
  'catalog.manifest.isPointer':
    'The file is a link to another one, and says nothing but its path. Import {target} instead.',
  'catalog.manifest.ofDrips':
    'This is the FUNDING.json of Drips, which names owners on block chains. It is no funding manifest: the file that can be read is funding.json of version 1, with entity, projects and funding.',
  'catalog.manifest.empty':
    'The file names no way to give money, no plan and no project. Take the comment signs away from the lines that are meant, or add "funding".',
  'catalog.manifest.version': 'Version {version} of funding.json cannot be read. Write it as version v1.0.0 or v1.1.0.',
  'catalog.manifest.invalid': 'The value at {place} should be {expected}.',
  'catalog.manifest.inexact':
    'The number at {place} has more digits than its currency has, or than can be kept exactly. Write it with fewer.',
  'catalog.manifest.notFound': 'There is no funding manifest with this id in a project that you maintain.',
  'catalog.manifestWarning.ASSUMED_HTTPS': 'addresses without a scheme; https was assumed',
  'catalog.manifestWarning.EMAIL_ADDRESS': 'texts with a mail address; they are never kept',
  'catalog.manifestWarning.INVALID_VALUE': 'values that are not permitted there',
  'catalog.manifestWarning.PERSON_NAME': 'names of people; they are never kept',
  'catalog.manifestWarning.PHONE_NUMBER': 'telephone numbers; they are never kept',
  'catalog.manifestWarning.RENAMED_KEY': 'keys of an early draft, read under their new name',
  'catalog.manifestWarning.TOO_LONG': 'texts that are longer than is permitted',
  'catalog.manifestWarning.TOO_MANY': 'entries beyond the number that is permitted',
  'catalog.manifestWarning.UNKNOWN_CHANNEL': 'channels that a plan names and the file does not have',
  'catalog.manifestWarning.UNKNOWN_KEY': 'keys that are not known',
  'catalog.signalNotFound':
    'The catalogue has no such figure about this project. Take the name from the signals of its standing.',
  'catalog.signalContested': 'This figure is contested already. Wait for the decision, or take that contest back.',
  'catalog.contestNotFound': 'This contest was not found, or the project is not yours.',
  'catalog.ownProject': 'You maintain this project, so somebody else decides about its figures.',
} satisfies MessageCatalogue;
