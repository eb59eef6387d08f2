import { Module } from '@nestjs/common';
import { MatchingModule } from '#libs/matching';
import { CatalogGraphqlModule } from '#libs/catalog/graphql';
import { CatalogModule } from '#libs/catalog';
import { IdentityGraphqlModule } from '#libs/identity/graphql';
import { InventoryModule } from '#libs/inventory';
import { LedgerModule } from '#libs/ledger';
import { MilestonesModule } from '#libs/milestones';
import { PaymentsModule } from '#libs/payments';
import { anyone, asParent, operator, person, type FieldPolicy } from '#platform/graphql';
import { StatementsModule } from '../statements.module.js';
import { ProductCoverages } from '../reports/product-coverages.service.js';
import { ComplianceReportsResolver } from './compliance-reports.resolver.js';
import { LiabilitiesResolver } from './liabilities.resolver.js';
import { OpenSourcePledgeResolver } from './open-source-pledge.resolver.js';
import { PartyStatementsResolver } from './party-statements.resolver.js';
import { PayoutReadinessLoader, PayoutReadinessResolver } from './payout-readiness.resolver.js';
import { ProductCoverageResolver } from './product-coverage.resolver.js';
import { ProjectMoneyLoader, ProjectMoneyResolver, ProjectPayerResolver } from './project-money.resolver.js';
import { ReceiptsResolver } from './receipts.resolver.js';
import { NeedMoneyLoader, StatementsResolver } from './statements.resolver.js';

@Module({
  imports: [
    StatementsModule,
    CatalogGraphqlModule,
    CatalogModule,
    IdentityGraphqlModule,
    InventoryModule,
    LedgerModule,
    MilestonesModule,
    PaymentsModule,
    MatchingModule,
  ],
  providers: [
    ComplianceReportsResolver,
    OpenSourcePledgeResolver,
    ProductCoverageResolver,
    ProductCoverages,
    LiabilitiesResolver,
    NeedMoneyLoader,
    PartyStatementsResolver,
    PayoutReadinessLoader,
    PayoutReadinessResolver,
    ProjectMoneyLoader,
    ProjectMoneyResolver,
    ProjectPayerResolver,
    ReceiptsResolver,
    StatementsResolver,
  ],
})
export class StatementsGraphqlModule {}

export const statementsPolicy: FieldPolicy = {
  'Query.trialBalance': anyone,
  'Query.coverage': anyone,
  'Query.moneyOfNeed': anyone,
  'Query.ledgerInvariants': operator('finance_operator'),
  'Query.liabilities': anyone,
  'CurrencyLiabilities.*': asParent,
  'CashPosition.*': asParent,
  'Project.moneyStatement': asParent,
  'ProjectMoneyStatement.*': asParent,
  'ProjectMoney.*': asParent,
  'ProjectInKind.*': asParent,
  'ProjectPayer.*': asParent,
  'Query.receipts': person,
  'Receipt.*': asParent,
  'ReceiptConnection.*': asParent,
  'ReceiptEdge.*': asParent,
  'Query.payerStatement': person,
  'Query.payeeStatement': person,
  'Statement.*': asParent,
  'AccountBalance.*': asParent,
  'StatementLine.*': asParent,
  'StatementLineConnection.*': asParent,
  'StatementLineEdge.*': asParent,
  'YearTotal.*': asParent,
  // Files with what these say are for people, and so are these.
  'Query.complianceReport': person,
  'ComplianceReport.*': asParent,
  'ReportedProject.*': asParent,
  'ReportedProjectConnection.*': asParent,
  'ReportedProjectEdge.*': asParent,
  'Query.productCoverage': person,
  'ProductCoverage.*': asParent,
  'Query.openSourcePledgeReport': person,
  'OpenSourcePledgeReport.*': asParent,
  'PledgeExclusion.*': asParent,
  'Query.journalExport': operator('finance_operator'),
  'JournalExport.*': asParent,
  'NeedPayee.payout': asParent,
  'PayoutReadiness.*': asParent,
  'LedgerInvariant.*': asParent,
  'NeedMoney.*': asParent,
  'TrialBalanceLine.*': asParent,
  'Coverage.*': asParent,
};
