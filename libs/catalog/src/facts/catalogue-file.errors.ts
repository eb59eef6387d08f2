import { ValidationError } from '#platform/kernel';

export class UnknownCatalogueError extends ValidationError {
  override readonly code = 'UNKNOWN_CATALOGUE';
  constructor(shapes: readonly string[]) {
    super('catalog.unknownCatalogue', { shapes: shapes.join(', ') });
  }
}

export class MalformedCatalogueError extends ValidationError {
  override readonly code = 'MALFORMED_CATALOGUE';
  constructor(record: number) {
    super('catalog.malformedCatalogue', { record });
  }
}

/** No record of the list says anything that can be kept. */
export class EmptyCatalogueError extends ValidationError {
  override readonly code = 'EMPTY_CATALOGUE';
  constructor(records: number) {
    super('catalog.emptyCatalogue', { records });
  }
}
