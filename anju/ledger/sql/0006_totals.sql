-- What all pots of each kind held, as of any moment, without adding up all that ever moved.

-- After every twenty seals or fewer a line: what each kind held after them. The latest moment is that of all transfers so
-- far, the earliest only of its own; so the lines that lie around a moment, whose own transfers were recorded partly
-- before it and partly after it, are found by one range.
CREATE TABLE ledger_total (
    no bigint PRIMARY KEY,
    first_id bigint NOT NULL,
    upto_id bigint NOT NULL,
    min_recorded_at timestamptz NOT NULL,
    max_recorded_at timestamptz NOT NULL,
    held jsonb NOT NULL
);
CREATE INDEX ledger_total_upto_moment ON ledger_total (max_recorded_at, no);
CREATE INDEX ledger_total_around ON ledger_total USING gist (tstzrange(min_recorded_at, max_recorded_at, '[)'));

-- A line says what it must, whatever the statement gives. Pots are looked up one by one, however many there are.
CREATE FUNCTION ledger_total_is_added() RETURNS trigger LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    before ledger_total;
BEGIN
    SELECT * INTO before FROM ledger_total ORDER BY no DESC LIMIT 1;
    IF NEW.no <= coalesce(before.no, 0) THEN
        RAISE EXCEPTION 'totals are only added at the end' USING ERRCODE = 'restrict_violation';
    END IF;
    NEW.first_id := coalesce(before.upto_id, 0) + 1;
    SELECT last_id INTO STRICT NEW.upto_id FROM ledger_seal WHERE no = NEW.no;
    SELECT min(recorded_at), greatest(max(recorded_at), before.max_recorded_at)
    INTO NEW.min_recorded_at, NEW.max_recorded_at
    FROM ledger_transfer WHERE id >= NEW.first_id AND id <= NEW.upto_id;
    SELECT jsonb_object_agg(kind, fen) INTO NEW.held FROM (
        SELECT kind, sum(fen)::bigint AS fen FROM (
            SELECT key AS kind, value::bigint AS fen FROM jsonb_each_text(coalesce(before.held, '{}'))
            UNION ALL
            SELECT pot.kind, -amount_fen FROM ledger_transfer AS transfer JOIN ledger_pot AS pot ON pot.id = source_id
            WHERE transfer.id >= NEW.first_id AND transfer.id <= NEW.upto_id
            UNION ALL
            SELECT pot.kind, amount_fen FROM ledger_transfer AS transfer JOIN ledger_pot AS pot ON pot.id = destination_id
            WHERE transfer.id >= NEW.first_id AND transfer.id <= NEW.upto_id
        ) AS side GROUP BY kind
    ) AS by_kind;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_total_is_added BEFORE INSERT ON ledger_total
    FOR EACH ROW EXECUTE FUNCTION ledger_total_is_added();
CREATE TRIGGER ledger_total_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_total
    EXECUTE FUNCTION core_refuse_change();

-- Writes the lines of all seals that are in none; called by who has just sealed, and so holds the lock on sealing.
CREATE FUNCTION ledger_add_totals() RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    next_no bigint;
    made int := 0;
BEGIN
    LOOP
        SELECT max(no) INTO next_no FROM (
            SELECT no FROM ledger_seal WHERE no > coalesce((SELECT max(no) FROM ledger_total), 0) ORDER BY no LIMIT 20
        ) AS block;
        EXIT WHEN next_no IS NULL;
        INSERT INTO ledger_total (no) VALUES (next_no);
        made := made + 1;
    END LOOP;
    RETURN made;
END $$;

-- The last id that may have been recorded by a moment; what was not sealed yet counts as if it might.
CREATE FUNCTION ledger_last_id(moment timestamptz) RETURNS bigint STABLE LANGUAGE sql AS $$
    SELECT CASE WHEN EXISTS (
        SELECT 1 FROM ledger_transfer
        WHERE id > coalesce((SELECT upto_id FROM ledger_total ORDER BY no DESC LIMIT 1), 0) AND recorded_at <= moment
    ) THEN 9223372036854775807 ELSE greatest(
        (SELECT upto_id FROM ledger_total WHERE max_recorded_at <= moment
         ORDER BY max_recorded_at DESC, no DESC LIMIT 1),
        (SELECT max(upto_id) FROM ledger_total
         WHERE tstzrange(min_recorded_at, max_recorded_at, '[)') @> moment),
        0
    ) END
$$;

-- The pots of rare kinds, one page after the other; those of the others are found among all.
CREATE INDEX ledger_pot_of_rare_kind ON ledger_pot (kind, code)
    WHERE kind IN ('lease_interest', 'lease_disputed', 'home_unit', 'home_frozen', 'home_unit_frozen');
