import { ForbiddenError, NotFoundError } from '#platform/kernel';

export class NotificationNotFoundError extends NotFoundError {
  override readonly code = 'NOTIFICATION_NOT_FOUND';
  constructor() {
    super('notifications.notFound');
  }
}

/** Notices of security and money reach everybody. */
export class TopicIsMandatoryError extends ForbiddenError {
  override readonly code = 'TOPIC_IS_MANDATORY';
  constructor(topic: string) {
    super('notifications.topicIsMandatory', { topic }, ['topic']);
  }
}
