import type { MessageParameters } from '#platform/kernel';

/** Something the person at the terminal can mend. It is shown as one text, without a stack. */
export class CliError extends Error {
  constructor(
    readonly messageKey: string,
    readonly parameters: MessageParameters = {},
    options?: ErrorOptions,
  ) {
    super(messageKey, options);
    this.name = 'CliError';
  }
}
