-- What came into each pooled pot and went out of it, by the Beijing day on which it happened and by reason, and the same
-- by month: so an old day of a bank, or a long time, is read from some rows, however much moved in it or since.

CREATE TABLE ledger_pooled_day (
    pot_id bigint NOT NULL,
    span text NOT NULL,
    day date NOT NULL,
    reason text NOT NULL,
    in_fen bigint NOT NULL,
    out_fen bigint NOT NULL,
    CONSTRAINT ledger_pooled_day_once PRIMARY KEY (pot_id, span, day, reason),
    CONSTRAINT ledger_pooled_day_span CHECK (span IN ('day', 'month')),
    CONSTRAINT ledger_pooled_day_moved CHECK (in_fen >= 0 AND out_fen >= 0)
);

-- Adds the transfers between two ids. The pooled pots are few: they are read once, and not looked up for each transfer.
CREATE FUNCTION ledger_add_days(first_id bigint, upto_id bigint) RETURNS void LANGUAGE sql
SET enable_seqscan = off SET enable_bitmapscan = off AS $$
    WITH pooled AS MATERIALIZED (SELECT id FROM ledger_pot WHERE pooled), moved AS (
        SELECT pot_id, (happened_at AT TIME ZONE 'Asia/Shanghai')::date AS day, reason,
            sum(in_fen)::bigint AS in_fen, sum(out_fen)::bigint AS out_fen
        FROM (
            SELECT destination_id AS pot_id, happened_at, reason, amount_fen AS in_fen, 0 AS out_fen
            FROM ledger_transfer JOIN pooled ON pooled.id = destination_id
            WHERE ledger_transfer.id >= first_id AND ledger_transfer.id <= upto_id
            UNION ALL
            SELECT source_id, happened_at, reason, 0, amount_fen
            FROM ledger_transfer JOIN pooled ON pooled.id = source_id
            WHERE ledger_transfer.id >= first_id AND ledger_transfer.id <= upto_id
        ) AS side GROUP BY 1, 2, 3
    )
    INSERT INTO ledger_pooled_day AS kept (pot_id, span, day, reason, in_fen, out_fen)
    SELECT pot_id, span, CASE span WHEN 'day' THEN day ELSE date_trunc('month', day)::date END, reason,
        sum(in_fen), sum(out_fen)
    FROM moved CROSS JOIN (VALUES ('day'), ('month')) AS spans (span)
    GROUP BY 1, 2, 3, 4
    ON CONFLICT (pot_id, span, day, reason) DO UPDATE
    SET in_fen = kept.in_fen + excluded.in_fen, out_fen = kept.out_fen + excluded.out_fen
$$;

-- What was booked before this table was there.
SELECT ledger_add_days(1, upto_id) FROM ledger_total ORDER BY no DESC LIMIT 1;

-- From now on with every line of the totals: both always reach as far.
CREATE FUNCTION ledger_days_are_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM ledger_add_days(NEW.first_id, NEW.upto_id);
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_total_days_are_added AFTER INSERT ON ledger_total
    FOR EACH ROW EXECUTE FUNCTION ledger_days_are_added();
CREATE TRIGGER ledger_pooled_day_only_by_booking BEFORE INSERT OR UPDATE ON ledger_pooled_day
    EXECUTE FUNCTION ledger_only_by_booking();
CREATE TRIGGER ledger_pooled_day_no_change BEFORE DELETE OR TRUNCATE ON ledger_pooled_day
    EXECUTE FUNCTION core_refuse_change();
