-- Who people are, how they sign in, and who may do what in an organization. What is no tenant's (people, sessions,
-- accounts, the set-up code) the dashboard's role reaches by functions only; a signed-in person is named to them by the
-- session's token, never by an id, so that a mistake in the dashboard acts for nobody whose token it does not hold.
SET ROLE keybrake_owner;

CREATE TABLE user_session (
  id uuid PRIMARY KEY,
  -- SHA-256 of a random token that only the browser's cookie holds.
  token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
  user_id uuid NOT NULL REFERENCES app_user (id),
  -- Where the person is at work; what they may do there is read from `member` for every request.
  active_organization_id uuid REFERENCES organization (id),
  created_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  user_agent text NOT NULL CHECK (length(user_agent) <= 300),
  client_ip text NOT NULL CHECK (length(client_ip) <= 64)
);
CREATE INDEX user_session_user ON user_session (user_id, id);
CREATE INDEX user_session_expiry ON user_session (expires_at);

-- An account elsewhere by which a person signs in.
CREATE TABLE user_account (
  provider text NOT NULL CHECK (length(provider) BETWEEN 1 AND 40),
  provider_account_id text NOT NULL CHECK (length(provider_account_id) BETWEEN 1 AND 255),
  user_id uuid NOT NULL REFERENCES app_user (id),
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (provider, provider_account_id)
);
CREATE INDEX user_account_user ON user_account (user_id);

CREATE TABLE invitation (
  organization_id uuid NOT NULL REFERENCES organization (id),
  id uuid NOT NULL,
  token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
  email text NOT NULL CHECK (email = lower(email) AND length(email) BETWEEN 3 AND 254),
  role text NOT NULL CHECK (role IN ('owner', 'admin', 'member', 'auditor')),
  invited_by uuid NOT NULL REFERENCES app_user (id),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  accepted_at timestamptz,
  accepted_by uuid REFERENCES app_user (id),
  revoked_at timestamptz,
  PRIMARY KEY (organization_id, id)
);
CREATE INDEX invitation_email ON invitation (email) WHERE accepted_at IS NULL AND revoked_at IS NULL;

-- What `npm start` prints while nobody has signed up: one row at most, good once.
CREATE TABLE set_up_code (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  code_hash bytea NOT NULL CHECK (length(code_hash) = 32),
  created_at timestamptz NOT NULL DEFAULT now(),
  consumed_at timestamptz
);

-- Attempts to sign in, by 20 bits of the hash of an e-mail address or of a client's address: a stranger can name any
-- number of either, and no more than a million rows of each kind come of it. Hashed, so that it is no list of people.
CREATE TABLE sign_in_throttle (
  kind text NOT NULL CHECK (kind IN ('email', 'ip')),
  bucket integer NOT NULL CHECK (bucket BETWEEN 0 AND 1048575),
  attempts integer NOT NULL,
  last_attempt_at timestamptz NOT NULL,
  blocked_until timestamptz,
  PRIMARY KEY (kind, bucket)
);

-- The activity log is read by who did it and by what was done.
CREATE INDEX activity_actor ON activity (organization_id, actor, id);
CREATE INDEX activity_action ON activity (organization_id, action, id);

DO $$
DECLARE
  v_table text;
BEGIN
  FOREACH v_table IN ARRAY ARRAY['user_session', 'user_account', 'invitation', 'set_up_code', 'sign_in_throttle'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', v_table);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', v_table);
    EXECUTE format('CREATE POLICY owner_all ON %I TO keybrake_owner USING (true) WITH CHECK (true)', v_table);
  END LOOP;
END;
$$;
CREATE POLICY tenant ON invitation TO keybrake_app USING (organization_id = (SELECT current_organization()))
  WITH CHECK (organization_id = (SELECT current_organization()));

-- Invitations are read in the tenant's own context, all but the token's hash; functions write them.
GRANT SELECT (organization_id, id, email, role, invited_by, created_at, expires_at, accepted_at, accepted_by, revoked_at)
  ON invitation TO keybrake_app;
GRANT UPDATE (name, zone, max_expiry_seconds, max_daily_cap_micros, max_live_keys, margin_bps)
  ON organization TO keybrake_app;

-- From the least rights to the most; the same order stands in the API's access.ts.
CREATE FUNCTION role_rank(p_role text) RETURNS integer
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  SET search_path = pg_catalog
AS $$ SELECT array_position(ARRAY['auditor', 'member', 'admin', 'owner'], p_role) $$;

