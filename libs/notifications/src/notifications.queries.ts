import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { MAIL_FIELD } from '#libs/identity';
import {
  ConfidentialReads,
  DataKeys,
  startOf,
  toPage,
  type Page,
  type PageRequest,
  type StoredDataKey,
} from '#platform/database';
import { clearanceForSubject, type Id, type MessageParameters } from '#platform/kernel';
import type { DeliveryStatus } from './delivery.states.js';
import { BOUNCING_SINCE } from './notifications.repository.js';
import type { NotificationTopic } from './topics.rules.js';

export interface NotificationRow {
  readonly id: Id<'ntf'>;
  readonly topic: NotificationTopic;
  readonly template: string;
  readonly parameters: MessageParameters;
  readonly createdAt: Date;
  readonly readAt: Date | null;
}

export interface DeliveryRow {
  readonly notificationId: string;
  readonly channel: string;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  readonly contentSha256: string | null;
  readonly queuedAt: Date;
  readonly endedAt: Date | null;
  readonly bouncedAt: Date | null;
  readonly bounceStatus: string | null;
}

export interface QueuedMail {
  readonly address: string;
  readonly template: string;
  readonly parameters: MessageParameters;
}

@Injectable()
export class NotificationsQueries {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reads: ConfidentialReads,
    private readonly keys: DataKeys,
  ) {}

  /** The inbox of a person, newest first. */
  async inbox(personId: string, unreadOnly: boolean, page: PageRequest): Promise<Page<NotificationRow>> {
    const start = startOf(page, ['instant', 'uuid']);
    const rows = await this.reads.query<NotificationRow[]>(
      clearanceForSubject(personId),
      `SELECT id, topic, template, parameters, created_at AS "createdAt", read_at AS "readAt" FROM notification
        WHERE person_id = $1 AND (NOT $2 OR read_at IS NULL)
          AND ($3::timestamptz IS NULL OR (created_at, id) < ($3::timestamptz, $4::uuid))
        ORDER BY created_at DESC, id DESC LIMIT $5`,
      [personId, unreadOnly, ...start, page.first + 1],
    );
    return toPage(rows, page.first, (row) => [row.createdAt.toISOString(), row.id]);
  }

  async unreadCount(personId: string): Promise<number> {
    const rows = await this.reads.query<{ count: number }[]>(
      clearanceForSubject(personId),
      'SELECT count(*)::int AS count FROM notification WHERE person_id = $1 AND read_at IS NULL',
      [personId],
    );
    return rows[0]?.count ?? 0;
  }

  async deliveries(notificationIds: readonly string[]): Promise<DeliveryRow[]> {
    return this.dataSource.query<DeliveryRow[]>(
      `SELECT notification_id AS "notificationId", channel, status, attempts, content_sha256 AS "contentSha256",
              queued_at AS "queuedAt", ended_at AS "endedAt", bounced_at AS "bouncedAt", bounce_status AS "bounceStatus"
         FROM notification_delivery WHERE notification_id = ANY($1) ORDER BY channel`,
      [notificationIds],
    );
  }

  /** Since when mail to the confirmed address comes back; null when none has. */
  async bouncingSince(personId: string): Promise<Date | null> {
    const clearance = clearanceForSubject(personId);
    const rows = await this.reads.query<{ since: Date | null }[]>(clearance, BOUNCING_SINCE, [personId]);
    return rows[0]?.since ?? null;
  }

  async optOuts(personId: string): Promise<NotificationTopic[]> {
    const rows = await this.dataSource.query<{ topic: NotificationTopic }[]>(
      'SELECT topic FROM notification_opt_out WHERE person_id = $1 ORDER BY topic',
      [personId],
    );
    return rows.map(({ topic }) => topic);
  }

  /** A mail that still has to be handed over; null when it is done with, or when its subject was forgotten. */
  async queuedMail(deliveryId: string, subjectId: string): Promise<QueuedMail | null> {
    const rows = await this.reads.query<(StoredDataKey & Omit<QueuedMail, 'address'> & { address: Buffer })[]>(
      clearanceForSubject(subjectId),
      `SELECT delivery.sealed_address AS address, notification.template, notification.parameters,
              data_key.subject_id AS "subjectId", data_key.purpose, data_key.wrapped
         FROM notification_delivery delivery
         JOIN notification ON notification.id = delivery.notification_id
         JOIN data_key ON data_key.subject_id = notification.subject_id AND data_key.purpose = 'private'
        WHERE delivery.id = $1 AND delivery.status = 'queued' AND delivery.channel = 'mail'`,
      [deliveryId],
    );
    const row = rows[0];
    if (!row) return null;
    const { template, parameters, address } = row;
    return { template, parameters, address: this.keys.unwrap(row).open(MAIL_FIELD, address) };
  }
}
