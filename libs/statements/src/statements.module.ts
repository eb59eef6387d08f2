import { Module } from '@nestjs/common';
import { IdentityModule } from '#libs/identity';
import { LedgerModule } from '#libs/ledger';
import { ExportSlots } from './export-slots.js';
import { JournalQueries } from './journal.queries.js';
import { PartyStatementsQueries } from './party-statements.queries.js';
import { ProjectMoneyQueries } from './project-money.queries.js';
import { ReceiptsQueries } from './receipts.queries.js';
import { StatementAccess } from './statement-access.js';
import { StatementAddresses } from './statement-addresses.js';
import { StatementFiles } from './statement-files.js';
import { StatementPdf } from './statement-pdf.js';
import { StatementsQueries } from './statements.queries.js';

const PROVIDERS = [
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
  imports: [IdentityModule, LedgerModule],
  providers: [...PROVIDERS, ExportSlots, StatementPdf],
  exports: PROVIDERS,
})
export class StatementsModule {}
