import { topic } from './topic.js';

/** A mail waits to be handed to the SMTP server; its address is sealed with the key of its subject. */
export const mailQueued = topic<{ deliveryId: string; subjectId: string }>('notifications.mail_queued', 1);
