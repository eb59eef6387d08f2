import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import { formatId, type Id } from '#platform/kernel';
import type { ProjectEvent } from '../events/project-event.js';
import { OWN_PREFIX } from '../history/stored-events.js';
import { HistoryNamesRepository } from '../history/history-names.repository.js';
import { ProjectHistoryRepository } from '../history/project-history.repository.js';
import { ProjectRiskService } from './project-risk.service.js';

/** How events that happened here name somebody. */
export function nameOfAccount(personId: string): string {
  return OWN_PREFIX + formatId('usr', personId);
}

/** What happens here is part of the history too. */
@Injectable()
export class ProjectEventsService {
  constructor(
    private readonly history: ProjectHistoryRepository,
    private readonly names: HistoryNamesRepository,
    private readonly risk: ProjectRiskService,
  ) {}

  /** @param personIds of whom the events name, as `nameOfAccount` does */
  async record(
    tx: Tx,
    projectId: Id<'prj'>,
    events: readonly ProjectEvent[],
    personIds: readonly string[],
  ): Promise<void> {
    await this.history.lock(tx, projectId);
    await this.history.store(tx, projectId, events, [], { importId: null, isFromOutside: true });
    for (const personId of new Set(personIds)) {
      const number = await this.history.numberOf(tx, projectId, nameOfAccount(personId));
      if (number !== null) await this.names.claim(tx, projectId, number, personId, 'ACCOUNT');
    }
    await this.history.renewRoots(tx, projectId);
    await this.risk.recompute(tx, projectId);
  }
}
