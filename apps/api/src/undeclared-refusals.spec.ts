import { expect, it } from '@jest/globals';
import { UndeclaredRefusalError } from '#platform/graphql';
import { createLogger } from '#platform/observability';
import { reporterOf } from './undeclared-refusals.js';

const ERROR = new UndeclaredRefusalError('submitPledge', 'TOO_LARGE');

function loggedBy(isProduction: boolean): string[] {
  const lines: string[] = [];
  const logger = createLogger({ service: 'test', level: 'warn', destination: { write: (line) => lines.push(line) } });
  reporterOf(isProduction, logger)(ERROR);
  return lines;
}

it('a refusal that is not declared is logged as an error in production, and the request goes on', () => {
  expect(loggedBy(true).map((line) => JSON.parse(line) as object)).toMatchObject([
    { level: 50, err: { message: 'submitPledge was refused with TOO_LARGE, which it does not declare' } },
  ]);
});

it('a refusal that is not declared fails the request anywhere else', () => {
  expect(() => loggedBy(false)).toThrow(ERROR);
});
