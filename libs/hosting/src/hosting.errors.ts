import { ConflictError, ForbiddenError, InvalidStateError, NotFoundError, ValidationError } from '#platform/kernel';

export class HostNotFoundError extends NotFoundError {
  override readonly code = 'HOST_NOT_FOUND';
  constructor() {
    super('hosting.hostNotFound');
  }
}

export class HostNotAcceptingError extends InvalidStateError {
  override readonly code = 'HOST_NOT_ACCEPTING';
  constructor() {
    super('hosting.notAccepting');
  }
}

export class NotFiscalHostError extends InvalidStateError {
  override readonly code = 'NOT_FISCAL_HOST';
  constructor() {
    super('hosting.notFiscalHost');
  }
}

export class HostAgreementNotFoundError extends NotFoundError {
  override readonly code = 'HOST_AGREEMENT_NOT_FOUND';
  constructor() {
    super('hosting.agreementNotFound');
  }
}

/** The project has asked this host already, or is with it. */
export class HostAgreementExistsError extends ConflictError {
  override readonly code = 'HOST_AGREEMENT_EXISTS';
  constructor() {
    super('hosting.agreementExists');
  }
}

export class ProjectHasHostError extends ConflictError {
  override readonly code = 'PROJECT_HAS_HOST';
  constructor() {
    super('hosting.projectHasHost');
  }
}

export class ProjectNotHostedError extends InvalidStateError {
  override readonly code = 'PROJECT_NOT_HOSTED';
  constructor() {
    super('hosting.projectNotHosted');
  }
}

/** An operator may end a silent host's agreement, but only after the host has had its time. */
export class HostNoticeRunningError extends InvalidStateError {
  override readonly code = 'HOST_NOTICE_RUNNING';
  constructor() {
    super('hosting.noticeRunning');
  }
}

/** Whoever asks for the money of a project to be moved, or gets it, does not confirm that. */
export class OwnNoticeError extends ForbiddenError {
  override readonly code = 'OWN_NOTICE';
  constructor() {
    super('hosting.ownNotice');
  }
}

export class NextHomeInvalidError extends ValidationError {
  override readonly code = 'NEXT_HOME_INVALID';
  constructor() {
    super('hosting.nextHomeInvalid');
  }
}

export class PayeeWithoutAccountError extends InvalidStateError {
  override readonly code = 'PAYEE_WITHOUT_ACCOUNT';
  constructor() {
    super('hosting.payeeWithoutAccount', {}, ['payeeId']);
  }
}

export class ProjectPayoutNotFoundError extends NotFoundError {
  override readonly code = 'PROJECT_PAYOUT_NOT_FOUND';
  constructor() {
    super('hosting.payoutNotFound');
  }
}
