import { Injectable } from '@nestjs/common';
import { commitmentNoticeDue, moneyPayload } from '#platform/contracts';
import type { Tx } from '#platform/database';
import type { Id } from '#platform/kernel';
import { DeparturesRepository } from './departures.repository.js';

/** Recurring pledges for what the organisation does not ship any more are flagged. Whether they go on is for people. */
@Injectable()
export class DeparturesService {
  constructor(private readonly departures: DeparturesRepository) {}

  /** After a change of what an organisation ships. Finance is told of each departure once. */
  async renew(tx: Tx, organisationId: Id<'org'>): Promise<void> {
    for (const { id, movement, title, amount } of await this.departures.renew(tx, organisationId)) {
      if (movement === 'shipped') continue;
      // What a company ships is not for the log: others can read in it what became of a recurring pledge.
      tx.audit('recurring_pledge', id, movement === 'left' ? 'flagDeparture' : 'endDeparture', {});
      if (movement === 'returned') continue;
      tx.emit(commitmentNoticeDue, {
        organisationId,
        recipientPersonId: null,
        notice: 'component_left',
        title,
        amount: moneyPayload(amount),
        day: tx.now.toISOString().slice(0, 10),
      });
    }
  }
}
