export { CustodyService, type Custody } from './custody.service.js';
export { HOST_AGREEMENT } from './host-agreement.states.js';
export { HostingModule } from './hosting.module.js';
export { hostingMessages } from './messages.en.js';
export { PROJECT_PAYOUT } from './project-payout.states.js';
