import { Module, type DynamicModule } from '@nestjs/common';
import { AuditModule } from '#libs/audit';
import { AuditGraphqlModule } from '#libs/audit/graphql';
import { FunderClearanceModule } from '#libs/budgets';
import { BudgetsGraphqlModule } from '#libs/budgets/graphql';
import { CatalogGraphqlModule } from '#libs/catalog/graphql';
import { CommitmentsGraphqlModule } from '#libs/commitments/graphql';
import { DemandGraphqlModule } from '#libs/demand/graphql';
import { HostingGraphqlModule } from '#libs/hosting/graphql';
import { IdentityModule } from '#libs/identity';
import { IdentityGraphqlModule } from '#libs/identity/graphql';
import { InventoryModule } from '#libs/inventory';
import { InventoryGraphqlModule } from '#libs/inventory/graphql';
import { MatchingGraphqlModule } from '#libs/matching/graphql';
import { MilestonesGraphqlModule } from '#libs/milestones/graphql';
import { NeedsGraphqlModule } from '#libs/needs/graphql';
import { NotificationsGraphqlModule } from '#libs/notifications/graphql';
import { OffersGraphqlModule } from '#libs/offers/graphql';
import { OperatorsGraphqlModule } from '#libs/operators/graphql';
import { PaymentsModule } from '#libs/payments';
import { PaymentsGraphqlModule } from '#libs/payments/graphql';
import { PledgesGraphqlModule } from '#libs/pledges/graphql';
import { LedgerModule } from '#libs/ledger';
import { StatementsModule } from '#libs/statements';
import { StatementsGraphqlModule } from '#libs/statements/graphql';
import { VettingGraphqlModule } from '#libs/vetting/graphql';
import { AuthModule } from '#platform/auth';
import { DatabaseModule } from '#platform/database';
import { GraphqlPlatformModule } from '#platform/graphql';
import { RuntimeModule, type Runtime } from '#platform/observability';
import { ConsumersModule } from '#platform/queue';
import { graphqlModule } from './graphql.module.js';
import { AuthController } from './http/auth.controller.js';
import { HealthController } from './http/health.controller.js';
import { LinksController } from './http/links.controller.js';
import { MoneyPageController } from './http/money-page.controller.js';
import { FileReaders } from './http/file-readers.js';
import { PagePoints } from './http/page-points.js';
import { ReportsController } from './http/reports.controller.js';
import { PagesController } from './http/pages.controller.js';
import { StatementsController } from './http/statements.controller.js';
import { TokenExchangeController } from './http/token-exchange.controller.js';

const CONTEXTS = [
  AuditGraphqlModule,
  BudgetsGraphqlModule,
  CatalogGraphqlModule,
  CommitmentsGraphqlModule,
  DemandGraphqlModule,
  HostingGraphqlModule,
  IdentityGraphqlModule,
  InventoryGraphqlModule,
  MatchingGraphqlModule,
  MilestonesGraphqlModule,
  NeedsGraphqlModule,
  NotificationsGraphqlModule,
  OffersGraphqlModule,
  OperatorsGraphqlModule,
  PaymentsGraphqlModule,
  PledgesGraphqlModule,
  StatementsGraphqlModule,
  VettingGraphqlModule,
];

/** The API: every context with its GraphQL part. Consumers are registered and never run here; the worker runs them. */
@Module({})
export class AppModule {
  static of(runtime: Runtime): DynamicModule {
    return {
      module: AppModule,
      imports: [
        RuntimeModule.of(runtime),
        DatabaseModule,
        ConsumersModule,
        AuditModule,
        IdentityModule,
        AuthModule,
        InventoryModule,
        LedgerModule,
        PaymentsModule,
        StatementsModule,
        FunderClearanceModule,
        GraphqlPlatformModule,
        graphqlModule(),
        ...CONTEXTS,
      ],
      controllers: [
        AuthController,
        HealthController,
        LinksController,
        MoneyPageController,
        PagesController,
        StatementsController,
        ReportsController,
        TokenExchangeController,
      ],
      providers: [PagePoints, FileReaders],
    };
  }
}
