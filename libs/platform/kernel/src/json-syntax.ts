type Expectation = 'value' | 'valueOrEnd' | 'key' | 'keyOrEnd' | 'colon' | 'commaOrEnd' | 'nothing';

const SCALAR = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/**
 * Offset of the first character at which a text stops being JSON (RFC 8259); its length when it only breaks off.
 * JSON.parse says where for some errors only, and in words that change with the engine. Runs only after it has failed.
 */
export function findJsonError(text: string): number {
  const closers: string[] = [];
  let expectation = 'value' as Expectation;
  let at = skipSpace(text, 0);
  while (at < text.length) {
    const character = text[at]!;
    const next = step(character, expectation, closers);
    if (next === null) return at;
    if (next === 'scalar') {
      const end = skip(SCALAR, text, at);
      if (end === at) return at;
      at = end;
      expectation = afterValue(closers);
    } else if (next === 'string') {
      const end = endOfString(text, at);
      if (!end.closed) return end.at;
      at = end.at;
      expectation = expectation === 'key' || expectation === 'keyOrEnd' ? 'colon' : afterValue(closers);
    } else {
      at += 1;
      expectation = next;
    }
    at = skipSpace(text, at);
  }
  return text.length;
}

/** What follows a character, or null when the character may not stand there. Opens and closes containers. */
function step(
  character: string,
  expectation: Expectation,
  closers: string[],
): Expectation | 'scalar' | 'string' | null {
  const closes = character === closers.at(-1);
  switch (expectation) {
    case 'colon':
      return character === ':' ? 'value' : null;
    case 'commaOrEnd':
      if (character === ',') return closers.at(-1) === '}' ? 'key' : 'value';
      return closes ? close(closers) : null;
    case 'keyOrEnd':
      if (closes) return close(closers);
      return character === '"' ? 'string' : null;
    case 'key':
      return character === '"' ? 'string' : null;
    case 'valueOrEnd':
      return closes ? close(closers) : startOfValue(character, closers);
    case 'value':
      return startOfValue(character, closers);
    case 'nothing':
      return null;
  }
}

function startOfValue(character: string, closers: string[]): Expectation | 'scalar' | 'string' {
  if (character === '"') return 'string';
  if (character !== '{' && character !== '[') return 'scalar';
  closers.push(character === '{' ? '}' : ']');
  return character === '{' ? 'keyOrEnd' : 'valueOrEnd';
}

function close(closers: string[]): Expectation {
  closers.pop();
  return afterValue(closers);
}

function afterValue(closers: readonly string[]): Expectation {
  return closers.length > 0 ? 'commaOrEnd' : 'nothing';
}

function endOfString(text: string, start: number): { at: number; closed: boolean } {
  let at = start + 1;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return { at: at + 1, closed: true };
    if (code < 0x20) return { at, closed: false };
    if (code !== 0x5c) {
      at += 1;
      continue;
    }
    const end = skip(ESCAPE, text, at);
    if (end === at) return { at, closed: false };
    at = end;
  }
  return { at, closed: false };
}

/** White space as JSON knows it, which is less than JavaScript does. */
function skipSpace(text: string, start: number): number {
  let at = start;
  while (isSpace(text.charCodeAt(at))) at += 1;
  return at;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** End of what a sticky pattern matches at an offset; the offset itself when it does not match. */
function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
