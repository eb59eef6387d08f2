export { ForeignHttp } from './foreign-http.js';
export { ForeignHttpError } from './foreign-http.errors.js';
export { isPublicAddress } from './public-lookup.js';
export { TxtRecords, TxtRecordsError } from './txt-records.js';
