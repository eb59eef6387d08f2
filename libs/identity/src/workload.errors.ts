import { NotFoundError, ValidationError } from '#platform/kernel';

export class WorkloadNotFoundError extends NotFoundError {
  override readonly code = 'WORKLOAD_NOT_FOUND';
  constructor() {
    super('identity.workloadNotFound');
  }
}

export class InvalidWorkloadError extends ValidationError {
  override readonly code = 'INVALID_WORKLOAD';
  constructor(field: 'issuer' | 'productId' | 'repositoryId') {
    super('identity.invalidWorkload', { field }, [field]);
  }
}
