-- The selling unit's part of sold public housing is frozen in a pot of its own.
CREATE OR REPLACE FUNCTION ledger_pot_is_opened() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.kind := CASE
        WHEN NEW.code ~ '^world(:[a-z0-9_]+){1,2}$' THEN 'world'
        WHEN NEW.code ~ '^transit(:[a-z0-9_]+){1,2}$' THEN 'transit'
        WHEN NEW.code ~ '^suspense:[a-z0-9_]+$' THEN 'suspense'
        WHEN NEW.code ~ '^payout:[a-z0-9_]+$' THEN 'payout'
        WHEN NEW.code ~ '^interest:[a-z0-9_]+$' THEN 'interest'
        WHEN NEW.code ~ '^lease:[^:]+:deposit$' THEN 'lease_deposit'
        WHEN NEW.code ~ '^lease:[^:]+:rent$' THEN 'lease_rent'
        WHEN NEW.code ~ '^lease:[^:]+:interest$' THEN 'lease_interest'
        WHEN NEW.code ~ '^lease:[^:]+:disputed$' THEN 'lease_disputed'
        WHEN NEW.code ~ '^home:[^:]+$' THEN 'home'
        WHEN NEW.code ~ '^home:[^:]+:unit$' THEN 'home_unit'
        WHEN NEW.code ~ '^home:[^:]+:frozen$' THEN 'home_frozen'
        WHEN NEW.code ~ '^home:[^:]+:unit:frozen$' THEN 'home_unit_frozen'
    END;
    IF NEW.kind IS NULL THEN
        RAISE EXCEPTION 'no pot may be called %', NEW.code
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_pot_kind_is_known';
    END IF;
    NEW.pooled := NEW.kind IN ('world', 'transit', 'suspense', 'payout', 'interest');
    NEW.may_go_negative := NEW.kind = 'world';
    NEW.balance_fen := 0;
    RETURN NEW;
END $$;
