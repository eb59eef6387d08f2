import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ApprovalRequest } from './approval-request.entity.js';
import { ApprovalsJobs } from './approvals.jobs.js';
import { ApprovalsService } from './approvals.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([ApprovalRequest])],
  providers: [ApprovalsService, ApprovalsJobs],
  exports: [ApprovalsService],
})
export class ApprovalsModule {}
