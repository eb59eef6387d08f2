import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';
import type { Days, FileFormat } from './statement-files.js';

const STATEMENTS_PATH = '/statements';

/** Where the files are handed out, to whoever may read them and is signed in. */
@Injectable()
export class StatementAddresses {
  private readonly base: string;

  constructor(config: Config) {
    this.base = config.get('PUBLIC_URL').replace(/\/$/, '') + STATEMENTS_PATH;
  }

  receipt(number: string, format: FileFormat): string {
    return `${this.base}/receipts/${number}.${format}`;
  }

  receipts(organisationId: string, days: Days): string {
    return `${this.base}/receipts-of/${organisationId}.csv?${query(days)}`;
  }

  /** `of` is payers or payees. */
  statement(of: 'payers' | 'payees', partyId: string, days: Days, format: FileFormat): string {
    return `${this.base}/${of}/${partyId}.${format}?${query(days)}`;
  }

  /** The signed report of a product, or its components. */
  compliance(productId: string, days: Days, format: 'json' | 'csv'): string {
    return `${this.base}/compliance/${productId}.${format}?${query(days)}`;
  }

  openSourcePledge(organisationId: string, year: number, developers: number): string {
    const asked = new URLSearchParams({ year: String(year), developers: String(developers) });
    return `${this.base}/open-source-pledge/${organisationId}.json?${asked.toString()}`;
  }

  journal(days: Days): string {
    return `${this.base}/journal.csv?${query(days)}`;
  }
}

function query({ from, to }: Days): string {
  return new URLSearchParams({ from, to }).toString();
}
