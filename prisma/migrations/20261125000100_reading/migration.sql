SET ROLE keybrake_owner;

-- What the screens read by. An index on `call` costs every hold and every settlement, so there are only partial ones,
-- which an admitted call enters seldom or never; `packages/database/src/find-calls.ts` says how the rest is found. Their
-- conditions are none that a statement of the ledger makes, so that no cached plan of the hot path can take them for
-- the primary key.

-- Refusals by verdict, newest first. A refused call's row never changes, so it enters once.
CREATE INDEX call_denied ON call (organization_id, policy_verdict, id) WHERE policy_verdict <> 'allowed';

-- Few, and asked for on every overview; among the accrued ones of call_unsettled they would have to be searched.
CREATE INDEX call_unknown ON call (organization_id, id) WHERE state = 'unknown';

-- A key's own rows: a run, an agent, a key. None of its columns changes, so counting on stays on the page (HOT).
CREATE INDEX spend_rollup_key ON spend_rollup (organization_id, vault_key_id, quarter);

-- A call's page shows the vendor object whose money it counts.
CREATE POLICY tenant ON counted_object TO keybrake_app
  USING (organization_id = (SELECT current_organization()))
  WITH CHECK (organization_id = (SELECT current_organization()));
GRANT SELECT ON counted_object TO keybrake_app;

RESET ROLE;
