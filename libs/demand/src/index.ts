export { DemandModule } from './demand.module.js';
export { DEMAND_BANDS } from './demand.rules.js';
export { DemandService } from './demand.service.js';
