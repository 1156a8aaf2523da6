-- The two doors into the trail. Both run with the owner's rights, so the application's role needs none on the table.

-- Transaction numbers order the chain and must never run backwards. A database restored into another server begins to
-- count anew there: `migrate` then lifts the base above everything the trail has seen (foundation/audit/life.py).
CREATE TABLE IF NOT EXISTS audit_life (one boolean PRIMARY KEY DEFAULT true CHECK (one), base bigint NOT NULL);
INSERT INTO audit_life (base) VALUES (0) ON CONFLICT DO NOTHING;

CREATE OR REPLACE FUNCTION audit_transaction() RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT pg_catalog.txid_current() + base FROM public.audit_life
$$;

CREATE OR REPLACE FUNCTION audit_hidden(image jsonb, hide text[]) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN image IS NULL OR cardinality(hide) = 0 THEN image
    ELSE image || coalesce((SELECT jsonb_object_agg(name, '***') FROM unnest(hide) AS name WHERE image ? name), '{}') END
$$;

CREATE OR REPLACE FUNCTION audit_capture(table_name text, operation text, old_row jsonb, new_row jsonb, hide text[])
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  who text := coalesce(current_setting('kc.actor', true), '');
  was jsonb := old_row;
BEGIN
  IF operation = 'UPDATE' THEN
    SELECT coalesce(jsonb_object_agg(o.key, o.value), '{}') INTO was
      FROM jsonb_each(old_row) AS o WHERE o.value IS DISTINCT FROM new_row -> o.key;
  END IF;
  INSERT INTO audit_event (at, transaction_id, kind, actor, actor_name, outside_app, database_user, request_id, source,
      table_name, row_key, operation, before, after, object_type, object_id, name, reason)
    VALUES (clock_timestamp(), audit_transaction(), 'row', who, coalesce(current_setting('kc.actor_name', true), ''),
      who = '', session_user, coalesce(current_setting('kc.request_id', true), ''),
      coalesce(current_setting('kc.source', true), ''), table_name, coalesce(new_row, old_row) ->> 'id',
      left(operation, 1), audit_hidden(was, hide), audit_hidden(new_row, hide), '', '', '', '');
END $$;

CREATE OR REPLACE FUNCTION audit_record_event(of_table text, of_type text, of_id text, event_name text, why text, facts jsonb)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  who text := coalesce(current_setting('kc.actor', true), '');
BEGIN
  INSERT INTO audit_event (at, transaction_id, kind, actor, actor_name, outside_app, database_user, request_id, source,
      table_name, row_key, operation, object_type, object_id, name, reason, details)
    VALUES (clock_timestamp(), audit_transaction(), 'event', who, coalesce(current_setting('kc.actor_name', true), ''),
      who = '', session_user, coalesce(current_setting('kc.request_id', true), ''),
      coalesce(current_setting('kc.source', true), ''), of_table, of_id, '', of_type, of_id, event_name, why, facts);
END $$;
