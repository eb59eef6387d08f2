import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintColumn } from '#platform/database';
import { money, newId, nextState, type Id, type Money, type StatusChange } from '#platform/kernel';
import { PLEDGE, type PledgeAction, type PledgeStatus } from './pledge.states.js';

/**
 * By a Checkout or an invoice of Stripe, out of what the organisation has paid in before, by a transfer to the platform's
 * bank, or by a charge of the card that the organisation keeps at Stripe.
 */
export const PLEDGE_METHODS = ['checkout', 'balance', 'bank', 'invoice', 'saved_method'] as const;
export type PledgeMethod = (typeof PLEDGE_METHODS)[number];

/** As soon as it is approved, or when the goal of the need is reached together with what others have promised so. */
export const CHARGE_TIMES = ['now', 'goal'] as const;
/** A tranche has a day of its own, which its commitment keeps; a line of an allocation run is paid with the run. */
export type ChargeTime = (typeof CHARGE_TIMES)[number] | 'day' | 'run';

/** Ways that can be started while nobody of the payer is there. */
export const UNATTENDED_METHODS: readonly PledgeMethod[] = ['invoice', 'saved_method'];

/** Where money goes that is held no longer: what came by a charge to its card or account, the rest into the balance here. */
export const RETURNS_TO: Readonly<Record<PledgeMethod, 'payer' | 'balance'>> = {
  checkout: 'payer',
  balance: 'balance',
  bank: 'balance',
  invoice: 'balance',
  saved_method: 'payer',
};

/** An organisation's promise to fund one need. Other aggregates are held by id, never as a relation. */
@Entity({ name: 'pledge' })
export class Pledge {
  @PrimaryColumn('uuid') readonly id!: Id<'plg'>;
  @Column('uuid', { name: 'need_id' }) readonly needId!: Id<'need'>;
  @Column('uuid', { name: 'organisation_id' }) readonly organisationId!: Id<'org'>;
  @Column('uuid', { name: 'submitted_by' }) readonly submittedBy!: Id<'usr'>;
  @Column('bigint', { name: 'amount_minor', transformer: bigintColumn }) readonly amountMinor!: bigint;
  @Column('char', { length: 3 }) readonly currency!: string;
  /** How it is paid; part of what the approver approves. */
  @Column('text') readonly method!: PledgeMethod;
  /** When it is paid; part of what the approver approves. */
  @Column('text', { name: 'charge_time' }) readonly chargeTime!: ChargeTime;
  /** The organisation's own reference, printed on its invoice; part of what the approver approves. */
  @Column('text', { name: 'purchase_order', nullable: true }) readonly purchaseOrder!: string | null;
  @Column('text') status!: PledgeStatus;
  @Column('timestamptz', { name: 'submitted_at' }) readonly submittedAt!: Date;
  @Column('timestamptz', { name: 'approved_at', nullable: true }) approvedAt!: Date | null;
  @Column('timestamptz', { name: 'paid_at', nullable: true }) paidAt!: Date | null;
  @Column('bigint', { name: 'released_minor', transformer: bigintColumn }) releasedMinor!: bigint;
  /** What went back, to the payer or into the payer's balance. */
  @Column('bigint', { name: 'returned_minor', transformer: bigintColumn }) returnedMinor!: bigint;
  /** From when on what is still held goes back; null before the money is there. */
  @Column('timestamptz', { name: 'hold_expires_at', nullable: true }) holdExpiresAt!: Date | null;
  @Column('int') version!: number;

  get amount(): Money {
    return money(this.amountMinor, this.currency);
  }

  apply(action: PledgeAction, paid: Money | null = null): StatusChange<PledgeStatus> {
    const change = nextState(PLEDGE, action, this.status, { amount: this.amount, approvedAt: this.approvedAt, paid });
    this.status = change.to;
    return change;
  }
}

export function draftPledge(facts: {
  needId: Id<'need'>;
  organisationId: Id<'org'>;
  submittedBy: Id<'usr'>;
  amount: Money;
  method: PledgeMethod;
  chargeTime: ChargeTime;
  purchaseOrder: string | null;
  submittedAt: Date;
}): Pledge {
  const { amount, ...rest } = facts;
  return Object.assign(new Pledge(), {
    ...rest,
    id: newId<'plg'>(),
    amountMinor: amount.minor,
    currency: amount.currency,
    status: PLEDGE.initial,
    approvedAt: null,
    paidAt: null,
    releasedMinor: 0n,
    returnedMinor: 0n,
    holdExpiresAt: null,
    version: 1,
  });
}
