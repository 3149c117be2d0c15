SET ROLE keybrake_owner;

-- The group-commit functions. Each takes one batch as parallel arrays, one element per call, so that a busy proxy
-- pays for one commit per batch. Names carry a version: old and new proxies share a schema during an upgrade.
-- Every function takes its locks in the same order: key_ledger rows by id, objects, roll-up rows.

-- A call's change of state, as the settling functions agree on it.
CREATE TYPE call_change AS (
  organization_id uuid,
  vault_key_id uuid,
  call_id uuid,
  from_state text,
  to_state text,
  -- What counted as held before, and what does from now on (0 unless to_state is open).
  held_before bigint,
  held_after bigint,
  cost_micros bigint,
  -- The day whose counters the call was held in.
  window_day date,
  release_pending boolean,
  -- Where the charts count it.
  called_at timestamptz,
  endpoint text,
  policy_verdict text,
  -- What the answer said; null leaves what the row says already.
  parsed_micros bigint,
  object_id text,
  vendor_txn_id text,
  vendor_request_id text,
  status_code integer,
  latency_ms integer,
  replayed boolean
);

-- What is left of a cap, never below zero; null where there is none (greatest() alone would make that 0).
CREATE FUNCTION left_of(p_cap bigint, p_used bigint) RETURNS bigint
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN p_cap IS NOT NULL THEN greatest(0, p_cap - p_used) END $$;

-- How the functions below name the rows of a batch: by `organization_id = ANY (...) AND id = ANY (...)`, joined by hash
-- with the batch's own values, and each with the same planner settings. The arrays can only be looked up in the primary
-- key, so there is one plan whatever the statistics say. Joined row by row, a plan that was made while the table was small
-- is driven by the table, and the cached plan then reads all of it at every batch until the next ANALYZE.
-- Where rows are looked up by more than two columns, a LATERAL subquery with a LIMIT does the same: it cannot be turned
-- around.

-- Locks the ledger rows of a batch in id order and returns the keys that it got: without p_wait those that nobody else
-- has at this moment, so that one stuck row cannot hold up a batch of others.
CREATE FUNCTION lock_keys_v1(p_organization_ids uuid[], p_vault_key_ids uuid[], p_wait boolean) RETURNS uuid[]
  LANGUAGE plpgsql
  SET search_path = public, pg_temp
  SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_nestloop = off SET enable_mergejoin = off
  SET jit = off
AS $$
DECLARE
  v_locked uuid[];
BEGIN
  IF p_wait THEN
    SELECT array_agg(l.vault_key_id) INTO v_locked FROM (
      SELECT k.vault_key_id FROM key_ledger k
      WHERE k.organization_id = ANY (p_organization_ids) AND k.vault_key_id = ANY (p_vault_key_ids)
      ORDER BY k.vault_key_id
      FOR UPDATE OF k
    ) AS l;
  ELSE
    SELECT array_agg(l.vault_key_id) INTO v_locked FROM (
      SELECT k.vault_key_id FROM key_ledger k
      WHERE k.organization_id = ANY (p_organization_ids) AND k.vault_key_id = ANY (p_vault_key_ids)
      ORDER BY k.vault_key_id
      FOR UPDATE OF k SKIP LOCKED
    ) AS l;
  END IF;
  RETURN coalesce(v_locked, '{}');
END;
$$;

-- Decides a batch of calls and writes their rows. The clock is read after the locks: a statement's own now() is older
-- than its lock wait, and would let a call in after its key expired. p_now other than null is for tests and seeds.
-- Without p_wait, calls whose key somebody else has locked are left out of the answer and nothing is written of them.
CREATE FUNCTION hold_at_v1(
  p_now timestamptz,
  p_wait boolean,
  p_route uuid,
  p_instance uuid,
  p_ids uuid[],
  p_organization_ids uuid[],
  p_vault_key_ids uuid[],
  p_refused text[],
  p_prices bigint[],
  p_object_ids text[],
  p_retry_hashes bytea[],
  p_counts boolean[],
  p_parent_ids uuid[],
  p_credential_ids uuid[],
  p_vendors text[],
  p_agent_names text[],
  p_agent_run_ids text[],
  p_key_labels text[],
  p_endpoints text[],
  p_methods text[],
  p_paths text[],
  p_requests text[],
  p_client_ips text[],
  p_user_agents text[],
  p_requested bigint[],
  p_refused_statuses integer[]
) RETURNS TABLE (
  call_id uuid,
  verdict text,
  held_micros bigint,
  needed_micros bigint,
  attached_to uuid,
  day_left_micros bigint,
  run_left_micros bigint,
  calls_left bigint,
  call_cap_micros bigint,
  resets_at timestamptz
)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp
  SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_nestloop = off SET enable_mergejoin = off
  SET jit = off
AS $$
#variable_conflict use_column
DECLARE
  v_count integer := cardinality(p_ids);
  v_now timestamptz;
  v_locked uuid[];
  v_key uuid;
  c record;
  -- The current key's standing; written back when the next key begins.
  v_day date;
  v_day_spent bigint; v_day_held bigint; v_run_held bigint; v_calls bigint;
  v_rolled boolean;
  v_need bigint;
  v_verdict text;
  v_attached uuid;
  -- Per call, in the batch's own order.
  v_verdicts text[] := array_fill(NULL::text, ARRAY[v_count]);
  v_needed bigint[] := array_fill(0::bigint, ARRAY[v_count]);
  v_held bigint[] := array_fill(0::bigint, ARRAY[v_count]);
  v_attached_to uuid[] := array_fill(NULL::uuid, ARRAY[v_count]);
  v_days date[] := array_fill(NULL::date, ARRAY[v_count]);
  v_day_left bigint[] := array_fill(NULL::bigint, ARRAY[v_count]);
  v_run_left bigint[] := array_fill(NULL::bigint, ARRAY[v_count]);
  v_calls_left bigint[] := array_fill(NULL::bigint, ARRAY[v_count]);
  v_call_caps bigint[] := array_fill(NULL::bigint, ARRAY[v_count]);
  v_resets timestamptz[] := array_fill(NULL::timestamptz, ARRAY[v_count]);
  -- Per key that admitted something.
  k_orgs uuid[] := '{}'; k_ids uuid[] := '{}'; k_days date[] := '{}';
  k_day_spent bigint[] := '{}'; k_day_held bigint[] := '{}'; k_run_held bigint[] := '{}'; k_calls bigint[] := '{}';
  v_admitted boolean := false;
  v_some_attached boolean := false;
  v_some_denied boolean := false;
  v_org uuid;
