-- Moments are ISO 8601 UTC text of one fixed form, days are Beijing dates, amounts are fen.

CREATE TABLE IF NOT EXISTS remembered (name TEXT PRIMARY KEY, value TEXT NOT NULL);

CREATE TABLE IF NOT EXISTS nonces (
    key_id TEXT NOT NULL, nonce TEXT NOT NULL, seen_at TEXT NOT NULL,
    PRIMARY KEY (key_id, nonce)
);

-- What we tell the product: written here first, sent afterwards, kept.
CREATE TABLE IF NOT EXISTS deliveries (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,           -- alipay | wechat | bank
    party TEXT NOT NULL,          -- the merchant's number or the bank's code
    event TEXT NOT NULL,          -- TRADE_SUCCESS, camt.054 ...
    ref TEXT NOT NULL,            -- out_trade_no, entry reference, EndToEndId, day
    url TEXT NOT NULL,            -- empty: PRODUCT_URL/gateway/...
    body TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'waiting'
        CHECK (status IN ('waiting', 'held', 'delivered', 'given_up')),
    attempts INTEGER NOT NULL DEFAULT 0,
    due_at REAL NOT NULL,         -- real time: pauses do not jump with the movable clock
    answer_status INTEGER,
    answer TEXT,
    created_at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS deliveries_due ON deliveries (status, due_at);
CREATE INDEX IF NOT EXISTS deliveries_ref ON deliveries (kind, ref);

CREATE TABLE IF NOT EXISTS messages (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('sms', 'mail')),
    out_id TEXT NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL,
    received_at TEXT NOT NULL,
    UNIQUE (kind, out_id)
);
CREATE INDEX IF NOT EXISTS messages_recipient ON messages (recipient, id);

CREATE TABLE IF NOT EXISTS identities (
    login TEXT PRIMARY KEY,
    password TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('person', 'organisation')),
    label TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    claims TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS identities_phone ON identities (phone);
