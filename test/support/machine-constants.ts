import { APPROVAL } from '#libs/approvals';
import { ALLOCATION_RUN } from '#libs/budgets';
import { CLAIM, FUNDING_MANIFEST, SIGNAL_CONTEST } from '#libs/catalog';
import { RECURRING_PLEDGE, TRANCHE_COMMITMENT } from '#libs/commitments';
import { HOST_AGREEMENT, PROJECT_PAYOUT } from '#libs/hosting';
import { ERASURE, ORGANISATION_DOMAIN, ORGANISATION_TRANSFER } from '#libs/identity';
import { MILESTONE, REVIEW_FEE, REVIEW_POOL_GIFT } from '#libs/milestones';
import { NEED } from '#libs/needs';
import { DELIVERY } from '#libs/notifications';
import { ADOPTION_CALL, STANDING_OFFER } from '#libs/offers';
import { OPERATOR_PROPOSAL } from '#libs/operators';
import { BANK_ENTRY, CONNECTED_PAYOUT, INVOICE, PAYMENT, REFUND, SAVED_METHOD, TRANSFER } from '#libs/payments';
import { IN_KIND, PLEDGE } from '#libs/pledges';
import {
  APPEAL,
  CHECK_EXCEPTION,
  CONTROL_CHANGE,
  OWNERSHIP_TRANSFER,
  REMOVAL,
  ROLE_GRANT,
  POOL_MEMBER,
  SEAT_OFFER,
  SUCCESSION_PLAN,
  SUPPORT_CASE,
} from '#libs/vetting';
import type { StateMachine } from '#platform/kernel';

export type AnyMachine = StateMachine<string, string, string, never>;

/** The machines of scripts/lib/machines.mjs as they are exported, by the names of their constants. */
export const MACHINE_CONSTANTS: Readonly<Record<string, AnyMachine>> = {
  ALLOCATION_RUN,
  ADOPTION_CALL,
  APPEAL,
  APPROVAL,
  BANK_ENTRY,
  REFUND,
  CHECK_EXCEPTION,
  CLAIM,
  CONNECTED_PAYOUT,
  CONTROL_CHANGE,
  DELIVERY,
  ERASURE,
  FUNDING_MANIFEST,
  HOST_AGREEMENT,
  IN_KIND,
  INVOICE,
  MILESTONE,
  NEED,
  OPERATOR_PROPOSAL,
  ORGANISATION_DOMAIN,
  ORGANISATION_TRANSFER,
  OWNERSHIP_TRANSFER,
  PAYMENT,
  PLEDGE,
  PROJECT_PAYOUT,
  RECURRING_PLEDGE,
  REMOVAL,
  REVIEW_FEE,
  REVIEW_POOL_GIFT,
  ROLE_GRANT,
  SIGNAL_CONTEST,
  SAVED_METHOD,
  STANDING_OFFER,
  POOL_MEMBER,
  SEAT_OFFER,
  SUCCESSION_PLAN,
  SUPPORT_CASE,
  TRANCHE_COMMITMENT,
  TRANSFER,
};