BEGIN
  -- An instance that a keeper declared dead may hold nothing more: nobody would look after its holds.
  IF p_instance IS NOT NULL AND NOT EXISTS (
    SELECT FROM proxy_instance i WHERE i.id = p_instance AND i.dead_at IS NULL AND i.stopped_at IS NULL
  ) THEN
    RAISE EXCEPTION 'proxy instance % is not registered as alive', p_instance USING ERRCODE = 'KB001';
  END IF;

  v_locked := lock_keys_v1(p_organization_ids, p_vault_key_ids, p_wait);
  v_now := coalesce(p_now, clock_timestamp());
  -- Read in a statement of its own: one that waited for a lock reads other tables as they were before.
  FOR c IN
    SELECT t.*, k.vault_key_id AS found, k.revoked_at, k.expires_at, k.zone, k.window_day, k.day_spent_micros,
      k.day_held_micros, k.run_spent_micros, k.run_held_micros, k.calls, k.max_calls, k.overage_micros,
      k.call_cap_micros AS call_cap, k.daily_cap_micros AS daily_cap, k.run_cap_micros AS run_cap,
      a.call_id AS anchor_id, a.created_at AS anchored_at, coalesce(o.counted_micros, 0) AS counted
    FROM unnest(p_ids, p_organization_ids, p_vault_key_ids, p_refused, p_prices, p_object_ids, p_retry_hashes, p_counts,
        p_credential_ids)
      WITH ORDINALITY AS t (id, org, key, refused, price, object_id, retry_hash, counts, credential_id, at)
    LEFT JOIN (
      SELECT l.* FROM key_ledger l
      WHERE l.organization_id = ANY (p_organization_ids) AND l.vault_key_id = ANY (v_locked)
    ) AS k ON k.organization_id = t.org AND k.vault_key_id = t.key
    LEFT JOIN LATERAL (
      SELECT x.call_id, x.created_at FROM retry_anchor x
      WHERE x.organization_id = t.org AND x.vault_key_id = t.key AND x.retry_hash = t.retry_hash LIMIT 1
    ) AS a ON t.retry_hash IS NOT NULL
    LEFT JOIN LATERAL (
      SELECT x.counted_micros FROM counted_object x
      WHERE x.organization_id = t.org AND x.credential_id = t.credential_id AND x.object_id = t.object_id LIMIT 1
    ) AS o ON t.object_id IS NOT NULL
    ORDER BY t.key, t.at
  LOOP
    IF c.found IS NULL THEN
      IF p_wait THEN
        RAISE EXCEPTION 'no ledger row for vault key %', c.key USING ERRCODE = 'KB002';
      END IF;
      CONTINUE;
    END IF;
    IF v_key IS DISTINCT FROM c.key THEN
      IF v_admitted THEN
        k_orgs := k_orgs || v_org; k_ids := k_ids || v_key; k_days := k_days || v_day;
        k_day_spent := k_day_spent || v_day_spent; k_day_held := k_day_held || v_day_held;
        k_run_held := k_run_held || v_run_held; k_calls := k_calls || v_calls;
      END IF;
      v_key := c.key; v_org := c.org; v_admitted := false;
      v_day := (v_now AT TIME ZONE c.zone)::date;
      v_rolled := v_day > c.window_day;
      IF v_rolled THEN
        v_day_spent := 0; v_day_held := 0;
      ELSE
        -- Also when the clock went back: the stored day never does.
        v_day := c.window_day; v_day_spent := c.day_spent_micros; v_day_held := c.day_held_micros;
      END IF;
      v_run_held := c.run_held_micros; v_calls := c.calls;
    END IF;

    v_need := CASE WHEN c.object_id IS NULL THEN c.price ELSE greatest(0, c.price - c.counted) END;
    v_attached := NULL;
    IF c.anchored_at > v_now - interval '23 hours' THEN
      SELECT CASE WHEN f.state IN ('held', 'accrued', 'unknown', 'settled') THEN f.id END INTO v_attached FROM call f
      WHERE f.organization_id = c.org AND f.id = c.anchor_id;
    END IF;
    v_verdict := CASE
      -- Not compared with the clock: were that set back, a revoked key would live again.
      WHEN c.revoked_at IS NOT NULL THEN 'denied_revoked'
      WHEN v_now >= c.expires_at THEN 'denied_expired'
      ELSE c.refused
    END;
    IF v_verdict IS NULL AND v_attached IS NOT NULL THEN
      v_verdict := 'allowed'; v_need := 0;
    ELSIF v_verdict IS NULL THEN
      v_verdict := CASE
        WHEN v_need > 0 AND c.call_cap IS NOT NULL AND v_need > c.call_cap THEN 'denied_call_cap'
        WHEN v_need > 0 AND c.run_cap IS NOT NULL
          AND (c.overage_micros > 0 OR c.run_spent_micros + v_run_held + v_need > c.run_cap) THEN 'denied_run_cap'
        WHEN v_need > 0 AND (c.overage_micros > 0
          OR (c.daily_cap IS NOT NULL AND v_day_spent + v_day_held + v_need > c.daily_cap)) THEN 'denied_daily_cap'
        WHEN c.counts AND c.max_calls IS NOT NULL AND v_calls >= c.max_calls THEN 'denied_max_calls'
        ELSE 'allowed'
      END;
    END IF;

    IF v_verdict = 'allowed' THEN
      v_admitted := true;
      v_day_held := v_day_held + v_need;
      v_run_held := v_run_held + v_need;
      IF c.counts AND v_attached IS NULL THEN
        v_calls := v_calls + 1;
      END IF;
      v_held[c.at] := v_need;
      IF v_attached IS NOT NULL THEN
        v_attached_to[c.at] := v_attached;
        v_some_attached := true;
      END IF;
    ELSE
      v_some_denied := true;
    END IF;
    v_verdicts[c.at] := v_verdict;
    v_needed[c.at] := v_need;
    v_days[c.at] := v_day;
    v_call_caps[c.at] := c.call_cap;
    v_day_left[c.at] := left_of(c.daily_cap, v_day_spent + v_day_held);
    v_run_left[c.at] := left_of(c.run_cap, c.run_spent_micros + v_run_held);
    v_calls_left[c.at] := left_of(c.max_calls, v_calls);
    IF v_verdict = 'denied_daily_cap' THEN
      v_resets[c.at] := (v_day + 1)::timestamp AT TIME ZONE c.zone;
    END IF;
  END LOOP;
  IF v_admitted THEN
    k_orgs := k_orgs || v_org; k_ids := k_ids || v_key; k_days := k_days || v_day;
    k_day_spent := k_day_spent || v_day_spent; k_day_held := k_day_held || v_day_held;
    k_run_held := k_run_held || v_run_held; k_calls := k_calls || v_calls;
  END IF;

  UPDATE key_ledger k
  SET window_day = u.day, day_spent_micros = u.day_spent, day_held_micros = u.day_held, run_held_micros = u.run_held,
    calls = u.calls, last_call_at = v_now
  FROM unnest(k_orgs, k_ids, k_days, k_day_spent, k_day_held, k_run_held, k_calls)
    AS u (org, id, day, day_spent, day_held, run_held, calls)
  WHERE k.organization_id = ANY (k_orgs) AND k.vault_key_id = ANY (k_ids)
    AND k.organization_id = u.org AND k.vault_key_id = u.id;

  INSERT INTO call (
    organization_id, id, vault_key_id, credential_id, proxy_instance_id, parent_call_id, attached_to, called_at,
    completed_at, window_day, vendor, endpoint, method, path, agent_name, agent_run_id, key_label, policy_verdict, state,
    requested_micros, held_micros, cost_micros, status_code, request, client_ip, user_agent
  )
  SELECT t.org, t.id, t.key, t.credential_id, p_instance, t.parent_id, t.attached_to, v_now,
    CASE WHEN t.verdict <> 'allowed' THEN v_now END, t.day, t.vendor, t.endpoint, t.method, t.path, t.agent_name,
    t.agent_run_id, t.key_label, t.verdict, CASE WHEN t.verdict = 'allowed' THEN 'held' ELSE 'denied' END,
    t.requested, t.held, CASE WHEN t.verdict <> 'allowed' THEN 0 END,
    CASE
      WHEN t.verdict = 'allowed' THEN NULL
      WHEN t.verdict IN ('denied_revoked', 'denied_expired') THEN 401
      WHEN t.verdict = t.refused THEN t.refused_status
      ELSE 429
    END,
    t.request::jsonb, t.client_ip, t.user_agent
  -- One unnest over what came in and what was decided: two would have to be joined row by row.
  FROM unnest(p_ids, p_organization_ids, p_vault_key_ids, p_credential_ids, p_parent_ids, p_vendors, p_endpoints, p_methods,
      p_paths, p_agent_names, p_agent_run_ids, p_key_labels, p_requests, p_client_ips, p_user_agents, p_requested,
      p_refused, p_refused_statuses, v_verdicts, v_attached_to, v_days, v_held)
    AS t (id, org, key, credential_id, parent_id, vendor, endpoint, method, path, agent_name, agent_run_id, key_label,
      request, client_ip, user_agent, requested, refused, refused_status, verdict, attached_to, day, held)
  WHERE t.verdict IS NOT NULL;

  -- Retries: an admitted call that attached to nothing is the first of its intent; an attached one keeps the first's
  -- hold from being given back while it is open itself.
  INSERT INTO retry_anchor (organization_id, vault_key_id, retry_hash, call_id, created_at)
  SELECT t.org, t.key, t.retry_hash, t.id, v_now
  FROM unnest(p_ids, p_organization_ids, p_vault_key_ids, p_retry_hashes, v_verdicts, v_attached_to)
    AS t (id, org, key, retry_hash, verdict, attached_to)
  WHERE t.retry_hash IS NOT NULL AND t.verdict = 'allowed' AND t.attached_to IS NULL
  ON CONFLICT (organization_id, vault_key_id, retry_hash)
    DO UPDATE SET call_id = excluded.call_id, created_at = excluded.created_at;

  IF v_some_attached THEN
    UPDATE call f SET open_attempts = f.open_attempts + u.attempts
    FROM (
      SELECT a.org, a.first_id, count(*)::smallint AS attempts
      FROM unnest(v_attached_to, p_organization_ids) AS a (first_id, org)
      WHERE a.first_id IS NOT NULL GROUP BY a.org, a.first_id
    ) AS u
    WHERE f.organization_id = u.org AND f.id = u.first_id;
  END IF;

  IF v_some_denied THEN
    INSERT INTO spend_rollup AS r (organization_id, quarter, vault_key_id, endpoint, policy_verdict, calls)
    SELECT t.org, date_bin('15 minutes', v_now, timestamptz '2000-01-01 00:00:00+00'), t.key,
      -- Raw targets would let a caller make rows without end.
      CASE WHEN t.verdict IN ('denied_endpoint', 'denied_request', 'denied_vendor') THEN '(refused)' ELSE t.endpoint END,
      t.verdict, count(*)
    FROM unnest(p_organization_ids, p_vault_key_ids, p_endpoints, v_verdicts) AS t (org, key, endpoint, verdict)
    WHERE t.verdict <> 'allowed'
    GROUP BY 1, 2, 3, 4, 5
    ORDER BY 3, 4, 5
    ON CONFLICT (organization_id, quarter, vault_key_id, endpoint, policy_verdict)
      DO UPDATE SET calls = r.calls + excluded.calls;
  END IF;

  RETURN QUERY
  SELECT * FROM unnest(p_ids, v_verdicts, v_held, v_needed, v_attached_to, v_day_left, v_run_left, v_calls_left,
    v_call_caps, v_resets) AS t (id, verdict)
  WHERE t.verdict IS NOT NULL;
