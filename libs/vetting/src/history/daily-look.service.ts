import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#platform/database';
import { asId, systemActor } from '#platform/kernel';
import { ProjectRiskService } from '../risk/project-risk.service.js';
import { ProjectHistoryRepository } from './project-history.repository.js';

const DAILY = systemActor('vetting.look-at-risks');

/** Windows of signals end by themselves, and who only wrote to maintainers is forgotten after a year. */
@Injectable()
export class DailyLook {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly risk: ProjectRiskService,
    private readonly history: ProjectHistoryRepository,
  ) {}

  async run(): Promise<void> {
    const raised = await this.unitOfWork.run(DAILY, (tx) => this.risk.raised(tx));
    for (const projectId of raised) await this.unitOfWork.run(DAILY, (tx) => this.risk.lookAgain(tx, asId(projectId)));
    await this.unitOfWork.run(DAILY, (tx) => this.history.forget(tx));
  }
}
