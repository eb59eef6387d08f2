export { DELIVERY } from './delivery.states.js';
export { notificationsMessages } from './messages.en.js';
export { NotificationsModule } from './notifications.module.js';
