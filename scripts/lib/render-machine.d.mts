/** The part of the kernel's StateMachine that a page shows. */
export interface RenderedMachine {
  readonly name: string;
  readonly initial: string;
  readonly transitions: Readonly<
    Record<string, { readonly from: readonly string[]; readonly to: string; readonly guards?: readonly string[] }>
  >;
}

export function renderMachine(machine: RenderedMachine, source: string): string;
