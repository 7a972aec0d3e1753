-- Opens the pots that are not open yet; returns how many it opened. Those that are open cost no more than a look.
CREATE OR REPLACE FUNCTION ledger_open_pots(codes text[], moment timestamptz) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    opened bigint;
BEGIN
    INSERT INTO ledger_pot (code, opened_at)
    SELECT DISTINCT code, moment FROM unnest(codes) AS wanted (code)
    WHERE NOT EXISTS (SELECT 1 FROM ledger_pot WHERE ledger_pot.code = wanted.code) ORDER BY code
    ON CONFLICT (code) DO NOTHING;
    GET DIAGNOSTICS opened = ROW_COUNT;
    RETURN opened;
END $$;
