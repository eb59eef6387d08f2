import { ConflictError, ForbiddenError, InvalidStateError, NotFoundError, ValidationError } from '#platform/kernel';

/** For "does not exist" and "not yours" alike. */
export class OrganisationNotFoundError extends NotFoundError {
  override readonly code = 'ORGANISATION_NOT_FOUND';
  constructor() {
    super('identity.organisationNotFound');
  }
}

export class InvitationNotFoundError extends NotFoundError {
  override readonly code = 'INVITATION_NOT_FOUND';
  constructor() {
    super('identity.invitationNotFound');
  }
}

export class AlreadyMemberError extends ConflictError {
  override readonly code = 'ALREADY_MEMBER';
  constructor() {
    super('identity.alreadyMember');
  }
}

export class MemberNotFoundError extends NotFoundError {
  override readonly code = 'MEMBER_NOT_FOUND';
  constructor() {
    super('identity.memberNotFound');
  }
}

export class PersonNotFoundError extends NotFoundError {
  override readonly code = 'PERSON_NOT_FOUND';
  constructor() {
    super('identity.personNotFound');
  }
}

export class LastAdminError extends ConflictError {
  override readonly code = 'LAST_ADMIN';
  constructor() {
    super('identity.lastAdmin');
  }
}

export class AlreadyAdminError extends ConflictError {
  override readonly code = 'ALREADY_ADMIN';
  constructor() {
    super('identity.alreadyAdmin');
  }
}

export class TransferUnderWayError extends ConflictError {
  override readonly code = 'TRANSFER_UNDER_WAY';
  constructor() {
    super('identity.transferUnderWay');
  }
}

export class TransferNotFoundError extends NotFoundError {
  override readonly code = 'TRANSFER_NOT_FOUND';
  constructor() {
    super('identity.transferNotFound');
  }
}

export class MissingRoleError extends ForbiddenError {
  override readonly code = 'MISSING_ROLE';
  constructor(roles: readonly string[]) {
    super('identity.missingRole', { roles: roles.join(', ') });
  }
}

export class TokenNotFoundError extends NotFoundError {
  override readonly code = 'API_TOKEN_NOT_FOUND';
  constructor() {
    super('identity.tokenNotFound');
  }
}

export class InvalidTokenLifetimeError extends ValidationError {
  override readonly code = 'INVALID_TOKEN_LIFETIME';
  constructor(maximumDays: number) {
    super('identity.invalidTokenLifetime', { maximumDays }, ['expiresInDays']);
  }
}

export class SessionNotFoundError extends NotFoundError {
  override readonly code = 'SESSION_NOT_FOUND';
  constructor() {
    super('identity.sessionNotFound');
  }
}

export class IdentityNotFoundError extends NotFoundError {
  override readonly code = 'IDENTITY_NOT_FOUND';
  constructor() {
    super('identity.identityNotFound');
  }
}

/** An account elsewhere belongs to one person here; it does not move by being linked again. */
export class IdentityTakenError extends ConflictError {
  override readonly code = 'IDENTITY_TAKEN';
  constructor() {
    super('identity.identityTaken');
  }
}

export class UnknownProviderError extends NotFoundError {
  override readonly code = 'UNKNOWN_PROVIDER';
  constructor() {
    super('identity.unknownProvider', {}, ['provider']);
  }
}

export class LastWayInError extends InvalidStateError {
  override readonly code = 'LAST_WAY_IN';
  constructor() {
    super('identity.lastWayIn');
  }
}
