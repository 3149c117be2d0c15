SET ROLE keybrake_owner;

-- From a token's SHA-256 to what the proxy must know of the key: only what never changes after issue.
CREATE FUNCTION find_vault_key_v1(p_token_hash bytea) RETURNS TABLE (
  organization_id uuid, vault_key_id uuid, vendor text, credential_id uuid, agent_name text, agent_run_id text,
  key_label text, rules jsonb
)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
  SELECT k.organization_id, k.id, k.vendor, k.credential_id, k.agent_name, k.agent_run_id, k.key_label, k.rules
  FROM token_lookup t
  JOIN vault_key k ON k.organization_id = t.organization_id AND k.id = t.subject_id
  WHERE t.token_hash = p_token_hash AND t.kind = 'vault_key'
$$;

CREATE FUNCTION find_credential_v1(p_organization_id uuid, p_credential_id uuid) RETURNS TABLE (
  organization_id uuid, credential_id uuid, version integer, vendor text, origin text, attachment text, mode text,
  sealing_key_id text, sealed bytea, disabled boolean
)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
  SELECT c.organization_id, c.id, c.version, c.vendor, c.origin, c.attachment, c.mode, c.sealing_key_id, c.sealed,
    c.disabled_at IS NOT NULL
  FROM credential c WHERE c.organization_id = p_organization_id AND c.id = p_credential_id
$$;

-- When credentials were last used, at most one write a minute and credential.
CREATE FUNCTION touch_credentials_v1(p_organization_ids uuid[], p_credential_ids uuid[]) RETURNS void
  LANGUAGE sql SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
  UPDATE credential c SET last_used_at = clock_timestamp()
  FROM unnest(p_organization_ids, p_credential_ids) AS t (org, id)
  WHERE c.organization_id = t.org AND c.id = t.id
    AND (c.last_used_at IS NULL OR c.last_used_at < clock_timestamp() - interval '1 minute')
$$;

CREATE FUNCTION key_standing_v1(p_organization_id uuid, p_vault_key_id uuid) RETURNS TABLE (
  state text, expires_at timestamptz, call_cap_micros bigint, daily_cap_micros bigint, run_cap_micros bigint,
  max_calls bigint, day_left_micros bigint, run_left_micros bigint, calls_left bigint, resets_at timestamptz
)
  LANGUAGE sql VOLATILE SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
  SELECT
    CASE WHEN k.revoked_at IS NOT NULL THEN 'revoked' WHEN n.now >= k.expires_at THEN 'expired' ELSE 'active' END,
    k.expires_at, k.call_cap_micros, k.daily_cap_micros, k.run_cap_micros, k.max_calls,
    left_of(k.daily_cap_micros, CASE WHEN n.today > k.window_day THEN 0 ELSE k.day_spent_micros + k.day_held_micros END),
    left_of(k.run_cap_micros, k.run_spent_micros + k.run_held_micros),
    left_of(k.max_calls, k.calls),
    (greatest(n.today, k.window_day) + 1)::timestamp AT TIME ZONE k.zone
  FROM key_ledger k,
    LATERAL (SELECT clock_timestamp() AS now, (clock_timestamp() AT TIME ZONE k.zone)::date AS today) AS n
  WHERE k.organization_id = p_organization_id AND k.vault_key_id = p_vault_key_id
$$;

-- Revocations since a moment, for the poll that stands behind NOTIFY.
CREATE FUNCTION revocations_since_v1(p_since timestamptz) RETURNS TABLE (
  organization_id uuid, vault_key_id uuid, revoked_at timestamptz
)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
  SELECT k.organization_id, k.vault_key_id, k.revoked_at FROM key_ledger k
  WHERE k.revoked_at > p_since ORDER BY k.revoked_at LIMIT 10000
$$;

CREATE FUNCTION register_instance_v1(p_id uuid, p_hostname text, p_pid integer) RETURNS void
  LANGUAGE sql SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
  INSERT INTO proxy_instance (id, hostname, pid, started_at, heartbeat_at)
  VALUES (p_id, left(p_hostname, 200), p_pid, clock_timestamp(), clock_timestamp())
$$;

-- False when the instance was declared dead meanwhile: it must register anew.
CREATE FUNCTION beat_instance_v1(p_id uuid) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
BEGIN
  UPDATE proxy_instance SET heartbeat_at = clock_timestamp() WHERE id = p_id AND dead_at IS NULL AND stopped_at IS NULL;
  RETURN FOUND;
END;
$$;

CREATE FUNCTION stop_instance_v1(p_id uuid) RETURNS void
  LANGUAGE sql SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
  UPDATE proxy_instance SET stopped_at = clock_timestamp() WHERE id = p_id AND stopped_at IS NULL
$$;

-- Nothing durable tells a sent hold of a dead process from an unsent one: all its open holds become unknown, their
-- full amounts still counted. Works in bites, so that it never holds many keys' locks; returns how many it turned.
CREATE FUNCTION reap_instances_v1(p_silent_for interval, p_limit integer) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
DECLARE
  v_orgs uuid[];
  v_keys uuid[];
  v_ids uuid[];
  v_changes call_change[];
