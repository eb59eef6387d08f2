export { ADOPTION_CALL } from './adoption/adoption-call.states.js';
export { offersMessages } from './messages.en.js';
export { OffersModule } from './offers.module.js';
export { STANDING_OFFER } from './standing/standing-offer.states.js';
