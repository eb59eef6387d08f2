import { Injectable } from '@nestjs/common';
import { projectNoticeDue, type RiskLevel, type ProjectNotice } from '#platform/contracts';
import type { Tx } from '#platform/database';
import { DAY_MS, addMs, asId } from '#platform/kernel';
import { RoleGrantsService } from '../cases/role-grants.service.js';
import { SupportCasesService } from '../support/support-cases.service.js';
import { RISK_LEVELS } from '../signals/risk-level.js';
import { ProjectPeopleQueries } from './project-people.queries.js';

/** Within so many days somebody has looked at what calls for a review. */
export const REVIEW_DAYS = 5;

const NOTICES: Readonly<Record<RiskLevel, ProjectNotice>> = {
  NONE: 'eased',
  WATCH: 'watch',
  REVIEW: 'review',
  HOLD: 'hold',
};

/** What follows when the signals of a project come to another level. */
@Injectable()
export class RiskChangesService {
  constructor(
    private readonly grants: RoleGrantsService,
    private readonly support: SupportCasesService,
    private readonly people: ProjectPeopleQueries,
  ) {}

  /** Help is offered first; a hold stops requests that are on their way, and takes nothing from anybody. */
  async follow(
    tx: Tx,
    {
      projectId,
      before,
      level,
      isNewlyPressed,
    }: {
      readonly projectId: string;
      readonly before: RiskLevel;
      readonly level: RiskLevel;
      readonly isNewlyPressed: boolean;
    },
  ): Promise<void> {
    if (isNewlyPressed) await this.support.offer(tx, asId(projectId));
    if (level === 'HOLD' && before !== 'HOLD') await this.grants.hold(tx, asId(projectId));
    const isRising = RISK_LEVELS.indexOf(level) > RISK_LEVELS.indexOf(before);
    if (!isRising && !(level === 'NONE' && before !== 'NONE')) return;
    const { name: project, reviewers, stewards } = await this.people.of(tx, projectId);
    const until =
      level === 'REVIEW'
        ? addMs(tx.now, REVIEW_DAYS * DAY_MS)
            .toISOString()
            .slice(0, 10)
        : '';
    const personIds = [...new Set([...reviewers, ...stewards])];
    if (personIds.length > 0) tx.emit(projectNoticeDue, { personIds, notice: NOTICES[level], project, until });
  }
}
