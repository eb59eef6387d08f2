import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';
import { UnitOfWork, clear, type Tx } from '#platform/database';
import { clearanceForSubject, nextState, systemActor, type Id } from '#platform/kernel';
import { failureReportOf } from './delivery-report.rules.js';
import { DELIVERY } from './delivery.states.js';
import { NotificationsRepository } from './notifications.repository.js';
import { NotificationsService } from './notifications.service.js';
import { deliveryOfReturnPath } from './return-path.rules.js';

const ACTOR = systemActor('notifications.bounce');

/** What became of a message that came back. `later`: the mail server asks again, since our own record is not written yet. */
export type BounceOutcome = 'recorded' | 'unknown_address' | 'no_failure' | 'later';

/** Takes what mail servers send back to the envelope sender of our mail. */
@Injectable()
export class MailBouncesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: NotificationsRepository,
    private readonly notifications: NotificationsService,
    private readonly config: Config,
  ) {}

  /** `recipient` is the envelope recipient of the report. The same report again changes nothing. */
  async receive(recipient: string, message: Uint8Array): Promise<BounceOutcome> {
    const deliveryId = deliveryOfReturnPath(this.config.get('LINK_SIGNING_KEY'), recipient);
    if (deliveryId === null) return 'unknown_address';
    const failure = await failureReportOf(message);
    if (failure === null) return 'no_failure';
    return this.unitOfWork.run(ACTOR, (tx) => this.record(tx, deliveryId, failure.statusCode));
  }

  private async record(tx: Tx, deliveryId: Id<'dlv'>, statusCode: string): Promise<BounceOutcome> {
    const delivery = await this.repository.lockDelivery(tx, deliveryId);
    if (delivery?.channel !== 'mail') return 'unknown_address';
    if (delivery.status === 'queued') return 'later';
    if (delivery.status === 'bounced') return 'recorded';
    if (delivery.status !== 'accepted') return 'unknown_address';
    if (delivery.personId !== null) await clear(tx, clearanceForSubject(delivery.personId));
    const wasBouncing =
      delivery.personId !== null && (await this.repository.bouncingSince(tx, delivery.personId)) !== null;
    const change = nextState(DELIVERY, 'bounce', delivery.status, null);
    await this.repository.recordBounce(tx, deliveryId, change.to, statusCode);
    tx.audit('delivery', deliveryId, 'bounce', { ...change, statusCode });
    if (delivery.personId === null || wasBouncing) return 'recorded';
    // One notice, and in the inbox alone: by mail it would come back too.
    if ((await this.repository.bouncingSince(tx, delivery.personId)) !== null)
      await this.notifications.notify(tx, delivery.personId, 'mailBounced', { status: statusCode });
    return 'recorded';
  }
}
