/**
 * The id of a field that the SDK types as "id or expanded object". Stored objects hold ids; an empty string stands for
 * nothing and names no row.
 */
export function idOf(reference: string | { readonly id: string } | null | undefined): string {
  if (reference === null || reference === undefined) return '';
  return typeof reference === 'string' ? reference : reference.id;
}
