import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { INVOICE_LINES, invoiceLinesOf, type PromisedLine } from './invoice-lines.js';

const texts = {
  ofNeed: ({ need, project }: PromisedLine) => `${need} of ${project}`,
  ofProject: (project: string, needs: number) => `${project} ${String(needs)}`,
  ofAll: (needs: number) => `all ${String(needs)}`,
  prepaid: () => 'paid',
};

/** So many needs of so many projects, of 1, 2, 3… cents. */
const lines = (needs: number, projects: number): PromisedLine[] =>
  Array.from({ length: needs }, (_, index) => {
    const projectId = String(index % projects);
    return { need: String(index), project: `p${projectId}`, projectId, minor: BigInt(index + 1) };
  });

describe('the lines of an invoice', () => {
  it('are those of the needs as long as there is room, then of the projects, then one', () => {
    expect(invoiceLinesOf(lines(2, 1), 0n, texts)).toEqual([
      { description: '0 of p0', minor: 1n },
      { description: '1 of p0', minor: 2n },
    ]);
    expect(invoiceLinesOf(lines(INVOICE_LINES, 1), 0n, texts)).toHaveLength(INVOICE_LINES);
    expect(invoiceLinesOf(lines(INVOICE_LINES + 1, 2), 0n, texts)).toEqual([
      { description: 'p0 126', minor: 15_876n },
      { description: 'p1 125', minor: 15_750n },
    ]);
    expect(invoiceLinesOf(lines(300, 251), 0n, texts)).toEqual([{ description: 'all 300', minor: 45_150n }]);
  });

  it('leave room for what was paid already', () => {
    expect(invoiceLinesOf(lines(1, 1), 1n, texts)).toContainEqual({ description: 'paid', minor: -1n });
    expect(invoiceLinesOf(lines(INVOICE_LINES, 1), 1n, texts)).toHaveLength(2);
  });

  it('add up to what is due and are never more than an invoice takes, whatever a run gives', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 600 }),
        fc.integer({ min: 1, max: 600 }),
        fc.nat(1_000),
        (needs, projects, prepaid) => {
          const promised = lines(needs, projects);
          const made = invoiceLinesOf(promised, BigInt(prepaid), texts);
          const sum = (of: readonly { readonly minor: bigint }[]) => of.reduce((total, { minor }) => total + minor, 0n);
          expect(sum(made)).toBe(sum(promised) - BigInt(prepaid));
          expect(made.length).toBeLessThanOrEqual(INVOICE_LINES);
        },
      ),
    );
  });
});
