-- What does the load remember that nobody else needs? Not published.
-- Grain: as said at each table.
CREATE SCHEMA internal;

-- One row: the version of the tables, the identity of this file, and which comments and views it holds.
CREATE TABLE internal.warehouse_meta (
    schema_version VARCHAR NOT NULL,
    warehouse_id VARCHAR NOT NULL,
    described_by VARCHAR
);

-- One row an order whose newest sighting was unchanged: the order's row keeps its first sighting, versions compare here.
CREATE TABLE internal.newest_sightings (
    account VARCHAR NOT NULL,
    order_id VARCHAR NOT NULL,
    requested_at TIMESTAMP WITH TIME ZONE NOT NULL,
    window_id VARCHAR NOT NULL,
    page_number BIGINT NOT NULL,
    position BIGINT NOT NULL
);

-- One row an order of a window that is loaded in part: what it was counted as, so that seeing it again is a duplicate.
CREATE TABLE internal.window_sightings (
    account VARCHAR NOT NULL,
    window_id VARCHAR NOT NULL,
    order_id VARCHAR NOT NULL,
    outcome VARCHAR NOT NULL
);

-- One row a family of tables and month: the commit that last changed it. Publishing rewrites what is newer than it saw.
CREATE TABLE internal.dirty_months (
    sequence BIGINT NOT NULL,
    family VARCHAR NOT NULL,
    month VARCHAR NOT NULL
);

-- One row a load whose orders are not linked yet: a load that died left it, and the next one or publishing goes on.
CREATE TABLE internal.unlinked_loads (
    load_id VARCHAR NOT NULL
);

-- One row an order of a profile that has a number at its marketplace, as links were last made by it. marketplace: ''
-- where it is not known.
CREATE TABLE internal.order_numbers (
    profile VARCHAR NOT NULL,
    order_id VARCHAR NOT NULL,
    marketplace VARCHAR NOT NULL,
    number VARCHAR NOT NULL
);

-- One row: the accounts, their order and profiles, and the rules that the links were made by. None: nothing is linked.
CREATE TABLE internal.links_made_by (
    fingerprint VARCHAR NOT NULL
);
