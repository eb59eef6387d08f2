import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ApprovalRequest } from './approval-request.entity.js';
import { ApprovalRules } from './approval-rules.repository.js';
import { ApprovalsJobs } from './approvals.jobs.js';
import { ApprovalsService } from './approvals.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([ApprovalRequest])],
  providers: [ApprovalsService, ApprovalRules, ApprovalsJobs],
  exports: [ApprovalsService, ApprovalRules],
})
export class ApprovalsModule {}
