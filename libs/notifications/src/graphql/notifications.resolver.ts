import { Args, Context, Int, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { personOf } from '#libs/identity';
import { MailAddressType, ViewerType } from '#libs/identity/graphql';
import {
  Refusals,
  asPayload,
  connectionFrom,
  pageOf,
  type ConnectionValue,
  type GraphqlContext,
} from '#platform/graphql';
import { parseId } from '#platform/kernel';
import { MessageWriter } from '../message-text.js';
import { NotificationsQueries } from '../notifications.queries.js';
import { NotificationsService } from '../notifications.service.js';
import {
  MarkAllNotificationsReadInput,
  MarkAllNotificationsReadPayload,
  MarkNotificationReadInput,
  MarkNotificationReadPayload,
  NotificationConnection,
  NotificationDeliveryType,
  NotificationTopicEnum,
  NotificationType,
  NotificationsArgs,
  SetNotificationOptOutInput,
  SetNotificationOptOutPayload,
} from './notification.type.js';
import { DeliveriesLoader } from './notifications.loaders.js';

@Resolver(() => ViewerType)
export class NotificationsResolver {
  constructor(
    private readonly notifications: NotificationsService,
    private readonly queries: NotificationsQueries,
    private readonly writer: MessageWriter,
  ) {}

  @ResolveField('notifications', () => NotificationConnection, { description: 'Your inbox, newest first.' })
  async inbox(
    @Parent() { personId }: ViewerType,
    @Args() args: NotificationsArgs,
  ): Promise<ConnectionValue<NotificationType>> {
    const page = await this.queries.inbox(personId, args.unreadOnly, pageOf(args));
    return connectionFrom(page, (row) => NotificationType.from(row, this.writer.show(row.template, row.parameters)));
  }

  @ResolveField(() => Int)
  unreadNotificationCount(@Parent() { personId }: ViewerType): Promise<number> {
    return this.queries.unreadCount(personId);
  }

  @ResolveField(() => [NotificationTopicEnum], { description: 'Topics that you get no mail about.' })
  notificationOptOuts(@Parent() { personId }: ViewerType): Promise<string[]> {
    return this.queries.optOuts(personId);
  }

  @Mutation(() => MarkNotificationReadPayload)
  @Refusals('NOTIFICATION_NOT_FOUND')
  markNotificationRead(
    @Args('input') input: MarkNotificationReadInput,
    @Context() context: GraphqlContext,
  ): Promise<MarkNotificationReadPayload> {
    return asPayload<MarkNotificationReadPayload>(context, input, { unreadNotificationCount: null }, async () => {
      await this.notifications.markRead(context.principal, parseId('ntf', input.notificationId));
      return { unreadNotificationCount: await this.queries.unreadCount(personOf(context.principal)) };
    });
  }

  @Mutation(() => MarkAllNotificationsReadPayload)
  @Refusals()
  markAllNotificationsRead(
    @Args('input') input: MarkAllNotificationsReadInput,
    @Context() context: GraphqlContext,
  ): Promise<MarkAllNotificationsReadPayload> {
    return asPayload<MarkAllNotificationsReadPayload>(context, input, { unreadNotificationCount: null }, async () => {
      await this.notifications.markRead(context.principal, null);
      return { unreadNotificationCount: await this.queries.unreadCount(personOf(context.principal)) };
    });
  }

  @Mutation(() => SetNotificationOptOutPayload, {
    description: 'Switches mail about a topic off or on again. Entries of the inbox stay.',
  })
  @Refusals('TOPIC_IS_MANDATORY')
  setNotificationOptOut(
    @Args('input') input: SetNotificationOptOutInput,
    @Context() context: GraphqlContext,
  ): Promise<SetNotificationOptOutPayload> {
    return asPayload<SetNotificationOptOutPayload>(context, input, { optedOutOf: null }, async () => {
      await this.notifications.setOptOut(context.principal, input.topic, input.isOptedOut);
      return { optedOutOf: await this.queries.optOuts(personOf(context.principal)) };
    });
  }
}

@Resolver(() => NotificationType)
export class NotificationResolver {
  constructor(private readonly deliveriesLoader: DeliveriesLoader) {}

  @ResolveField(() => [NotificationDeliveryType])
  async deliveries(
    @Parent() { notificationId }: NotificationType,
    @Context() context: GraphqlContext,
  ): Promise<NotificationDeliveryType[]> {
    const rows = await this.deliveriesLoader.load(context, notificationId);
    return (rows ?? []).map((row) => NotificationDeliveryType.from(row));
  }
}

@Resolver(() => MailAddressType)
export class BouncingResolver {
  constructor(private readonly queries: NotificationsQueries) {}

  @ResolveField(() => Date, {
    nullable: true,
    description: 'Since when mail to the confirmed address comes back. Confirming an address again ends it.',
  })
  bouncingSince(@Parent() { personId }: MailAddressType): Promise<Date | null> {
    return this.queries.bouncingSince(personId);
  }
}
