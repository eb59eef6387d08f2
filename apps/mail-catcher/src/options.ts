import { z } from 'zod';

export interface MailCatcherOptions {
  /** 0 takes a free port. Both listen on the loopback address alone. */
  readonly smtpPort: number;
  readonly pagePort: number;
}

/** Thrown before anything listens; the message is for the operator. */
class MailCatcherOptionsError extends Error {
  override readonly name = 'MailCatcherOptionsError';
}

const port = z.coerce.number().int().min(0).max(65_535);
const environment = z.object({
  NODE_ENV: z.string().optional(),
  MAIL_CATCHER_SMTP_PORT: port,
  MAIL_CATCHER_PAGE_PORT: port,
});

/** Reads the options from environment variables; throws `MailCatcherOptionsError` naming what is wrong. */
export function optionsFromEnvironment(variables: Readonly<Record<string, string | undefined>>): MailCatcherOptions {
  const parsed = environment.safeParse(variables);
  if (!parsed.success) throw new MailCatcherOptionsError(z.prettifyError(parsed.error));
  const { NODE_ENV: mode, MAIL_CATCHER_SMTP_PORT: smtpPort, MAIL_CATCHER_PAGE_PORT: pagePort } = parsed.data;
  if (mode === 'production') {
    throw new MailCatcherOptionsError(
      'the mail catcher shows all mail to anybody and never runs with NODE_ENV=production',
    );
  }
  return { smtpPort, pagePort };
}
