import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { CaughtMail } from './caught-mail.js';
import type { MailCatcherOptions } from './options.js';
import { mailsPage } from './page.js';

const LOOPBACK = '127.0.0.1';
/** The oldest are dropped: a trial that runs for days must not fill the memory. */
const KEPT = 500;
const MAX_BYTES = 1024 * 1024;

export interface MailCatcher {
  readonly smtpPort: number;
  readonly pagePort: number;
  /** Newest first. */
  readonly mails: readonly CaughtMail[];
  close(): Promise<void>;
}

/**
 * Takes mail over SMTP and shows it on a page, and as JSON at `/mails`; nothing is ever sent on. An address that begins
 * with `refused` is refused for good and one that begins with `later` for now, so that both can be tried.
 */
export async function startMailCatcher(options: MailCatcherOptions): Promise<MailCatcher> {
  const mails: CaughtMail[] = [];
  const smtp = smtpServer((mail) => {
    mails.unshift(mail);
    mails.length = Math.min(mails.length, KEPT);
  });
  const smtpPort = await listenSmtp(smtp, options.smtpPort);
  const page = pageServer(mails);
  const pagePort = await listen(page, options.pagePort);
  return {
    smtpPort,
    pagePort,
    mails,
    close: async () => {
      page.closeAllConnections();
      await Promise.all([
        new Promise<void>((resolve) => {
          smtp.close(resolve);
        }),
        new Promise<unknown>((resolve) => page.close(resolve)),
      ]);
    },
  };
}

function smtpServer(keep: (mail: CaughtMail) => void): SMTPServer {
  return new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: MAX_BYTES,
    closeTimeout: 500,
    onRcptTo: ({ address }, _session, done) => {
      if (address.startsWith('refused')) done(reply(550, 'No such mailbox'));
      else if (address.startsWith('later')) done(reply(451, 'Try again later'));
      else done();
    },
    onData: (stream, { envelope }, done) => {
      read(stream)
        .then((parsed) => {
          const returnPath = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
          keep({ ...parsed, returnPath, to: envelope.rcptTo.map(({ address }) => address) });
          done();
        })
        .catch((error: unknown) => {
          done(error instanceof Error ? error : new Error('unreadable'));
        });
    },
  });
}

async function read(stream: NodeJS.ReadableStream): Promise<Omit<CaughtMail, 'to' | 'returnPath'>> {
  const { messageId = '', subject = '', text = '' } = await PostalMime.parse(await buffer(stream));
  return { messageId, subject, text: text.trimEnd() };
}

function reply(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}

function pageServer(mails: readonly CaughtMail[]): Server {
  return createServer((request, response) => {
    if (request.method !== 'GET') response.writeHead(405).end();
    else if (request.url === '/') {
      response.writeHead(200, {
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
      });
      response.end(mailsPage(mails));
    } else if (request.url === '/mails') {
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(mails));
    } else response.writeHead(404).end();
  });
}

async function listenSmtp(smtp: SMTPServer, port: number): Promise<number> {
  const listening = once(smtp.server, 'listening');
  smtp.listen(port, LOOPBACK);
  await listening;
  // From now on a client that breaks off is its own business.
  smtp.on('error', () => undefined);
  return (smtp.server.address() as AddressInfo).port;
}

async function listen(server: Server, port: number): Promise<number> {
  const listening = once(server, 'listening');
  server.listen(port, LOOPBACK);
  await listening;
  return (server.address() as AddressInfo).port;
}
