SET ROLE keybrake_owner;

-- Records what somebody decided about a call whose outcome nobody knows, by the way that an answer would have taken.
-- `code` says why not, where not; nothing has changed then. A cost above the hold is overage, as it is in an answer.
CREATE FUNCTION resolve_call_v1(
  p_organization_id uuid, p_call_id uuid, p_decision text, p_cost bigint,
  OUT code text, OUT held_micros bigint, OUT resolved_at timestamptz
)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  v_key uuid;
  w call;
BEGIN
  PERFORM require_organization(p_organization_id);
  IF p_decision NOT IN ('settled', 'released') OR (p_decision = 'settled' AND (p_cost IS NULL OR p_cost < 0)) THEN
    RAISE EXCEPTION 'a call is settled at a cost or released' USING ERRCODE = '22023';
  END IF;
  SELECT c.vault_key_id INTO v_key FROM call c WHERE c.organization_id = p_organization_id AND c.id = p_call_id;
  IF v_key IS NULL THEN
    code := 'absent';
    RETURN;
  END IF;
  PERFORM lock_keys_v1(ARRAY[p_organization_id], ARRAY[v_key], true);
  -- Read after the lock: a late answer, or somebody else, may have completed the call meanwhile.
  SELECT * INTO w FROM call c WHERE c.organization_id = p_organization_id AND c.id = p_call_id;
  IF w.state <> 'unknown' THEN
    code := 'not_unknown';
  ELSIF w.release_pending OR (p_decision = 'released' AND w.open_attempts > 0) THEN
    -- The retries hold nothing themselves, so what this call holds is not given back before they have ended.
    code := 'retries_open';
  ELSE
    code := 'resolved';
    held_micros := w.held_micros;
    resolved_at := clock_timestamp();
    PERFORM settle_entangled_v1(resolved_at, p_organization_id, p_call_id,
      ROW(p_decision, p_cost, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)::settlement);
  END IF;
END;
$$;

GRANT EXECUTE ON FUNCTION resolve_call_v1 TO keybrake_app;

RESET ROLE;
