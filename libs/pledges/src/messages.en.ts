import type { MessageCatalogue } from '#platform/kernel';

export const pledgesMessages = {
  'pledges.notFound': 'There is no pledge with this id that you can see.',
  'pledges.notApproved': 'Somebody of your organisation has to approve this pledge before it is paid.',
  'pledges.amountDiffers': 'Another amount than the pledged one has arrived.',
  'pledges.bankNotOffered':
    'No payments by bank are taken here. Choose CHECKOUT, or BALANCE if your organisation has paid in advance.',
  'pledges.chargeTimeNotOffered':
    'A payment when the goal is reached needs SAVED_METHOD or INVOICE. Choose one of these, or pay now.',
} satisfies MessageCatalogue;