CREATE TABLE IF NOT EXISTS failures (     -- wrong passwords and wrong SMS codes
    account TEXT PRIMARY KEY, count INTEGER NOT NULL, paused_until TEXT
);
CREATE TABLE IF NOT EXISTS sms_codes (phone TEXT PRIMARY KEY, code TEXT NOT NULL, sent_at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS authorizations (
    id TEXT PRIMARY KEY,
    redirect_uri TEXT NOT NULL, scope TEXT NOT NULL, state TEXT NOT NULL, nonce TEXT NOT NULL,
    challenge TEXT NOT NULL, tab TEXT NOT NULL,
    qr_token TEXT NOT NULL UNIQUE,
    login TEXT,                           -- who signed in
    code TEXT UNIQUE, code_at TEXT, used INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS ways_in (          -- how somebody signed in: password, sms, qr, certificate …
    authorization_id TEXT PRIMARY KEY, way TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS access_tokens (
    token TEXT PRIMARY KEY, authorization_id TEXT NOT NULL, login TEXT NOT NULL,
    expires_at TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS trades (           -- of all providers; WeChat says these states in its own words
    trade_no TEXT PRIMARY KEY,
    app_id TEXT NOT NULL, out_trade_no TEXT NOT NULL,  -- app_id: the merchant's number
    total_fen INTEGER NOT NULL, subject TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'WAIT_BUYER_PAY'
        CHECK (status IN ('WAIT_BUYER_PAY', 'TRADE_SUCCESS', 'TRADE_CLOSED')),
    token TEXT NOT NULL UNIQUE, notify_url TEXT NOT NULL,
    created_at TEXT NOT NULL, expires_at TEXT NOT NULL,
    paid_at TEXT, paid_on TEXT, buyer_logon_id TEXT, buyer_id TEXT,
    fee_fen INTEGER NOT NULL DEFAULT 0, refunded_fen INTEGER NOT NULL DEFAULT 0,
    UNIQUE (app_id, out_trade_no),
    CHECK (refunded_fen <= total_fen)
);
CREATE INDEX IF NOT EXISTS trades_paid ON trades (app_id, paid_on);
CREATE TABLE IF NOT EXISTS ways_back (        -- of trades opened by a browser: 手机网站支付
    trade_no TEXT PRIMARY KEY REFERENCES trades,
    return_url TEXT NOT NULL, quit_url TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS wechat_pages (     -- of trades opened by a phone's browser (H5)
    trade_no TEXT PRIMARY KEY REFERENCES trades, payer_ip TEXT NOT NULL, made_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS trade_refunds (
    trade_no TEXT NOT NULL REFERENCES trades, out_request_no TEXT NOT NULL,
    app_id TEXT NOT NULL, fen INTEGER NOT NULL CHECK (fen > 0), reason TEXT NOT NULL,
    refunded_at TEXT NOT NULL, refunded_on TEXT NOT NULL,
    PRIMARY KEY (trade_no, out_request_no)
);
CREATE INDEX IF NOT EXISTS trade_refunds_day ON trade_refunds (app_id, refunded_on);
CREATE TABLE IF NOT EXISTS wechat_bills (     -- as they were promised by their digest
    token TEXT PRIMARY KEY, merchant_no TEXT NOT NULL, content BLOB NOT NULL, created_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS bill_downloads (
    token TEXT PRIMARY KEY, app_id TEXT NOT NULL, day TEXT NOT NULL, created_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS settlements (
    app_id TEXT NOT NULL, day TEXT NOT NULL, net_fen INTEGER NOT NULL, entry_ref TEXT,
    PRIMARY KEY (app_id, day)
);

CREATE TABLE IF NOT EXISTS collection_codes (
    bank TEXT NOT NULL, code TEXT NOT NULL,
    account TEXT NOT NULL, name TEXT NOT NULL, amount_fen INTEGER NOT NULL,
    valid_until TEXT NOT NULL, reference TEXT NOT NULL,
    created_at TEXT NOT NULL, cancelled_at TEXT,
    PRIMARY KEY (bank, code)
);
CREATE TABLE IF NOT EXISTS bank_entries (     -- the bank's own ledger of the custody account
    id INTEGER PRIMARY KEY,
    bank TEXT NOT NULL, entry_ref TEXT NOT NULL UNIQUE,
    direction TEXT NOT NULL CHECK (direction IN ('CRDT', 'DBIT')),
    fen INTEGER NOT NULL CHECK (fen > 0),
    booked_at TEXT NOT NULL, booked_on TEXT NOT NULL,
    party_name TEXT NOT NULL, party_account TEXT NOT NULL,
    text TEXT NOT NULL, collection_code TEXT NOT NULL DEFAULT '',
    end_to_end_id TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS bank_entries_day ON bank_entries (bank, booked_on);
CREATE INDEX IF NOT EXISTS bank_entries_code ON bank_entries (bank, collection_code);
CREATE TABLE IF NOT EXISTS entry_codes (      -- of entries that are no plain transfers: INTR, PMNT/ICDT/RRTN
    entry_ref TEXT PRIMARY KEY REFERENCES bank_entries (entry_ref), code TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS payment_messages (
    bank TEXT NOT NULL, msg_id TEXT NOT NULL, digest TEXT NOT NULL, answer TEXT NOT NULL,
    PRIMARY KEY (bank, msg_id)
);
CREATE TABLE IF NOT EXISTS bank_payments (
    bank TEXT NOT NULL, end_to_end_id TEXT NOT NULL,
    msg_id TEXT NOT NULL, pmt_inf_id TEXT NOT NULL, fen INTEGER NOT NULL,
    creditor_name TEXT NOT NULL, creditor_account TEXT NOT NULL, text TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('ACCP', 'ACSC', 'RJCT')),
    reason TEXT NOT NULL DEFAULT '', entry_ref TEXT NOT NULL DEFAULT '', updated_at TEXT NOT NULL,
    PRIMARY KEY (bank, end_to_end_id)
);
CREATE TABLE IF NOT EXISTS statements (
    bank TEXT NOT NULL, day TEXT NOT NULL, xml TEXT NOT NULL,
    opening_fen INTEGER NOT NULL, closing_fen INTEGER NOT NULL,
    PRIMARY KEY (bank, day)
);

CREATE TABLE IF NOT EXISTS statement_faults ( -- what a bank writes wrong on the statement of a day
    id INTEGER PRIMARY KEY,
    bank TEXT NOT NULL, day TEXT NOT NULL, kind TEXT NOT NULL, entry_ref TEXT NOT NULL,
    UNIQUE (bank, day, kind, entry_ref)
);

CREATE TABLE IF NOT EXISTS filings (          -- leases filed by the rental platform
    filing_no TEXT PRIMARY KEY, idempotency_key TEXT NOT NULL, body TEXT NOT NULL,
    answer_status INTEGER, answer TEXT, filed_at TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS filed_leases (     -- what the rental platform shows each tenant of a lease
    filing_no TEXT NOT NULL,
    tenant TEXT NOT NULL,                     -- number of the identity document, or the organisation's code
    lease TEXT NOT NULL,
    PRIMARY KEY (filing_no, tenant)
);
CREATE INDEX IF NOT EXISTS filed_leases_of ON filed_leases (tenant);

CREATE TABLE IF NOT EXISTS titles (           -- homes that were set to be otherwise than they are made
    certificate_no TEXT PRIMARY KEY, home TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS title_queries (    -- what the title registry was asked
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL, certificate_no TEXT NOT NULL, mode TEXT NOT NULL, asked_at TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS organisations (    -- as the register of organisations has them, where that was set
    uscc TEXT PRIMARY KEY, name TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('in_business', 'revoked', 'cancelled'))
);
CREATE TABLE IF NOT EXISTS organisation_queries (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL, uscc TEXT NOT NULL, name TEXT NOT NULL, mode TEXT NOT NULL, asked_at TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS receipts (         -- fiscal e-receipts, each once for the number of whoever asked
    id INTEGER PRIMARY KEY,                   -- the serial within its code
    ref TEXT NOT NULL UNIQUE, digest TEXT NOT NULL, asked TEXT NOT NULL,
    code TEXT NOT NULL, number TEXT NOT NULL, check_code TEXT NOT NULL,
    issued_at TEXT NOT NULL, pdf BLOB NOT NULL,
    voided_at TEXT NOT NULL DEFAULT '', void_reason TEXT NOT NULL DEFAULT '', red_number TEXT NOT NULL DEFAULT '',
    UNIQUE (code, number)
);
CREATE TABLE IF NOT EXISTS late_receipts (    -- those that nobody knows of before a moment
    ref TEXT PRIMARY KEY, known_from TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS receipt_calls (    -- what the receipt platform was asked
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL, call TEXT NOT NULL, mode TEXT NOT NULL, asked_at TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS authenticators (
    name text PRIMARY KEY,
    secret text NOT NULL
);
