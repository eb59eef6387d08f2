/** So many lines an invoice of Stripe has at most. */
export const INVOICE_LINES = 250;

/** A line of a run that was promised. */
export interface PromisedLine {
  readonly need: string;
  readonly project: string;
  readonly projectId: string;
  readonly minor: bigint;
}

export interface InvoiceLine {
  readonly description: string;
  readonly minor: bigint;
}

/** How lines are called. */
export interface InvoiceTexts {
  readonly ofNeed: (line: PromisedLine) => string;
  readonly ofProject: (project: string, needs: number) => string;
  readonly ofAll: (needs: number) => string;
  /** What is in the balance already, and is asked for no more. */
  readonly prepaid: () => string;
}

/**
 * One line for each need in the given order; of more than an invoice takes, one for each project; of more than that, one. What is paid
 * already is a line of its own that takes away, so that the sum is what is due.
 */
export function invoiceLinesOf(
  promised: readonly PromisedLine[],
  prepaidMinor: bigint,
  texts: InvoiceTexts,
): readonly InvoiceLine[] {
  const credit = prepaidMinor === 0n ? [] : [{ description: texts.prepaid(), minor: -prepaidMinor }];
  const room = INVOICE_LINES - credit.length;
  const ofNeeds = promised.map((line) => ({ description: texts.ofNeed(line), minor: line.minor }));
  if (ofNeeds.length <= room) return [...ofNeeds, ...credit];
  const ofProjects = byProject(promised).map((lines) => ({
    description: texts.ofProject(lines[0]!.project, lines.length),
    minor: sumOf(lines),
  }));
  if (ofProjects.length <= room) return [...ofProjects, ...credit];
  return [{ description: texts.ofAll(promised.length), minor: sumOf(promised) }, ...credit];
}

function byProject(lines: readonly PromisedLine[]): PromisedLine[][] {
  const projects = new Map<string, PromisedLine[]>();
  for (const line of lines) {
    const known = projects.get(line.projectId);
    if (known) known.push(line);
    else projects.set(line.projectId, [line]);
  }
  return [...projects.values()];
}

function sumOf(lines: readonly PromisedLine[]): bigint {
  return lines.reduce((sum, { minor }) => sum + minor, 0n);
}
