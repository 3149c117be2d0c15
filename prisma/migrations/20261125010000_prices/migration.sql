SET ROLE keybrake_owner;

-- What a vendor takes for one of each item, where requests name no amount. What is not here costs what is shipped.
CREATE TABLE price (
  organization_id uuid NOT NULL,
  credential_id uuid NOT NULL,
  item text NOT NULL CHECK (item ~ '^[A-Za-z0-9][A-Za-z0-9_:*.-]{0,79}$'),
  micros bigint NOT NULL CHECK (micros >= 0 AND micros <= 1000000000000),
  -- What a person edited, the vendor's own list does not overwrite.
  source text NOT NULL CHECK (source IN ('edited', 'fetched')),
  updated_at timestamptz NOT NULL DEFAULT now(),
  updated_by text NOT NULL,
  PRIMARY KEY (organization_id, credential_id, item),
  FOREIGN KEY (organization_id, credential_id) REFERENCES credential (organization_id, id)
);
ALTER TABLE price ENABLE ROW LEVEL SECURITY;
ALTER TABLE price FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON price TO keybrake_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON price TO keybrake_app USING (organization_id = (SELECT current_organization()))
  WITH CHECK (organization_id = (SELECT current_organization()));
GRANT SELECT, INSERT, DELETE, UPDATE (micros, source, updated_at, updated_by) ON price TO keybrake_app;

-- As version 1, with the credential's own prices: item to micro-dollars in decimal.
CREATE FUNCTION find_credential_v2(p_organization_id uuid, p_credential_id uuid) RETURNS TABLE (
  organization_id uuid, credential_id uuid, version integer, vendor text, origin text, attachment text, mode text,
  sealing_key_id text, sealed bytea, disabled boolean, prices jsonb
)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
  SELECT c.organization_id, c.id, c.version, c.vendor, c.origin, c.attachment, c.mode, c.sealing_key_id, c.sealed,
    c.disabled_at IS NOT NULL,
    (SELECT coalesce(jsonb_object_agg(p.item, p.micros::text), '{}') FROM price p
      WHERE p.organization_id = c.organization_id AND p.credential_id = c.id)
  FROM credential c WHERE c.organization_id = p_organization_id AND c.id = p_credential_id
$$;

-- Credentials of some vendors whose price list was not fetched for that long. After a look at one, successful or not,
-- note_price_list_v1 puts it to the end of the line.
CREATE TABLE price_list (
  organization_id uuid NOT NULL,
  credential_id uuid NOT NULL,
  fetched_at timestamptz NOT NULL,
  -- Null where it was fetched in full.
  error text CHECK (length(error) <= 500),
  PRIMARY KEY (organization_id, credential_id),
  FOREIGN KEY (organization_id, credential_id) REFERENCES credential (organization_id, id)
);
ALTER TABLE price_list ENABLE ROW LEVEL SECURITY;
ALTER TABLE price_list FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON price_list TO keybrake_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON price_list TO keybrake_app USING (organization_id = (SELECT current_organization()));
GRANT SELECT ON price_list TO keybrake_app;

CREATE FUNCTION stale_price_lists_v1(p_vendors text[], p_older_than interval, p_limit integer) RETURNS TABLE (
  organization_id uuid, credential_id uuid, vendor text
)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
  SELECT c.organization_id, c.id, c.vendor FROM credential c
  LEFT JOIN price_list l ON l.organization_id = c.organization_id AND l.credential_id = c.id
  WHERE c.vendor = ANY (p_vendors) AND c.disabled_at IS NULL
    AND (l.fetched_at IS NULL OR l.fetched_at < clock_timestamp() - p_older_than)
  ORDER BY l.fetched_at NULLS FIRST LIMIT p_limit
$$;

-- Takes what a vendor's list says; what a person edited stays.
CREATE FUNCTION note_price_list_v1(
  p_organization_id uuid, p_credential_id uuid, p_items text[], p_micros bigint[], p_error text
) RETURNS void
  LANGUAGE sql SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
  INSERT INTO price AS p (organization_id, credential_id, item, micros, source, updated_at, updated_by)
  SELECT p_organization_id, p_credential_id, t.item, t.micros, 'fetched', clock_timestamp(), 'keeper'
  FROM unnest(p_items, p_micros) AS t (item, micros)
  ON CONFLICT (organization_id, credential_id, item) DO UPDATE
    SET micros = excluded.micros, updated_at = excluded.updated_at
    WHERE p.source = 'fetched';
  INSERT INTO price_list (organization_id, credential_id, fetched_at, error)
  VALUES (p_organization_id, p_credential_id, clock_timestamp(), left(p_error, 500))
  ON CONFLICT (organization_id, credential_id) DO UPDATE SET fetched_at = excluded.fetched_at, error = excluded.error;
$$;

-- Calls of some vendors whose end is not known yet, the oldest of each organization first, after a given one.
CREATE FUNCTION open_calls_v1(p_vendors text[], p_older_than interval, p_after uuid, p_limit integer) RETURNS TABLE (
  organization_id uuid, call_id uuid, vault_key_id uuid, credential_id uuid, vendor text, endpoint text, path text,
  state text, held_micros bigint, vendor_txn_id text, request jsonb, called_at timestamptz
)
  LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
  SELECT c.organization_id, c.id, c.vault_key_id, c.credential_id, c.vendor, c.endpoint, c.path, c.state, c.held_micros,
    c.vendor_txn_id, c.request, c.called_at
  FROM call c
  WHERE c.state IN ('accrued', 'unknown') AND c.vendor = ANY (p_vendors) AND c.id > p_after
    AND c.called_at < clock_timestamp() - p_older_than
  ORDER BY c.id LIMIT p_limit
$$;

GRANT EXECUTE ON FUNCTION find_credential_v2, stale_price_lists_v1, note_price_list_v1, open_calls_v1 TO keybrake_proxy;

RESET ROLE;