CREATE FUNCTION write_activity(
  p_organization_id uuid, p_id uuid, p_actor text, p_action text, p_subject text, p_detail jsonb
) RETURNS void
  LANGUAGE sql
  SET search_path = public, pg_temp
AS $$
  INSERT INTO activity (organization_id, id, actor, action, subject, detail)
  VALUES (p_organization_id, p_id, p_actor, p_action, p_subject, p_detail)
$$;

-- Members ---------------------------------------------------------------------------------------------------------

CREATE FUNCTION list_members_v1(p_organization_id uuid, p_before uuid, p_limit integer) RETURNS TABLE (
  user_id uuid, email text, name text, role text, joined_at timestamptz
)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  PERFORM require_organization(p_organization_id);
  RETURN QUERY
    SELECT m.user_id, u.email, u.name, m.role, m.created_at
    FROM member m JOIN app_user u ON u.id = m.user_id
    WHERE m.organization_id = p_organization_id AND (p_before IS NULL OR m.user_id < p_before)
    ORDER BY m.user_id DESC LIMIT p_limit;
END;
$$;

-- Who did something here, in words: an e-mail address, or a service token's label. Somebody who has left is still named.
CREATE FUNCTION name_actors_v1(p_organization_id uuid, p_actors text[]) RETURNS TABLE (actor text, name text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  PERFORM require_organization(p_organization_id);
  RETURN QUERY
    SELECT a.actor, coalesce(u.email, s.label)
    FROM unnest(p_actors) AS a(actor)
    LEFT JOIN app_user u ON u.id = CASE WHEN a.actor ~ '^user:[0-9a-f-]{36}$' THEN substr(a.actor, 6)::uuid END
      -- Of people of other organizations nothing is told.
      AND (EXISTS (SELECT FROM member m WHERE m.organization_id = p_organization_id AND m.user_id = u.id)
        OR EXISTS (SELECT FROM activity d WHERE d.organization_id = p_organization_id AND d.actor = a.actor))
    LEFT JOIN service_token s ON s.organization_id = p_organization_id
      AND s.id = CASE WHEN a.actor ~ '^service_token:[0-9a-f-]{36}$' THEN substr(a.actor, 15)::uuid END
    WHERE coalesce(u.email, s.label) IS NOT NULL;
END;
$$;

-- Changes a role, or with a null role takes the member away. Whoever does it is read under the lock as well: their own
-- role may have been taken from them while this waited. `code` says why not; nothing has changed then.
-- The lock on the organization's row puts all changes of its members in one order, so that of two owners who leave at
-- once the second is seen to be the last.
CREATE FUNCTION change_member_v1(
  p_organization_id uuid, p_actor_id uuid, p_session_id uuid, p_user_id uuid, p_role text,
  OUT code text, OUT previous_role text
)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  v_actor_role text;
BEGIN
  PERFORM require_organization(p_organization_id);
  -- Not FOR UPDATE: every row that is added with a foreign key to the organization would wait for it.
  PERFORM FROM organization o WHERE o.id = p_organization_id FOR NO KEY UPDATE;
  SELECT m.role INTO v_actor_role FROM member m
  WHERE m.organization_id = p_organization_id AND m.user_id = p_actor_id;
  SELECT m.role INTO previous_role FROM member m
  WHERE m.organization_id = p_organization_id AND m.user_id = p_user_id;

  IF v_actor_role IS NULL THEN
    code := 'missing_role';
  ELSIF p_role IS NULL AND p_actor_id = p_user_id THEN
    code := 'allowed'; -- anybody may leave
  ELSIF role_rank(v_actor_role) < role_rank('admin') THEN
    code := 'missing_role';
  ELSIF previous_role IS NULL THEN
    code := 'absent';
  ELSIF greatest(role_rank(previous_role), coalesce(role_rank(p_role), 0)) > role_rank(v_actor_role) THEN
    code := 'role_above_own';
  ELSE
    code := 'allowed';
  END IF;
  IF code = 'allowed' AND previous_role = 'owner' AND p_role IS DISTINCT FROM 'owner' AND NOT EXISTS (
      SELECT FROM member m
      WHERE m.organization_id = p_organization_id AND m.role = 'owner' AND m.user_id <> p_user_id) THEN
    code := 'last_owner';
  END IF;
  IF code <> 'allowed' THEN
    RETURN;
  END IF;

  code := 'changed';
  IF p_role IS NULL THEN
    DELETE FROM member m WHERE m.organization_id = p_organization_id AND m.user_id = p_user_id;
    UPDATE user_session s SET active_organization_id = NULL
    WHERE s.user_id = p_user_id AND s.active_organization_id = p_organization_id;
  ELSIF p_role <> previous_role THEN
    UPDATE member m SET role = p_role WHERE m.organization_id = p_organization_id AND m.user_id = p_user_id;
    -- A token that somebody planted or copied while the role was low must not carry a higher one: the person signs in
    -- again. The session that asks for this is the caller's to renew.
    DELETE FROM user_session s
    WHERE s.user_id = p_user_id AND s.active_organization_id = p_organization_id AND s.id <> p_session_id;
  END IF;
END;
$$;

-- Invitations -----------------------------------------------------------------------------------------------------

CREATE FUNCTION create_invitation_v1(
  p_organization_id uuid, p_id uuid, p_token_hash bytea, p_email text, p_role text, p_invited_by uuid,
  OUT code text, OUT created_at timestamptz, OUT expires_at timestamptz
)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  v_rank integer;
BEGIN
  PERFORM require_organization(p_organization_id);
  PERFORM FROM organization o WHERE o.id = p_organization_id FOR NO KEY UPDATE;
  SELECT role_rank(m.role) INTO v_rank FROM member m
  WHERE m.organization_id = p_organization_id AND m.user_id = p_invited_by;
  IF v_rank IS NULL OR v_rank < role_rank('admin') THEN
    code := 'missing_role';
  ELSIF role_rank(p_role) > v_rank THEN
    code := 'role_above_own';
  ELSIF EXISTS (SELECT FROM member m JOIN app_user u ON u.id = m.user_id
      WHERE m.organization_id = p_organization_id AND u.email = p_email) THEN
    code := 'already_member'; -- tells of this organization's own people only
  ELSIF EXISTS (SELECT FROM invitation i WHERE i.organization_id = p_organization_id AND i.email = p_email
      AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > clock_timestamp()
      AND role_rank(i.role) > v_rank) THEN
    code := 'role_above_own'; -- it would replace an invitation that the caller may not revoke
  ELSIF (SELECT count(*) FROM invitation i WHERE i.organization_id = p_organization_id AND i.accepted_at IS NULL
      AND i.revoked_at IS NULL AND i.expires_at > clock_timestamp()) >= 200 THEN
    code := 'too_many';
  ELSE
    code := 'created';
    created_at := clock_timestamp();
    expires_at := created_at + interval '72 hours';
    -- One open link a person: an older one may have gone astray.
    UPDATE invitation i SET revoked_at = clock_timestamp()
    WHERE i.organization_id = p_organization_id AND i.email = p_email AND i.accepted_at IS NULL AND i.revoked_at IS NULL;
    INSERT INTO invitation (organization_id, id, token_hash, email, role, invited_by, created_at, expires_at)
    VALUES (p_organization_id, p_id, p_token_hash, p_email, p_role, p_invited_by, created_at, expires_at);
  END IF;
END;
$$;

CREATE FUNCTION revoke_invitation_v1(
  p_organization_id uuid, p_id uuid, p_actor_id uuid, OUT code text, OUT email text, OUT revoked_at timestamptz
)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  v_invitation invitation;
  v_rank integer;
BEGIN
  PERFORM require_organization(p_organization_id);
  SELECT role_rank(m.role) INTO v_rank FROM member m
  WHERE m.organization_id = p_organization_id AND m.user_id = p_actor_id;
  SELECT * INTO v_invitation FROM invitation i
  WHERE i.organization_id = p_organization_id AND i.id = p_id FOR UPDATE;
  IF v_rank IS NULL OR v_rank < role_rank('admin') THEN
    code := 'missing_role';
  ELSIF v_invitation.id IS NULL THEN
    code := 'absent';
  ELSIF v_invitation.accepted_at IS NOT NULL THEN
    code := 'accepted';
  ELSIF role_rank(v_invitation.role) > v_rank THEN
    code := 'role_above_own';
  ELSE
    code := 'revoked';
    email := v_invitation.email;
    UPDATE invitation i SET revoked_at = coalesce(i.revoked_at, clock_timestamp())
    WHERE i.organization_id = p_organization_id AND i.id = p_id RETURNING i.revoked_at INTO revoked_at;
  END IF;
END;
$$;

-- An invitation that can be accepted at this moment. Whoever sent it must still be allowed to: an admin who was removed
-- leaves no open doors behind.
CREATE FUNCTION open_invitation(p_token_hash bytea) RETURNS SETOF invitation
  LANGUAGE sql STABLE
  SET search_path = public, pg_temp
AS $$
  SELECT i.* FROM invitation i
  JOIN member m ON m.organization_id = i.organization_id AND m.user_id = i.invited_by
  WHERE i.token_hash = p_token_hash AND i.accepted_at IS NULL AND i.revoked_at IS NULL
    AND i.expires_at > clock_timestamp() AND role_rank(m.role) >= greatest(role_rank('admin'), role_rank(i.role))
$$;

-- For the page behind the link. It says nothing of whether the address belongs to somebody here already.
CREATE FUNCTION find_invitation_v1(p_token_hash bytea) RETURNS TABLE (
  organization_name text, email text, role text, expires_at timestamptz
)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
  SELECT o.name, i.email, i.role, i.expires_at
  FROM open_invitation(p_token_hash) i JOIN organization o ON o.id = i.organization_id
$$;

-- Takes an invitation up, once, for the person of a session or for a new person; the address must be the invitation's.
-- `person_exists`: somebody has the address, who must sign in instead; the dashboard asks them for their password.
CREATE FUNCTION accept_invitation_v1(
  p_token_hash bytea, p_session_hash bytea, p_user_id uuid, p_name text, p_password_hash text, p_activity_id uuid,
  OUT code text, OUT joined_organization_id uuid, OUT joined_user_id uuid
)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
DECLARE
  v_organization uuid := (SELECT i.organization_id FROM invitation i WHERE i.token_hash = p_token_hash);
  v_invitation invitation;
  v_user uuid;
BEGIN
  -- In the order in which changes of members lock: the organization, then what belongs to it.
  PERFORM FROM organization o WHERE o.id = v_organization FOR NO KEY UPDATE;
  PERFORM FROM invitation i WHERE i.token_hash = p_token_hash FOR UPDATE;
  -- Read after the locks: another acceptance, or a revocation, may have been quicker.
  SELECT * INTO v_invitation FROM open_invitation(p_token_hash);
  IF v_invitation.id IS NULL THEN
    code := 'absent';
    RETURN;
  END IF;

  IF p_session_hash IS NOT NULL THEN
    SELECT u.id INTO v_user FROM live_session(p_session_hash) s JOIN app_user u ON u.id = s.user_id
    WHERE u.email = v_invitation.email;
    IF v_user IS NULL THEN
      code := 'other_person';
      RETURN;
    END IF;
  ELSE
    INSERT INTO app_user (id, email, name, password_hash)
    VALUES (p_user_id, v_invitation.email, p_name, p_password_hash) ON CONFLICT (email) DO NOTHING
    RETURNING id INTO v_user;
    IF v_user IS NULL THEN
      code := 'person_exists';
      RETURN;
    END IF;
  END IF;

  code := 'accepted';
  joined_organization_id := v_organization;
  joined_user_id := v_user;
  INSERT INTO member (organization_id, user_id, role) VALUES (v_organization, v_user, v_invitation.role)
  -- Who became a member by another way meanwhile keeps the role that they were given there.
  ON CONFLICT (organization_id, user_id) DO NOTHING;
  UPDATE invitation i SET accepted_at = clock_timestamp(), accepted_by = v_user
  WHERE i.organization_id = v_organization AND i.id = v_invitation.id;
  PERFORM write_activity(v_organization, p_activity_id, 'user:' || v_user, 'invitations.accept',
    'invitation:' || v_invitation.id, jsonb_build_object('role', v_invitation.role));
END;
$$;

-- Sessions --------------------------------------------------------------------------------------------------------

-- A session ends 12 hours after signing in, and after 2 hours in which nothing was asked of it.
CREATE FUNCTION live_session(p_token_hash bytea) RETURNS SETOF user_session
  LANGUAGE sql STABLE
  SET search_path = public, pg_temp
AS $$
  SELECT * FROM user_session s
  WHERE s.token_hash = p_token_hash AND s.expires_at > clock_timestamp()
    AND s.last_seen_at > clock_timestamp() - interval '2 hours'
$$;

-- Signs a person in, where they were last at work unless told. `p_replaces` is the browser's session until now, which
-- ends: a token that was planted in the browser is worth nothing afterwards.
CREATE FUNCTION create_session_v1(
  p_id uuid, p_token_hash bytea, p_user_id uuid, p_organization_id uuid, p_user_agent text, p_client_ip text,
  p_replaces bytea
) RETURNS timestamptz
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
DECLARE
  v_now timestamptz := clock_timestamp();
  v_organization uuid;
BEGIN
  SELECT m.organization_id INTO v_organization FROM member m
  LEFT JOIN LATERAL (SELECT max(s.last_seen_at) AS at FROM user_session s
    WHERE s.user_id = p_user_id AND s.active_organization_id = m.organization_id) seen ON true
  WHERE m.user_id = p_user_id
  ORDER BY m.organization_id = p_organization_id DESC NULLS LAST, seen.at DESC NULLS LAST, m.created_at
  LIMIT 1;
  DELETE FROM user_session s WHERE s.token_hash = p_replaces;
  DELETE FROM user_session s WHERE s.id IN (
    SELECT e.id FROM user_session e WHERE e.expires_at < v_now - interval '1 day' ORDER BY e.expires_at LIMIT 100);
  -- Thirty browsers are enough for anybody; the one unused for longest makes room.
  DELETE FROM user_session s WHERE s.id IN (
    SELECT o.id FROM user_session o WHERE o.user_id = p_user_id ORDER BY o.last_seen_at DESC OFFSET 29);
  INSERT INTO user_session (id, token_hash, user_id, active_organization_id, created_at, last_seen_at, expires_at,
    user_agent, client_ip)
  VALUES (p_id, p_token_hash, p_user_id, v_organization, v_now, v_now, v_now + interval '12 hours', p_user_agent,
    p_client_ip);
  RETURN v_now + interval '12 hours';
END;
$$;

-- Who a token signs in, with what they may do at this moment. Using it keeps it alive; that is written once a minute.
CREATE FUNCTION find_session_v1(p_token_hash bytea) RETURNS TABLE (
  session_id uuid, user_id uuid, email text, name text, organization_id uuid, role text, expires_at timestamptz,
  memberships jsonb
)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  v_session user_session;
BEGIN
  SELECT * INTO v_session FROM live_session(p_token_hash);
  IF v_session.id IS NULL THEN
    RETURN;
  END IF;
  IF v_session.last_seen_at < clock_timestamp() - interval '1 minute' THEN
    UPDATE user_session s SET last_seen_at = clock_timestamp() WHERE s.id = v_session.id;
  END IF;
  RETURN QUERY
    SELECT v_session.id, u.id, u.email, u.name, m.organization_id, m.role, v_session.expires_at, coalesce((
      SELECT jsonb_agg(jsonb_build_object('organizationId', o.id, 'name', o.name, 'zone', o.zone, 'role', a.role)
        ORDER BY o.name, o.id)
      FROM (SELECT * FROM member x WHERE x.user_id = u.id ORDER BY x.created_at LIMIT 200) a
      JOIN organization o ON o.id = a.organization_id), '[]')
    FROM app_user u
    LEFT JOIN member m ON m.user_id = u.id AND m.organization_id = v_session.active_organization_id
    WHERE u.id = v_session.user_id;
END;
$$;

-- Gives a session a new token, and moves it to another organization if one is named; the old token is dead at once.
-- It lives no longer for that. Null: no such session, or no member there.
CREATE FUNCTION renew_session_v1(p_token_hash bytea, p_new_token_hash bytea, p_organization_id uuid)
  RETURNS timestamptz
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
DECLARE
  v_expires_at timestamptz;
BEGIN
  UPDATE user_session s SET token_hash = p_new_token_hash, last_seen_at = clock_timestamp(),
    active_organization_id = coalesce(p_organization_id, s.active_organization_id)
  WHERE s.id = (SELECT l.id FROM live_session(p_token_hash) l) AND s.token_hash = p_token_hash
    AND (p_organization_id IS NULL OR EXISTS (
      SELECT FROM member m WHERE m.organization_id = p_organization_id AND m.user_id = s.user_id))
  RETURNING s.expires_at INTO v_expires_at;
  RETURN v_expires_at;
END;
$$;

CREATE FUNCTION list_sessions_v1(p_token_hash bytea) RETURNS TABLE (
  id uuid, created_at timestamptz, last_seen_at timestamptz, expires_at timestamptz, user_agent text, client_ip text,
  is_this boolean
)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
  SELECT s.id, s.created_at, s.last_seen_at, s.expires_at, s.user_agent, s.client_ip, s.id = mine.id
  FROM live_session(p_token_hash) mine
  JOIN user_session s ON s.user_id = mine.user_id
  WHERE s.expires_at > clock_timestamp() AND s.last_seen_at > clock_timestamp() - interval '2 hours'
  ORDER BY s.last_seen_at DESC LIMIT 100
$$;

-- Ends one session of the person whose token this is; without an id, all of them. How many ended.
CREATE FUNCTION end_sessions_v1(p_token_hash bytea, p_session_id uuid) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
DECLARE
  v_count integer;
BEGIN
  DELETE FROM user_session s USING live_session(p_token_hash) mine
  WHERE s.user_id = mine.user_id AND (p_session_id IS NULL OR s.id = p_session_id);
  GET DIAGNOSTICS v_count = ROW_COUNT;
  RETURN v_count;
END;
$$;

-- Signing out needs no life left in the token.
CREATE FUNCTION end_session_v1(p_token_hash bytea) RETURNS void
  LANGUAGE sql SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$ DELETE FROM user_session s WHERE s.token_hash = p_token_hash $$;

-- Signing in ------------------------------------------------------------------------------------------------------

CREATE FUNCTION find_sign_in_v1(p_email text) RETURNS TABLE (user_id uuid, name text, password_hash text)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$ SELECT u.id, u.name, u.password_hash FROM app_user u WHERE u.email = p_email $$;

-- Counts an attempt before it is judged, so that a thousand at once are a thousand attempts and not one. Null: go on.
-- Otherwise when to come again: past the limit each further attempt doubles the wait, up to the window of 15 minutes.
CREATE FUNCTION begin_attempt_v1(p_kind text, p_bucket integer, p_limit integer) RETURNS timestamptz
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
DECLARE
  v_window interval := '15 minutes';
  v_now timestamptz;
  v_row sign_in_throttle;
BEGIN
  INSERT INTO sign_in_throttle (kind, bucket, attempts, last_attempt_at)
  VALUES (p_kind, p_bucket, 0, clock_timestamp()) ON CONFLICT (kind, bucket) DO NOTHING;
  SELECT * INTO v_row FROM sign_in_throttle t WHERE t.kind = p_kind AND t.bucket = p_bucket FOR UPDATE;
  v_now := clock_timestamp();
  IF v_row.blocked_until > v_now THEN
    RETURN v_row.blocked_until;
  END IF;
  IF v_row.last_attempt_at < v_now - v_window THEN
    v_row.attempts := 0;
  END IF;
  v_row.attempts := v_row.attempts + 1;
  UPDATE sign_in_throttle t SET attempts = v_row.attempts, last_attempt_at = v_now, blocked_until =
    CASE WHEN v_row.attempts >= p_limit
      THEN v_now + least(v_window, interval '30 seconds' * power(2, least(v_row.attempts - p_limit, 10))) END
  WHERE t.kind = p_kind AND t.bucket = p_bucket;
  RETURN NULL;
END;
$$;

-- The attempt was good: the address' count begins anew, and of the client's this one is taken back. Were the whole of
-- that forgiven, whoever knows one password could try others without end.
CREATE FUNCTION end_attempt_v1(p_email_bucket integer, p_ip_bucket integer) RETURNS void
  LANGUAGE sql SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
  DELETE FROM sign_in_throttle t WHERE t.kind = 'email' AND t.bucket = p_email_bucket;
  UPDATE sign_in_throttle t SET attempts = greatest(t.attempts - 1, 0), blocked_until = NULL
  WHERE t.kind = 'ip' AND t.bucket = p_ip_bucket;
$$;

CREATE FUNCTION find_user_by_account_v1(p_provider text, p_provider_account_id text) RETURNS TABLE (
  user_id uuid, email text, name text
)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
  SELECT u.id, u.email, u.name FROM user_account a JOIN app_user u ON u.id = a.user_id
  WHERE a.provider = p_provider AND a.provider_account_id = p_provider_account_id
$$;

-- Connects an account to the person of a session, or makes the person for it, if somebody has invited that address.
-- An address that a person here has is not enough: who controls it there need not be who signs in with it here.
CREATE FUNCTION link_account_v1(
  p_provider text, p_provider_account_id text, p_session_hash bytea, p_user_id uuid, p_email text, p_name text,
  OUT code text, OUT linked_user_id uuid
)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
DECLARE
  v_mine uuid := (SELECT s.user_id FROM live_session(p_session_hash) s);
  v_theirs uuid := (SELECT a.user_id FROM user_account a
    WHERE a.provider = p_provider AND a.provider_account_id = p_provider_account_id);
BEGIN
  IF v_theirs IS NOT NULL THEN
    code := CASE WHEN v_mine IS NULL OR v_mine = v_theirs THEN 'linked' ELSE 'other_person' END;
    linked_user_id := v_theirs;
    RETURN;
  END IF;
  IF v_mine IS NULL THEN
    IF EXISTS (SELECT FROM app_user u WHERE u.email = p_email) THEN
      code := 'person_exists';
      RETURN;
    ELSIF NOT EXISTS (SELECT FROM invitation i WHERE i.email = p_email AND i.accepted_at IS NULL
        AND i.revoked_at IS NULL AND EXISTS (SELECT FROM open_invitation(i.token_hash))) THEN
      code := 'not_invited';
      RETURN;
    END IF;
    INSERT INTO app_user (id, email, name) VALUES (p_user_id, p_email, p_name);
  END IF;
  code := 'linked';
  linked_user_id := coalesce(v_mine, p_user_id);
  INSERT INTO user_account (provider, provider_account_id, user_id)
  VALUES (p_provider, p_provider_account_id, linked_user_id);
END;
$$;

-- Organizations ---------------------------------------------------------------------------------------------------

CREATE FUNCTION make_organization(
  p_id uuid, p_name text, p_zone text, p_user_id uuid, p_activity_ids uuid[]
) RETURNS void
  LANGUAGE plpgsql
  SET search_path = public, pg_temp
AS $$
BEGIN
  INSERT INTO organization (id, name, zone) VALUES (p_id, p_name, p_zone);
  INSERT INTO member (organization_id, user_id, role) VALUES (p_id, p_user_id, 'owner');
  PERFORM write_activity(p_id, p_activity_ids[1], 'user:' || p_user_id, 'organizations.create',
    'organization:' || p_id, jsonb_build_object('name', p_name, 'zone', p_zone));
  PERFORM write_activity(p_id, p_activity_ids[2], 'user:' || p_user_id, 'members.add',
    'user:' || p_user_id, jsonb_build_object('role', 'owner'));
END;
$$;

CREATE FUNCTION create_organization_v1(
  p_token_hash bytea, p_id uuid, p_name text, p_zone text, p_activity_ids uuid[]
) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
DECLARE
  v_user uuid;
BEGIN
  SELECT s.user_id INTO v_user FROM live_session(p_token_hash) s;
  IF v_user IS NULL THEN
    RETURN 'absent';
  END IF;
  PERFORM FROM app_user u WHERE u.id = v_user FOR NO KEY UPDATE; -- so that the count holds for several at once
  IF NOT EXISTS (SELECT FROM pg_timezone_names z WHERE z.name = p_zone) THEN
    RETURN 'zone_unknown';
  ELSIF (SELECT count(*) FROM member m WHERE m.user_id = v_user AND m.role = 'owner') >= 50 THEN
    RETURN 'too_many';
  END IF;
  PERFORM make_organization(p_id, p_name, p_zone, v_user, p_activity_ids);
  RETURN 'created';
END;
$$;

-- Whether nobody is here yet.
CREATE FUNCTION set_up_open_v1() RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$ SELECT NOT EXISTS (SELECT FROM app_user) $$;

CREATE FUNCTION check_set_up_code_v1(p_code_hash bytea) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
  SELECT NOT EXISTS (SELECT FROM app_user)
    AND EXISTS (SELECT FROM set_up_code c WHERE c.code_hash = p_code_hash AND c.consumed_at IS NULL)
$$;

-- Makes the first person, who owns the first organization. Good once, and only while nobody is here.
CREATE FUNCTION set_up_v1(
  p_code_hash bytea, p_organization_id uuid, p_organization_name text, p_zone text, p_user_id uuid, p_email text,
  p_name text, p_password_hash text, p_activity_ids uuid[]
) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM FROM set_up_code c WHERE c.only_row FOR UPDATE;
  -- Read after the lock: somebody else may have been quicker with the same code.
  IF NOT check_set_up_code_v1(p_code_hash) THEN
    RETURN 'refused';
  ELSIF NOT EXISTS (SELECT FROM pg_timezone_names z WHERE z.name = p_zone) THEN
    RETURN 'zone_unknown';
  END IF;
  UPDATE set_up_code c SET consumed_at = clock_timestamp() WHERE c.only_row;
  INSERT INTO app_user (id, email, name, password_hash) VALUES (p_user_id, p_email, p_name, p_password_hash);
  PERFORM make_organization(p_organization_id, p_organization_name, p_zone, p_user_id, p_activity_ids);
  RETURN 'done';
END;
$$;

-- Service tokens --------------------------------------------------------------------------------------------------

CREATE FUNCTION create_service_token_v1(
  p_organization_id uuid, p_id uuid, p_token_hash bytea, p_last4 text, p_label text, p_scopes text[], p_created_by uuid,
  OUT code text, OUT created_at timestamptz
)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  PERFORM require_organization(p_organization_id);
  PERFORM FROM organization o WHERE o.id = p_organization_id FOR NO KEY UPDATE;
  IF (SELECT count(*) FROM service_token s
      WHERE s.organization_id = p_organization_id AND s.revoked_at IS NULL) >= 200 THEN
    code := 'too_many';
    RETURN;
  END IF;
  code := 'created';
  created_at := clock_timestamp();
  INSERT INTO service_token (organization_id, id, label, scopes, last4, created_at, created_by)
  VALUES (p_organization_id, p_id, p_label, p_scopes, p_last4, created_at, p_created_by);
  INSERT INTO token_lookup (token_hash, kind, organization_id, subject_id)
  VALUES (p_token_hash, 'service_token', p_organization_id, p_id);
END;
$$;

-- As v1, and notes when the token was last used: that is written once a minute.
CREATE FUNCTION find_service_token_v2(p_token_hash bytea) RETURNS TABLE (
  organization_id uuid, service_token_id uuid, scopes text[]
)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  v_token service_token;
BEGIN
  SELECT s.* INTO v_token
  FROM token_lookup t
  JOIN service_token s ON s.organization_id = t.organization_id AND s.id = t.subject_id
  WHERE t.token_hash = p_token_hash AND t.kind = 'service_token' AND s.revoked_at IS NULL;
  IF v_token.id IS NULL THEN
    RETURN;
  END IF;
  IF v_token.last_used_at IS NULL OR v_token.last_used_at < clock_timestamp() - interval '1 minute' THEN
    UPDATE service_token s SET last_used_at = clock_timestamp()
    WHERE s.organization_id = v_token.organization_id AND s.id = v_token.id;
  END IF;
  RETURN QUERY SELECT v_token.organization_id, v_token.id, v_token.scopes;
END;
$$;

-- Null: the organization has no such token.
CREATE FUNCTION revoke_service_token_v1(p_organization_id uuid, p_id uuid) RETURNS timestamptz
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
DECLARE
  v_revoked_at timestamptz;
BEGIN
  PERFORM require_organization(p_organization_id);
  UPDATE service_token s SET revoked_at = coalesce(s.revoked_at, clock_timestamp())
  WHERE s.organization_id = p_organization_id AND s.id = p_id RETURNING s.revoked_at INTO v_revoked_at;
  RETURN v_revoked_at;
END;
$$;

GRANT EXECUTE ON FUNCTION list_members_v1, name_actors_v1, change_member_v1, create_invitation_v1, revoke_invitation_v1,
  find_invitation_v1, accept_invitation_v1, create_session_v1, find_session_v1, renew_session_v1, list_sessions_v1,
  end_sessions_v1, end_session_v1, find_sign_in_v1, begin_attempt_v1, end_attempt_v1, find_user_by_account_v1,
  link_account_v1, create_organization_v1, set_up_open_v1, check_set_up_code_v1, set_up_v1, create_service_token_v1,
  find_service_token_v2, revoke_service_token_v1 TO keybrake_app;

RESET ROLE;
