import { Platform1763900000100 } from './1763900000100-platform.js';
import { Ledger1763900000200 } from './1763900000200-ledger.js';
import { Audit1763900000300 } from './1763900000300-audit.js';
import { Identity1763900000400 } from './1763900000400-identity.js';
import { CatalogNeeds1763900000500 } from './1763900000500-catalog-needs.js';
import { PledgesPayments1763900000600 } from './1763900000600-pledges-payments.js';
import { Inventory1763900000700 } from './1763900000700-inventory.js';
import { AuditPublication1763900000800 } from './1763900000800-audit-publication.js';
import { Authenticators1763900000900 } from './1763900000900-authenticators.js';
import { NotificationsTerms1763901000000 } from './1763901000000-notifications-terms.js';
import { Operators1763901100000 } from './1763901100000-operators.js';
import { Erasure1763901200000 } from './1763901200000-erasure.js';
import { Invoices1763902000000 } from './1763902000000-invoices.js';
import { ConnectedPayouts1763902100000 } from './1763902100000-connected-payouts.js';
import { FiscalHosts1763902200000 } from './1763902200000-fiscal-hosts.js';
import { RecurringPledges1763902300000 } from './1763902300000-recurring-pledges.js';
import { Tranches1763902400000 } from './1763902400000-tranches.js';
import { ReviewPool1763902500000 } from './1763902500000-review-pool.js';
import { InKind1763902600000 } from './1763902600000-in-kind.js';
import { Findings1763902700000 } from './1763902700000-findings.js';
import { Catalogue1763902800000 } from './1763902800000-catalogue.js';
import { ClaimsOfControl1763903000000 } from './1763903000000-claims-of-control.js';
import { OrganisationDomains1763903100000 } from './1763903100000-organisation-domains.js';
import { FundingManifests1763903200000 } from './1763903200000-funding-manifests.js';
import { ProjectDemand1763903300000 } from './1763903300000-project-demand.js';
import { Scores1763903400000 } from './1763903400000-scores.js';
import { RecurringPledgeUses1763903500000 } from './1763903500000-recurring-pledge-uses.js';
import { Offers1763903600000 } from './1763903600000-offers.js';
import { Budgets1763905000000 } from './1763905000000-budgets.js';
import { Statements1763908800000 } from './1763908800000-statements.js';
import { RoleGrants1763909800000 } from './1763909800000-role-grants.js';
import { VettingFacts1763909900000 } from './1763909900000-vetting-facts.js';
import { ProjectHistory1763910000000 } from './1763910000000-project-history.js';
import { StewardPool1763910100000 } from './1763910100000-steward-pool.js';

/** Every migration, oldest first. Applied ones are never edited. */
export const MIGRATIONS = [
  Platform1763900000100,
  Ledger1763900000200,
  Audit1763900000300,
  Identity1763900000400,
  CatalogNeeds1763900000500,
  PledgesPayments1763900000600,
  Inventory1763900000700,
  AuditPublication1763900000800,
  Authenticators1763900000900,
  NotificationsTerms1763901000000,
  Operators1763901100000,
  Erasure1763901200000,
  Invoices1763902000000,
  ConnectedPayouts1763902100000,
  FiscalHosts1763902200000,
  RecurringPledges1763902300000,
  Tranches1763902400000,
  ReviewPool1763902500000,
  InKind1763902600000,
  Findings1763902700000,
  Catalogue1763902800000,
  ClaimsOfControl1763903000000,
  OrganisationDomains1763903100000,
  FundingManifests1763903200000,
  ProjectDemand1763903300000,
  Scores1763903400000,
  RecurringPledgeUses1763903500000,
  Offers1763903600000,
  Budgets1763905000000,
  Statements1763908800000,
  RoleGrants1763909800000,
  VettingFacts1763909900000,
  ProjectHistory1763910000000,
  StewardPool1763910100000,
];
