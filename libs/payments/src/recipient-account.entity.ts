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

/** A person's connected account. Its status is always the one that was read from Stripe last. */
@Entity({ name: 'recipient_account' })
export class RecipientAccount {
  @PrimaryColumn('uuid') readonly id!: Id<'rcp'>;
  @Column('uuid', { name: 'person_id' }) readonly personId!: Id<'usr'>;
  @Column('char', { length: 2 }) readonly country!: string;
  @Column('text', { name: 'stripe_account_id', nullable: true }) stripeAccountId!: string | null;
  @Column('text', { name: 'transfers_status' }) transfersStatus!: TransfersStatus;
  @Column('text', { name: 'onboarding_url', nullable: true }) onboardingUrl!: string | null;
  @Column('timestamptz', { name: 'created_at' }) readonly createdAt!: Date;
  @Column('timestamptz', { name: 'synced_at', nullable: true }) syncedAt!: Date | null;
  @Column('int') version!: number;
}
