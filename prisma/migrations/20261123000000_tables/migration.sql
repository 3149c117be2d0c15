-- Roles are the cluster's, not the database's: a second database on the same server finds them there.
-- keybrake_owner owns everything and cannot log in; whoever migrates becomes it for the duration.
DO $$
DECLARE
  v_role text;
BEGIN
  FOREACH v_role IN ARRAY ARRAY['keybrake_owner', 'keybrake_app', 'keybrake_proxy', 'keybrake_operator'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = v_role) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN', v_role);
      EXCEPTION WHEN duplicate_object OR unique_violation THEN
        NULL; -- another migrator of the same cluster was quicker
      END;
    END IF;
    -- Since 16 whoever creates a role administers it, but may not become it until told so.
    IF NOT pg_has_role(CURRENT_USER, v_role,
        CASE WHEN current_setting('server_version_num')::integer >= 160000 THEN 'SET' ELSE 'MEMBER' END) THEN
      EXECUTE format('GRANT %I TO CURRENT_USER', v_role);
    END IF;
  END LOOP;
END;
$$;

GRANT CREATE, USAGE ON SCHEMA public TO keybrake_owner;
GRANT USAGE ON SCHEMA public TO keybrake_app, keybrake_proxy, keybrake_operator;

SET ROLE keybrake_owner;

-- Functions are granted one by one; nothing is callable because somebody forgot to revoke it.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

CREATE TABLE organization (
  id uuid PRIMARY KEY,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  -- IANA name; a key's day is the calendar day here, copied at issue.
  zone text NOT NULL DEFAULT 'UTC',
  max_expiry_seconds integer NOT NULL DEFAULT 86400 CHECK (max_expiry_seconds BETWEEN 30 AND 31536000),
  max_daily_cap_micros bigint NOT NULL DEFAULT 10000000000 CHECK (max_daily_cap_micros >= 0),
  max_live_keys integer NOT NULL DEFAULT 1000 CHECK (max_live_keys BETWEEN 0 AND 1000000),
  -- Added on conversions from other currencies, in hundredths of a percent.
  margin_bps integer NOT NULL DEFAULT 500 CHECK (margin_bps BETWEEN 0 AND 10000),
  created_at timestamptz NOT NULL DEFAULT now()
);

-- A person may belong to several organizations, so this is the one table of people and no tenant's.
CREATE TABLE app_user (
  id uuid PRIMARY KEY,
  email text NOT NULL UNIQUE CHECK (email = lower(email) AND length(email) <= 254),
  name text,
  -- argon2id in PHC format; null for people who only sign in through another provider.
  password_hash text,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE member (
  organization_id uuid NOT NULL REFERENCES organization (id),
  user_id uuid NOT NULL REFERENCES app_user (id),
  role text NOT NULL CHECK (role IN ('owner', 'admin', 'member', 'auditor')),
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, user_id)
);
CREATE INDEX member_user ON member (user_id);

CREATE TABLE service_token (
  organization_id uuid NOT NULL REFERENCES organization (id),
  id uuid NOT NULL,
  label text NOT NULL CHECK (length(label) BETWEEN 1 AND 100),
  scopes text[] NOT NULL,
  last4 text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  created_by uuid,
  revoked_at timestamptz,
  last_used_at timestamptz,
  PRIMARY KEY (organization_id, id)
);

-- The one look-up that knows no organization yet: from a token's SHA-256 to what it is.
CREATE TABLE token_lookup (
  token_hash bytea PRIMARY KEY CHECK (length(token_hash) = 32),
  kind text NOT NULL CHECK (kind IN ('vault_key', 'service_token')),
  organization_id uuid NOT NULL,
  subject_id uuid NOT NULL
);

CREATE TABLE credential (
  organization_id uuid NOT NULL REFERENCES organization (id),
  id uuid NOT NULL,
  vendor text NOT NULL,
  label text NOT NULL CHECK (length(label) BETWEEN 1 AND 100),
  mode text NOT NULL CHECK (mode IN ('live', 'test', 'sandbox')),
  restricted boolean,
  last4 text NOT NULL,
  -- origin and attachment are part of the associated data that `sealed` was sealed with.
  origin text NOT NULL,
  attachment text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  sealing_key_id text NOT NULL,
  sealed bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  created_by text NOT NULL,
  disabled_at timestamptz,
  last_used_at timestamptz,
  PRIMARY KEY (organization_id, id)
);

CREATE TABLE policy (
  organization_id uuid NOT NULL REFERENCES organization (id),
  id uuid NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  created_at timestamptz NOT NULL DEFAULT now(),
  archived_at timestamptz,
  PRIMARY KEY (organization_id, id),
  UNIQUE (organization_id, name)
);

CREATE TABLE policy_version (
  organization_id uuid NOT NULL,
  policy_id uuid NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  rules jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  created_by text NOT NULL,
  PRIMARY KEY (organization_id, policy_id, version),
  FOREIGN KEY (organization_id, policy_id) REFERENCES policy (organization_id, id)
);

