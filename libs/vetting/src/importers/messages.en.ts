import type { MessageCatalogue } from '#platform/kernel';
import type { WarningCode } from './import-result.js';

export const vettingImportMessages = {
  'vetting.snapshotMalformed': '{source} cannot be read at {where}: {reason}. Export it again.',
  'vetting.snapshotEncoding': '{source} is not UTF-8. Export it again as UTF-8.',
  'vetting.snapshotDuplicateKey':
    '{source} has the key "{key}" twice in one object (line {line}). It is not clear which one counts; export it again.',
  'vetting.snapshotTooDeep': '{source} is nested more than {maxDepth} levels deep.',
  'vetting.snapshotTooLarge': '{source} is larger than {maxBytes} bytes. Export a shorter period.',
  'vetting.snapshotDigest':
    'The content of {source} does not have the digest that it states: it was changed after it was taken.',
  'vetting.snapshotSignature':
    'The signature of {source} is missing or does not fit the key that was named: somebody else made it, or it was changed.',
  'vetting.snapshotKey': 'The key that was named is not usable: an Ed25519 {kind} key as PEM is needed.',
  'vetting.snapshotInFuture': '{source} says that it was taken at {takenAt}, which lies in the future.',
  'vetting.packageNotFound': 'No snapshot of the package {name} was given. There are: {known}',
  'vetting.archiveUnsafe': 'The archive {archive} is refused: {path} is {reason}.',
  'vetting.archiveUnreadable': 'The archive {archive} cannot be read: {reason}.',
  'vetting.archiveTooLarge': 'The archive {archive} is refused: it passes the limit of {limit}.',
  'vetting.warning.ALL_TAGS_GONE':
    'no tag of an earlier snapshot is left: it is of another project, or all tags were removed',
  'vetting.warning.AUTHOR_AFTER_COMMITTER': 'a commit was written after it was committed, by its own dates',
  'vetting.warning.AUTHOR_DATE_FAR': 'a commit was written half a year or more before it was committed',
  'vetting.warning.CONTROL_FILE_UNREADABLE': 'a file of contacts or checks cannot be read',
  'vetting.warning.COMMITTER_RUNS_BACKWARDS': 'a date lies before that of what it stands on',
  'vetting.warning.DATE_IN_FUTURE': 'a date lies in the future',
  'vetting.warning.DATE_UNREADABLE': 'a date is none',
  'vetting.warning.DISTRESS_UNASSIGNED': 'a message speaks of distress, and its sender is not known as a maintainer',
  'vetting.warning.LIGHTWEIGHT_TAG': 'a tag says neither who made it nor when; it counts as no release',
  'vetting.warning.MESSAGE_TRUNCATED': 'only the beginning of a long message was read',
  'vetting.warning.MESSAGE_UNREADABLE': 'a message cannot be read',
  'vetting.warning.MESSAGE_WITHOUT_DATE': 'a message has no date and was left out',
  'vetting.warning.MESSAGE_WITHOUT_SENDER': 'a message has no sender and was left out',
  'vetting.warning.NAME_UNKNOWN': 'a name in the file of people stands nowhere else',
  'vetting.warning.PARENT_AFTER_CHILD': 'a commit stands before what it is made on',
  'vetting.warning.SHALLOW_HISTORY': 'what a commit is made on is not in the history',
  'vetting.warning.SIGNATURE_UNREADABLE': 'a signature cannot be read',
  'vetting.warning.SIGNATURE_NOT_VERIFIED': 'a signature was read and not verified; the key is the one that it claims',
  'vetting.warning.TAG_GONE': 'a tag of an earlier snapshot is gone',
  'vetting.warning.TAG_OF_UNKNOWN_COMMIT': 'a tag leads to a commit that is not in the history',
  'vetting.warning.UNKNOWN_ACTOR': 'nobody says who made a change',
  'vetting.warning.VERSION_WITHOUT_TIME': 'a version of a package has no time and was left out',
} satisfies MessageCatalogue & Readonly<Record<`vetting.warning.${WarningCode}`, string>>;
