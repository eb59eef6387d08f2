import { Module } from '@nestjs/common';
import { IdentityModule } from '#libs/identity';
import { InventoryModule } from '#libs/inventory';
import { LedgerModule } from '#libs/ledger';
import { ExportSlots } from './export-slots.js';
import { JournalQueries } from './journal.queries.js';
import { PartyStatementsQueries } from './party-statements.queries.js';
import { ProjectMoneyQueries } from './project-money.queries.js';
import { ReceiptsQueries } from './receipts.queries.js';
import { ComplianceReports } from './reports/compliance-reports.service.js';
import { OpenSourcePledgeReports } from './reports/open-source-pledge.service.js';
import { PaidByOrganisationQueries } from './reports/paid-by-organisation.queries.js';
import { ReportFiles } from './reports/report-files.js';
import { ReportedWorkQueries } from './reports/reported-work.queries.js';
import { ShippedQueries } from './reports/shipped.queries.js';
import { StatementAccess } from './statement-access.js';
import { StatementAddresses } from './statement-addresses.js';
import { StatementFiles } from './statement-files.js';
import { StatementPdf } from './statement-pdf.js';
import { StatementsQueries } from './statements.queries.js';

const PROVIDERS = [
  ComplianceReports,
  OpenSourcePledgeReports,
  ReportFiles,
  JournalQueries,
  PartyStatementsQueries,
  ProjectMoneyQueries,
  ReceiptsQueries,
  StatementAccess,
  StatementAddresses,
  StatementFiles,
  StatementsQueries,
];

@Module({
  imports: [IdentityModule, InventoryModule, LedgerModule],
  providers: [...PROVIDERS, ExportSlots, PaidByOrganisationQueries, ReportedWorkQueries, ShippedQueries, StatementPdf],
  exports: PROVIDERS,
})
export class StatementsModule {}
