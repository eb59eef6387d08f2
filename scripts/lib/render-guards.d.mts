export interface RenderedGuard {
  readonly id: string;
  readonly title: string;
  readonly stops: string;
  readonly costMinutes: number;
  readonly tiers: readonly string[];
  readonly advisoryTiers: readonly string[];
}

export function renderGuards(guards: Readonly<Record<string, RenderedGuard>>): string;