BEGIN
  UPDATE proxy_instance SET dead_at = clock_timestamp()
  WHERE dead_at IS NULL AND stopped_at IS NULL AND heartbeat_at < clock_timestamp() - p_silent_for;

  SELECT array_agg(h.organization_id), array_agg(h.vault_key_id), array_agg(h.id) INTO v_orgs, v_keys, v_ids
  FROM (
    SELECT c.organization_id, c.vault_key_id, c.id FROM call c
    WHERE c.state = 'held' AND EXISTS (
      SELECT FROM proxy_instance i
      WHERE i.id = c.proxy_instance_id AND (i.dead_at IS NOT NULL OR i.stopped_at < clock_timestamp() - p_silent_for))
    LIMIT p_limit
  ) AS h;
  IF v_ids IS NULL THEN
    RETURN 0;
  END IF;
  PERFORM lock_keys_v1(v_orgs, v_keys, true);
  SELECT array_agg(ROW(c.organization_id, c.vault_key_id, c.id, 'held', 'unknown', c.held_micros, c.held_micros, NULL,
      c.window_day, c.release_pending, c.called_at, c.endpoint, c.policy_verdict, NULL, NULL, NULL, NULL, NULL, NULL, NULL)::call_change)
    INTO v_changes
  FROM unnest(v_orgs, v_ids) AS t (org, id)
  JOIN call c ON c.organization_id = t.org AND c.id = t.id AND c.state = 'held';
  PERFORM apply_call_changes_v1(clock_timestamp(), coalesce(v_changes, '{}'));
  RETURN cardinality(coalesce(v_changes, '{}'));
END;
$$;

-- A living instance's own holds that are old enough to compare with what it has in hand.
CREATE FUNCTION holds_of_instance_v1(p_instance uuid, p_older_than interval) RETURNS TABLE (
  organization_id uuid, vault_key_id uuid, call_id uuid
)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
  SELECT c.organization_id, c.vault_key_id, c.id FROM call c
  WHERE c.state = 'held' AND c.proxy_instance_id = p_instance AND NOT c.release_pending
    AND c.called_at < clock_timestamp() - p_older_than
  LIMIT 10000
$$;

-- The first UUIDv7 of a moment: 48 bits of milliseconds, then zeros.
CREATE FUNCTION first_uuid_of(p_at timestamptz) RETURNS uuid
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  SET search_path = pg_catalog
AS $$
  SELECT (lpad(to_hex((extract(epoch FROM p_at) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid
$$;

-- One partition a month, this one and `p_ahead` more. A month whose calls are in the default partition already cannot
-- be made any more; it stays there.
CREATE FUNCTION make_call_partitions_v1(p_from timestamptz, p_ahead integer) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
DECLARE
  v_month timestamptz;
  v_next timestamptz;
  v_name text;
  v_made integer := 0;
BEGIN
  FOR i IN 0..p_ahead LOOP
    v_month := (date_trunc('month', p_from AT TIME ZONE 'UTC') + make_interval(months => i)) AT TIME ZONE 'UTC';
    v_next := (v_month AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC';
    v_name := 'call_' || to_char(v_month AT TIME ZONE 'UTC', 'YYYY_MM');
    CONTINUE WHEN to_regclass('public.' || v_name) IS NOT NULL;
    CONTINUE WHEN EXISTS (SELECT FROM call_default d
      WHERE d.id >= first_uuid_of(v_month) AND d.id < first_uuid_of(v_next));
    EXECUTE format('CREATE TABLE %I PARTITION OF call FOR VALUES FROM (%L) TO (%L)', v_name, first_uuid_of(v_month),
      first_uuid_of(v_next));
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', v_name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', v_name);
    EXECUTE format('CREATE POLICY owner_all ON %I TO keybrake_owner USING (true) WITH CHECK (true)', v_name);
    v_made := v_made + 1;
  END LOOP;
  RETURN v_made;
END;
$$;

-- Retries attach within 23 h; what is older is only weight.
CREATE FUNCTION forget_retry_anchors_v1(p_limit integer) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
DECLARE
  v_count integer;
BEGIN
  DELETE FROM retry_anchor a USING (
    SELECT organization_id, vault_key_id, retry_hash FROM retry_anchor
    WHERE created_at < clock_timestamp() - interval '24 hours' LIMIT p_limit
  ) AS old
  WHERE a.organization_id = old.organization_id AND a.vault_key_id = old.vault_key_id AND a.retry_hash = old.retry_hash
    AND a.created_at < clock_timestamp() - interval '24 hours';
  GET DIAGNOSTICS v_count = ROW_COUNT;
  RETURN v_count;
END;
$$;

-- True when the job is due. Whoever asks holds the job's advisory lock.
CREATE FUNCTION start_job_v1(p_kind text, p_every_seconds integer) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
BEGIN
  INSERT INTO job (kind, every_seconds, run_at) VALUES (p_kind, p_every_seconds, clock_timestamp())
  ON CONFLICT (kind) DO NOTHING;
  UPDATE job SET last_run_at = clock_timestamp(), every_seconds = p_every_seconds,
    run_at = clock_timestamp() + make_interval(secs => p_every_seconds)
  WHERE kind = p_kind AND run_at <= clock_timestamp();
  RETURN FOUND;
END;
$$;

CREATE FUNCTION finish_job_v1(p_kind text, p_error text) RETURNS void
  LANGUAGE sql SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
  UPDATE job SET last_error = left(p_error, 500) WHERE kind = p_kind
$$;

GRANT EXECUTE ON FUNCTION find_vault_key_v1, find_credential_v1, touch_credentials_v1, key_standing_v1,
  revocations_since_v1, register_instance_v1, beat_instance_v1, stop_instance_v1, reap_instances_v1, holds_of_instance_v1,
  make_call_partitions_v1, forget_retry_anchors_v1, start_job_v1, finish_job_v1 TO keybrake_proxy;

SELECT make_call_partitions_v1(now(), 3);

RESET ROLE;
