import { Injectable } from '@nestjs/common';
import { RequestLoader } from '#platform/graphql';
import { NotificationsQueries, type DeliveryRow } from '../notifications.queries.js';

@Injectable()
export class DeliveriesLoader extends RequestLoader<DeliveryRow[]> {
  constructor(private readonly queries: NotificationsQueries) {
    super();
  }

  protected async batch(keys: readonly string[]): Promise<ReadonlyMap<string, DeliveryRow[]>> {
    const byNotification = new Map<string, DeliveryRow[]>();
    for (const row of await this.queries.deliveries(keys)) {
      byNotification.set(row.notificationId, [...(byNotification.get(row.notificationId) ?? []), row]);
    }
    return byNotification;
  }
}
