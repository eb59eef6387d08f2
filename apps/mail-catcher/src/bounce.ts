import type { CaughtMail } from './caught-mail.js';

export interface Failure {
  /** RFC 3463, for example 5.1.1 for a mailbox that does not exist. */
  readonly statusCode: string;
  /** `delayed` is not given up yet. */
  readonly action: 'failed' | 'delayed';
}

const BOUNDARY = 'mail-catcher-report';

/** The report (RFC 3464) of a server that took a mail and could not deliver it. */
export function deliveryReport({ to, subject, messageId }: CaughtMail, { statusCode, action }: Failure): string {
  const recipient = to[0] ?? '';
  return [
    'From: MAILER-DAEMON@mail-catcher.example',
    'Subject: Undelivered mail',
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=delivery-status; boundary="${BOUNDARY}"`,
    '',
    `--${BOUNDARY}`,
    'Content-Type: text/plain',
    '',
    `Your mail to ${recipient} could not be delivered.`,
    `--${BOUNDARY}`,
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mail-catcher.example',
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    `Action: ${action}`,
    `Status: ${statusCode}`,
    `Diagnostic-Code: smtp; 550 ${statusCode} not`,
    ' delivered',
    '',
    `--${BOUNDARY}`,
    'Content-Type: message/rfc822',
    '',
    `Subject: ${subject}`,
    `Message-ID: ${messageId}`,
    '',
    `--${BOUNDARY}--`,
    '',
  ].join('\r\n');
}

/** Hands a report over as the pipe of a mail server does; answers with the status of the answer. */
export async function bounce(mail: CaughtMail, intake: string, failure: Failure): Promise<number> {
  const address = new URL(intake);
  address.searchParams.set('recipient', mail.returnPath);
  const body = deliveryReport(mail, failure);
  const response = await fetch(address, { method: 'POST', headers: { 'Content-Type': 'message/rfc822' }, body });
  return response.status;
}
