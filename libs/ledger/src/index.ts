export { CHART, UNDER_WAY, account, cashClassOf, type AccountCode, type AccountRef, type Book } from './chart.js';
export { InsufficientFundsError, LedgerMismatchError } from './ledger.errors.js';
export { LedgerModule } from './ledger.module.js';
export {
  LedgerQueries,
  type AccountBalance,
  type CashBalance,
  type StatementLine,
  type TrialBalance,
} from './ledger.queries.js';
export { LedgerService, type Posted } from './ledger.service.js';
export { ledgerMessages } from './messages.en.js';
export { credit, debit, nonZero, type LedgerTransaction, type Posting } from './posting.rules.js';
