import { Injectable } from '@nestjs/common';
import { billingDetailsChanged } from '#platform/contracts';
import {
  ConfidentialReads,
  DataKeys,
  UnitOfWork,
  clear,
  commit,
  type DataKey,
  type StoredDataKey,
  type Tx,
} from '#platform/database';
import { clearanceForSubject, type Id, type Principal } from '#platform/kernel';
import { actorOf, assertRole, personOf } from '../access.js';
import { InvalidMailAddressError } from '../mail-address.errors.js';
import { mailAddressOf } from '../mail-address.rules.js';
import { plainVatId, vatIdTypeOf, type BillingDetails } from './billing-details.rules.js';
import { BillingDetailsMissingError, InvalidVatIdError } from './billing.errors.js';

const FIELD = 'billing';
const KEEPERS = ['finance', 'admin'] as const;

type SealedRow = StoredDataKey & { readonly sealed: Buffer };

const SELECT = `SELECT sealed, data_key.subject_id AS "subjectId", purpose, wrapped
  FROM billing_details JOIN data_key ON data_key.subject_id = billing_details.organisation_id AND purpose = 'private'
 WHERE billing_details.organisation_id = $1`;

/** Whom an organisation wants to be invoiced as; sealed, since the mail address is often a person's. */
@Injectable()
export class BillingDetailsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reads: ConfidentialReads,
    private readonly keys: DataKeys,
  ) {}

  /** Replaces the details; what stood there before is gone. */
  async set(principal: Principal, organisationId: Id<'org'>, details: BillingDetails): Promise<void> {
    assertRole(principal, organisationId, KEEPERS);
    const text = JSON.stringify(checked(details));
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      // Of two that say it first at once the second finds the key of the first.
      await tx.manager.query('SELECT 1 FROM organisation WHERE id = $1 FOR NO KEY UPDATE', [organisationId]);
      const key = await this.keyOf(tx, organisationId);
      await tx.manager.query(
        `INSERT INTO billing_details (organisation_id, sealed, set_by, set_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (organisation_id) DO UPDATE SET sealed = excluded.sealed, set_by = excluded.set_by, set_at = excluded.set_at`,
        [organisationId, key.seal(FIELD, text), personOf(principal), tx.now.toISOString()],
      );
      const commitment = await commit(tx, { type: 'organisation', id: organisationId }, FIELD, text);
      tx.audit('organisation', organisationId, 'setBillingDetails', { details: commitment });
      tx.emit(billingDetailsChanged, { organisationId });
    });
  }

  /** For who keeps the money of the organisation; null before anybody has said it. */
  async find(principal: Principal, organisationId: Id<'org'>): Promise<BillingDetails | null> {
    assertRole(principal, organisationId, KEEPERS);
    const clearance = clearanceForSubject(organisationId);
    return this.opened(await this.reads.query<SealedRow[]>(clearance, SELECT, [organisationId]));
  }

  /** For payments, in its transaction, which is cleared for the organisation from here on. */
  async findWithin(tx: Tx, organisationId: Id<'org'>): Promise<BillingDetails | null> {
    await clear(tx, clearanceForSubject(organisationId));
    return this.opened(await tx.manager.query<SealedRow[]>(SELECT, [organisationId]));
  }

  /** @throws BillingDetailsMissingError unless somebody has said to whom invoices go */
  async assertKnown(tx: Tx, organisationId: Id<'org'>): Promise<void> {
    const rows = await tx.manager.query<unknown[]>('SELECT 1 FROM billing_details WHERE organisation_id = $1', [
      organisationId,
    ]);
    if (rows.length === 0) throw new BillingDetailsMissingError();
  }

  private async keyOf(tx: Tx, organisationId: Id<'org'>): Promise<DataKey> {
    await clear(tx, clearanceForSubject(organisationId));
    return (
      (await this.keys.find(tx, organisationId, 'private')) ?? (await this.keys.create(tx, organisationId, 'private'))
    );
  }

  private opened([row]: readonly SealedRow[]): BillingDetails | null {
    return row ? (JSON.parse(this.keys.unwrap(row).open(FIELD, row.sealed)) as BillingDetails) : null;
  }
}

function checked({ mail: mailText, vatId: vatText, ...details }: BillingDetails): BillingDetails {
  const mail = mailAddressOf(mailText);
  if (mail === null) throw new InvalidMailAddressError();
  const vatId = vatText === null ? null : plainVatId(vatText);
  if (vatId !== null && vatIdTypeOf(vatId) === null) throw new InvalidVatIdError();
  return { ...details, mail, vatId };
}
