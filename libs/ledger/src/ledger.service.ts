import { Injectable } from '@nestjs/common';
import { isDatabaseError, violatedConstraint, type Tx } from '#platform/database';
import { uuidv7 } from '#platform/kernel';
import { InsufficientFundsError, LedgerMismatchError } from './ledger.errors.js';
import { assertBalanced, bookOf, digestOf, type LedgerTransaction } from './posting.rules.js';

const POST = `SELECT tx_id AS "txId", created FROM ledger_post($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`;
const IDEM_REUSED = 'MS006';
const CHECK_VIOLATION = '23514';

export interface Posted {
  readonly id: string;
  /** False when this very fact had been posted before; then nothing was added. */
  readonly created: boolean;
}

/** The only way to move money. */
@Injectable()
export class LedgerService {
  /**
   * Posts one transaction with one statement. The same fact twice is one transaction.
   * @throws InsufficientFundsError when an account with a floor would pass it
   * @throws LedgerMismatchError when the key was used with other rows
   */
  async post(tx: Tx, transaction: LedgerTransaction): Promise<Posted> {
    assertBalanced(transaction);
    const digest = digestOf(transaction);
    const posted = await this.call(tx, transaction, digest);
    if (posted.created) tx.posted(digest);
    return posted;
  }

  private async call(tx: Tx, transaction: LedgerTransaction, digest: string): Promise<Posted> {
    const { postings } = transaction;
    try {
      const rows = await tx.manager.query<{ txId: string; created: boolean }[]>(POST, [
        uuidv7(tx.now.getTime()),
        bookOf(transaction),
        transaction.kind,
        transaction.idem,
        digest,
        transaction.occurredAt.toISOString(),
        tx.now.toISOString(),
        JSON.stringify(transaction.cause),
        transaction.stripeTransactionId ?? null,
        transaction.reverses ?? null,
        postings.map(({ account }) => account.code),
        postings.map(({ account }) => account.owner),
        postings.map(({ account }) => account.currency),
        postings.map(({ amount }) => amount.toString()),
      ]);
      return { id: rows[0]!.txId, created: rows[0]!.created };
    } catch (error) {
      if (isDatabaseError(error, [CHECK_VIOLATION]) && violatedConstraint(error) === 'ledger_balance_floor')
        throw new InsufficientFundsError();
      if (isDatabaseError(error, [IDEM_REUSED])) throw new LedgerMismatchError(transaction.idem);
      throw error;
    }
  }
}
