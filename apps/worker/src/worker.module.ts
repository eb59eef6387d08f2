import { Module, type DynamicModule } from '@nestjs/common';
import { AuditModule } from '#libs/audit';
import { BudgetsModule, FunderClearanceModule } from '#libs/budgets';
import { CatalogModule } from '#libs/catalog';
import { CommitmentsModule } from '#libs/commitments';
import { DemandModule } from '#libs/demand';
import { HostingModule } from '#libs/hosting';
import { IdentityModule } from '#libs/identity';
import { InventoryModule } from '#libs/inventory';
import { MatchingModule } from '#libs/matching';
import { MilestonesModule } from '#libs/milestones';
import { NotificationsModule } from '#libs/notifications';
import { OffersModule } from '#libs/offers';
import { OperatorsModule } from '#libs/operators';
import { PaymentsModule } from '#libs/payments';
import { PledgesModule } from '#libs/pledges';
import { VettingModule } from '#libs/vetting';
import { DatabaseModule } from '#platform/database';
import { RuntimeModule, type Runtime } from '#platform/observability';
import { ConsumersModule, QueueModule } from '#platform/queue';

/** Every context without its GraphQL part, and the relay that feeds their consumers. */
@Module({})
export class WorkerModule {
  static of(runtime: Runtime): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        RuntimeModule.of(runtime),
        DatabaseModule,
        ConsumersModule,
        QueueModule,
        AuditModule,
        HostingModule,
        IdentityModule,
        BudgetsModule,
        CommitmentsModule,
        CatalogModule,
        CommitmentsModule,
        DemandModule,
        FunderClearanceModule,
        InventoryModule,
        MatchingModule,
        MilestonesModule,
        NotificationsModule,
        OffersModule,
        OperatorsModule,
        PaymentsModule,
        PledgesModule,
        VettingModule,
      ],
    };
  }
}
