import { Column, Entity, PrimaryColumn } from 'typeorm';
import { nextState, type Id, type StatusChange } from '#platform/kernel';
import { SAVED_METHOD, type SavedMethodAction, type SavedMethodStatus } from './saved-method.states.js';

/** A payment method of an organisation that is kept at Stripe. */
@Entity({ name: 'saved_method' })
export class SavedMethod {
  @PrimaryColumn('uuid') readonly id!: Id<'svm'>;
  @Column('uuid', { name: 'organisation_id' }) readonly organisationId!: Id<'org'>;
  @Column('text') status!: SavedMethodStatus;
  @Column('text', { name: 'checkout_session_id', nullable: true }) checkoutSessionId!: string | null;
  /** Where the payer gives it. */
  @Column('text', { name: 'setup_url', nullable: true }) setupUrl!: string | null;
  @Column('text', { name: 'stripe_method_id', nullable: true }) stripeMethodId!: string | null;
  /** By which a payer knows a card again: its brand, its last four digits, and the month it ends with, as `2027-03`. */
  @Column('text', { nullable: true }) brand!: string | null;
  @Column('text', { nullable: true }) last4!: string | null;
  @Column('text', { nullable: true }) expires!: string | null;
  @Column('timestamptz', { name: 'created_at' }) readonly createdAt!: Date;
  @Column('timestamptz', { name: 'saved_at', nullable: true }) savedAt!: Date | null;
  @Column('int') version!: number;

  apply(action: SavedMethodAction): StatusChange<SavedMethodStatus> {
    const change = nextState(SAVED_METHOD, action, this.status, null);
    this.status = change.to;
    return change;
  }
}
