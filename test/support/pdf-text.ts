import { inflateSync } from 'node:zlib';

/**
 * The text of a PDF as a reader of files finds it: each glyph that is shown, by the table that the font gives for it. One
 * font, one line for each piece of text; enough for what we write.
 */
export function textOfPdf(file: Buffer): string {
  const streams = streamsOf(file);
  const glyphs = new Map(streams.filter((stream) => stream.includes('beginbfrange')).flatMap(glyphsOf));
  return streams
    .flatMap((stream) => [...stream.matchAll(/\[([^\]]*)\] TJ/g)])
    .map(([, shown]) => [...shown!.matchAll(/<([0-9a-f]+)>/g)].map(([, hex]) => textOf(hex!, glyphs)).join(''))
    .join('\n');
}

function streamsOf(file: Buffer): string[] {
  const text = file.toString('latin1');
  return [...text.matchAll(/stream\r?\n/g)].flatMap(({ index, 0: head }) => {
    if (text.slice(index - 3, index) === 'end') return [];
    const start = index + head.length;
    const end = text.indexOf('endstream', start);
    try {
      return [inflateSync(file.subarray(start, end)).toString('latin1')];
    } catch {
      return [];
    }
  });
}

function glyphsOf(map: string): [string, string][] {
  return [...map.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/g)].flatMap(([, first, list]) =>
    [...list!.matchAll(/<([0-9a-f ]*)>/g)].map(([, units], at): [string, string] => [
      (Number.parseInt(first!, 16) + at).toString(16).padStart(4, '0'),
      Buffer.from(units!.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'),
    ]),
  );
}

function textOf(hex: string, glyphs: ReadonlyMap<string, string>): string {
  return (hex.match(/.{4}/g) ?? []).map((glyph) => glyphs.get(glyph) ?? '\uFFFD').join('');
}
