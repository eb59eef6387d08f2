import { describe, expect, it } from '@jest/globals';
import { failureReportOf } from './delivery-report.rules.js';

/** A message of Postfix as it comes in, with the lines of one recipient. */
const report = (recipient: readonly string[], type = 'message/delivery-status'): Buffer =>
  Buffer.from(
    [
      'Return-Path: <>',
      'From: MAILER-DAEMON@mail.example.org (Mail Delivery System)',
      'Subject: Undelivered Mail Returned to Sender',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status;',
      '\tboundary="4B1C2.1764/mail.example.org"',
      '',
      '--4B1C2.1764/mail.example.org',
      'Content-Description: Notification',
      'Content-Type: text/plain; charset=us-ascii',
      '',
      'Action: failed',
      'Status: 5.9.9',
      '',
      '--4B1C2.1764/mail.example.org',
      'Content-Description: Delivery report',
      `Content-Type: ${type}`,
      '',
      'Reporting-MTA: dns; mail.example.org',
      'X-Postfix-Queue-ID: 4B1C2',
      '',
      ...recipient,
      '',
      '--4B1C2.1764/mail.example.org--',
      '',
    ].join('\r\n'),
  );
const FAILED = ['Final-Recipient: rfc822; grace@example.org', 'Action: failed', 'Status: 5.1.1'];

describe('a report of mail', () => {
  it.each([
    ['that failed', FAILED, '5.1.1'],
    [
      'in capitals and with folded lines',
      ['ACTION:', ' FAILED', 'STATUS:', '\t5.7.26 (authentication', ' required)'],
      '5.7.26',
    ],
    ['of a second recipient that failed', ['Action: delivered', 'Status: 2.0.0', '', ...FAILED], '5.1.1'],
  ])('%s is read', async (_case, recipient, statusCode) => {
    expect(await failureReportOf(report(recipient))).toEqual({ statusCode });
  });

  it.each([
    ['that is only late', report(['Action: delayed', 'Status: 4.4.1'])],
    ['that arrived', report(['Action: delivered', 'Status: 2.0.0'])],
    ['that failed for now', report(['Action: failed', 'Status: 4.2.2'])],
    ['without an action', report(['Status: 5.1.1'])],
    ['with a status that is none', report(['Action: failed', 'Status: 5.1.1x'])],
    [
      'whose status is of one recipient and whose failure of another',
      report(['Action: delayed', 'Status: 5.1.1', '', 'Action: failed', 'Status: 4.1.1']),
    ],
    ['in a part of another type', report(FAILED, 'text/plain')],
    ['that is a holiday notice', Buffer.from('Subject: Out of office\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n')],
    ['that is empty', Buffer.alloc(0)],
    ['that is noise', Buffer.from(Array.from({ length: 4_096 }, (_, at) => (at * 37) % 256))],
  ])('%s says of no failure', async (_case, message) => {
    expect(await failureReportOf(message)).toBeNull();
  });
});
