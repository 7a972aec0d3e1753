-- What lots came into custody and left it at each bank, by day, with what the latter had earned: kept by whatever writes a
-- lot, so that interest of any time is counted from some hundred rows and not from every lot there ever was.

-- A year's interest of one unit from the first rate on up to a day, that day not included, in parts per million times days.
CREATE FUNCTION custody_rate_days(upto date) RETURNS bigint STABLE LANGUAGE sql AS $$
    SELECT coalesce(sum(rate_ppm::bigint * (least(upto, next_on) - from_on)), 0)::bigint FROM (
        SELECT from_on, rate_ppm, lead(from_on, 1, 'infinity') OVER (ORDER BY from_on) AS next_on
        FROM custody_interestrate
    ) AS rate WHERE from_on < upto
$$;

-- Whether a lot is counted: what was carried over earns elsewhere, what leaves within a day (DAYS_WITHOUT_INTEREST) never
-- does.
CREATE FUNCTION custody_is_counted(status text, value_on date, left_on date) RETURNS boolean IMMUTABLE LANGUAGE sql AS $$
    SELECT status <> 'carried_over' AND (left_on IS NULL OR left_on - value_on > 1)
$$;

-- Every statement that writes lots adds rows of its own, so that none waits for another; a job puts them together.
CREATE FUNCTION custody_add_days(
    bank_accounts bigint[], values_on date[], lefts_on date[], amounts bigint[]
) RETURNS void LANGUAGE sql AS $$
    WITH side AS (
        SELECT bank_account, value_on AS day, fen AS came_fen, 0::bigint AS left_fen, 0::numeric AS earned_parts
        FROM unnest(bank_accounts, values_on, lefts_on, amounts) AS lot (bank_account, value_on, left_on, fen)
        UNION ALL
        SELECT bank_account, left_on, 0, fen,
            fen::numeric * (custody_rate_days(left_on) - custody_rate_days(value_on))
        FROM unnest(bank_accounts, values_on, lefts_on, amounts) AS lot (bank_account, value_on, left_on, fen)
        WHERE left_on IS NOT NULL
    )
    INSERT INTO custody_lotday (bank_account_id, day, came_fen, left_fen, earned_parts)
    SELECT bank_account, day, sum(came_fen), sum(left_fen), sum(earned_parts) FROM side GROUP BY 1, 2
    HAVING sum(came_fen) <> 0 OR sum(left_fen) <> 0 OR sum(earned_parts) <> 0
$$;

CREATE FUNCTION custody_lots_came() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM custody_add_days(array_agg(bank_account_id), array_agg(value_on), array_agg(left_on), array_agg(fen))
    FROM (
        SELECT bank_account_id, value_on, left_on, sum(amount_fen)::bigint AS fen FROM written
        WHERE custody_is_counted(status, value_on, left_on) GROUP BY 1, 2, 3
    ) AS lot HAVING count(*) > 0;
    RETURN NULL;
END $$;
CREATE TRIGGER custody_lot_came AFTER INSERT ON custody_lot REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION custody_lots_came();

CREATE FUNCTION custody_lots_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM custody_add_days(array_agg(bank_account_id), array_agg(value_on), array_agg(left_on), array_agg(fen))
    FROM (
        SELECT bank_account_id, value_on, left_on, sum(fen)::bigint AS fen FROM (
            SELECT bank_account_id, value_on, left_on, status, amount_fen AS fen FROM written
            UNION ALL SELECT bank_account_id, value_on, left_on, status, -amount_fen FROM erased
        ) AS side WHERE custody_is_counted(status, value_on, left_on) GROUP BY 1, 2, 3 HAVING sum(fen) <> 0
    ) AS lot HAVING count(*) > 0;
    RETURN NULL;
END $$;
CREATE TRIGGER custody_lot_changed AFTER UPDATE ON custody_lot REFERENCING NEW TABLE AS written OLD TABLE AS erased
    FOR EACH STATEMENT EXECUTE FUNCTION custody_lots_changed();

-- All of it anew, from the lots: for what was there before, and for a city that was not written by the actions.
CREATE FUNCTION custody_count_days() RETURNS void LANGUAGE sql AS $$
    DELETE FROM custody_lotday;
    SELECT custody_add_days(array_agg(bank_account_id), array_agg(value_on), array_agg(left_on), array_agg(fen))
    FROM (
        SELECT bank_account_id, value_on, left_on, sum(amount_fen)::bigint AS fen FROM custody_lot
        WHERE custody_is_counted(status, value_on, left_on) GROUP BY 1, 2, 3
    ) AS lot HAVING count(*) > 0;
$$;
SELECT custody_count_days();
