/**
 * The page of the guards. The script that writes it and the test that compares it both call this.
 *
 * @param {Readonly<Record<string, import('./render-guards.mjs').RenderedGuard>>} guards
 * @returns {string} Markdown
 */
export function renderGuards(guards) {
  const rows = Object.values(guards).map(({ id, title, stops, costMinutes, tiers, advisoryTiers }) => {
    const advice = advisoryTiers.length === 0 ? '' : ` (${advisoryTiers.join(', ')} advisory)`;
    return `| ${id} | ${title} | ${stops} | ${costMinutes} | ${tiers.join(', ')}${advice} |`;
  });
  return [
    '# Guards of vetting',
    '',
    'Generated from `libs/vetting/src/guards` by `npm run build && node scripts/write-guards.mjs`. Do not edit it by hand.',
    '',
    'Each guard stops one step of an attack and costs the maintainers some minutes each time. On a tier that is not listed it',
    'agrees without looking; where it is advisory it says what it would have refused. What a guard does not know, it does not',
    'let through; a replay says which it could not know. A refusal names its guard, a reason, the earliest date where waiting helps, and who can act.',
    '',
    '| guard | rule | stops | minutes | tiers |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
