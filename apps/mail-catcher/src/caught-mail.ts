export interface CaughtMail {
  /** Envelope recipients, as the client gave them to the server. */
  readonly to: readonly string[];
  /** Envelope sender, where a report would go. */
  readonly returnPath: string;
  readonly messageId: string;
  readonly subject: string;
  readonly text: string;
}
