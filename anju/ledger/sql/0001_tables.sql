-- What the ledger keeps, and what the database refuses. docs/decisions tells why it is built like this.

-- Pots -----------------------------------------------------------------------------------------------------

CREATE TABLE ledger_pot (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code text COLLATE "C" NOT NULL CONSTRAINT ledger_pot_code_once UNIQUE,
    kind text NOT NULL,
    pooled boolean NOT NULL,
    may_go_negative boolean NOT NULL,
    balance_fen bigint NOT NULL DEFAULT 0,
    opened_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT ledger_pot_not_overdrawn CHECK (may_go_negative OR balance_fen >= 0),
    CONSTRAINT ledger_pot_pooled_is_derived CHECK (NOT pooled OR balance_fen = 0)
) WITH (fillfactor = 70);
CREATE INDEX ledger_pot_pooled ON ledger_pot (id) WHERE pooled;

-- The code of a pot says what it is; nobody can open a pot that may go below zero by calling it so.
CREATE FUNCTION ledger_pot_is_opened() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER ledger_pot_is_opened BEFORE INSERT ON ledger_pot
    FOR EACH ROW EXECUTE FUNCTION ledger_pot_is_opened();

-- Transfers and their keys ---------------------------------------------------------------------------------

CREATE SEQUENCE ledger_transfer_id;
CREATE TABLE ledger_transfer (
    id bigint NOT NULL DEFAULT nextval('ledger_transfer_id'),
    source_id bigint NOT NULL,
    destination_id bigint NOT NULL,
    amount_fen bigint NOT NULL,
    happened_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    number smallint NOT NULL DEFAULT 1,
    key text COLLATE "C" NOT NULL,
    reason text COLLATE "C" NOT NULL,
    cause text COLLATE "C" NOT NULL,
    CONSTRAINT ledger_transfer_once PRIMARY KEY (id, recorded_at),
    CONSTRAINT ledger_transfer_amount_is_positive CHECK (amount_fen > 0),
    CONSTRAINT ledger_transfer_between_two CHECK (source_id <> destination_id),
    -- so a bank's day can be found among what was recorded since
    CONSTRAINT ledger_transfer_not_ahead CHECK (happened_at <= recorded_at + interval '24 hours')
) PARTITION BY RANGE (recorded_at);
CREATE INDEX ledger_transfer_out ON ledger_transfer (source_id, id);
CREATE INDEX ledger_transfer_in ON ledger_transfer (destination_id, id);
CREATE TABLE ledger_transfer_default PARTITION OF ledger_transfer DEFAULT;

CREATE TABLE ledger_key (
    key text COLLATE "C" CONSTRAINT ledger_key_once PRIMARY KEY,
    first_id bigint NOT NULL,
    last_id bigint NOT NULL
);

-- Seals, carried-forward lines, heads of days, proofs ------------------------------------------------------

CREATE TABLE ledger_seal (
    no bigint PRIMARY KEY,
    first_id bigint NOT NULL,
    last_id bigint NOT NULL,
    count int NOT NULL,
    total_fen numeric(24) NOT NULL,
    max_recorded_at timestamptz NOT NULL,
    row_digests bytea NOT NULL,
    digest bytea NOT NULL,
    sealed_at timestamptz NOT NULL,
    CONSTRAINT ledger_seal_forward CHECK (last_id >= first_id AND no > 0),
    CONSTRAINT ledger_seal_whole CHECK (octet_length(row_digests) = 40 * count AND octet_length(digest) = 32)
);

ALTER TABLE ledger_seal ALTER row_digests SET STORAGE EXTERNAL; -- digests cannot be compressed

CREATE TABLE ledger_carried_forward (
    pot_id bigint NOT NULL,
    upto_id bigint NOT NULL,
    balance_fen bigint NOT NULL,
    max_recorded_at timestamptz NOT NULL,
    CONSTRAINT ledger_carried_forward_once PRIMARY KEY (pot_id, upto_id)
);

CREATE TABLE ledger_day_head (
    day date PRIMARY KEY,
    seal_no bigint NOT NULL REFERENCES ledger_seal (no),
    digest bytea NOT NULL
);

-- Balance of a pooled pot: its last carried-forward line and what came since.
CREATE FUNCTION ledger_derived_fen(pot bigint) RETURNS bigint STABLE LANGUAGE plpgsql AS $$
DECLARE
    upto bigint := 0;
    fen bigint := 0;
BEGIN
    SELECT upto_id, balance_fen INTO upto, fen FROM ledger_carried_forward
    WHERE pot_id = pot ORDER BY upto_id DESC LIMIT 1;
    RETURN coalesce(fen, 0)
        + coalesce((SELECT sum(amount_fen) FROM ledger_transfer
                    WHERE destination_id = pot AND id > coalesce(upto, 0)), 0)
        - coalesce((SELECT sum(amount_fen) FROM ledger_transfer
                    WHERE source_id = pot AND id > coalesce(upto, 0)), 0);
END $$;
