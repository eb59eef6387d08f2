import { NotFoundError } from '#platform/kernel';

export class SupportCaseNotFoundError extends NotFoundError {
  override readonly code = 'SUPPORT_CASE_NOT_FOUND';
  constructor() {
    super('vetting.supportCaseNotFound');
  }
}
