import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';
import { UnitOfWork } from '#platform/database';
import { formatId, nextState, systemActor, type Id } from '#platform/kernel';
import { DELIVERY, type DeliveryAction } from './delivery.states.js';
import { MailTransport, type MailAnswer } from './mail-transport.js';
import { MessageWriter } from './message-text.js';
import { NotificationsQueries } from './notifications.queries.js';
import { NotificationsRepository, type SendOutcome } from './notifications.repository.js';
import { returnPath } from './return-path.rules.js';

const ACTOR = systemActor('notifications.send-mail');

/**
 * Sends queued mail, outside of any transaction, and records the answer after it. A worker that dies between the two
 * sends the mail a second time, with the same Message-ID; no mail is lost.
 */
@Injectable()
export class MailDeliveriesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: NotificationsRepository,
    private readonly queries: NotificationsQueries,
    private readonly writer: MessageWriter,
    private readonly transport: MailTransport,
    private readonly config: Config,
  ) {}

  /** @throws when the server did not take the mail this time, so that the job is given back and tried again */
  async send(deliveryId: Id<'dlv'>, subjectId: string): Promise<void> {
    const waiting = await this.queries.queuedMail(deliveryId, subjectId);
    if (!waiting) {
      await this.withhold(deliveryId);
      return;
    }
    const { subject, body, sha256: contentSha256 } = this.writer.mail(waiting.template, waiting.parameters);
    const messageId = `<${formatId('dlv', deliveryId)}@${new URL(this.config.get('PUBLIC_URL')).hostname}>`;
    const mail = { to: waiting.address, subject, text: body, messageId, returnPath: this.returnPathOf(deliveryId) };
    const answer = await this.transport.send(mail);
    await this.record(deliveryId, answer, {
      contentSha256,
      messageId,
      // Servers like to say whom they do not know.
      answer: answer.answer.replaceAll(waiting.address, '(address)'),
    });
    if (answer.outcome === 'later') throw new Error(`the SMTP server did not take the mail`);
  }

  /** What still waits although it cannot be sent: whoever it was for was forgotten since. */
  private async withhold(deliveryId: Id<'dlv'>): Promise<void> {
    await this.unitOfWork.run(ACTOR, async (tx) => {
      const delivery = await this.repository.lockDelivery(tx, deliveryId);
      if (delivery?.status !== 'queued') return;
      const change = nextState(DELIVERY, 'withhold', delivery.status, null);
      await this.repository.end(tx, deliveryId, change.to, 'forgotten');
      tx.audit('delivery', deliveryId, 'withhold', change);
    });
  }

  private returnPathOf(deliveryId: Id<'dlv'>): string | null {
    const mailbox = this.config.get('MAIL_BOUNCE_ADDRESS');
    return mailbox === undefined ? null : returnPath(mailbox, this.config.get('LINK_SIGNING_KEY'), deliveryId);
  }

  private async record(deliveryId: Id<'dlv'>, { outcome }: MailAnswer, proof: SendOutcome): Promise<void> {
    await this.unitOfWork.run(ACTOR, async (tx) => {
      const delivery = await this.repository.lockDelivery(tx, deliveryId);
      // Another worker was quicker; its record stands.
      if (delivery?.status !== 'queued') return;
      if (outcome === 'later') {
        await this.repository.recordAttempt(tx, deliveryId, 'queued', proof);
        return;
      }
      const action: DeliveryAction = outcome === 'accepted' ? 'accept' : 'refuse';
      const change = nextState(DELIVERY, action, delivery.status, null);
      await this.repository.recordAttempt(tx, deliveryId, change.to, proof);
      tx.audit('delivery', deliveryId, action, { ...change, sha256: proof.contentSha256 });
    });
  }
}
