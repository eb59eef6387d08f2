import { messages, plain } from '../terminal.js';
import type { MessageParameters } from '#platform/kernel';

const USUAL_COLUMNS = 80;
const CLEAR = '\r\u001b[2K';

/**
 * What happens at the moment, on the standard error, so that the output stays what was asked for: one line that is written
 * over on a terminal, else a line for each thing that is new.
 */
export class ProgressLine {
  private last = '';
  private isOpen = false;

  constructor(private readonly stream: NodeJS.WriteStream = process.stderr) {}

  show(key: string, parameters: MessageParameters = {}): void {
    const text = plain(messages.text(key, parameters)).replaceAll('\n', ' ');
    if (text === this.last) return;
    this.last = text;
    if (!this.stream.isTTY) {
      this.stream.write(`${text}\n`);
      return;
    }
    this.isOpen = true;
    // A line that wraps could not be written over. A terminal that does not know its width says 0.
    const columns = this.stream.columns || USUAL_COLUMNS;
    this.stream.write(CLEAR + [...text].slice(0, Math.max(1, columns - 1)).join(''));
  }

  /** What comes next starts on an empty line. */
  end(): void {
    if (this.isOpen) this.stream.write(CLEAR);
    this.isOpen = false;
  }
}