END;
$$;

-- Applies changes of state, at most one a call, whose keys are locked already: counters, roll-up, rows.
-- Settling never fails: what is charged above the hold becomes overage.
CREATE FUNCTION apply_call_changes_v1(p_now timestamptz, p_changes call_change[]) RETURNS void
  LANGUAGE plpgsql
  SET search_path = public, pg_temp
  SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_nestloop = off SET enable_mergejoin = off
  SET jit = off
AS $$
DECLARE
  v_orgs uuid[];
  v_keys uuid[];
  v_ids uuid[];
BEGIN
  SELECT array_agg(c.organization_id), array_agg(c.vault_key_id), array_agg(c.call_id ORDER BY c.call_id)
    INTO v_orgs, v_keys, v_ids
  FROM unnest(p_changes) AS c;

  UPDATE key_ledger k
  SET run_spent_micros = k.run_spent_micros + s.spent,
    run_held_micros = k.run_held_micros + s.held,
    overage_micros = k.overage_micros + s.overage,
    -- A call of an earlier day touches the run's counters only, and no call is of a later one.
    day_spent_micros = k.day_spent_micros + CASE WHEN k.window_day = s.last_day THEN s.last_day_spent ELSE 0 END,
    day_held_micros = k.day_held_micros + CASE WHEN k.window_day = s.last_day THEN s.last_day_held ELSE 0 END
  FROM (
    SELECT d.organization_id, d.vault_key_id, max(d.window_day) AS last_day, sum(d.spent)::bigint AS spent,
      sum(d.held)::bigint AS held, sum(d.overage)::bigint AS overage,
      (array_agg(d.spent ORDER BY d.window_day DESC))[1] AS last_day_spent,
      (array_agg(d.held ORDER BY d.window_day DESC))[1] AS last_day_held
    FROM (
      SELECT c.organization_id, c.vault_key_id, c.window_day,
        sum(CASE WHEN c.to_state = 'settled' THEN c.cost_micros ELSE 0 END)::bigint AS spent,
        sum(c.held_after - c.held_before)::bigint AS held,
        sum(CASE WHEN c.to_state IN ('settled', 'accrued') THEN greatest(0, c.cost_micros - c.held_before) ELSE 0 END)::bigint
          AS overage
      FROM unnest(p_changes) AS c
      WHERE c.from_state <> c.to_state OR c.held_before <> c.held_after
      GROUP BY c.organization_id, c.vault_key_id, c.window_day
    ) AS d
    GROUP BY d.organization_id, d.vault_key_id
  ) AS s
  WHERE k.organization_id = ANY (v_orgs) AND k.vault_key_id = ANY (v_keys)
    AND k.organization_id = s.organization_id AND k.vault_key_id = s.vault_key_id;

  INSERT INTO spend_rollup AS r
    (organization_id, quarter, vault_key_id, endpoint, policy_verdict, calls, cost_micros, accrued_micros)
  SELECT c.organization_id, date_bin('15 minutes', c.called_at, timestamptz '2000-01-01 00:00:00+00'), c.vault_key_id,
    c.endpoint, c.policy_verdict,
    count(*) FILTER (WHERE c.from_state = 'held'),
    coalesce(sum(c.cost_micros) FILTER (WHERE c.to_state = 'settled'), 0),
    coalesce(sum(c.held_after) FILTER (WHERE c.to_state = 'accrued'), 0)
      - coalesce(sum(c.held_before) FILTER (WHERE c.from_state = 'accrued'), 0)
  FROM unnest(p_changes) AS c
  WHERE c.from_state <> c.to_state
  GROUP BY 1, 2, 3, 4, 5
  ORDER BY 3, 2, 4, 5
  ON CONFLICT (organization_id, quarter, vault_key_id, endpoint, policy_verdict) DO UPDATE
    SET calls = r.calls + excluded.calls, cost_micros = r.cost_micros + excluded.cost_micros,
      accrued_micros = r.accrued_micros + excluded.accrued_micros;

  UPDATE call w
  SET state = c.to_state,
    held_micros = CASE WHEN c.to_state IN ('held', 'accrued', 'unknown') THEN c.held_after ELSE w.held_micros END,
    cost_micros = CASE c.to_state WHEN 'settled' THEN c.cost_micros WHEN 'released' THEN 0 END,
    window_day = c.window_day,
    release_pending = c.release_pending,
    parsed_micros = coalesce(c.parsed_micros, w.parsed_micros),
    object_id = coalesce(c.object_id, w.object_id),
    vendor_txn_id = coalesce(c.vendor_txn_id, w.vendor_txn_id),
    vendor_request_id = coalesce(c.vendor_request_id, w.vendor_request_id),
    status_code = coalesce(c.status_code, w.status_code),
    latency_ms = coalesce(c.latency_ms, w.latency_ms),
    replayed = coalesce(c.replayed, w.replayed),
    completed_at = CASE WHEN c.to_state IN ('settled', 'released') THEN p_now ELSE w.completed_at END
  FROM unnest(p_changes) AS c
  -- The ids are in order of time: the first and the last keep the search out of other months' partitions.
  WHERE w.organization_id = ANY (v_orgs) AND w.id = ANY (v_ids)
    AND w.id >= v_ids[1] AND w.id <= v_ids[cardinality(v_ids)]
    AND w.organization_id = c.organization_id AND w.id = c.call_id;
