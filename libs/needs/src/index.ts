export { NeedNotFoundError, NeedNotOpenError, NotNeedOwnerError, PledgeAboveGoalError } from './need.errors.js';
export { NEED_KINDS, type Need, type NeedKind } from './need.entity.js';
export { assertTakes, remaining, takes } from './need.rules.js';
export { NEED } from './need.states.js';
export { NeedsModule } from './needs.module.js';
export {
  IS_PUBLIC_NEED,
  NEED_HEAD_COLUMNS,
  NOBODY,
  NeedsQueries,
  needHeadOf,
  type NeedHead,
  type NeedHeadColumns,
  type NeedRow,
  type NeedViewer,
} from './needs.queries.js';
export { NeedsService } from './needs.service.js';
export { type NeedPayee } from './payees.service.js';
export { needsMessages } from './messages.en.js';
