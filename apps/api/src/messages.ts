import { allocationMessages } from '#libs/allocation';
import { approvalsMessages } from '#libs/approvals';
import { budgetsMessages } from '#libs/budgets';
import { catalogMessages } from '#libs/catalog';
import { hostingMessages } from '#libs/hosting';
import { identityMessages } from '#libs/identity';
import { inventoryMessages } from '#libs/inventory';
import { ledgerMessages } from '#libs/ledger';
import { matchingMessages } from '#libs/matching';
import { milestonesMessages } from '#libs/milestones';
import { needsMessages } from '#libs/needs';
import { notificationsMessages } from '#libs/notifications';
import { offersMessages } from '#libs/offers';
import { operatorsMessages } from '#libs/operators';
import { paymentsMessages, payoutFailureMessages } from '#libs/payments';
import { commitmentsMessages } from '#libs/commitments';
import { pledgesMessages } from '#libs/pledges';
import { statementsMessages } from '#libs/statements';
import { vettingMessages } from '#libs/vetting';
import { authMessages } from '#platform/auth';
import { databaseMessages } from '#platform/database';
import { graphqlMessages } from '#platform/graphql';
import { Messages, kernelMessages } from '#platform/kernel';
import { apiMessages } from './messages.en.js';

/** Every text that this process can say. */
export function createMessages(): Messages {
  return new Messages(
    kernelMessages,
    databaseMessages,
    graphqlMessages,
    authMessages,
    apiMessages,
    allocationMessages,
    approvalsMessages,
    budgetsMessages,
    catalogMessages,
    hostingMessages,
    identityMessages,
    inventoryMessages,
    ledgerMessages,
    matchingMessages,
    milestonesMessages,
    needsMessages,
    notificationsMessages,
    offersMessages,
    operatorsMessages,
    paymentsMessages,
    payoutFailureMessages,
    commitmentsMessages,
    pledgesMessages,
    statementsMessages,
    vettingMessages,
  );
}
