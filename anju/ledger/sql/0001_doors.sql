-- The doors. One for many: fill ledger_staged with INSERT … SELECT, then SELECT * FROM ledger_transfer_staged(…).
-- One for one: ledger_transfer_legs books one key without the stage, and stages it only to learn why it cannot be booked.

-- The stage is a temporary table of this session; its rows last until the transaction ends.
CREATE FUNCTION ledger_open_stage() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF to_regclass('pg_temp.ledger_staged') IS NULL THEN
        CREATE TEMPORARY TABLE ledger_staged (
            key text COLLATE "C" NOT NULL,
            number smallint NOT NULL DEFAULT 1,
            reason text COLLATE "C" NOT NULL,
            cause text COLLATE "C" NOT NULL,
            source text COLLATE "C" NOT NULL,
            destination text COLLATE "C" NOT NULL,
            amount_fen bigint NOT NULL CHECK (amount_fen > 0),
            happened_at timestamptz NOT NULL,
            outcome text,
            pot text COLLATE "C",
            CHECK (source <> destination)
        ) ON COMMIT DELETE ROWS;
    END IF;
END $$;

-- Books all that is staged, all legs of a key or none, each key once for all time, the whole batch at one moment.
-- What was booked before with the same content is passed over. Answers with the keys that were refused.
-- The usual case is one INSERT; only when it fails is it asked why, and what is in order is tried again.
CREATE FUNCTION ledger_transfer_staged(recorded timestamptz)
RETURNS TABLE (key text, refusal text, pot text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    in_vain int := 0;
BEGIN
    PERFORM ledger_open_stage();
    LOOP
        BEGIN
            INSERT INTO ledger_transfer
                (source_id, destination_id, amount_fen, happened_at, recorded_at, number, key, reason, cause)
            SELECT source_pot.id, destination_pot.id, amount_fen, happened_at, recorded, number, key, reason, cause
            FROM ledger_staged
            LEFT JOIN ledger_pot AS source_pot ON source_pot.code = source
            LEFT JOIN ledger_pot AS destination_pot ON destination_pot.code = destination
            WHERE outcome IS NULL
            ORDER BY key, number;
            EXIT;
        EXCEPTION WHEN not_null_violation OR unique_violation OR check_violation THEN
            in_vain := CASE WHEN ledger_sort_out(recorded) > 0 THEN 0 ELSE in_vain + 1 END;
            IF in_vain > 5 THEN
                RAISE;
            END IF;
        END;
    END LOOP;
    RETURN QUERY SELECT DISTINCT key, outcome, pot FROM ledger_staged
        WHERE outcome IS NOT NULL AND outcome <> 'repeated' ORDER BY key;
    DELETE FROM ledger_staged;
END $$;

CREATE FUNCTION ledger_transfer_legs(
    key text, reason text, cause text, happened_at timestamptz,
    sources text[], destinations text[], amounts bigint[], recorded timestamptz
) RETURNS TABLE (refused_key text, refusal text, pot text)
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    INSERT INTO ledger_transfer
        (source_id, destination_id, amount_fen, happened_at, recorded_at, number, key, reason, cause)
    SELECT source_pot.id, destination_pot.id, leg.amount_fen, $4, recorded, leg.number, $1, $2, $3
    FROM unnest(sources, destinations, amounts) WITH ORDINALITY AS leg (source, destination, amount_fen, number)
    LEFT JOIN ledger_pot AS source_pot ON source_pot.code = leg.source
    LEFT JOIN ledger_pot AS destination_pot ON destination_pot.code = leg.destination
    ORDER BY leg.number;
EXCEPTION WHEN not_null_violation OR unique_violation OR check_violation THEN
    PERFORM ledger_open_stage();
    INSERT INTO ledger_staged (key, number, reason, cause, source, destination, amount_fen, happened_at)
    SELECT $1, leg.number, $2, $3, leg.source, leg.destination, leg.amount_fen, $4
    FROM unnest(sources, destinations, amounts) WITH ORDINALITY AS leg (source, destination, amount_fen, number);
    RETURN QUERY SELECT * FROM ledger_transfer_staged(recorded);
END $$;

-- Says of every staged key that cannot be booked why not. Returns how many it found.
CREATE FUNCTION ledger_sort_out(recorded timestamptz) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    found_now bigint;
    found_all bigint;
BEGIN
    UPDATE ledger_staged SET outcome = 'unknown_pot', pot = unknown.code FROM (
        SELECT key, min(code) AS code FROM (
            SELECT key, source AS code FROM ledger_staged WHERE outcome IS NULL
            UNION ALL SELECT key, destination FROM ledger_staged WHERE outcome IS NULL
        ) AS named WHERE NOT EXISTS (SELECT 1 FROM ledger_pot WHERE ledger_pot.code = named.code) GROUP BY key
    ) AS unknown WHERE ledger_staged.key = unknown.key;
    GET DIAGNOSTICS found_all = ROW_COUNT;

    UPDATE ledger_staged SET outcome = 'not_yet' FROM (
        SELECT DISTINCT key FROM ledger_staged WHERE outcome IS NULL AND happened_at > recorded + interval '24 hours'
    ) AS early WHERE ledger_staged.key = early.key;
    GET DIAGNOSTICS found_now = ROW_COUNT;
    found_all := found_all + found_now;

    UPDATE ledger_staged SET outcome = CASE WHEN ledger_same_as_booked(booked.key, first_id, last_id)
                                            THEN 'repeated' ELSE 'key_reused' END
    FROM ledger_key AS booked WHERE ledger_staged.key = booked.key AND outcome IS NULL;
    GET DIAGNOSTICS found_now = ROW_COUNT;
    found_all := found_all + found_now;

    LOOP
        found_now := ledger_refuse_overdrafts();
        EXIT WHEN found_now = 0;
        found_all := found_all + found_now;
    END LOOP;
    RETURN found_all;
END $$;

CREATE FUNCTION ledger_same_as_booked(booked_key text, first bigint, last bigint)
RETURNS boolean STABLE LANGUAGE plpgsql AS $$
BEGIN
    RETURN NOT EXISTS (
        SELECT 1 FROM (
            SELECT number, reason, cause, source, destination, amount_fen, happened_at
            FROM ledger_staged WHERE key = booked_key
        ) AS wanted FULL JOIN (
            SELECT number, reason, cause, source_pot.code AS source, destination_pot.code AS destination,
                   amount_fen, happened_at
            FROM ledger_transfer AS transfer
            JOIN ledger_pot AS source_pot ON source_pot.id = source_id
            JOIN ledger_pot AS destination_pot ON destination_pot.id = destination_id
            WHERE transfer.id BETWEEN first AND last AND transfer.key = booked_key
        ) AS was USING (number, reason, cause, source, destination, amount_fen, happened_at)
        WHERE wanted IS NULL OR was IS NULL
    );
END $$;

-- In each pot that would fall below zero: refuses, in the order in which they happened, the first key that takes
-- more than there is, and every key that alone takes more than there ever could be.
CREATE FUNCTION ledger_refuse_overdrafts() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    refused bigint;
BEGIN
    WITH net AS (
        SELECT key, code, min(happened_at) AS happened_at, sum(fen)::bigint AS fen FROM (
            SELECT key, source AS code, happened_at, -amount_fen AS fen FROM ledger_staged WHERE outcome IS NULL
            UNION ALL
            SELECT key, destination, happened_at, amount_fen FROM ledger_staged WHERE outcome IS NULL
        ) AS side GROUP BY key, code
    ), total AS (
        SELECT code, sum(fen) AS fen, coalesce(sum(fen) FILTER (WHERE fen > 0), 0) AS incoming FROM net GROUP BY code
    ), short AS (
        SELECT code, held + incoming AS available FROM (
            SELECT total.*, CASE WHEN pooled THEN ledger_derived_fen(id) ELSE balance_fen END AS held
            FROM total JOIN ledger_pot USING (code) WHERE fen < 0 AND NOT may_go_negative OFFSET 0
        ) AS debited WHERE held + fen < 0
    ), running AS (
        SELECT key, code, -fen > available AS never, available + sum(fen) OVER (
            PARTITION BY code ORDER BY happened_at, key
        ) AS rest, happened_at
        FROM net JOIN short USING (code) WHERE fen < 0
    ), first AS (
        SELECT DISTINCT ON (code) key, code FROM running WHERE rest < 0 ORDER BY code, happened_at, key
    ), wrong AS (
        SELECT key, min(code) AS code FROM (
            SELECT key, code FROM first UNION SELECT key, code FROM running WHERE never
        ) AS either GROUP BY key
    )
    UPDATE ledger_staged SET outcome = 'not_enough', pot = wrong.code FROM wrong WHERE ledger_staged.key = wrong.key;
    GET DIAGNOSTICS refused = ROW_COUNT;
    RETURN refused;
END $$;

-- Opens the pots that are not open yet; returns how many it opened.
CREATE FUNCTION ledger_open_pots(codes text[], moment timestamptz) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    opened bigint;
BEGIN
    INSERT INTO ledger_pot (code, opened_at)
    SELECT DISTINCT code, moment FROM unnest(codes) AS code ORDER BY code
    ON CONFLICT (code) DO NOTHING;
    GET DIAGNOSTICS opened = ROW_COUNT;
    RETURN opened;
END $$;
