/** An actor whom no source names. Two of them are never taken to be one person. */
export const UNKNOWN_ACTOR = 'unknown';
