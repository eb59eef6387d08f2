import type { TestDatabase } from '#platform/testing';

/** Everything that a migration can change, one line each, in an order that does not depend on when it was made. */
const CATALOGUE = `
  SELECT line FROM (
    SELECT 1 AS part, table_name || '.' || lpad(ordinal_position::text, 3, '0') AS place,
           format('column %s.%s %s%s%s%s', table_name, column_name, format_type(attribute.atttypid, attribute.atttypmod),
                  CASE is_nullable WHEN 'NO' THEN ' not null' ELSE '' END, coalesce(' default ' || column_default, ''),
                  coalesce(' generated as ' || generation_expression, '')) AS line
      FROM information_schema.columns
      JOIN pg_attribute attribute ON attribute.attrelid = format('public.%I', table_name)::regclass AND attribute.attname = column_name
     WHERE table_schema = 'public' AND table_name <> 'schema_migration'
    UNION ALL
    SELECT 2, conrelid::regclass || '.' || conname, format('constraint %s on %s: %s', conname, conrelid::regclass, pg_get_constraintdef(oid))
      FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n' AND conrelid <> 0 AND conrelid::regclass::text <> 'schema_migration'
    UNION ALL
    SELECT 3, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'schema_migration'
    UNION ALL
    SELECT 4, tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL
    SELECT 5, proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'
    UNION ALL
    SELECT 6, table_name || '.' || grantee || '.' || privilege_type, format('grant %s on %s to %s', privilege_type, table_name, grantee)
      FROM information_schema.role_table_grants WHERE table_schema = 'public' AND grantee = 'mainstay_app' AND table_name <> 'schema_migration'
    UNION ALL
    SELECT 8, tablename || '.' || policyname, format('policy %s on %s for %s to %s using %s check %s', policyname, tablename, cmd, roles, qual, with_check)
      FROM pg_policies WHERE schemaname = 'public'
    UNION ALL
    SELECT 9, relname::text, format('row security of %s%s', relname, CASE WHEN relforcerowsecurity THEN ', forced' ELSE '' END)
      FROM pg_class WHERE relrowsecurity AND relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT 10, viewname, format('view %s: %s', viewname, definition) FROM pg_views WHERE schemaname = 'public'
    UNION ALL
    SELECT 7, code, format('account %s: %s, %s, floor %s', code, book, side, has_floor) FROM ledger_account_kind
  ) AS catalogue ORDER BY part, place`;

/** The whole schema as text: what TypeORM's own comparison cannot see is in it, such as changed CHECKs and triggers. */
export async function schemaSnapshot(database: TestDatabase): Promise<string> {
  const rows = await database.asOwner<{ line: string }>(CATALOGUE);
  return `-- The schema after all migrations, from the catalogue of PostgreSQL. Not for applying; for reading and comparing.\n${rows.map(({ line }) => line).join('\n')}\n`;
}
