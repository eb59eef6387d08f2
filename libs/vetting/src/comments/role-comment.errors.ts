import { InvalidStateError, NotFoundError } from '#platform/kernel';

export class RoleCommentNotFoundError extends NotFoundError {
  override readonly code = 'ROLE_COMMENT_NOT_FOUND';
  constructor() {
    super('vetting.roleCommentNotFound');
  }
}

/** A request is open to comments from the report of its reviewer to the end of the vote. */
export class CommentsClosedError extends InvalidStateError {
  override readonly code = 'COMMENTS_CLOSED';
  constructor() {
    super('vetting.commentsClosed');
  }
}

export class TooManyCommentsError extends InvalidStateError {
  override readonly code = 'TOO_MANY_COMMENTS';
  constructor(limit: number) {
    super('vetting.tooManyComments', { limit });
  }
}
