SET ROLE keybrake_owner;

-- A definer function sees every tenant, so each says for itself whom it works for.
CREATE FUNCTION require_organization(p_organization_id uuid) RETURNS void
  LANGUAGE plpgsql STABLE
  SET search_path = public, pg_temp
AS $$
BEGIN
  IF p_organization_id IS NULL OR p_organization_id IS DISTINCT FROM current_organization() THEN
    RAISE EXCEPTION 'this transaction does not work for organization %', p_organization_id USING ERRCODE = 'KB003';
  END IF;
END;
$$;

CREATE FUNCTION find_service_token_v1(p_token_hash bytea) RETURNS TABLE (
  organization_id uuid, service_token_id uuid, scopes text[]
)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
  SELECT s.organization_id, s.id, s.scopes
  FROM token_lookup t
  JOIN service_token s ON s.organization_id = t.organization_id AND s.id = t.subject_id
  WHERE t.token_hash = p_token_hash AND t.kind = 'service_token' AND s.revoked_at IS NULL
$$;

-- Issues a key: descriptive row, ledger row and look-up row, or a code that says why not. The database's clock sets
-- the times. Issuing and revoking a run wait for each other, so that no key slips in behind a revocation.
CREATE FUNCTION issue_vault_key_v1(
  p_organization_id uuid, p_id uuid, p_token_hash bytea, p_last4 text, p_vendor text, p_credential_id uuid,
  p_agent_name text, p_agent_run_id text, p_rules jsonb, p_policy_id uuid, p_policy_version integer, p_created_by text,
  p_expires_in interval, p_call_cap bigint, p_daily_cap bigint, p_run_cap bigint, p_max_calls bigint,
  OUT code text, OUT created_at timestamptz, OUT expires_at timestamptz
)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  v_organization organization;
  v_label text := 'vk_…' || p_last4;
BEGIN
  PERFORM require_organization(p_organization_id);
  PERFORM pg_advisory_xact_lock(hashtextextended('issue ' || p_organization_id, 0));
  SELECT * INTO v_organization FROM organization o WHERE o.id = p_organization_id;

  IF p_expires_in > make_interval(secs => v_organization.max_expiry_seconds) THEN
    code := 'expires_in_too_long';
  ELSIF greatest(p_daily_cap, 0) > v_organization.max_daily_cap_micros THEN
    code := 'daily_cap_too_high';
  ELSIF EXISTS (SELECT FROM run_revocation r
      WHERE r.organization_id = p_organization_id AND r.agent_run_id = p_agent_run_id) THEN
    code := 'run_revoked';
  ELSIF NOT EXISTS (SELECT FROM credential c WHERE c.organization_id = p_organization_id AND c.id = p_credential_id
      AND c.vendor = p_vendor AND c.disabled_at IS NULL FOR SHARE) THEN
    -- The share lock makes disabling the credential wait, or sees it done.
    code := 'credential_unavailable';
  ELSIF (SELECT count(*) FROM vault_key v
      JOIN key_ledger k ON k.organization_id = v.organization_id AND k.vault_key_id = v.id
      WHERE v.organization_id = p_organization_id AND v.expires_at > clock_timestamp() AND k.revoked_at IS NULL)
      >= v_organization.max_live_keys THEN
    code := 'too_many_live_keys';
  ELSE
    code := 'issued';
    created_at := clock_timestamp();
    expires_at := created_at + p_expires_in;
    INSERT INTO vault_key (organization_id, id, vendor, credential_id, agent_name, agent_run_id, key_label, last4, rules,
      policy_id, policy_version, created_at, created_by, expires_at)
    VALUES (p_organization_id, p_id, p_vendor, p_credential_id, p_agent_name, p_agent_run_id, v_label, p_last4, p_rules,
      p_policy_id, p_policy_version, created_at, p_created_by, expires_at);
    INSERT INTO key_ledger (organization_id, vault_key_id, expires_at, zone, call_cap_micros, daily_cap_micros,
      run_cap_micros, max_calls, window_day)
    VALUES (p_organization_id, p_id, expires_at, v_organization.zone, p_call_cap, p_daily_cap, p_run_cap, p_max_calls,
      (created_at AT TIME ZONE v_organization.zone)::date);
    INSERT INTO token_lookup (token_hash, kind, organization_id, subject_id)
    VALUES (p_token_hash, 'vault_key', p_organization_id, p_id);
  END IF;
END;
$$;

