import type { readReport } from '../../apps/cli/src/index.js';

export type JournalLine = Awaited<ReturnType<typeof readReport>>['journal'][number];

/**
 * The journal as text, a row for each posting: kind, book, account, owner, minor units. Owners are numbered by their kind.
 * `kinds` puts facts of the same kind together where two that do not depend on each other may be posted in either order.
 */
export function journalTable(journal: readonly JournalLine[], kinds: readonly string[] = []): string {
  const rank = ({ kind }: JournalLine): number => (kinds.includes(kind) ? kinds.indexOf(kind) : kinds.length);
  const lines = journal
    .map((line, position) => ({ line, position }))
    .sort((left, right) => rank(left.line) - rank(right.line) || left.position - right.position);
  const numbers = new Map<string, Map<string, number>>();
  const numbered = (owner: string): string =>
    owner.replace(/([a-z]+)_([0-9A-Za-z]{16,})/g, (id, prefix: string) => {
      const known = numbers.get(prefix) ?? new Map<string, number>();
      numbers.set(prefix, known.set(id, known.get(id) ?? known.size + 1));
      return `${prefix} ${String(known.get(id))}`;
    });
  return lines
    .map(({ line: { kind, book, code, owner, currency, amount } }) =>
      [
        kind.padEnd(18),
        book,
        code.padEnd(19),
        numbered(owner).padEnd(11),
        (amount > 0n ? `+${String(amount)}` : String(amount)).padStart(8),
        currency,
      ].join(' '),
    )
    .join('\n');
}
