import { LimitError, ValidationError } from './domain-error.js';

/** `line` and `column` count from 1, as editors do. */
export type TextPosition = Readonly<Record<'line' | 'column', number>>;

/** `offset` counts UTF-16 code units from 0. */
export class MalformedJsonError extends ValidationError {
  override readonly code = 'MALFORMED_JSON';
  constructor(position: TextPosition & Readonly<Record<'offset', number>>) {
    super('kernel.malformedJson', position);
  }
}

export class MalformedYamlError extends ValidationError {
  override readonly code = 'MALFORMED_YAML';
  constructor({ line, column }: TextPosition) {
    super('kernel.malformedYaml', { line, column });
  }
}

/** Aliases of aliases double with each level; no file that is read here needs one. */
export class YamlAliasForbiddenError extends ValidationError {
  override readonly code = 'YAML_ALIAS_FORBIDDEN';
  constructor({ line, column }: TextPosition) {
    super('kernel.yamlAliasForbidden', { line, column });
  }
}

export class TooDeepError extends LimitError {
  override readonly code = 'TOO_DEEP';
  constructor(maxDepth: number) {
    super('kernel.tooDeep', { maxDepth });
  }
}