END;
$$;

-- What was learned of one call: its answer, read by its vendor's module.
CREATE TYPE settlement AS (
  to_state text,
  cost_micros bigint,
  parsed_micros bigint,
  status_code integer,
  vendor_txn_id text,
  vendor_request_id text,
  latency_ms integer,
  replayed boolean,
  object_id text,
  object_total bigint,
  object_status text
);

-- Whether a call may still change to a state. A repeat, and whatever comes after the end, may not.
CREATE FUNCTION may_become_v1(p_from text, p_to text) RETURNS boolean
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  SET search_path = pg_catalog
AS $$
  SELECT CASE p_from
    WHEN 'held' THEN true
    WHEN 'unknown' THEN p_to <> 'unknown'
    WHEN 'accrued' THEN p_to IN ('settled', 'released')
    ELSE false
  END
$$;

-- Moves one call to its next state and its money with it. Of an accrued call the object's count moves along, so that
-- what continues the object is held in full. `s` null leaves what the row says of the answer.
CREATE FUNCTION complete_call_v1(p_now timestamptz, w call, p_to text, p_cost bigint, s settlement) RETURNS void
  LANGUAGE plpgsql
  SET search_path = public, pg_temp
AS $$
DECLARE
  v_cost bigint := CASE p_to WHEN 'released' THEN 0 ELSE p_cost END;
