"""Two banks with one custody account each: collection codes, payments, messages, statements."""
