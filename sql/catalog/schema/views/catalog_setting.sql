-- For readers of views and for the functions that they call; has one row even if the
-- owner has deleted that of the table.
CREATE OR REPLACE VIEW @catalog@.catalog_setting AS
SELECT coalesce(c.method, '{}') AS method, coalesce(c.doubt, 0.2) AS doubt
FROM (VALUES (true)) o(only_row)
LEFT JOIN @catalog@.catalog c ON c.only_row = o.only_row;
COMMENT ON VIEW @catalog@.catalog_setting IS 'one row: the method of the catalog and the uncertainty that its outlooks assume';
