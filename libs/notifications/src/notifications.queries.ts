import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { startOf, toPage, type Page, type PageRequest } from '#platform/database';
import type { Id, MessageParameters } from '#platform/kernel';
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
  constructor(private readonly dataSource: DataSource) {}

  /** The inbox of a person, newest first. */
  async inbox(personId: string, unreadOnly: boolean, page: PageRequest): Promise<Page<NotificationRow>> {
    const start = startOf(page, ['instant', 'uuid']);
    const rows = await this.dataSource.query<NotificationRow[]>(
      `SELECT id, topic, template, parameters, created_at AS "createdAt", read_at AS "readAt" FROM notification
        WHERE person_id = $1 AND (NOT $2 OR read_at IS NULL)
          AND ($3::timestamptz IS NULL OR (created_at, id) < ($3::timestamptz, $4::uuid))
        ORDER BY created_at DESC, id DESC LIMIT $5`,
      [personId, unreadOnly, ...start, page.first + 1],
    );
    return toPage(rows, page.first, (row) => [row.createdAt.toISOString(), row.id]);
  }

  async unreadCount(personId: string): Promise<number> {
    const rows = await this.dataSource.query<{ count: number }[]>(
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
    const rows = await this.dataSource.query<{ since: Date | null }[]>(BOUNCING_SINCE, [personId]);
    return rows[0]?.since ?? null;
  }

  async optOuts(personId: string): Promise<NotificationTopic[]> {
    const rows = await this.dataSource.query<{ topic: NotificationTopic }[]>(
      'SELECT topic FROM notification_opt_out WHERE person_id = $1 ORDER BY topic',
      [personId],
    );
    return rows.map(({ topic }) => topic);
  }

  /** A mail that still has to be handed over; null when it is done with. */
  async queuedMail(deliveryId: string): Promise<QueuedMail | null> {
    const rows = await this.dataSource.query<QueuedMail[]>(
      `SELECT delivery.address, notification.template, notification.parameters
         FROM notification_delivery delivery JOIN notification ON notification.id = delivery.notification_id
        WHERE delivery.id = $1 AND delivery.status = 'queued' AND delivery.channel = 'mail'`,
      [deliveryId],
    );
    return rows[0] ?? null;
  }
}
