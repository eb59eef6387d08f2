import type { MessageCatalogue } from '#platform/kernel';

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
  'vetting.archiveUnsafe': 'The archive {archive} is refused: {path} is {reason}.',
  'vetting.archiveUnreadable': 'The archive {archive} cannot be read: {reason}.',
  'vetting.archiveTooLarge': 'The archive {archive} is refused: it passes the limit of {limit}.',
} satisfies MessageCatalogue;