BEGIN
  PERFORM apply_call_changes_v1(p_now, ARRAY[ROW(
    w.organization_id, w.vault_key_id, w.id, w.state, p_to, w.held_micros,
    CASE p_to WHEN 'accrued' THEN v_cost WHEN 'unknown' THEN w.held_micros ELSE 0 END,
    v_cost, w.window_day, CASE p_to WHEN 'unknown' THEN w.release_pending ELSE false END, w.called_at,
    w.endpoint, w.policy_verdict, s.parsed_micros, NULL, s.vendor_txn_id, s.vendor_request_id, s.status_code, s.latency_ms, s.replayed)::call_change]);
  IF w.state = 'accrued' AND w.object_id IS NOT NULL THEN
    UPDATE counted_object o SET counted_micros = greatest(0, o.counted_micros + v_cost - w.held_micros), updated_at = p_now
    WHERE o.organization_id = w.organization_id AND o.credential_id = w.credential_id AND o.object_id = w.object_id;
  END IF;
END;
$$;

-- Gives a call back, once none of its retries is on its way: they hold nothing themselves.
CREATE FUNCTION release_call_v1(p_now timestamptz, w call, s settlement) RETURNS void
  LANGUAGE plpgsql
  SET search_path = public, pg_temp
AS $$
BEGIN
  IF w.open_attempts > 0 THEN
    UPDATE call c
    SET release_pending = true, status_code = s.status_code, vendor_request_id = s.vendor_request_id, latency_ms = s.latency_ms
    WHERE c.organization_id = w.organization_id AND c.id = w.id;
  ELSE
    PERFORM complete_call_v1(p_now, w, 'released', 0, s);
  END IF;
END;
$$;

-- Counts an object's money as held or spent by a call.
CREATE FUNCTION count_object_v1(
  p_now timestamptz, p_organization_id uuid, p_credential_id uuid, p_object_id text, p_total bigint, p_status text,
  p_call_id uuid, p_vault_key_id uuid
) RETURNS void
  LANGUAGE sql
  SET search_path = public, pg_temp
AS $$
  INSERT INTO counted_object AS o
    (organization_id, credential_id, object_id, counted_micros, status, call_ids, vault_key_ids, updated_at)
  VALUES (p_organization_id, p_credential_id, p_object_id, p_total, p_status, ARRAY[p_call_id], ARRAY[p_vault_key_id], p_now)
  ON CONFLICT (organization_id, credential_id, object_id) DO UPDATE
    SET counted_micros = greatest(o.counted_micros, excluded.counted_micros),
      call_ids = CASE WHEN o.call_ids @> excluded.call_ids THEN o.call_ids ELSE o.call_ids || excluded.call_ids END,
      vault_key_ids = CASE WHEN o.vault_key_ids @> excluded.vault_key_ids THEN o.vault_key_ids
        ELSE o.vault_key_ids || excluded.vault_key_ids END,
      updated_at = excluded.updated_at
$$;

-- An object came to its end: the calls that counted it and are still accrued end with it, each on its own key.
-- Canceled gives them back, closed makes them final at what they count; once. The end is kept even where nothing was
-- counted yet: an answer that was overtaken on its way must not open the object again.
CREATE FUNCTION end_object_v1(
  p_now timestamptz, p_organization_id uuid, p_credential_id uuid, p_object_id text, p_status text
) RETURNS void
  LANGUAGE plpgsql
  SET search_path = public, pg_temp
  SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_nestloop = off SET enable_mergejoin = off
  SET jit = off
AS $$
DECLARE
  v_object counted_object;
  v_changes call_change[];
BEGIN
  INSERT INTO counted_object (organization_id, credential_id, object_id, counted_micros, status, call_ids, vault_key_ids,
    updated_at)
  VALUES (p_organization_id, p_credential_id, p_object_id, 0, 'open', '{}', '{}', p_now)
  ON CONFLICT DO NOTHING;
  SELECT * INTO v_object FROM counted_object o
  WHERE o.organization_id = p_organization_id AND o.credential_id = p_credential_id AND o.object_id = p_object_id
  FOR UPDATE;
  IF v_object.status <> 'open' THEN
    RETURN;
  END IF;
  -- These keys were locked with the batch; one that joined since is taken only if nobody else has it, since waiting
  -- for it here, out of order, could deadlock. The batch is then tried again.
  PERFORM FROM key_ledger k
  WHERE k.organization_id = p_organization_id AND k.vault_key_id = ANY (v_object.vault_key_ids)
  ORDER BY k.vault_key_id FOR UPDATE NOWAIT;
  SELECT array_agg(ROW(
      w.organization_id, w.vault_key_id, w.id, w.state, CASE p_status WHEN 'canceled' THEN 'released' ELSE 'settled' END,
      w.held_micros, 0, CASE p_status WHEN 'canceled' THEN 0 ELSE w.held_micros END, w.window_day, false, w.called_at,
      w.endpoint, w.policy_verdict, NULL, NULL, NULL, NULL, NULL, NULL, NULL)::call_change)
    INTO v_changes
  FROM call w
  WHERE w.organization_id = p_organization_id AND w.id = ANY (v_object.call_ids) AND w.state = 'accrued';
  PERFORM apply_call_changes_v1(p_now, coalesce(v_changes, '{}'));
  UPDATE counted_object o
  SET status = p_status, counted_micros = CASE p_status WHEN 'canceled' THEN 0 ELSE o.counted_micros END, updated_at = p_now
  WHERE o.organization_id = p_organization_id AND o.credential_id = p_credential_id AND o.object_id = p_object_id;
END;
$$;

-- Completes a call by an answer of its own.
CREATE FUNCTION settle_answered_v1(p_now timestamptz, w call, s settlement) RETURNS void
  LANGUAGE plpgsql
  SET search_path = public, pg_temp
AS $$
DECLARE
  v_object counted_object;
  v_to text := s.to_state;
  v_cost bigint := s.cost_micros;
  v_status text := s.object_status;
