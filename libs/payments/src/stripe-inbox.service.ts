import { Injectable } from '@nestjs/common';
import { stripeEventReceived } from '#platform/contracts';
import { UnitOfWork } from '#platform/database';
import { systemActor } from '#platform/kernel';
import { PaymentsQueries } from './payments.queries.js';
import type { ReceivedEvent } from './received-event.js';
import { StripeFollower } from './stripe-follower.js';

const ACTOR = systemActor('payments.stripe-inbox');

/** Events of Stripe: stored and acknowledged at once, handled later by reading the object as it is now. */
@Injectable()
export class StripeInboxService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly queries: PaymentsQueries,
    private readonly follower: StripeFollower,
  ) {}

  /** Stores an event once; a repetition is acknowledged and does nothing. */
  async receive(event: ReceivedEvent): Promise<void> {
    await this.unitOfWork.run(ACTOR, async (tx) => {
      const rows = await tx.manager.query<unknown[]>(
        `INSERT INTO stripe_event (id, type, object_id, account_id, status, received_at) VALUES ($1, $2, $3, $4, 'received', $5)
         ON CONFLICT DO NOTHING RETURNING 1`,
        [event.id, event.type, event.objectId, event.account, tx.now.toISOString()],
      );
      if (rows.length === 1) tx.emit(stripeEventReceived, { stripeEventId: event.id });
    });
  }

  /** The job: looks at the object that the event is about. Any order and any number of events ends alike. */
  async handle(eventId: string): Promise<void> {
    const event = await this.queries.stripeEvent(eventId);
    if (event?.status !== 'received') return;
    const handled = await this.follower.follow(event.type, event.objectId, event.account);
    await this.unitOfWork.run(ACTOR, async (tx) => {
      await tx.manager.query('UPDATE stripe_event SET status = $2, finished_at = $3 WHERE id = $1', [
        eventId,
        handled ? 'done' : 'ignored',
        tx.now.toISOString(),
      ]);
    });
  }
}
