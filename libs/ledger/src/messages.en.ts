import type { MessageCatalogue } from '#platform/kernel';

export const ledgerMessages = {
  'ledger.insufficientFunds':
    'There is not enough held money for this. Nothing was moved. Pay in what is missing, or give less.',
  'ledger.mismatch': 'This was booked before with other amounts ({idem}). Nothing was moved.',
} satisfies MessageCatalogue;
