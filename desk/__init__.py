"""The desk: what arrives is kept, read by jobs, and looked after by clerks. The only room with a database and with state."""
