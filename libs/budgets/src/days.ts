/** The ISO 8601 day of an instant, UTC. */
export function isoDay(at: Date): string {
  return at.toISOString().slice(0, 10);
}

export function startOfDay(day: string): Date {
  return new Date(`${day}T00:00:00.000Z`);
}