CREATE TABLE currency_rate (
  organization_id uuid NOT NULL REFERENCES organization (id),
  currency text NOT NULL CHECK (currency ~ '^[a-z]{3}$'),
  -- Micro-dollars per major unit.
  rate_micros bigint NOT NULL CHECK (rate_micros > 0),
  updated_at timestamptz NOT NULL DEFAULT now(),
  updated_by text NOT NULL,
  PRIMARY KEY (organization_id, currency)
);

-- What a key is; never changes after issue. What it may still do stands in key_ledger.
CREATE TABLE vault_key (
  organization_id uuid NOT NULL REFERENCES organization (id),
  id uuid NOT NULL,
  vendor text NOT NULL,
  credential_id uuid NOT NULL,
  agent_name text NOT NULL,
  agent_run_id text NOT NULL,
  -- What people see of the key in lists and audit rows: vk_…last4.
  key_label text NOT NULL,
  last4 text NOT NULL,
  rules jsonb NOT NULL,
  policy_id uuid,
  policy_version integer,
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, credential_id) REFERENCES credential (organization_id, id),
  FOREIGN KEY (organization_id, policy_id, policy_version) REFERENCES policy_version (organization_id, policy_id, version)
);
CREATE INDEX vault_key_run ON vault_key (organization_id, agent_run_id);
CREATE INDEX vault_key_agent ON vault_key (organization_id, agent_name, id);
CREATE INDEX vault_key_expiry ON vault_key (organization_id, expires_at);

-- One row per key orders every hold against every revocation: whoever has its lock decides.
-- Nothing here that changes with a call is indexed, so that updates stay on the page (HOT).
CREATE TABLE key_ledger (
  organization_id uuid NOT NULL,
  vault_key_id uuid NOT NULL,
  revoked_at timestamptz,
  expires_at timestamptz NOT NULL,
  zone text NOT NULL,
  call_cap_micros bigint CHECK (call_cap_micros >= 0),
  daily_cap_micros bigint CHECK (daily_cap_micros >= 0),
  run_cap_micros bigint CHECK (run_cap_micros >= 0),
  max_calls bigint CHECK (max_calls > 0),
  -- The day that day_spent and day_held belong to. It never moves back, and only a hold moves it.
  window_day date NOT NULL,
  day_spent_micros bigint NOT NULL DEFAULT 0 CHECK (day_spent_micros >= 0),
  day_held_micros bigint NOT NULL DEFAULT 0 CHECK (day_held_micros >= 0),
  run_spent_micros bigint NOT NULL DEFAULT 0 CHECK (run_spent_micros >= 0),
  run_held_micros bigint NOT NULL DEFAULT 0 CHECK (run_held_micros >= 0),
  calls bigint NOT NULL DEFAULT 0 CHECK (calls >= 0),
  -- What vendors charged above the holds; any of it blocks further priced calls.
  overage_micros bigint NOT NULL DEFAULT 0 CHECK (overage_micros >= 0),
  last_call_at timestamptz,
  -- Without either the key's money would have no bound.
  CHECK (daily_cap_micros IS NOT NULL OR run_cap_micros IS NOT NULL),
  PRIMARY KEY (organization_id, vault_key_id),
  FOREIGN KEY (organization_id, vault_key_id) REFERENCES vault_key (organization_id, id)
) WITH (fillfactor = 50);
CREATE INDEX key_ledger_revoked ON key_ledger (revoked_at) WHERE revoked_at IS NOT NULL;

-- A run that was revoked as a run: no key is issued for it again.
CREATE TABLE run_revocation (
  organization_id uuid NOT NULL REFERENCES organization (id),
  agent_run_id text NOT NULL,
  revoked_at timestamptz NOT NULL,
  revoked_by text NOT NULL,
  PRIMARY KEY (organization_id, agent_run_id)
);

CREATE TABLE proxy_instance (
  id uuid PRIMARY KEY,
  hostname text NOT NULL,
  pid integer NOT NULL,
  started_at timestamptz NOT NULL,
  heartbeat_at timestamptz NOT NULL,
  stopped_at timestamptz,
  -- Set once by a keeper; a process that finds itself dead registers anew under another id.
  dead_at timestamptz
);

