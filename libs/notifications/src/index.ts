export { DELIVERY } from './delivery.states.js';
export { MailBouncesService, type BounceOutcome } from './mail-bounces.service.js';
export { notificationsMessages } from './messages.en.js';
export { NotificationsModule } from './notifications.module.js';
