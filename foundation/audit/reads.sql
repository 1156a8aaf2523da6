-- The door for read and denied events: open to the role kc_audit alone. Runs with the owner's rights.
CREATE OR REPLACE FUNCTION audit_record_read(of_kind text, who text, who_name text, request text, from_source text,
  of_type text, of_id text, event_name text, why text, facts jsonb)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF of_kind NOT IN ('read', 'denied') THEN
    RAISE EXCEPTION 'only read and denied events come through this door, not %', of_kind;
  END IF;
  INSERT INTO audit_event (at, transaction_id, kind, actor, actor_name, outside_app, database_user, request_id, source,
      table_name, row_key, operation, object_type, object_id, name, reason, details)
    VALUES (clock_timestamp(), audit_transaction(), of_kind, who, who_name, false, session_user, request, from_source,
      '', '', '', of_type, of_id, event_name, why, facts);
END $$;