BEGIN
  IF s.object_id IS NOT NULL AND s.to_state <> 'unknown' THEN
    SELECT * INTO v_object FROM counted_object o
    WHERE o.organization_id = w.organization_id AND o.credential_id = w.credential_id AND o.object_id = s.object_id
    FOR UPDATE;
    IF v_object.status <> 'open' THEN
      -- An end, once known, outlasts answers that say it is open.
      v_status := v_object.status;
    END IF;
    -- Of an object a call costs what is not counted for it yet; what an accrued call counted stays its own.
    v_cost := CASE
      WHEN s.object_status = 'canceled' THEN 0
      ELSE greatest(0, s.object_total - coalesce(v_object.counted_micros, 0))
        + CASE WHEN w.state = 'accrued' AND w.object_id IS NOT NULL THEN w.held_micros ELSE 0 END
    END;
  END IF;
  IF v_to = 'accrued' THEN
    v_to := CASE
      -- The object has come to its end, so nothing would ever end this call with it.
      WHEN s.object_id IS NOT NULL AND v_status = 'canceled' THEN 'released'
      -- What is learned later of an unknown call is final.
      WHEN (s.object_id IS NOT NULL AND v_status = 'closed') OR w.state = 'unknown' THEN 'settled'
      ELSE 'accrued'
    END;
  END IF;

  -- The vendor took this retry for the original: the first call's hold pays for it, in the day that it was held in.
  -- An accrued first call has been answered: what the vendor does now, it does a second time.
  IF w.attached_to IS NOT NULL AND w.state <> 'accrued' AND v_to IN ('settled', 'accrued') AND v_cost > 0 THEN
    UPDATE call c SET held_micros = f.held_micros, window_day = f.window_day
    FROM call f
    WHERE c.organization_id = w.organization_id AND c.id = w.id
      AND f.organization_id = w.organization_id AND f.id = w.attached_to AND f.state IN ('held', 'unknown')
    RETURNING c.held_micros, c.window_day INTO w.held_micros, w.window_day;
    IF FOUND THEN
      UPDATE call f SET held_micros = 0 WHERE f.organization_id = w.organization_id AND f.id = w.attached_to;
    ELSE
      SELECT c.held_micros, c.window_day INTO w.held_micros, w.window_day FROM call c
      WHERE c.organization_id = w.organization_id AND c.id = w.id;
    END IF;
  END IF;

  IF v_to = 'released' AND w.attached_to IS NULL THEN
    PERFORM release_call_v1(p_now, w, s);
  ELSE
    PERFORM complete_call_v1(p_now, w, v_to, v_cost, s);
  END IF;
  IF s.object_id IS NOT NULL AND s.to_state <> 'unknown' THEN
    IF s.object_status <> 'canceled' AND v_to IN ('settled', 'accrued') THEN
      PERFORM count_object_v1(p_now, w.organization_id, w.credential_id, s.object_id, s.object_total, 'open', w.id,
        w.vault_key_id);
      UPDATE call c SET object_id = s.object_id WHERE c.organization_id = w.organization_id AND c.id = w.id;
    END IF;
    IF s.object_status <> 'open' THEN
      PERFORM end_object_v1(p_now, w.organization_id, w.credential_id, s.object_id, s.object_status);
    END IF;
  END IF;
END;
$$;

-- Settles one call that is a retry, has retries, was answered with a replay, or shares an object with other calls.
-- The model in packages/ledger says the same in TypeScript; a property test holds the two side by side.
CREATE FUNCTION settle_entangled_v1(p_now timestamptz, p_organization_id uuid, p_call_id uuid, p_said settlement)
  RETURNS void
  LANGUAGE plpgsql
  SET search_path = public, pg_temp
  SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_nestloop = off SET enable_mergejoin = off
  SET jit = off
AS $$
DECLARE
  w call;
  f call;
  s settlement := p_said;
  -- What a replay makes of the call that got it: it moved nothing itself.
  v_nothing text := CASE WHEN p_said.to_state IN ('unknown', 'released') THEN p_said.to_state ELSE 'settled' END;
BEGIN
  SELECT * INTO w FROM call c WHERE c.organization_id = p_organization_id AND c.id = p_call_id;
  IF w.release_pending OR NOT may_become_v1(w.state, s.to_state) THEN
    RETURN;
  END IF;
  -- A call counts one object for good: another that a later answer names is not its own.
  IF w.object_id IS NOT NULL AND s.object_id IS DISTINCT FROM w.object_id THEN
    s.object_id := NULL; s.object_total := NULL; s.object_status := NULL;
  END IF;

  IF w.attached_to IS NOT NULL AND w.state <> 'accrued' THEN
    IF s.to_state = 'unknown' THEN
      PERFORM complete_call_v1(p_now, w, 'unknown', NULL, s);
      RETURN;
    END IF;
    UPDATE call c SET open_attempts = c.open_attempts - 1
    WHERE c.organization_id = w.organization_id AND c.id = w.attached_to;
    IF s.replayed THEN
      PERFORM complete_call_v1(p_now, w, v_nothing, 0, s);
      SELECT * INTO f FROM call c WHERE c.organization_id = w.organization_id AND c.id = w.attached_to;
      IF f.state = 'unknown' THEN
        -- Nobody knew what became of the first; now the vendor has repeated what it had answered to it.
        s.cost_micros := coalesce(s.parsed_micros, f.held_micros);
        s.replayed := false;
        PERFORM settle_answered_v1(p_now, f, s);
      ELSIF s.object_id IS NOT NULL AND s.object_status <> 'open' THEN
        PERFORM end_object_v1(p_now, w.organization_id, w.credential_id, s.object_id, s.object_status);
      END IF;
    ELSE
      PERFORM settle_answered_v1(p_now, w, s);
    END IF;
    SELECT * INTO f FROM call c WHERE c.organization_id = w.organization_id AND c.id = w.attached_to;
    IF f.release_pending AND f.open_attempts = 0 THEN
      PERFORM complete_call_v1(p_now, f, 'released', 0, NULL);
    END IF;
  ELSIF s.replayed THEN
    IF w.state = 'unknown' THEN
      s.cost_micros := coalesce(s.parsed_micros, w.held_micros);
      s.replayed := false;
      PERFORM settle_answered_v1(p_now, w, s);
    ELSIF w.state = 'held' THEN
      IF w.open_attempts > 0 AND s.to_state <> 'unknown' THEN
        -- The earlier one may be a retry of this very call, whose money only this call's hold covers.
        PERFORM release_call_v1(p_now, w, s);
      ELSE
        PERFORM complete_call_v1(p_now, w, v_nothing, 0, s);
      END IF;
      IF s.object_id IS NOT NULL AND s.object_status <> 'open' AND s.to_state <> 'unknown' THEN
        PERFORM end_object_v1(p_now, w.organization_id, w.credential_id, s.object_id, s.object_status);
      END IF;
    END IF;
  ELSE
    PERFORM settle_answered_v1(p_now, w, s);
  END IF;
