import type { MessageParameters } from './domain-error.js';

/** Message keys with their texts in one language; `{name}` marks a parameter. Each context brings its own. */
export type MessageCatalogue = Readonly<Record<string, string>>;

/** Texts for people. Keys are stable; texts may change and may be translated. */
export class Messages {
  private readonly texts = new Map<string, string>();

  constructor(...catalogues: readonly MessageCatalogue[]) {
    for (const catalogue of catalogues) this.add(catalogue);
  }

  add(catalogue: MessageCatalogue): void {
    for (const [key, text] of Object.entries(catalogue)) {
      if (this.texts.has(key)) throw new Error(`message key ${key} is defined twice`);
      this.texts.set(key, text);
    }
  }

  has(key: string): boolean {
    return this.texts.has(key);
  }

  /** The text of a key; a key without a text is a bug, and shows as the key itself so that the request still answers. */
  text(key: string, parameters: MessageParameters = {}): string {
    const text = this.texts.get(key) ?? key;
    return text.replace(/\{(\w+)\}/g, (placeholder, name: string) => String(parameters[name] ?? placeholder));
  }
}
