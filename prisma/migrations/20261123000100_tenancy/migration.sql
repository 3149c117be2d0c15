SET ROLE keybrake_owner;

-- The organization that this transaction works for; null (and so no rows at all) where none was set.
CREATE FUNCTION current_organization() RETURNS uuid
  LANGUAGE sql STABLE PARALLEL SAFE
  SET search_path = pg_catalog
AS $$ SELECT nullif(current_setting('keybrake.organization_id', true), '')::uuid $$;
GRANT EXECUTE ON FUNCTION current_organization() TO keybrake_app;

-- Row-level security on every table, forced, so that not even the owner passes it by accident.
-- The owner has a policy of its own: a definer function under forced security otherwise reads nothing.
DO $$
DECLARE
  v_table text;
BEGIN
  FOR v_table IN
    SELECT c.relname FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> '_prisma_migrations'
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', v_table);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', v_table);
    EXECUTE format('CREATE POLICY owner_all ON %I TO keybrake_owner USING (true) WITH CHECK (true)', v_table);
  END LOOP;

  FOREACH v_table IN ARRAY ARRAY[
    'member', 'service_token', 'credential', 'policy', 'policy_version', 'currency_rate', 'vault_key', 'key_ledger',
    'run_revocation', 'call', 'call_adjustment', 'spend_rollup', 'activity', 'idempotency_record'
  ] LOOP
    EXECUTE format(
      'CREATE POLICY tenant ON %I TO keybrake_app USING (organization_id = (SELECT current_organization()))'
      ' WITH CHECK (organization_id = (SELECT current_organization()))', v_table);
  END LOOP;

  FOREACH v_table IN ARRAY ARRAY['organization', 'vault_key', 'key_ledger', 'call', 'call_adjustment', 'spend_rollup'] LOOP
    EXECUTE format('CREATE POLICY operator_reads ON %I FOR SELECT TO keybrake_operator USING (true)', v_table);
    EXECUTE format('GRANT SELECT ON %I TO keybrake_operator', v_table);
  END LOOP;
END;
$$;

CREATE POLICY tenant ON organization TO keybrake_app USING (id = (SELECT current_organization()));

-- What the dashboard's role may touch. It never writes a counter or revoked_at, never reads a sealed secret.
GRANT SELECT ON organization, member, policy, policy_version, currency_rate, vault_key, key_ledger, run_revocation,
  call, call_adjustment, spend_rollup, activity, idempotency_record TO keybrake_app;
GRANT SELECT ON service_token TO keybrake_app;
GRANT SELECT (organization_id, id, vendor, label, mode, restricted, last4, origin, attachment, version, sealing_key_id,
  created_at, created_by, disabled_at, last_used_at) ON credential TO keybrake_app;
GRANT INSERT ON credential, policy, policy_version, currency_rate, activity, idempotency_record TO keybrake_app;
GRANT UPDATE (rate_micros, updated_at, updated_by) ON currency_rate TO keybrake_app;
GRANT UPDATE (archived_at) ON policy TO keybrake_app;

RESET ROLE;
