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
  @Column('text', { name: 'onboarding_url', nullable: true }) onboardingUrl!: string | null;
  @Column('timestamptz', { name: 'created_at' }) readonly createdAt!: Date;
  @Column('timestamptz', { name: 'synced_at', nullable: true }) syncedAt!: Date | null;
  @Column('int') version!: number;
}
