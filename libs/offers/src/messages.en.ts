import type { MessageCatalogue } from '#platform/kernel';

export const offersMessages = {
  'offers.offerNotFound': 'There is no standing offer with this id that you can see.',
  'offers.offerExists':
    'Your organisation has an open offer to this project already. Withdraw it first if it is to be another one.',
  'offers.projectHasNeed':
    'This project asks already, for "{title}". Pledge to that need: a standing offer is for projects that ask for nothing.',
  'offers.callNotFound': 'There is no open call for adoption with this id that you can act on.',
  'offers.callExists': 'Your organisation has an open call for this project already.',
  'offers.alreadyAnswered': 'You have answered this call already.',
  'offers.notCleared':
    'Whether a project is maintained is told to those who have verified a domain and funded a need. Do both first.',
  'offers.notADependency':
    'No current inventory of your organisation leads to this project. Upload what a product ships that contains it.',
  'offers.notUnmaintained':
    'Nothing says that this project is without a maintainer. Look at its needs, or make a standing offer to it.',
  'offers.alertNotFound': 'There is no alert with this id for your organisation.',
} satisfies MessageCatalogue;