END;
$$;

-- Completes a batch of calls. Idempotent: a call that is complete stays as it is. Never refuses. Without p_wait, calls of
-- which somebody else has a key locked are left as they are: the answer names them.
CREATE FUNCTION settle_at_v1(
  p_now timestamptz,
  p_wait boolean,
  p_route uuid,
  p_ids uuid[],
  p_organization_ids uuid[],
  p_vault_key_ids uuid[],
  p_states text[],
  p_costs bigint[],
  p_parsed bigint[],
  p_statuses integer[],
  p_txns text[],
  p_request_ids text[],
  p_latencies integer[],
  p_replayed boolean[],
  p_object_ids text[],
  p_object_totals bigint[],
  p_object_statuses text[]
) RETURNS uuid[]
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp
  SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_nestloop = off SET enable_mergejoin = off
  SET jit = off
AS $$
DECLARE
  v_now timestamptz;
  -- In order of time; the first and the last keep searches out of other months' partitions.
  v_ids uuid[];
  v_changes call_change[];
  v_entangled integer[];
  -- Keys that answers about objects reach beside their own, and the call that each is of.
  v_other_orgs uuid[] := '{}';
  v_other_keys uuid[] := '{}';
  v_other_calls uuid[] := '{}';
  v_locked uuid[];
  v_left_out uuid[];
  i integer;
BEGIN
  SELECT array_agg(t.id ORDER BY t.id) INTO v_ids FROM unnest(p_ids) AS t (id);
  -- An answer about an object may end calls of other keys, which are locked in the same go.
  IF p_object_statuses && ARRAY['closed', 'canceled'] THEN
    SELECT coalesce(array_agg(o.organization_id), '{}'), coalesce(array_agg(o.vault_key_id), '{}'),
        coalesce(array_agg(t.id), '{}')
      INTO v_other_orgs, v_other_keys, v_other_calls
    FROM unnest(p_ids, p_organization_ids, p_object_ids, p_object_statuses) AS t (id, org, object_id, object_status)
    JOIN call w ON w.organization_id = t.org AND w.id = t.id
    CROSS JOIN LATERAL (
      SELECT x.organization_id, unnest(x.vault_key_ids) AS vault_key_id FROM counted_object x
      WHERE x.organization_id = t.org AND x.credential_id = w.credential_id AND x.object_id = t.object_id
      LIMIT 10000
    ) AS o
    WHERE t.object_status IN ('closed', 'canceled')
      AND w.organization_id = ANY (p_organization_ids) AND w.id = ANY (v_ids)
      AND w.id >= v_ids[1] AND w.id <= v_ids[cardinality(v_ids)];
  END IF;
  v_locked := lock_keys_v1(p_organization_ids || v_other_orgs, p_vault_key_ids || v_other_keys, p_wait);
  v_now := coalesce(p_now, clock_timestamp());
  SELECT coalesce(array_agg(DISTINCT t.id), '{}') INTO v_left_out
  FROM unnest(p_ids || v_other_calls, p_vault_key_ids || v_other_keys) AS t (id, key)
  WHERE NOT p_wait AND t.key <> ALL (v_locked);

  -- What stands alone is settled as a set, what is entangled with other calls one by one.
  WITH said AS MATERIALIZED (
    SELECT t.*, w.state AS from_state, w.held_micros AS held, w.window_day, w.called_at, w.endpoint, w.policy_verdict,
      w.credential_id,
      CASE WHEN t.object_id IS NULL THEN t.cost ELSE t.object_total END AS counts,
      CASE WHEN t.to_state = 'accrued' AND t.object_status = 'closed' THEN 'settled' ELSE t.to_state END AS next_state,
      w.state <> 'held' OR t.replayed OR w.attached_to IS NOT NULL OR w.open_attempts > 0 OR (t.object_id IS NOT NULL
        AND (o.object_id IS NOT NULL OR t.object_status = 'canceled' OR t.to_state NOT IN ('settled', 'accrued')
          -- Several answers of this batch name it.
          OR count(*) OVER (PARTITION BY t.object_id) > 1)) AS entangled
    FROM unnest(p_ids, p_organization_ids, p_vault_key_ids, p_states, p_costs, p_parsed, p_statuses, p_txns, p_request_ids,
        p_latencies, p_replayed, p_object_ids, p_object_totals, p_object_statuses)
      WITH ORDINALITY AS t (id, org, key, to_state, cost, parsed, status, txn, request_id, latency, replayed, object_id,
        object_total, object_status, at)
    JOIN call w ON w.organization_id = t.org AND w.id = t.id AND w.vault_key_id = t.key
    LEFT JOIN LATERAL (
      SELECT x.object_id FROM counted_object x
      WHERE x.organization_id = t.org AND x.credential_id = w.credential_id AND x.object_id = t.object_id LIMIT 1
    ) AS o ON t.object_id IS NOT NULL
    WHERE w.organization_id = ANY (p_organization_ids) AND w.id = ANY (v_ids)
      AND w.id >= v_ids[1] AND w.id <= v_ids[cardinality(v_ids)] AND t.id <> ALL (v_left_out)
  ), counted AS (
    -- None of them is known yet, but another proxy may be naming one at this moment.
    INSERT INTO counted_object AS o
      (organization_id, credential_id, object_id, counted_micros, status, call_ids, vault_key_ids, updated_at)
    SELECT s.org, s.credential_id, s.object_id, s.object_total, s.object_status, ARRAY[s.id], ARRAY[s.key], v_now
    FROM said s
    WHERE NOT s.entangled AND s.object_id IS NOT NULL
    ORDER BY s.org, s.credential_id, s.object_id
    ON CONFLICT (organization_id, credential_id, object_id) DO UPDATE
      SET counted_micros = greatest(o.counted_micros, excluded.counted_micros), call_ids = o.call_ids || excluded.call_ids,
        vault_key_ids = o.vault_key_ids || excluded.vault_key_ids, updated_at = excluded.updated_at
  )
  SELECT array_agg(s.at ORDER BY s.at) FILTER (WHERE s.entangled),
    array_agg(ROW(s.org, s.key, s.id, s.from_state, s.next_state, s.held,
      CASE s.next_state WHEN 'accrued' THEN s.counts WHEN 'unknown' THEN s.held ELSE 0 END,
      s.counts, s.window_day, false, s.called_at, s.endpoint, s.policy_verdict, s.parsed, s.object_id, s.txn, s.request_id,
      s.status, s.latency, s.replayed)::call_change) FILTER (WHERE NOT s.entangled)
    INTO v_entangled, v_changes
  FROM said s;
  IF v_changes IS NOT NULL THEN
    PERFORM apply_call_changes_v1(v_now, v_changes);
  END IF;

  FOREACH i IN ARRAY coalesce(v_entangled, '{}') LOOP
    PERFORM settle_entangled_v1(v_now, p_organization_ids[i], p_ids[i], ROW(p_states[i], p_costs[i], p_parsed[i],
      p_statuses[i], p_txns[i], p_request_ids[i], p_latencies[i], p_replayed[i], p_object_ids[i], p_object_totals[i],
      p_object_statuses[i])::settlement);
  END LOOP;
  RETURN v_left_out;
