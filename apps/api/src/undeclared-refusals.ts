import type { UndeclaredRefusalError } from '#platform/graphql';
import type { Logger } from '#platform/observability';

/** In production the caller gets the refusal, and the log the mistake; anywhere else the mistake is not to be overlooked. */
export function reporterOf(isProduction: boolean, logger: Logger): (error: UndeclaredRefusalError) => void {
  return (error) => {
    if (!isProduction) throw error;
    logger.error({ err: error }, 'a mutation gave a refusal that it does not declare');
  };
}