-- Every call, one row each. Partitioned by its UUIDv7 id: time order comes free, and so does uniqueness.
CREATE TABLE call (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  vault_key_id uuid NOT NULL,
  credential_id uuid NOT NULL,
  proxy_instance_id uuid,
  parent_call_id uuid,
  -- The first call of the same intent, when this one is a retry of it.
  attached_to uuid,
  open_attempts smallint NOT NULL DEFAULT 0 CHECK (open_attempts >= 0),
  -- To be released as soon as no attached attempt is open.
  release_pending boolean NOT NULL DEFAULT false,
  called_at timestamptz NOT NULL,
  completed_at timestamptz,
  window_day date NOT NULL,
  vendor text NOT NULL,
  endpoint text NOT NULL,
  method text NOT NULL,
  path text NOT NULL,
  agent_name text NOT NULL,
  agent_run_id text NOT NULL,
  key_label text NOT NULL,
  policy_verdict text NOT NULL,
  state text NOT NULL CHECK (state IN ('denied', 'held', 'settled', 'released', 'accrued', 'unknown')),
  requested_micros bigint,
  held_micros bigint NOT NULL DEFAULT 0 CHECK (held_micros >= 0),
  cost_micros bigint CHECK (cost_micros >= 0),
  parsed_micros bigint,
  object_id text,
  vendor_txn_id text,
  vendor_request_id text,
  status_code smallint,
  latency_ms integer,
  replayed boolean NOT NULL DEFAULT false,
  request jsonb NOT NULL,
  client_ip text NOT NULL,
  user_agent text NOT NULL,
  PRIMARY KEY (organization_id, id)
) PARTITION BY RANGE (id);
-- The condition is always true, and keeps the planner from this index where a call is looked up by its id: on a month's
-- partition that is still empty both look equally cheap, and a cached plan would stay with the wrong one. The view
-- audit_log says it.
CREATE INDEX call_run ON call (organization_id, agent_run_id, id) WHERE state <> '';
-- Calls in flight: few at any moment, so both the list at revocation and the keeper's search are short scans.
CREATE INDEX call_held ON call (organization_id, vault_key_id, id) WHERE state = 'held';
CREATE INDEX call_unsettled ON call (organization_id, id) WHERE state IN ('accrued', 'unknown');
CREATE TABLE call_default PARTITION OF call DEFAULT;

CREATE TABLE call_adjustment (
  organization_id uuid NOT NULL,
  call_id uuid NOT NULL,
  id uuid NOT NULL,
  delta_micros bigint NOT NULL,
  reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  made_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, call_id, id)
);

-- The first call of an intent, by what makes a later one its retry.
CREATE TABLE retry_anchor (
  organization_id uuid NOT NULL,
  vault_key_id uuid NOT NULL,
  retry_hash bytea NOT NULL,
  call_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, vault_key_id, retry_hash)
);
CREATE INDEX retry_anchor_age ON retry_anchor (created_at);

-- A vendor object whose money is counted once over several calls (a payment intent).
CREATE TABLE counted_object (
  organization_id uuid NOT NULL,
  credential_id uuid NOT NULL,
  object_id text NOT NULL,
  counted_micros bigint NOT NULL CHECK (counted_micros >= 0),
  status text NOT NULL CHECK (status IN ('open', 'closed', 'canceled')),
  -- The calls that counted it, each on its own key; only those still accrued are given back or closed with it.
  call_ids uuid[] NOT NULL,
  vault_key_ids uuid[] NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, credential_id, object_id)
);

-- What the charts read. Quarter hours in UTC, so that every time zone's hours and days are sums of rows
-- (zones stand at half and three-quarter hours too). By key, so that two proxies never wait for each other here:
-- whoever writes a row holds that key's ledger row already.
CREATE TABLE spend_rollup (
  organization_id uuid NOT NULL,
  quarter timestamptz NOT NULL,
  vault_key_id uuid NOT NULL,
  endpoint text NOT NULL,
  policy_verdict text NOT NULL,
  calls bigint NOT NULL DEFAULT 0,
  cost_micros bigint NOT NULL DEFAULT 0,
  -- Done but not final: counted against caps, not yet a cost.
  accrued_micros bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (organization_id, quarter, vault_key_id, endpoint, policy_verdict)
) WITH (fillfactor = 70);

CREATE TABLE activity (
  organization_id uuid NOT NULL REFERENCES organization (id),
  id uuid NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- 'user:<id>', 'service_token:<id>', or 'command' for the command line.
  actor text NOT NULL,
  action text NOT NULL CHECK (length(action) <= 100),
  subject text NOT NULL CHECK (length(subject) <= 200),
  detail jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (organization_id, id)
);

-- A repeat of an issue under one Idempotency-Key answers with the first id.
CREATE TABLE idempotency_record (
  organization_id uuid NOT NULL REFERENCES organization (id),
  operation text NOT NULL,
  key_hash bytea NOT NULL CHECK (length(key_hash) = 32),
  subject_id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, operation, key_hash)
);

-- What the keepers do and when next; a job is run by whoever gets its advisory lock.
CREATE TABLE job (
  kind text PRIMARY KEY,
  every_seconds integer NOT NULL CHECK (every_seconds > 0),
  run_at timestamptz NOT NULL,
  payload jsonb NOT NULL DEFAULT '{}',
  last_run_at timestamptz,
  last_error text
);

RESET ROLE;
