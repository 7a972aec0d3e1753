-- Seals: blocks of finished transfers, each vouching for the one before. Writing transfers knows nothing of them.

-- The highest id below which nothing can appear any more. Every transaction that may have drawn such an id held a lock
-- on its own xid before it drew it (ledger_xid_before_id) and lets go of it only when its rows can be seen; so it is
-- enough to wait for those that hold one now. A snapshot would not do: it does not list the newest of them.
-- NULL when one of them takes too long. Writers in other databases of the cluster are not waited for.
CREATE FUNCTION ledger_final_id(patience interval) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    drawn bigint;
    writers xid[];
    deadline timestamptz := clock_timestamp() + patience;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'an older snapshot does not see what has been written meanwhile';
    END IF;
    SELECT CASE WHEN is_called THEN last_value ELSE 0 END INTO drawn FROM ledger_transfer_id;
    PERFORM pg_stat_clear_snapshot();
    writers := ARRAY(
        SELECT transactionid FROM pg_locks LEFT JOIN pg_stat_activity USING (pid)
        WHERE locktype = 'transactionid' AND mode = 'ExclusiveLock' AND granted
          AND pid IS DISTINCT FROM pg_backend_pid() AND coalesce(datname, current_database()) = current_database()
    );
    WHILE EXISTS (
        SELECT 1 FROM pg_locks WHERE locktype = 'transactionid' AND mode = 'ExclusiveLock' AND granted
          AND transactionid = ANY (writers)
    ) LOOP
        IF clock_timestamp() > deadline THEN
            RETURN NULL;
        END IF;
        PERFORM pg_sleep(0.01);
    END LOOP;
    RETURN drawn;
END $$;

CREATE FUNCTION ledger_microseconds(moment timestamptz) RETURNS bigint IMMUTABLE LANGUAGE sql AS $$
    SELECT (extract(epoch FROM moment) * 1000000)::bigint
$$;

-- What of a transfer is digested. Free text stands with its length, so that no two transfers read the same.
CREATE FUNCTION ledger_row_text(
    id bigint, number smallint, amount_fen bigint, happened_at timestamptz, recorded_at timestamptz,
    source text, destination text, reason text, cause text, key text
) RETURNS text STABLE LANGUAGE sql AS $$ -- not IMMUTABLE, as concat_ws is not: it could not be inlined
    SELECT concat_ws('|', id, number, amount_fen, ledger_microseconds(happened_at), ledger_microseconds(recorded_at),
        octet_length(source), source, octet_length(destination), destination,
        octet_length(reason), reason, octet_length(cause), cause, octet_length(key), key)
$$;

-- Seals all transfers up to an id that is final, in blocks of a thousand; returns how many blocks.
-- row_digests: for each transfer, in the order of ids, the id (8 bytes) and its SHA-256 (32 bytes).
-- digest: SHA-256 of the digest before, the header line and row_digests.
-- Each block is read by id and its pots one by one, however much there is to seal and however many pots there are.
CREATE FUNCTION ledger_seal_upto(upto bigint, moment timestamptz) RETURNS int LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    before ledger_seal;
    block record;
    made int := 0;
    last bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('ledger_seal'));
    LOOP
        SELECT * INTO before FROM ledger_seal ORDER BY no DESC LIMIT 1;
        SELECT count(*)::int, coalesce(sum(amount_fen), 0) AS total_fen, max(recorded_at) AS max_recorded_at,
               max(transfer.id) AS last_id,
               string_agg(int8send(transfer.id) || sha256(convert_to(ledger_row_text(
                   transfer.id, number, amount_fen, happened_at, recorded_at, source_pot.code, destination_pot.code,
                   reason, cause, key), 'UTF8')), ''::bytea ORDER BY transfer.id) AS row_digests
        INTO block FROM (
            SELECT * FROM ledger_transfer WHERE id > coalesce(before.last_id, 0) AND id <= upto
            ORDER BY id LIMIT 1000
        ) AS transfer
        JOIN ledger_pot AS source_pot ON source_pot.id = source_id
        JOIN ledger_pot AS destination_pot ON destination_pot.id = destination_id;
        EXIT WHEN block.count = 0;
        last := CASE WHEN block.count = 1000 THEN block.last_id ELSE upto END;
        INSERT INTO ledger_seal VALUES (
            coalesce(before.no, 0) + 1, coalesce(before.last_id, 0) + 1, last, block.count, block.total_fen,
            block.max_recorded_at, block.row_digests,
            sha256(coalesce(before.digest, ''::bytea) || convert_to(concat_ws('|',
                coalesce(before.no, 0) + 1, coalesce(before.last_id, 0) + 1, last, block.count, block.total_fen,
                ledger_microseconds(block.max_recorded_at), ledger_microseconds(moment)), 'UTF8')
                || block.row_digests),
            moment
        );
        made := made + 1;
        EXIT WHEN last = upto;
    END LOOP;
    RETURN made;
