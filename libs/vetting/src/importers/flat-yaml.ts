import { SnapshotMalformedError } from './importers.errors.js';

const FIELD = /^([A-Za-z_][\w-]{0,63}):(?:\s+(.*))?$/;
const ITEM = /^\s*-\s+(.*)$/;
const MAX_LINES = 10_000;

/**
 * The fields at the top of a YAML file whose values are texts or lists of texts; deeper ones are passed over. Anchors,
 * aliases and tags are refused: a reader that resolves them and one that does not would see two files.
 * @throws SnapshotMalformedError
 */
export function readFlatYaml(text: string, source: string): ReadonlyMap<string, readonly string[]> {
  const fields = new Map<string, string[]>();
  const lines = text.split(/\r?\n/);
  if (lines.length > MAX_LINES) throw new SnapshotMalformedError(source, 'its end', 'it has too many lines');
  let open: string[] | null = null;
  for (const [index, line] of lines.entries()) {
    const content = withoutComment(line);
    if (content.trim() === '' || content.startsWith('---')) continue;
    const where = `line ${String(index + 1)}`;
    const field = FIELD.exec(content);
    if (field) {
      const [, key, value = ''] = field;
      if (fields.has(key!)) throw new SnapshotMalformedError(source, where, `"${key!}" stands twice`);
      open = valuesOf(value, source, where);
      fields.set(key!, open);
      continue;
    }
    const item = ITEM.exec(content);
    if (item && open) open.push(scalar(item[1]!, source, where));
    else if (!/^\s/.test(content)) throw new SnapshotMalformedError(source, where, 'this is not plain YAML');
  }
  return fields;
}

function valuesOf(value: string, source: string, where: string): string[] {
  const text = value.trim();
  if (text === '') return [];
  const flow = /^\[(.*)\]$/.exec(text);
  if (!flow) return [scalar(text, source, where)];
  return flow[1]!.trim() === '' ? [] : flow[1]!.split(',').map((part) => scalar(part, source, where));
}

function scalar(value: string, source: string, where: string): string {
  const text = value.trim();
  if (/^[&*!]/.test(text)) throw new SnapshotMalformedError(source, where, 'anchors, aliases and tags are not read');
  return /^(["'])(.*)\1$/.exec(text)?.[2] ?? text;
}

function withoutComment(line: string): string {
  return line.replace(/(^|\s)#.*$/, '').trimEnd();
}
