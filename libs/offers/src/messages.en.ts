import type { MessageCatalogue } from '#platform/kernel';

export const offersMessages = {
  'offers.offerNotFound': 'There is no standing offer with this id that you can see.',
  'offers.offerExists':
    'Your organisation has an open offer to this project already. Withdraw it first if it is to be another one.',
  'offers.projectHasNeed':
    'This project asks already, for "{title}". Pledge to that need: a standing offer is for projects that ask for nothing.',
} satisfies MessageCatalogue;
