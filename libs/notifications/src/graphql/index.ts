import { Module } from '@nestjs/common';
import { asParent, person, type FieldPolicy } from '#platform/graphql';
import { NotificationsModule } from '../notifications.module.js';
import { DeliveriesLoader } from './notifications.loaders.js';
import { BouncingResolver, NotificationResolver, NotificationsResolver } from './notifications.resolver.js';

@Module({
  imports: [NotificationsModule],
  providers: [DeliveriesLoader, NotificationsResolver, NotificationResolver, BouncingResolver],
})
export class NotificationsGraphqlModule {}

export const notificationsPolicy: FieldPolicy = {
  'Viewer.notifications': person,
  'Viewer.unreadNotificationCount': person,
  'Viewer.notificationOptOuts': person,
  'Notification.*': asParent,
  'NotificationConnection.*': asParent,
  'NotificationEdge.*': asParent,
  'NotificationDelivery.*': asParent,
  'Mutation.markNotificationRead': person,
  'Mutation.markAllNotificationsRead': person,
  'Mutation.setNotificationOptOut': person,
  'MarkNotificationReadPayload.*': asParent,
  'MarkAllNotificationsReadPayload.*': asParent,
  'SetNotificationOptOutPayload.*': asParent,
};
