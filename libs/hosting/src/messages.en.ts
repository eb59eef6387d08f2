import type { MessageCatalogue } from '#platform/kernel';

export const hostingMessages = {
  'hosting.hostNotFound': 'There is no fiscal host with this id that has published its terms.',
  'hosting.notAccepting': 'This host takes no more projects at the moment.',
  'hosting.notFiscalHost': 'Only an organisation of the kind FISCAL_HOST can keep the money of projects.',
  'hosting.agreementNotFound': 'There is no agreement with a host with this id that you have a part in.',
  'hosting.agreementExists': 'The project has asked this host already, or is with it.',
  'hosting.projectHasHost': 'The project is with another host. It has to leave that one first.',
  'hosting.projectNotHosted': 'This host does not keep the money of the project, or the project is about to leave it.',
  'hosting.noticeRunning':
    'The host has 30 days to confirm that the project leaves. An operator can do it after that time.',
  'hosting.ownNotice': 'Somebody else has to confirm this: not who gave notice, and not who gets the money.',
  'hosting.nextHomeInvalid':
    'Name where the money goes: an accepted agreement of the project with another host, or a payee with a payout account.',
  'hosting.payeeWithoutAccount': 'This payee has no payout account yet, so nothing can be paid.',
  'hosting.payoutNotFound': 'There is no request with this id that you have a part in.',
} satisfies MessageCatalogue;
