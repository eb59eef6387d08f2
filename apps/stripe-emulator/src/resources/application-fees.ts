import { z } from 'zod';
import { filled, instantRange, page } from '../http/parameters.js';
import { route, type Route } from '../http/router.js';

const PATH = '/v1/application_fees';

/** There are none: with separate charges and transfers the fee of the platform is what it does not transfer. */
export const applicationFeeRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: PATH,
    parameters: z.strictObject({ ...page, charge: filled().optional(), created: instantRange }),
    handle: () => ({ object: 'list', data: [], has_more: false, url: PATH }),
  }),
];
