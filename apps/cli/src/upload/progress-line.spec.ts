import { expect, it } from '@jest/globals';
import { Writable } from 'node:stream';
import { ProgressLine } from './progress-line.js';

/** A stream that keeps what is written, as a terminal of so many columns or as a file. */
function stream(columns: number | null): { readonly written: string[]; readonly stream: NodeJS.WriteStream } {
  const written: string[] = [];
  const writable = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written.push(chunk.toString());
      done();
    },
  });
  Object.assign(writable, columns === null ? {} : { isTTY: true, columns });
  return { written, stream: writable as unknown as NodeJS.WriteStream };
}

function show(line: ProgressLine, ...texts: readonly string[]): void {
  for (const text of texts) line.show('cli.text', { text });
}

it('writes over one line of a terminal, cut to its width, and leaves it empty', () => {
  const terminal = stream(9);
  const line = new ProgressLine(terminal.stream);
  show(line, 'first', 'first', 'a second one that is long');
  line.end();
  line.end();
  const clear = '\r\u001b[2K';
  expect(terminal.written).toEqual([`${clear}first`, `${clear}a second`, clear]);
});

it('writes a line for each thing that is new where there is no terminal', () => {
  const log = stream(null);
  const line = new ProgressLine(log.stream);
  show(line, 'first', 'first', 'second');
  line.end();
  expect(log.written).toEqual(['first\n', 'second\n']);
});

it('does not let a file name steer the terminal', () => {
  const terminal = stream(0);
  show(new ProgressLine(terminal.stream), 'a\u001b[31m\nb');
  expect(terminal.written).toEqual(['\r\u001b[2Ka\ufffd[31m b']);
});
