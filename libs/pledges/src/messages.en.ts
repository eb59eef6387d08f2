import type { MessageCatalogue } from '#platform/kernel';

export const pledgesMessages = {
  'pledges.notFound': 'There is no pledge with this id that you can see.',
  'pledges.lineOfRun': 'This pledge is a line of an allocation run. It ends with the run.',
  'pledges.notApproved': 'Somebody of your organisation has to approve this pledge before it is paid.',
  'pledges.amountDiffers': 'Another amount than the pledged one has arrived.',
  'pledges.bankNotOffered':
    'No payments by bank are taken here. Choose CHECKOUT, or BALANCE if your organisation has paid in advance.',
  'pledges.chargeTimeNotOffered':
    'A payment when the goal is reached needs SAVED_METHOD or INVOICE. Choose one of these, or pay now.',
  'pledges.trancheOfCommitment': 'This pledge is a tranche. Take back the commitment that it belongs to.',
  'pledges.inKindNotFound': 'There is no offer in kind with this id that you can decide about.',
  'pledges.ownOffer':
    'Whoever gives in kind cannot take it for the need: neither who offered it nor anybody of the same organisation.',
  'pledges.deliveryAboveOffer': 'This is more than what is still due ({due}). Confirm at most that.',
  'pledges.valueSourceMissing':
    'Say where the value comes from, for example a price list or an invoice that others can look up.',
  'pledges.lapseDateInvalid': 'The date at which the offer ends has to lie ahead, and at most {days} days.',
} satisfies MessageCatalogue;
