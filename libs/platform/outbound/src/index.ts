export { ForeignHttp, ForeignHttpError, isPublicAddress } from './foreign-http.js';
