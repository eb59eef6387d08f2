import { Injectable } from '@nestjs/common';
import { actorOf, assertRole } from '#libs/identity';
import { LedgerService } from '#libs/ledger';
import { UnitOfWork, type Tx } from '#platform/database';
import { belongsTo, money, present, type Id, type Principal } from '#platform/kernel';
import type { Invoice } from './invoice.entity.js';
import { overpaymentKeptPosting } from './invoice.postings.js';
import { partsOf, receivedOf, receivedWhole } from './invoice-parts.js';
import { lockInvoice, saveInvoice } from './invoices.service.js';
import { InvoiceNotFoundError, NothingOverpaidError } from './payment.errors.js';
import { lockPayment } from './payments.service.js';

/** What was paid above an invoice is its payer's: it waits as unapplied until they say what it is for. */
@Injectable()
export class OverpaymentsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
  ) {}

  /** Moves it into the balance of the organisation. @throws NothingOverpaidError when nothing (more) is there. */
  async keep(principal: Principal, id: Id<'ivc'>): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const invoice = await lockInvoice(tx, id);
      if (!invoice || !belongsTo(principal, invoice.organisationId)) throw new InvoiceNotFoundError();
      assertRole(principal, invoice.organisationId, ['finance', 'admin']);
      const excess = money((await unusedOf(tx, invoice)) - invoice.keptMinor, invoice.currency);
      if (excess.minor <= 0n) throw new NothingOverpaidError();
      invoice.keptMinor += excess.minor;
      await this.ledger.post(tx, overpaymentKeptPosting(invoice, excess, tx.now));
      tx.audit('invoice', id, 'keepOverpayment', { minor: excess.minor.toString(), currency: excess.currency });
      await saveInvoice(tx, invoice);
    });
  }
}

/** Minor units that came towards a paid invoice and were not needed for it. */
async function unusedOf(tx: Tx, invoice: Invoice): Promise<bigint> {
  if (invoice.status !== 'paid') return 0n;
  const received = receivedOf(await partsOf(tx, invoice));
  const whole = present(await lockPayment(tx, invoice.paymentId));
  return receivedWhole(whole) ? received : received - invoice.amountMinor;
}
