SET ROLE keybrake_owner;

-- Dollars as numeric, without the zeros that a division would leave.
CREATE FUNCTION usd(p_micros bigint) RETURNS numeric
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
AS $$ SELECT trim_scale(p_micros * 0.000001) $$;

-- One row a call. The invoker's own rights apply, so a tenant sees its rows only.
CREATE VIEW audit_log WITH (security_invoker = true) AS
SELECT
  c.id,
  c.organization_id,
  c.agent_run_id,
  c.agent_name,
  c.vendor,
  c.endpoint,
  CASE WHEN c.state IN ('denied', 'released', 'settled') THEN usd((coalesce(c.cost_micros, 0) + coalesce(
    (SELECT sum(a.delta_micros) FROM call_adjustment a WHERE a.organization_id = c.organization_id AND a.call_id = c.id),
    0))::bigint) END AS cost_usd,
  usd(c.parsed_micros) AS cost_usd_parsed,
  usd(c.requested_micros) AS requested_usd,
  usd(c.held_micros) AS held_usd,
  c.vendor_txn_id,
  c.called_at,
  c.policy_verdict,
  c.state,
  c.status_code,
  c.method,
  c.path,
  c.request,
  c.vault_key_id,
  c.key_label,
  c.parent_call_id,
  c.latency_ms,
  c.client_ip,
  c.user_agent
FROM call c
-- Always true: it lets queries by run use the index call_run.
WHERE c.state <> '';

GRANT SELECT ON audit_log TO keybrake_app, keybrake_operator;
GRANT EXECUTE ON FUNCTION usd TO keybrake_app, keybrake_operator;

RESET ROLE;
