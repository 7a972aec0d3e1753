-- Whatever SQL inserts a transfer: its key is claimed, its numbers are in order, both pots exist, every balance
-- is changed once, no pot falls below zero; or the whole statement is refused. Nothing else may change anything.

-- A transaction shows its xid before it draws an id, so that the sealer knows whom to wait for.
CREATE FUNCTION ledger_xid_before_id() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_current_xact_id();
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_transfer_xid_before_id BEFORE INSERT ON ledger_transfer
    EXECUTE FUNCTION ledger_xid_before_id();

CREATE FUNCTION ledger_book() RETURNS trigger LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    pots bigint[];
    fens bigint[];
    changed bigint;
    pooled_pots bigint;
    misnumbered text;
    overdrawn text;
BEGIN
    IF EXISTS (SELECT 1 FROM fresh WHERE id <= (SELECT last_id FROM ledger_seal ORDER BY no DESC LIMIT 1)) THEN
        RAISE EXCEPTION 'what is sealed takes no more transfers' USING ERRCODE = 'restrict_violation';
    END IF;

    INSERT INTO ledger_key (key, first_id, last_id)
    SELECT key, min(id), max(id) FROM fresh GROUP BY key ORDER BY key;

    SELECT key INTO misnumbered FROM fresh GROUP BY key
    HAVING max(number) <> count(*) OR min(number) <> 1 OR count(*) > 1 AND count(DISTINCT number) <> count(*)
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'the legs of % are not numbered 1, 2, 3, …', misnumbered
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_transfer_numbered';
    END IF;

    SELECT array_agg(pot_id ORDER BY pot_id), array_agg(fen ORDER BY pot_id) INTO pots, fens FROM (
        SELECT pot_id, sum(fen)::bigint AS fen FROM (
            SELECT source_id AS pot_id, -amount_fen AS fen FROM fresh
            UNION ALL SELECT destination_id, amount_fen FROM fresh
        ) AS side GROUP BY pot_id
    ) AS change;

    -- in the order of ids, so that two batches never wait for each other in a ring
    PERFORM 1 FROM unnest(pots, fens) AS change (pot_id, fen) JOIN ledger_pot ON id = pot_id
    WHERE NOT pooled OR fen < 0 AND NOT may_go_negative
    ORDER BY id FOR NO KEY UPDATE OF ledger_pot;

    UPDATE ledger_pot SET balance_fen = balance_fen + fen
    FROM unnest(pots, fens) AS change (pot_id, fen) WHERE id = pot_id AND NOT pooled;
    GET DIAGNOSTICS changed = ROW_COUNT;
    SELECT count(*), min(CASE WHEN fen < 0 AND NOT may_go_negative AND ledger_derived_fen(id) < 0 THEN code END)
    INTO pooled_pots, overdrawn
    FROM ledger_pot JOIN unnest(pots, fens) AS change (pot_id, fen) ON id = pot_id WHERE pooled;
    IF changed + pooled_pots < coalesce(cardinality(pots), 0) THEN
        RAISE EXCEPTION 'a transfer names a pot that was never opened' USING ERRCODE = 'foreign_key_violation';
    END IF;

    IF overdrawn IS NOT NULL THEN
        RAISE EXCEPTION '% may not fall below zero', overdrawn
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_pot_not_overdrawn';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_transfer_is_booked AFTER INSERT ON ledger_transfer
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_book();

-- Only the booking above writes balances and keys: it runs one trigger deeper than any statement of a client.
CREATE FUNCTION ledger_only_by_booking() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() = 1 THEN
        RAISE EXCEPTION '% of % is refused: only a transfer changes it', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_pot_only_by_booking BEFORE UPDATE ON ledger_pot EXECUTE FUNCTION ledger_only_by_booking();
CREATE TRIGGER ledger_key_only_by_booking BEFORE INSERT ON ledger_key EXECUTE FUNCTION ledger_only_by_booking();

CREATE TRIGGER ledger_pot_no_change BEFORE DELETE OR TRUNCATE ON ledger_pot
    EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER ledger_key_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_key
    EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER ledger_seal_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_seal
    EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER ledger_carried_forward_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_carried_forward
    EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER ledger_day_head_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_day_head
    EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER ledger_transfer_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_transfer
    EXECUTE FUNCTION core_refuse_change();

-- Statement triggers are not handed down: every partition refuses to be written to directly.
CREATE FUNCTION ledger_make_month_partitions(from_day date, months int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    made int := core_make_month_partitions('ledger_transfer', from_day, months);
    child regclass;
BEGIN
    FOR child IN
        SELECT inhrelid::regclass FROM pg_inherits
        WHERE inhparent = 'ledger_transfer'::regclass AND NOT EXISTS (
            SELECT 1 FROM pg_trigger WHERE tgrelid = inhrelid AND tgname = 'ledger_transfer_only_by_parent'
        )
    LOOP
        EXECUTE format('CREATE TRIGGER ledger_transfer_only_by_parent BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE'
                       ' ON %s EXECUTE FUNCTION core_refuse_change()', child);
    END LOOP;
    RETURN made;
END $$;
SELECT ledger_make_month_partitions((now() AT TIME ZONE 'Asia/Shanghai')::date, 14);
