/** Lines with their numbers from 1, whatever ends them; a generator, so that a large file is never held twice. */
export function* linesOf(text: string): Generator<{ readonly line: string; readonly number: number }> {
  let number = 0;
  let start = 0;
  while (start < text.length) {
    const feed = text.indexOf('\n', start);
    const end = feed < 0 ? text.length : feed;
    number += 1;
    yield { line: text.slice(start, text.charCodeAt(end - 1) === 0x0d && end > start ? end - 1 : end), number };
    start = end + 1;
  }
}