-- Revoking is one update of the row that every hold must lock: what commits after it is refused. Null: no such key.
CREATE FUNCTION revoke_vault_key_v1(p_organization_id uuid, p_vault_key_id uuid) RETURNS timestamptz
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
DECLARE
  v_revoked_at timestamptz;
BEGIN
  PERFORM require_organization(p_organization_id);
  PERFORM FROM key_ledger k
  WHERE k.organization_id = p_organization_id AND k.vault_key_id = p_vault_key_id FOR UPDATE;
  -- Read after the lock: a call admitted while this waited was admitted before the revocation.
  UPDATE key_ledger k SET revoked_at = clock_timestamp()
  WHERE k.organization_id = p_organization_id AND k.vault_key_id = p_vault_key_id AND k.revoked_at IS NULL;
  SELECT k.revoked_at INTO v_revoked_at FROM key_ledger k
  WHERE k.organization_id = p_organization_id AND k.vault_key_id = p_vault_key_id;
  IF v_revoked_at IS NOT NULL THEN
    PERFORM pg_notify('keybrake_revoked', p_organization_id || ' ' || p_vault_key_id);
  END IF;
  RETURN v_revoked_at;
END;
$$;

-- Revokes a set of keys in id order, as every batch locks them.
CREATE FUNCTION revoke_keys_v1(p_organization_id uuid, p_vault_key_ids uuid[]) RETURNS integer
  LANGUAGE plpgsql
  SET search_path = public, pg_temp
AS $$
DECLARE
  v_count integer;
BEGIN
  PERFORM FROM key_ledger k
  WHERE k.organization_id = p_organization_id AND k.vault_key_id = ANY (p_vault_key_ids)
  ORDER BY k.vault_key_id FOR UPDATE;
  UPDATE key_ledger k SET revoked_at = clock_timestamp()
  WHERE k.organization_id = p_organization_id AND k.vault_key_id = ANY (p_vault_key_ids) AND k.revoked_at IS NULL;
  GET DIAGNOSTICS v_count = ROW_COUNT;
  PERFORM pg_notify('keybrake_revoked', p_organization_id || ' ' || id) FROM unnest(p_vault_key_ids) AS id;
  RETURN v_count;
END;
$$;

-- Revokes every key of a run and keeps new ones from being issued for it.
CREATE FUNCTION revoke_run_v1(
  p_organization_id uuid, p_agent_run_id text, p_actor text, OUT revoked_at timestamptz, OUT vault_key_ids uuid[]
)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  PERFORM require_organization(p_organization_id);
  PERFORM pg_advisory_xact_lock(hashtextextended('issue ' || p_organization_id, 0));
  INSERT INTO run_revocation (organization_id, agent_run_id, revoked_at, revoked_by)
  VALUES (p_organization_id, p_agent_run_id, clock_timestamp(), p_actor)
  ON CONFLICT DO NOTHING;
  SELECT coalesce(array_agg(v.id), '{}') INTO vault_key_ids FROM vault_key v
  WHERE v.organization_id = p_organization_id AND v.agent_run_id = p_agent_run_id;
  PERFORM revoke_keys_v1(p_organization_id, vault_key_ids);
  SELECT r.revoked_at INTO revoked_at FROM run_revocation r
  WHERE r.organization_id = p_organization_id AND r.agent_run_id = p_agent_run_id;
END;
$$;

-- Disabling a credential revokes its keys in the same transaction. Null: no such credential.
CREATE FUNCTION disable_credential_v1(
  p_organization_id uuid, p_credential_id uuid, OUT disabled_at timestamptz, OUT revoked_keys integer
)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  PERFORM require_organization(p_organization_id);
  UPDATE credential c SET disabled_at = coalesce(c.disabled_at, clock_timestamp())
  WHERE c.organization_id = p_organization_id AND c.id = p_credential_id
  RETURNING c.disabled_at INTO disabled_at;
  revoked_keys := revoke_keys_v1(p_organization_id, coalesce((
    SELECT array_agg(v.id) FROM vault_key v
    WHERE v.organization_id = p_organization_id AND v.credential_id = p_credential_id AND v.expires_at > clock_timestamp()
  ), '{}'));
END;
$$;

GRANT EXECUTE ON FUNCTION find_service_token_v1, issue_vault_key_v1, revoke_vault_key_v1, revoke_run_v1,
  disable_credential_v1 TO keybrake_app;

RESET ROLE;
