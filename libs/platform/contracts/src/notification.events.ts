import { topic } from './topic.js';

/** A mail waits to be handed to the SMTP server. */
export const mailQueued = topic<{ deliveryId: string }>('notifications.mail_queued', 1);
