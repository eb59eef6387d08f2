import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Id } from '#platform/kernel';

export const TRANSFERS_STATUSES = [
  'unrequested',
  'pending',
  'active',
  'restricted',
  'unsupported',
  'rejected',
] as const;
/** Stripe's word for whether an account can receive transfers; `unrequested` until there is an account. */
export type TransfersStatus = (typeof TRANSFERS_STATUSES)[number];

export const REQUIREMENTS_STATUSES = ['eventually_due', 'currently_due', 'past_due'] as const;
/** How pressing it is what Stripe asks of an account. */
export type RequirementsStatus = (typeof REQUIREMENTS_STATUSES)[number];

/** How money reaches a payee: by a transfer at Stripe, or by bank where Stripe cannot pay. */
export type PayoutRail = 'connect' | 'manual';

/** The connected account of a payee. Its status is always the one that was read from Stripe last. */
@Entity({ name: 'recipient_account' })
export class RecipientAccount {
  @PrimaryColumn('uuid') readonly id!: Id<'rcp'>;
  @Column('uuid', { name: 'person_id', nullable: true }) readonly personId!: Id<'usr'> | null;
  @Column('uuid', { name: 'organisation_id', nullable: true }) readonly organisationId!: Id<'org'> | null;
  @Column('char', { length: 2 }) readonly country!: string;
  @Column('text') readonly rail!: PayoutRail;
  @Column('text', { name: 'stripe_account_id', nullable: true }) stripeAccountId!: string | null;
  @Column('text', { name: 'transfers_status' }) transfersStatus!: TransfersStatus;
  /** Stripe's word for whether the account can pay out to its bank. */
  @Column('text', { name: 'payouts_status' }) payoutsStatus!: TransfersStatus;
  /** Null when nothing is asked of the account. */
  @Column('text', { name: 'requirements_status', nullable: true }) requirementsStatus!: RequirementsStatus | null;
  /** From when on it has consequences that something is missing, if Stripe names a time. */
  @Column('timestamptz', { name: 'requirements_due_at', nullable: true }) requirementsDueAt!: Date | null;
  /** The payout that failed and after which nothing has arrived; a new bank account clears it. */
  @Column('uuid', { name: 'failed_payout_id', nullable: true }) failedPayoutId!: Id<'cpo'> | null;
  /** When the recipient took the account away from the platform. */
  @Column('timestamptz', { name: 'disconnected_at', nullable: true }) disconnectedAt!: Date | null;
  @Column('text', { name: 'onboarding_url', nullable: true }) onboardingUrl!: string | null;
  @Column('timestamptz', { name: 'created_at' }) readonly createdAt!: Date;
  @Column('timestamptz', { name: 'synced_at', nullable: true }) syncedAt!: Date | null;
  @Column('int') version!: number;
}
