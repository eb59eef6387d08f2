import { Module } from '@nestjs/common';
import { MailBouncesService } from './mail-bounces.service.js';
import { MailDeliveriesService } from './mail-deliveries.service.js';
import { MailTransport } from './mail-transport.js';
import { MessageWriter } from './message-text.js';
import { NotificationsJobs } from './notifications.jobs.js';
import { NotificationsQueries } from './notifications.queries.js';
import { NotificationsRepository } from './notifications.repository.js';
import { NotificationsService } from './notifications.service.js';

@Module({
  providers: [
    MailBouncesService,
    MailDeliveriesService,
    MailTransport,
    MessageWriter,
    NotificationsJobs,
    NotificationsQueries,
    NotificationsRepository,
    NotificationsService,
  ],
  exports: [MailBouncesService, MessageWriter, NotificationsQueries, NotificationsService],
})
export class NotificationsModule {}
