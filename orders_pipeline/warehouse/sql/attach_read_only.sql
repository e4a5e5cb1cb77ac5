-- Which snapshot shall this session read? Its file, under a name of its own.
ATTACH '{file}' AS published (READ_ONLY)
