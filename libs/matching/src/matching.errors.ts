import { InvalidStateError, ValidationError } from '#platform/kernel';

export class DuplicateNeedKindError extends ValidationError {
  override readonly code = 'DUPLICATE_NEED_KIND';
  constructor() {
    super('matching.duplicateNeedKind', {}, ['needKinds']);
  }
}

/** An organisation has seen the weak spots of as many projects as it may in one day. */
export class ExposureLimitError extends InvalidStateError {
  override readonly code = 'EXPOSURE_LIMIT';
  constructor(projectsPerDay: number) {
    super('matching.exposureLimit', { projects: String(projectsPerDay) });
  }
}

/** Runs of an organisation were computed from the figures of as many projects as they may in one day. */
export class RunExposureLimitError extends InvalidStateError {
  override readonly code = 'RUN_EXPOSURE_LIMIT';
  constructor(projectsPerDay: number) {
    super('matching.runExposureLimit', { projects: String(projectsPerDay) });
  }
}

/** A person has seen the bands of as many projects as everybody may in one day. */
export class BandLimitError extends InvalidStateError {
  override readonly code = 'BAND_LIMIT';
  constructor(projectsPerDay: number) {
    super('matching.bandLimit', { projects: String(projectsPerDay) });
  }
}
