-- Taking from a pooled pot costs the same however much went through it since its last line.

-- What a pooled pot holds at least: what was found when its money was last added up, less what was taken since. What
-- came in since is not in it, so it may be too little and never too much; only when it does not suffice is the balance
-- derived anew. Written under the lock on the pot's row that everybody holds who takes from it.
CREATE TABLE ledger_least (
    pot_id bigint PRIMARY KEY,
    fen bigint NOT NULL CONSTRAINT ledger_least_is_not_negative CHECK (fen >= 0)
) WITH (fillfactor = 50);
CREATE TRIGGER ledger_least_only_by_booking BEFORE INSERT OR UPDATE ON ledger_least
    EXECUTE FUNCTION ledger_only_by_booking();
CREATE TRIGGER ledger_least_no_change BEFORE DELETE OR TRUNCATE ON ledger_least
    EXECUTE FUNCTION core_refuse_change();

-- Takes from one pooled pot, whose row it locks; whether there was enough.
CREATE FUNCTION ledger_take(pot bigint, taken bigint) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    rest bigint;
BEGIN
    PERFORM 1 FROM ledger_pot WHERE id = pot FOR NO KEY UPDATE;
    UPDATE ledger_least SET fen = fen - taken WHERE pot_id = pot AND fen >= taken;
    IF FOUND THEN
        RETURN true;
    END IF;
    rest := ledger_derived_fen(pot);
    IF rest < 0 THEN
        RETURN false;
    END IF;
    INSERT INTO ledger_least (pot_id, fen) VALUES (pot, rest) ON CONFLICT (pot_id) DO UPDATE SET fen = excluded.fen;
    RETURN true;
END $$;

-- As before, but: a balance is locked by changing it, not looked up twice; pooled pots are locked last, for the shortest
-- time. Joins by nested loops, so in the order of ids: two batches never wait for each other in a ring.
CREATE OR REPLACE FUNCTION ledger_book() RETURNS trigger LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan
SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
DECLARE
    pots bigint[];
    fens bigint[];
    changed bigint;
    keys bigint;
    pooled_pots bigint[];
    misnumbered text;
    overdrawn text;
BEGIN
    IF EXISTS (SELECT 1 FROM fresh WHERE id <= (SELECT last_id FROM ledger_seal ORDER BY no DESC LIMIT 1)) THEN
        RAISE EXCEPTION 'what is sealed takes no more transfers' USING ERRCODE = 'restrict_violation';
    END IF;

    INSERT INTO ledger_key (key, first_id, last_id)
    SELECT key, min(id), max(id) FROM fresh GROUP BY key ORDER BY key;
    GET DIAGNOSTICS keys = ROW_COUNT;

    IF (SELECT max(number) <> 1 OR min(number) <> 1 OR count(*) <> keys FROM fresh) THEN
        SELECT key INTO misnumbered FROM fresh GROUP BY key
        HAVING max(number) <> count(*) OR min(number) <> 1 OR count(*) > 1 AND count(DISTINCT number) <> count(*)
        LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'the legs of % are not numbered 1, 2, 3, …', misnumbered
                USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_transfer_numbered';
        END IF;
    END IF;

    SELECT array_agg(pot_id ORDER BY pot_id), array_agg(fen ORDER BY pot_id) INTO pots, fens FROM (
        SELECT pot_id, sum(fen)::bigint AS fen FROM (
            SELECT source_id AS pot_id, -amount_fen AS fen FROM fresh
            UNION ALL SELECT destination_id, amount_fen FROM fresh
        ) AS side GROUP BY pot_id
    ) AS change;

    UPDATE ledger_pot SET balance_fen = balance_fen + fen
    FROM unnest(pots, fens) AS change (pot_id, fen) WHERE id = pot_id AND NOT pooled;
    GET DIAGNOSTICS changed = ROW_COUNT;
    pooled_pots := ARRAY(SELECT id FROM ledger_pot WHERE pooled AND id = ANY (pots) ORDER BY id);
    IF changed + cardinality(pooled_pots) < coalesce(cardinality(pots), 0) THEN
        RAISE EXCEPTION 'a transfer names a pot that was never opened' USING ERRCODE = 'foreign_key_violation';
    END IF;

    SELECT code INTO overdrawn FROM (
        SELECT id, code, fens[array_position(pots, id)] AS fen FROM ledger_pot
        WHERE id = ANY (pooled_pots) AND NOT may_go_negative ORDER BY id OFFSET 0
    ) AS debited WHERE fen < 0 AND NOT ledger_take(id, -fen) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION '% may not fall below zero', overdrawn
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_pot_not_overdrawn';
    END IF;
    RETURN NULL;
END $$;

-- Books what a question gives, as if it had been staged, and usually without staging it. Only when not all of it can be
-- booked is it staged, to learn why. The question must give the same when it is asked twice.
CREATE FUNCTION ledger_transfer_selected(question text, recorded timestamptz)
RETURNS TABLE (key text, refusal text, pot text) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'WITH wanted (key, number, reason, cause, source, destination, amount_fen, happened_at) AS MATERIALIZED (%s),'
        ' source_pot AS MATERIALIZED ('
        '     SELECT id, code FROM ledger_pot WHERE code IN (SELECT DISTINCT source COLLATE "C" FROM wanted))'
        ' INSERT INTO ledger_transfer'
        '     (source_id, destination_id, amount_fen, happened_at, recorded_at, number, key, reason, cause)'
        ' SELECT source_pot.id, destination_pot.id, amount_fen, happened_at, $1, number, key, reason, cause'
        ' FROM wanted LEFT JOIN source_pot ON source_pot.code = source COLLATE "C"'
        ' LEFT JOIN ledger_pot AS destination_pot ON destination_pot.code = destination COLLATE "C"'
        ' ORDER BY key COLLATE "C", number', question) USING recorded;
EXCEPTION WHEN not_null_violation OR unique_violation OR check_violation THEN
    PERFORM ledger_open_stage();
    EXECUTE 'INSERT INTO ledger_staged (key, number, reason, cause, source, destination, amount_fen, happened_at) '
        || question;
    RETURN QUERY SELECT * FROM ledger_transfer_staged(recorded);
END $$;
