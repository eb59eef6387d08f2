import type { MessageCatalogue } from '#platform/kernel';

export const timelineMessages = {
  'vetting.timeline.noArray':
    'The file is no list of records. Each record is { date, actor, kind, target, summary, source }, with facts where they are known.',
  'vetting.timeline.noHistory':
    '{source} is neither a list of records nor a file of events. Each record is { date, actor, kind, target, summary, source }.',
  'vetting.timeline.snapshot':
    '{source} is a snapshot, which holds no events. "project snapshot" writes them with --events.',
  'vetting.timeline.noCases': '{source} holds events of one project, and no cases. Leave out --case.',
  'vetting.timeline.noRecord': 'Record {index} is no object.',
  'vetting.timeline.missing': 'Record {index} has no {field}.',
  'vetting.timeline.noText': 'The {field} of record {index} has the wrong type.',
  'vetting.timeline.date':
    'The date of record {index} is "{date}". Write YYYY-MM-DD, YYYY-MM when no day is known, or a time with its offset.',
  'vetting.timeline.fact': 'The fact {fact} of record {index} has a value that it cannot have.',
  'vetting.timeline.contradictory':
    'Records {first} and {second} tell of one happening and disagree about {fact}. Keep the one that is right.',
  'vetting.timeline.inFuture': 'Record {index} lies in the future: {date}.',
  'vetting.timeline.tooLarge': 'The file has more than {limit} records.',
  'vetting.timeline.caseNeeded': 'The file holds several cases. Choose one with --case: {cases}',
  'vetting.timeline.caseless': 'The records of the file name no case, so there is no "{case}". Leave out --case.',
  'vetting.timeline.caseUnknown': 'The file has no case "{case}". It has: {cases}',
  'vetting.timeline.empty': 'The file has no records.',
  'vetting.assumption.onePerson':
    '{handle} and {person} are taken to be one person: the handle is the beginning of the name.',
  'vetting.assumption.addressOfLogin': '{handle} is the address that the forge gave to {person}: they are one person.',
  'vetting.assumption.betweenTwoTimes':
    '{count} facts are known only to lie between two times: signals count from the earlier one. The first: {source}, {from} to {to}.',
  'vetting.assumption.saidToBeOne': '{names} are one person: {source} says so.',
  'vetting.assumption.noLineageInHistory':
    'No change of the history by {receiver} is {days} days old when {resource} goes there: counted as an outsider. If the work stands under other names, say so with --people.',
  'vetting.assumption.tenureOfHistory':
    'When {person} got a right on {date}, the history had {changes} changes of {days} days by {person} at the most. If there is work under other names, say so with --people.',
  'vetting.assumption.publisherOfRegistry':
    '{publisher}, who put that version into the registry within a day, is taken to be the publisher of {release}.',
  'vetting.assumption.wholeMonth':
    'Only the month {month} is known. Signals count from its first day, and times that must have passed from its last.',
  'vetting.assumption.classesOfSentence': 'The classes of the message are read from its sentence: {classes}.',
  'vetting.assumption.archiveOfSentence': 'That the archive differs from its source is read from the sentence.',
  'vetting.assumption.ageOfSentence': 'The age of the dependency is read from the sentence: {days} days.',
  'vetting.assumption.lineageOfRecord':
    'Whether {receiver} has worked for the project is read from the sentence and the records before.',
  'vetting.assumption.noticeOfRecord':
    'How long before it was announced is read from the sentence and the records before.',
  'vetting.assumption.granteeUnknown': 'The record does not say who got the right.',
  'vetting.assumption.granteeIsNamed': '{person}, whom the record names, is taken to be the one who got the right.',
  'vetting.assumption.beneficiaryIsActor': '{person} is taken to be the one who gains by the new contact.',
  'vetting.assumption.senderIsNew':
    'Nothing of {sender} is on record before: the sender counts as new, and as one without work for the project.',
  'vetting.assumption.threadIsTarget': 'The thread is not named: messages to {target} count as one.',
  'vetting.assumption.beneficiaryOfRecord':
    '{person} is taken to be the one who would gain: the sentence names nobody else, or nobody else is a candidate.',
  'vetting.assumption.granteeIsActor':
    '{person}, of whom no record shows a right before, is taken to be the one who got it.',
} satisfies MessageCatalogue;
