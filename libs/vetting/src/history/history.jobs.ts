import { Injectable, type OnModuleInit } from '@nestjs/common';
import { projectHistoryReceived, projectRiskChanged, projectRisksDue, supportCaseOpened } from '#platform/contracts';
import { DAY_MS, asId } from '#platform/kernel';
import { Consumers, RecurringJobs } from '#platform/queue';
import { RiskChangesService } from '../risk/risk-changes.service.js';
import { DailyLook } from './daily-look.service.js';
import { SupportCasesService } from '../support/support-cases.service.js';
import { HistoryImportsService } from './history-imports.service.js';

@Injectable()
export class HistoryJobs implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly jobs: RecurringJobs,
    private readonly imports: HistoryImportsService,
    private readonly changes: RiskChangesService,
    private readonly daily: DailyLook,
    private readonly support: SupportCasesService,
  ) {}

  onModuleInit(): void {
    this.consumers.repeatable('vetting.read-history', projectHistoryReceived, ({ importId }) =>
      this.imports.read(asId(importId)),
    );
    this.consumers.inTransaction('vetting.follow-risk', projectRiskChanged, (tx, change) =>
      this.changes.follow(tx, change),
    );
    this.consumers.inTransaction('vetting.support-case-opened', supportCaseOpened, (tx, { caseId }) => {
      this.support.recordOpening(tx, caseId);
      return Promise.resolve();
    });
    this.jobs.recurring('vetting.look-at-risks', projectRisksDue, DAY_MS, () => this.daily.run());
  }
}
