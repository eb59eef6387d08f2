import { APPROVAL } from '#libs/approvals';
import { CLAIM } from '#libs/catalog';
import { ERASURE, ORGANISATION_TRANSFER } from '#libs/identity';
import { MILESTONE } from '#libs/milestones';
import { NEED } from '#libs/needs';
import { DELIVERY } from '#libs/notifications';
import { OPERATOR_PROPOSAL } from '#libs/operators';
import { PAYMENT, TRANSFER } from '#libs/payments';
import { PLEDGE } from '#libs/pledges';
import type { StateMachine } from '#platform/kernel';

export type AnyMachine = StateMachine<string, string, string, never>;

/** The machines of scripts/lib/machines.mjs as they are exported, by the names of their constants. */
export const MACHINE_CONSTANTS: Readonly<Record<string, AnyMachine>> = {
  APPROVAL,
  CLAIM,
  DELIVERY,
  ERASURE,
  MILESTONE,
  NEED,
  OPERATOR_PROPOSAL,
  ORGANISATION_TRANSFER,
  PAYMENT,
  PLEDGE,
  TRANSFER,
};
