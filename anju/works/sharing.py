"""Who bears how much (分摊), by rule B6: pure arithmetic in whole fen."""
