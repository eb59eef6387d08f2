import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
import { Config } from '#platform/config';

/** Together less than the lease of a message, so that a slow server does not make a second worker send it too. */
const CONNECT_LIMIT_MS = 5_000;
const ANSWER_LIMIT_MS = 15_000;

export interface OutgoingMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly messageId: string;
  /** Envelope sender, where reports go; null leaves it to be the sender. */
  readonly returnPath: string | null;
}

/** How the SMTP server answered: taken, refused for good, or to be tried again. */
export interface MailAnswer {
  readonly outcome: 'accepted' | 'refused' | 'later';
  readonly answer: string;
}

/** Hands mail over to the SMTP server. */
@Injectable()
export class MailTransport implements OnModuleDestroy {
  private readonly transport: Transporter;

  constructor(private readonly config: Config) {
    this.transport = createTransport(
      {
        url: config.get('SMTP_URL'),
        connectionTimeout: CONNECT_LIMIT_MS,
        greetingTimeout: CONNECT_LIMIT_MS,
        socketTimeout: ANSWER_LIMIT_MS,
        disableFileAccess: true,
        disableUrlAccess: true,
      },
      // RFC 3834: nobody's holiday notice has to answer this.
      { headers: { 'Auto-Submitted': 'auto-generated' } },
    );
  }

  async send({ returnPath, ...mail }: OutgoingMail): Promise<MailAnswer> {
    const envelope = returnPath === null ? {} : { envelope: { from: returnPath, to: mail.to } };
    try {
      const { response } = (await this.transport.sendMail({
        ...mail,
        ...envelope,
        from: this.config.get('MAIL_FROM'),
      })) as {
        response: string;
      };
      return { outcome: 'accepted', answer: response };
    } catch (error) {
      const { responseCode, code, response, message } = error as SmtpError;
      // RFC 5321, section 4.2.1: a reply that begins with 5 will be the same when it is asked for again.
      const isFinal = responseCode === undefined ? code === 'EENVELOPE' : responseCode >= 500;
      return { outcome: isFinal ? 'refused' : 'later', answer: response ?? message };
    }
  }

  onModuleDestroy(): void {
    this.transport.close();
  }
}

interface SmtpError {
  readonly responseCode?: number;
  readonly code?: string;
  readonly response?: string;
  readonly message: string;
}