END;
$$;

-- The clock is the database's: only tests and seeds may bring their own.
CREATE FUNCTION hold_v1(
  p_wait boolean, p_route uuid, p_instance uuid, p_ids uuid[], p_organization_ids uuid[], p_vault_key_ids uuid[], p_refused text[],
  p_prices bigint[], p_object_ids text[], p_retry_hashes bytea[], p_counts boolean[], p_parent_ids uuid[],
  p_credential_ids uuid[], p_vendors text[], p_agent_names text[], p_agent_run_ids text[], p_key_labels text[],
  p_endpoints text[], p_methods text[], p_paths text[], p_requests text[], p_client_ips text[], p_user_agents text[],
  p_requested bigint[], p_refused_statuses integer[]
) RETURNS TABLE (
  call_id uuid, verdict text, held_micros bigint, needed_micros bigint, attached_to uuid, day_left_micros bigint,
  run_left_micros bigint, calls_left bigint, call_cap_micros bigint, resets_at timestamptz
)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
BEGIN
  IF p_instance IS NULL THEN
    RAISE EXCEPTION 'a hold needs a live proxy instance' USING ERRCODE = 'KB001';
  END IF;
  RETURN QUERY SELECT * FROM hold_at_v1(NULL, p_wait, p_route, p_instance, p_ids, p_organization_ids, p_vault_key_ids, p_refused,
    p_prices, p_object_ids, p_retry_hashes, p_counts, p_parent_ids, p_credential_ids, p_vendors, p_agent_names,
    p_agent_run_ids, p_key_labels, p_endpoints, p_methods, p_paths, p_requests, p_client_ips, p_user_agents, p_requested,
    p_refused_statuses);
END;
$$;

CREATE FUNCTION settle_v1(
  p_wait boolean, p_route uuid, p_ids uuid[], p_organization_ids uuid[], p_vault_key_ids uuid[], p_states text[], p_costs bigint[],
  p_parsed bigint[], p_statuses integer[], p_txns text[], p_request_ids text[], p_latencies integer[], p_replayed boolean[],
  p_object_ids text[], p_object_totals bigint[], p_object_statuses text[]
) RETURNS uuid[]
  LANGUAGE sql SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
  SELECT settle_at_v1(NULL, p_wait, p_route, p_ids, p_organization_ids, p_vault_key_ids, p_states, p_costs, p_parsed, p_statuses,
    p_txns, p_request_ids, p_latencies, p_replayed, p_object_ids, p_object_totals, p_object_statuses)
$$;

-- After a commit whose outcome is not known: a call that is there is given back, one that is not gets a released row
-- under its id, so that a commit still on its way collides with it. Takes what hold_v1 takes.
CREATE FUNCTION void_v1(
  p_route uuid, p_instance uuid, p_ids uuid[], p_organization_ids uuid[], p_vault_key_ids uuid[], p_credential_ids uuid[],
  p_vendors text[], p_agent_names text[], p_agent_run_ids text[], p_key_labels text[], p_endpoints text[],
  p_methods text[], p_paths text[], p_requests text[], p_client_ips text[], p_user_agents text[], p_requested bigint[]
) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp
  SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_nestloop = off SET enable_mergejoin = off
  SET jit = off
AS $$
DECLARE
  v_now timestamptz;
  v_count integer;
BEGIN
  PERFORM lock_keys_v1(p_organization_ids, p_vault_key_ids, true);
  v_now := clock_timestamp();
  PERFORM settle_entangled_v1(v_now, w.organization_id, w.id,
    ROW('released', 0, NULL, 503, NULL, NULL, NULL, false, NULL, NULL, NULL)::settlement)
  FROM unnest(p_ids, p_organization_ids) AS t (id, org)
  JOIN call w ON w.organization_id = t.org AND w.id = t.id
  WHERE w.state = 'held';
  INSERT INTO call (
    organization_id, id, vault_key_id, credential_id, proxy_instance_id, called_at, completed_at, window_day, vendor,
    endpoint, method, path, agent_name, agent_run_id, key_label, policy_verdict, state, requested_micros, held_micros,
    cost_micros, status_code, request, client_ip, user_agent
  )
  SELECT t.org, t.id, t.key, t.credential_id, p_instance, v_now, v_now, k.window_day, t.vendor, t.endpoint, t.method,
    t.path, t.agent_name, t.agent_run_id, t.key_label, 'allowed', 'released', t.requested, 0, 0, 503, t.request::jsonb,
    t.client_ip, t.user_agent
  FROM unnest(p_ids, p_organization_ids, p_vault_key_ids, p_credential_ids, p_vendors, p_agent_names, p_agent_run_ids,
      p_key_labels, p_endpoints, p_methods, p_paths, p_requests, p_client_ips, p_user_agents, p_requested)
    AS t (id, org, key, credential_id, vendor, agent_name, agent_run_id, key_label, endpoint, method, path, request,
      client_ip, user_agent, requested)
  JOIN key_ledger k ON k.organization_id = t.org AND k.vault_key_id = t.key
  ON CONFLICT DO NOTHING;
  GET DIAGNOSTICS v_count = ROW_COUNT;
  RETURN v_count;
END;
$$;

GRANT EXECUTE ON FUNCTION hold_v1, settle_v1, void_v1 TO keybrake_proxy;

RESET ROLE;
