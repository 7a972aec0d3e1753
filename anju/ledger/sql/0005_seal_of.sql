-- The seal of a transfer is found by its id.
CREATE UNIQUE INDEX ledger_seal_last_id ON ledger_seal (last_id);
