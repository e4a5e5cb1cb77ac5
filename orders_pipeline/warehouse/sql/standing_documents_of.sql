-- What do the versions of these orders look like that stand in the tables?
-- Grain: one row an order. `wanted`: a list of {{account, order_id}}, such as a subquery gives. The view order_versions
-- makes the document of every order before it is narrowed; this makes those that are asked for.
CREATE OR REPLACE MACRO standing_documents_of(wanted) AS TABLE
{documents}
