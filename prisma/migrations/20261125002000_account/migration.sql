SET ROLE keybrake_owner;

-- What a person changes of how they sign in. As with sessions, the person is named by the session's token.

-- Each organization of a person hears of it: whoever acts in their name there may from now on be somebody else. The ids
-- are the caller's, one for each organization that it knows of; where the person is no member nothing is written.
CREATE FUNCTION write_person_activity(
  p_user_id uuid, p_organization_ids uuid[], p_activity_ids uuid[], p_action text, p_detail jsonb
) RETURNS void
  LANGUAGE sql
  SET search_path = public, pg_temp
AS $$
  SELECT write_activity(m.organization_id, e.id, 'user:' || p_user_id, p_action, 'user:' || p_user_id, p_detail)
  FROM unnest(p_organization_ids, p_activity_ids) AS e(organization_id, id)
  JOIN member m ON m.organization_id = e.organization_id AND m.user_id = p_user_id
$$;

-- Replaces a password by another. `p_present_hash` is what the caller checked the present one against: if that has
-- changed since, it was not the present one. Every other session ends, and this one goes on under a new token, so that
-- whoever knew the old password or held a token under it has nothing left.
CREATE FUNCTION change_password_v1(
  p_token_hash bytea, p_new_token_hash bytea, p_present_hash text, p_password_hash text,
  p_organization_ids uuid[], p_activity_ids uuid[],
  OUT code text, OUT expires_at timestamptz, OUT ended integer
)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  v_user uuid := (SELECT s.user_id FROM live_session(p_token_hash) s);
  v_session uuid;
  v_present_hash text;
BEGIN
  SELECT u.password_hash INTO v_present_hash FROM app_user u WHERE u.id = v_user FOR UPDATE;
  -- Read again after the lock: a change that was quicker may have ended this session.
  SELECT s.id INTO v_session FROM live_session(p_token_hash) s;
  IF v_session IS NULL THEN
    code := 'signed_out';
    RETURN;
  ELSIF v_present_hash IS NULL OR v_present_hash IS DISTINCT FROM p_present_hash THEN
    code := 'wrong';
    RETURN;
  END IF;
  code := 'changed';
  UPDATE app_user u SET password_hash = p_password_hash WHERE u.id = v_user;
  DELETE FROM user_session s WHERE s.user_id = v_user AND s.id <> v_session;
  GET DIAGNOSTICS ended = ROW_COUNT;
  UPDATE user_session s SET token_hash = p_new_token_hash, last_seen_at = clock_timestamp()
  WHERE s.id = v_session RETURNING s.expires_at INTO expires_at;
  PERFORM write_person_activity(v_user, p_organization_ids, p_activity_ids, 'account.change-password',
    jsonb_build_object('sessions_ended', ended));
END;
$$;

-- By what a person can sign in. No row: nobody is signed in by this token. A person has a few; more than 50 are not told.
CREATE FUNCTION list_ways_in_v1(p_token_hash bytea) RETURNS TABLE (
  has_password boolean, provider text, provider_account_id text, connected_at timestamptz
)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
  SELECT u.password_hash IS NOT NULL, a.provider, a.provider_account_id, a.created_at
  FROM live_session(p_token_hash) s
  JOIN app_user u ON u.id = s.user_id
  LEFT JOIN user_account a ON a.user_id = u.id
  ORDER BY a.created_at, a.provider, a.provider_account_id LIMIT 50
$$;

-- Takes a connected account away, never the last way to sign in: of accounts only those at `p_usable` count, where the
-- dashboard can send somebody. The person's row is locked, so that of two removals at once the second sees the first.
CREATE FUNCTION remove_account_v1(
  p_token_hash bytea, p_provider text, p_provider_account_id text, p_usable text[],
  p_organization_ids uuid[], p_activity_ids uuid[], OUT code text, OUT ended integer
)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  v_user uuid := (SELECT s.user_id FROM live_session(p_token_hash) s);
  v_has_password boolean;
  v_session uuid;
BEGIN
  SELECT u.password_hash IS NOT NULL INTO v_has_password FROM app_user u WHERE u.id = v_user FOR UPDATE;
  SELECT s.id INTO v_session FROM live_session(p_token_hash) s;
  IF v_session IS NULL THEN
    code := 'signed_out';
  ELSIF NOT EXISTS (SELECT FROM user_account a WHERE a.user_id = v_user AND a.provider = p_provider
      AND a.provider_account_id = p_provider_account_id) THEN
    code := 'absent';
  ELSIF NOT v_has_password AND NOT EXISTS (SELECT FROM user_account a WHERE a.user_id = v_user
      AND a.provider = ANY (p_usable) AND (a.provider, a.provider_account_id) <> (p_provider, p_provider_account_id)) THEN
    code := 'last_way';
  ELSE
    code := 'removed';
    DELETE FROM user_account a WHERE a.provider = p_provider AND a.provider_account_id = p_provider_account_id;
    -- Nobody knows which session the account opened.
    DELETE FROM user_session s WHERE s.user_id = v_user AND s.id <> v_session;
    GET DIAGNOSTICS ended = ROW_COUNT;
    PERFORM write_person_activity(v_user, p_organization_ids, p_activity_ids, 'account.remove',
      jsonb_build_object('provider', p_provider, 'provider_account_id', p_provider_account_id, 'sessions_ended', ended));
  END IF;
END;
$$;

-- As v1, and kept in the activity log where somebody who is signed in connects an account.
CREATE FUNCTION link_account_v2(
  p_provider text, p_provider_account_id text, p_session_hash bytea, p_user_id uuid, p_email text, p_name text,
  p_organization_ids uuid[], p_activity_ids uuid[], OUT code text, OUT linked_user_id uuid
)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
DECLARE
  v_known boolean := EXISTS (SELECT FROM user_account a
    WHERE a.provider = p_provider AND a.provider_account_id = p_provider_account_id);
BEGIN
  SELECT l.code, l.linked_user_id INTO code, linked_user_id
  FROM link_account_v1(p_provider, p_provider_account_id, p_session_hash, p_user_id, p_email, p_name) l;
  IF code = 'linked' AND NOT v_known THEN
    PERFORM write_person_activity(linked_user_id, p_organization_ids, p_activity_ids, 'account.connect',
      jsonb_build_object('provider', p_provider, 'provider_account_id', p_provider_account_id));
  END IF;
END;
$$;

GRANT EXECUTE ON FUNCTION change_password_v1, list_ways_in_v1, remove_account_v1, link_account_v2 TO keybrake_app;

-- A policy may be renamed; who did it, and what it was called before, is in the activity log.
GRANT UPDATE (name) ON policy TO keybrake_app;

RESET ROLE;
