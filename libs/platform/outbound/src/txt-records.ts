import { Resolver } from 'node:dns/promises';
import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';

const TIMEOUT_MS = 5_000;
const TRIES = 2;
/** What DNS answers when there is no such name, or no record of this type beside it. */
const ABSENT: readonly unknown[] = ['ENOTFOUND', 'ENODATA'];

export class TxtRecordsError extends Error {
  constructor(
    readonly reason: 'NOT_FOUND' | 'UNREACHABLE',
    message: string,
  ) {
    super(message);
    this.name = 'TxtRecordsError';
  }
}

/**
 * Texts that somebody put beside a name of the domain system. No host is called but the resolver, whatever the name is; that an
 * answer is genuine is as certain as that resolver makes it.
 */
@Injectable()
export class TxtRecords {
  private readonly resolver = new Resolver({ timeout: TIMEOUT_MS, tries: TRIES });

  constructor(config: Config) {
    const servers = config.get('DNS_SERVERS');
    if (servers.length > 0) this.resolver.setServers(servers);
  }

  /**
   * The texts beside a name, each put together from its parts.
   * @throws TxtRecordsError with the reason; nothing else
   */
  async at(name: string): Promise<readonly string[]> {
    try {
      return (await this.resolver.resolveTxt(name)).map((parts) => parts.join(''));
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      throw new TxtRecordsError(ABSENT.includes(code) ? 'NOT_FOUND' : 'UNREACHABLE', message);
    }
  }
}
