SET ROLE keybrake_owner;

-- A vendor that an organization defined. Keys and credentials name it as they name a built-in one, and never refer to
-- these rows: a key carries the definition that it was issued with.
CREATE TABLE custom_vendor (
  organization_id uuid NOT NULL REFERENCES organization (id),
  name text NOT NULL CHECK (name ~ '^[a-z][a-z0-9-]{1,30}$'),
  created_at timestamptz NOT NULL DEFAULT now(),
  archived_at timestamptz,
  PRIMARY KEY (organization_id, name)
);

CREATE TABLE custom_vendor_version (
  organization_id uuid NOT NULL,
  name text NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  definition jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  created_by text NOT NULL,
  PRIMARY KEY (organization_id, name, version),
  FOREIGN KEY (organization_id, name) REFERENCES custom_vendor (organization_id, name)
);

ALTER TABLE custom_vendor ENABLE ROW LEVEL SECURITY;
ALTER TABLE custom_vendor FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON custom_vendor TO keybrake_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON custom_vendor TO keybrake_app USING (organization_id = (SELECT current_organization()))
  WITH CHECK (organization_id = (SELECT current_organization()));
ALTER TABLE custom_vendor_version ENABLE ROW LEVEL SECURITY;
ALTER TABLE custom_vendor_version FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON custom_vendor_version TO keybrake_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON custom_vendor_version TO keybrake_app
  USING (organization_id = (SELECT current_organization()))
  WITH CHECK (organization_id = (SELECT current_organization()));

-- A version never changes, and none is ever taken away.
GRANT SELECT, INSERT ON custom_vendor, custom_vendor_version TO keybrake_app;
GRANT UPDATE (archived_at) ON custom_vendor TO keybrake_app;

RESET ROLE;
