import { Module } from '@nestjs/common';
import { LedgerModule } from '#libs/ledger';
import { StatementsQueries } from './statements.queries.js';

@Module({ imports: [LedgerModule], providers: [StatementsQueries], exports: [StatementsQueries] })
export class StatementsModule {}
