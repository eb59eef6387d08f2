import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import type { Id, MessageParameters } from '#platform/kernel';
import type { DeliveryStatus } from './delivery.states.js';
import type { NotificationTopic } from './topics.rules.js';

export interface NewNotification {
  readonly id: Id<'ntf'>;
  /** Whose message it is: a person, or an invitation. */
  readonly subjectId: string;
  /** Null for what is not in an inbox. */
  readonly personId: string | null;
  readonly topic: NotificationTopic;
  readonly template: string;
  readonly parameters: MessageParameters;
}

export interface Delivery {
  readonly id: Id<'dlv'>;
  readonly notificationId: string;
  /** As of the notification; by it the transaction is cleared that looks at the rest. */
  readonly subjectId: string;
  readonly channel: 'inbox' | 'mail';
  readonly sealedAddress: Buffer | null;
  readonly status: DeliveryStatus;
  readonly contentSha256: string | null;
  readonly answer: string | null;
}

export interface SendOutcome {
  readonly contentSha256: string;
  readonly messageId: string;
  readonly answer: string;
}

export interface LockedDelivery {
  readonly id: Id<'dlv'>;
  readonly channel: 'inbox' | 'mail';
  readonly status: DeliveryStatus;
  /** Null for a message to somebody who has no account yet. */
  readonly personId: string | null;
}

/**
 * Since when mail to the confirmed address of a person comes back. The notice of a change goes to the address of before and
 * says nothing of the one of now.
 */
export const BOUNCING_SINCE = `SELECT min(delivery.bounced_at) AS since
   FROM mail_address known
   JOIN notification ON notification.person_id = known.person_id AND notification.template <> 'mailAddressChanged'
   JOIN notification_delivery delivery ON delivery.notification_id = notification.id
  WHERE known.person_id = $1 AND delivery.queued_at >= known.confirmed_at`;

@Injectable()
export class NotificationsRepository {
  async insert(tx: Tx, notification: NewNotification): Promise<void> {
    const { id, subjectId, personId, topic, template, parameters } = notification;
    await tx.manager.query(
      'INSERT INTO notification (id, subject_id, person_id, topic, template, parameters, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)',
      [id, subjectId, personId, topic, template, JSON.stringify(parameters), tx.now.toISOString()],
    );
  }

  async insertDelivery(tx: Tx, delivery: Delivery): Promise<void> {
    const { id, notificationId, subjectId, channel, sealedAddress, status, contentSha256, answer } = delivery;
    const now = tx.now.toISOString();
    await tx.manager.query(
      `INSERT INTO notification_delivery (id, notification_id, subject_id, channel, sealed_address, status, attempts, content_sha256, answer, queued_at, ended_at)
       VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8, $9, $10)`,
      [
        id,
        notificationId,
        subjectId,
        channel,
        sealedAddress,
        status,
        contentSha256,
        answer,
        now,
        status === 'queued' ? null : now,
      ],
    );
  }

  async lockDelivery(tx: Tx, id: string): Promise<LockedDelivery | null> {
    const rows = await tx.manager.query<LockedDelivery[]>(
      `SELECT delivery.id, delivery.channel, delivery.status, person.id AS "personId"
         FROM notification_delivery delivery LEFT JOIN person ON person.id = delivery.subject_id
        WHERE delivery.id = $1 FOR UPDATE OF delivery`,
      [id],
    );
    return rows[0] ?? null;
  }

  async recordBounce(tx: Tx, id: string, status: DeliveryStatus, statusCode: string): Promise<void> {
    await tx.manager.query(
      'UPDATE notification_delivery SET status = $2, bounced_at = $3, bounce_status = $4 WHERE id = $1',
      [id, status, tx.now.toISOString(), statusCode],
    );
  }

  async bouncingSince(tx: Tx, personId: string): Promise<Date | null> {
    const rows = await tx.manager.query<{ since: Date | null }[]>(BOUNCING_SINCE, [personId]);
    return rows[0]?.since ?? null;
  }

  async recordAttempt(tx: Tx, id: string, status: DeliveryStatus, outcome: SendOutcome): Promise<void> {
    await tx.manager.query(
      `UPDATE notification_delivery SET status = $2, attempts = attempts + 1, content_sha256 = $3, message_id = $4,
              answer = left($5, 500), ended_at = $6 WHERE id = $1`,
      [
        id,
        status,
        outcome.contentSha256,
        outcome.messageId,
        outcome.answer,
        status === 'queued' ? null : tx.now.toISOString(),
      ],
    );
  }

  /** Ends a delivery that was never handed over. */
  async end(tx: Tx, id: string, status: DeliveryStatus, answer: string): Promise<void> {
    await tx.manager.query('UPDATE notification_delivery SET status = $2, answer = $3, ended_at = $4 WHERE id = $1', [
      id,
      status,
      answer,
      tx.now.toISOString(),
    ]);
  }

  async hasOptedOut(tx: Tx, personId: string, topic: NotificationTopic): Promise<boolean> {
    const rows = await tx.manager.query<unknown[]>(
      'SELECT 1 FROM notification_opt_out WHERE person_id = $1 AND topic = $2',
      [personId, topic],
    );
    return rows.length === 1;
  }

  async setOptOut(tx: Tx, personId: string, topic: NotificationTopic, isOptedOut: boolean): Promise<void> {
    const statement = isOptedOut
      ? 'INSERT INTO notification_opt_out (person_id, topic, opted_out_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING'
      : 'DELETE FROM notification_opt_out WHERE person_id = $1 AND topic = $2';
    await tx.manager.query(statement, isOptedOut ? [personId, topic, tx.now.toISOString()] : [personId, topic]);
  }

  /** Marks one notification of a person, or all of them with `id` null; answers how many were found. */
  async markRead(tx: Tx, personId: string, id: string | null): Promise<number> {
    const [, found] = await tx.manager.query<[unknown[], number]>(
      `UPDATE notification SET read_at = coalesce(read_at, $3)
        WHERE person_id = $1 AND ($2::uuid IS NULL AND read_at IS NULL OR id = $2)`,
      [personId, id, tx.now.toISOString()],
    );
    return found;
  }
}
