/** As long as the longest session; shorter limits are kept by the database. */
export const SESSION_SECONDS = 30 * 24 * 3_600;
