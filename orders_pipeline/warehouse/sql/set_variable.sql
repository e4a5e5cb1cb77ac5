-- What shall `getvariable('{variable}')` find in this session?
SET VARIABLE {variable} = ?
