import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsBoolean, IsIn, IsString } from 'class-validator';
import { ConnectionArgs, MutationInput, MutationPayload, Node, connectionType } from '#platform/graphql';
import { formatId } from '#platform/kernel';
import type { MessageText } from '../message-text.js';
import type { DeliveryRow, NotificationRow } from '../notifications.queries.js';
import { NOTIFICATION_TOPICS, type NotificationTopic } from '../topics.rules.js';

export const NotificationTopicEnum = Object.fromEntries(
  NOTIFICATION_TOPICS.map((topic) => [topic.toUpperCase(), topic]),
);
registerEnumType(NotificationTopicEnum, {
  name: 'NotificationTopic',
  description: 'What a notification is about. Mail can be switched off for APPROVALS and MILESTONES.',
});

const DeliveryChannelEnum = { INBOX: 'inbox', MAIL: 'mail' } as const;
registerEnumType(DeliveryChannelEnum, { name: 'DeliveryChannel' });

const DeliveryStatusEnum = {
  QUEUED: 'queued',
  ACCEPTED: 'accepted',
  REFUSED: 'refused',
  WITHHELD: 'withheld',
  BOUNCED: 'bounced',
} as const;
registerEnumType(DeliveryStatusEnum, {
  name: 'DeliveryStatus',
  description:
    'ACCEPTED: the inbox or the mail server has it. WITHHELD: no confirmed address, or mail about it is switched off. BOUNCED: it was taken, and came back.',
});

@ObjectType('NotificationDelivery', { description: 'The proof of one message on one channel.' })
export class NotificationDeliveryType {
  @Field(() => DeliveryChannelEnum)
  channel!: string;

  @Field(() => DeliveryStatusEnum)
  status!: string;

  @Field(() => Int)
  attempts!: number;

  @Field(() => String, { nullable: true, description: 'SHA-256 of the subject, an empty line and the text.' })
  contentSha256!: string | null;

  @Field()
  queuedAt!: Date;

  @Field(() => Date, { nullable: true })
  endedAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When a mail server said that it cannot deliver.' })
  bouncedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Why: a status code of RFC 3463, such as 5.1.1.' })
  bounceStatus!: string | null;

  static from(row: DeliveryRow): NotificationDeliveryType {
    const { channel, status, attempts, contentSha256, queuedAt, endedAt, bouncedAt, bounceStatus } = row;
    return { channel, status, attempts, contentSha256, queuedAt, endedAt, bouncedAt, bounceStatus };
  }
}

@ObjectType('Notification', { implements: () => [Node] })
export class NotificationType extends Node {
  readonly notificationId!: string;

  @Field(() => NotificationTopicEnum)
  topic!: string;

  @Field()
  subject!: string;

  @Field({ description: 'Plain text.' })
  body!: string;

  @Field()
  createdAt!: Date;

  @Field(() => Date, { nullable: true })
  readAt!: Date | null;

  static from({ id, topic, createdAt, readAt }: NotificationRow, { subject, body }: MessageText): NotificationType {
    return Object.assign(new NotificationType(), {
      id: formatId('ntf', id),
      notificationId: id,
      topic,
      subject,
      body,
      createdAt,
      readAt,
    });
  }
}

export const NotificationConnection = connectionType(NotificationType, 'Notification');

@ArgsType()
export class NotificationsArgs extends ConnectionArgs {
  @Field({ defaultValue: false })
  @IsBoolean()
  unreadOnly!: boolean;
}

@InputType()
export class MarkNotificationReadInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  notificationId!: string;
}

@InputType()
export class MarkAllNotificationsReadInput extends MutationInput {}

@ObjectType()
export class MarkNotificationReadPayload extends MutationPayload {
  @Field(() => Int, { nullable: true })
  unreadNotificationCount!: number | null;
}

@ObjectType()
export class MarkAllNotificationsReadPayload extends MutationPayload {
  @Field(() => Int, { nullable: true })
  unreadNotificationCount!: number | null;
}

@InputType()
export class SetNotificationOptOutInput extends MutationInput {
  @Field(() => NotificationTopicEnum)
  @IsIn(NOTIFICATION_TOPICS)
  topic!: NotificationTopic;

  @Field({ description: 'True to get no more mail about it.' })
  @IsBoolean()
  isOptedOut!: boolean;
}

@ObjectType()
export class SetNotificationOptOutPayload extends MutationPayload {
  @Field(() => [NotificationTopicEnum], { nullable: true })
  optedOutOf!: string[] | null;
}
