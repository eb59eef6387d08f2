import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { LedgerQueries, LedgerService, account, credit, debit, type LedgerTransaction } from '#libs/ledger';
import { AuditLog } from '#libs/audit';
import { reconcile } from '#libs/payments';
import { DAY_MS, currency, money } from '#platform/kernel';
import { TEST_ACTOR, openTestDatabase, type TestDatabase } from '#platform/testing';
import { Harness } from '../../apps/stripe-emulator/testing/harness.js';

const USD = currency('USD');

/** A ledger on PostgreSQL and the emulator over HTTP: what the comparison finds when either has something of its own. */
let database: TestDatabase;
let emulator: Harness;
let queries: LedgerQueries;
beforeAll(async () => {
  [database, emulator] = await Promise.all([openTestDatabase(), Harness.start()]);
  queries = new LedgerQueries(database.dataSource);
});
afterAll(() => Promise.all([database.close(), emulator.close()]));

const ledger = new LedgerService();
const post = (transaction: LedgerTransaction) =>
  database.unitOfWork(new AuditLog()).run(TEST_ACTOR, (tx) => ledger.post(tx, transaction));
const compare = (daysLater = 2) => reconcile(queries, emulator.stripe, new Date(Date.now() + daysLater * DAY_MS));

async function topUp(minor: number): Promise<string> {
  const { balance_transaction: transaction } = await emulator.stripe.topups.create({
    amount: minor,
    currency: 'usd',
    description: 'Float',
  });
  return transaction as string;
}

function float(stripeTransactionId: string, minor: bigint, idem = `txn:${stripeTransactionId}`): LedgerTransaction {
  const amount = money(minor, 'USD');
  return {
    kind: 'float_topped_up',
    idem,
    occurredAt: new Date(),
    cause: {},
    stripeTransactionId,
    postings: [debit(account('stripe.balance', USD), amount), credit(account('equity.float', USD), amount)],
  };
}

describe('the comparison with Stripe', () => {
  it('finds nothing in two empty books', async () => {
    expect(await compare()).toEqual({ transactions: 0, underWay: 0, accounts: 0, differences: [] });
  });

  it('reads the whole list, page after page', async () => {
    for (let n = 0; n < 105; n += 1) await post(float(await topUp(100 + n), BigInt(100 + n)));
    expect(await compare()).toEqual({ transactions: 105, underWay: 0, accounts: 0, differences: [] });
  }, 60_000);

  describe('of a top-up that only Stripe has', () => {
    let id: string;
    beforeAll(async () => {
      id = await topUp(777);
    });
    afterEach(async () => {
      await post(float(id, 777n));
    });

    it('waits a day for it, and then calls it missing here', async () => {
      expect(await compare(0)).toMatchObject({ underWay: 1, differences: [] });
      expect((await compare()).differences).toEqual([
        { kind: 'missing_here', reference: id, here: null, there: money(777n, 'USD') },
        { kind: 'balance_differs', reference: 'USD', here: money(15_960n, 'USD'), there: money(16_737n, 'USD') },
      ]);
    });

    it('finds nothing more when it is booked', async () => {
      expect((await compare()).differences).toEqual([]);
    });
  });

  it('finds a transfer that the mirror has and the account has not, to the cent', async () => {
    const accountId = await emulator.account();
    const transfer = await emulator.stripe.transfers.create({ amount: 500, currency: 'usd', destination: accountId });
    const mirrored = (minor: bigint, idem: string): LedgerTransaction => ({
      kind: 'transfer_mirrored',
      idem,
      occurredAt: new Date(),
      cause: {},
      postings: [
        debit(account('mirror.connected', USD, accountId), money(minor, 'USD')),
        credit(account('mirror.source', USD, accountId), money(minor, 'USD')),
      ],
    });
    await post({
      ...float(transfer.balance_transaction as string, -500n),
      kind: 'transfer_settled',
    });
    await post(mirrored(500n, 'mirror:right'));
    expect(await compare()).toMatchObject({ accounts: 1, differences: [] });
    await post(mirrored(1n, 'mirror:a-cent'));
    expect((await compare()).differences).toEqual([
      { kind: 'mirror_differs', reference: accountId, here: money(501n, 'USD'), there: money(500n, 'USD') },
    ]);
    await post(mirrored(-1n, 'mirror:mended'));
  });

  it('finds a cent too much, and a balance transaction that Stripe never made', async () => {
    const id = await topUp(100);
    await post(float(id, 101n));
    await post(float('txn_invented', -1n));
    const { differences } = await compare();
    expect(differences).toEqual([
      { kind: 'amount_differs', reference: id, here: money(101n, 'USD'), there: money(100n, 'USD') },
      { kind: 'missing_there', reference: 'txn_invented', here: money(-1n, 'USD'), there: null },
    ]);
  });
});
