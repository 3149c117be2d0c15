SET ROLE keybrake_owner;

-- Puts another secret under a credential that keys already use. What it was sealed for names the next version, so the
-- one that somebody else put there meanwhile is not overwritten: then, and where it is disabled or absent, false.
CREATE FUNCTION rotate_credential_v1(
  p_organization_id uuid, p_credential_id uuid, p_version integer, p_origin text, p_attachment text,
  p_sealing_key_id text, p_sealed bytea, p_last4 text, p_restricted boolean
) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM require_organization(p_organization_id);
  UPDATE credential c
  SET version = p_version, origin = p_origin, attachment = p_attachment, sealing_key_id = p_sealing_key_id,
    sealed = p_sealed, last4 = p_last4, restricted = p_restricted
  WHERE c.organization_id = p_organization_id AND c.id = p_credential_id AND c.version = p_version - 1
    AND c.disabled_at IS NULL;
  RETURN FOUND;
END;
$$;

GRANT EXECUTE ON FUNCTION rotate_credential_v1 TO keybrake_app;

RESET ROLE;
