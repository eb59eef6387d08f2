import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { ExportsBusyError } from './statements.errors.js';

/** A file that is made holds a connection and takes time; requests of everybody else have to go on. */
const AT_ONCE = 2;

@Injectable()
export class ExportSlots {
  private taken = 0;

  /**
   * Makes a stream that counts until it is closed: read to its end, or left by its reader.
   * @throws ExportsBusyError when as many are open as may be; nothing is made then
   */
  async open(make: () => Readable | Promise<Readable>): Promise<Readable> {
    if (this.taken >= AT_ONCE) throw new ExportsBusyError(AT_ONCE);
    this.taken += 1;
    const giveBack = (): void => {
      this.taken -= 1;
    };
    try {
      return (await make()).once('close', giveBack);
    } catch (error) {
      giveBack();
      throw error;
    }
  }
}
