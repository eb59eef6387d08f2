export { bounce, deliveryReport, type Failure } from './bounce.js';
export type { CaughtMail } from './caught-mail.js';
export { startMailCatcher, type MailCatcher } from './catcher.js';
