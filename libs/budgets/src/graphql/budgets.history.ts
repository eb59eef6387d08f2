import { Injectable } from '@nestjs/common';
import { HistorySubjects } from '#libs/audit/graphql';
import { scoped } from '#platform/graphql';
import { asId, belongsTo, clearanceOf } from '#platform/kernel';
import { BudgetsRepository } from '../budgets.repository.js';
import { RunsQueries } from '../runs/runs.queries.js';

/** The histories of a budget and of its runs are for their organisation, which knows who of its own people acted. */
@Injectable()
export class BudgetsHistory {
  constructor(subjects: HistorySubjects, budgets: BudgetsRepository, runs: RunsQueries) {
    subjects.register('bdg', {
      rule: scoped('pledges:read'),
      type: 'budget',
      isVisible: async (id, { principal }) => (await budgets.find(clearanceOf(principal), asId(id))) !== null,
      namedActions: ['create', 'update', 'archive', 'restore'],
    });
    subjects.register('alr', {
      rule: scoped('pledges:read'),
      type: 'allocationRun',
      isVisible: async (id, { principal }) => {
        const run = await runs.find(asId(id));
        return run !== null && belongsTo(principal, run.organisationId);
      },
      namedActions: ['create', 'preview', 'lock', 'approve', 'reject', 'void'],
    });
  }
}
