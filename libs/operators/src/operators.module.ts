import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { OperatorGrantsService } from './operator-grants.service.js';
import { OperatorProposal } from './operator-proposal.entity.js';
import { OperatorProposalsService } from './operator-proposals.service.js';
import { OperatorsJobs } from './operators.jobs.js';
import { OperatorsQueries } from './operators.queries.js';

@Module({
  imports: [TypeOrmModule.forFeature([OperatorProposal])],
  providers: [OperatorGrantsService, OperatorProposalsService, OperatorsJobs, OperatorsQueries],
  exports: [OperatorGrantsService, OperatorProposalsService, OperatorsQueries],
})
export class OperatorsModule {}
