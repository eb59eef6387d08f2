// PostgreSQL refuses NUL in text and UTF-8 has no lone surrogates. They are replaced, not removed: removing would let
// "lod\0ash" become the name of another package.
const UNSTORABLE = /[\0\p{Cs}]/gu;

/** Whether PostgreSQL takes a text. A file has thousands of short ones, which a pattern takes longer to begin than to search. */
export function isStorable(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === 0) return false;
    if (unit >= 0xd800 && unit <= 0xdfff) return text.search(UNSTORABLE) < 0;
  }
  return true;
}

/** At most `maxLength` characters that PostgreSQL takes. */
export function storableText(value: string, maxLength: number): string {
  const cut = value.length > maxLength ? value.slice(0, maxLength) : value;
  return isStorable(cut) ? cut : cut.replace(UNSTORABLE, '\ufffd');
}
