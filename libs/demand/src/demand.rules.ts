/**
 * What a maintainer is told instead of a number of organisations: the largest of these that it reaches. Below the first
 * there is nothing to tell. The table `project_demand` takes no other values.
 */
export const DEMAND_BANDS = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000] as const;