END $$;

-- A carried-forward line says what it must: the balance is worked out here, whatever the statement gives.
CREATE FUNCTION ledger_line_is_carried() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    line ledger_carried_forward;
    change record;
BEGIN
    IF NEW.upto_id > coalesce((SELECT last_id FROM ledger_seal ORDER BY no DESC LIMIT 1), 0) THEN
        RAISE EXCEPTION 'only what is sealed is carried forward' USING ERRCODE = 'restrict_violation';
    END IF;
    SELECT * INTO line FROM ledger_carried_forward WHERE pot_id = NEW.pot_id AND upto_id < NEW.upto_id
    ORDER BY upto_id DESC LIMIT 1;
    SELECT coalesce(sum(fen), 0) AS fen, max(recorded_at) AS recorded_at INTO change FROM (
        SELECT -amount_fen AS fen, recorded_at FROM ledger_transfer
        WHERE source_id = NEW.pot_id AND id > coalesce(line.upto_id, 0) AND id <= NEW.upto_id
        UNION ALL SELECT amount_fen, recorded_at FROM ledger_transfer
        WHERE destination_id = NEW.pot_id AND id > coalesce(line.upto_id, 0) AND id <= NEW.upto_id
    ) AS side;
    NEW.balance_fen := coalesce(line.balance_fen, 0) + change.fen;
    NEW.max_recorded_at := coalesce(greatest(line.max_recorded_at, change.recorded_at), '-infinity');
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_line_is_carried BEFORE INSERT ON ledger_carried_forward
    FOR EACH ROW EXECUTE FUNCTION ledger_line_is_carried();

-- Writes a line for every pooled pot that has moved at least so many times since its last one.
CREATE FUNCTION ledger_carry_forward(least_moves int) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    sealed bigint := (SELECT last_id FROM ledger_seal ORDER BY no DESC LIMIT 1);
    carried bigint;
BEGIN
    INSERT INTO ledger_carried_forward (pot_id, upto_id)
    SELECT id, sealed FROM ledger_pot AS pot
    CROSS JOIN LATERAL (
        SELECT coalesce(max(upto_id), 0) AS upto_id FROM ledger_carried_forward WHERE pot_id = pot.id
    ) AS line
    WHERE pooled AND line.upto_id < sealed AND least_moves <= (
        SELECT count(*) FROM (
            SELECT 1 FROM ledger_transfer AS transfer
            WHERE source_id = pot.id AND transfer.id > line.upto_id AND transfer.id <= sealed
            UNION ALL SELECT 1 FROM ledger_transfer AS transfer
            WHERE destination_id = pot.id AND transfer.id > line.upto_id AND transfer.id <= sealed
            LIMIT least_moves
        ) AS moves
    );
    GET DIAGNOSTICS carried = ROW_COUNT;
    RETURN carried;
END $$;
