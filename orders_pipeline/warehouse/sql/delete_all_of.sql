-- Take away every row of a table that is written anew as a whole.
DELETE FROM {table}
