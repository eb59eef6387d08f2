import { auditPolicy } from '#libs/audit/graphql';
import { budgetsPolicy } from '#libs/budgets/graphql';
import { catalogPolicy } from '#libs/catalog/graphql';
import { identityPolicy } from '#libs/identity/graphql';
import { inventoryPolicy } from '#libs/inventory/graphql';
import { matchingPolicy } from '#libs/matching/graphql';
import { milestonesPolicy } from '#libs/milestones/graphql';
import { needsPolicy } from '#libs/needs/graphql';
import { notificationsPolicy } from '#libs/notifications/graphql';
import { paymentsPolicy } from '#libs/payments/graphql';
import { pledgesPolicy } from '#libs/pledges/graphql';
import { statementsPolicy } from '#libs/statements/graphql';
import { graphqlPolicy, mergePolicies } from '#platform/graphql';

/** The one policy: a rule for every field of every type. */
export const POLICY = mergePolicies(
  graphqlPolicy,
  auditPolicy,
  budgetsPolicy,
  catalogPolicy,
  identityPolicy,
  inventoryPolicy,
  matchingPolicy,
  milestonesPolicy,
  needsPolicy,
  notificationsPolicy,
  paymentsPolicy,
  pledgesPolicy,
  statementsPolicy,
);
