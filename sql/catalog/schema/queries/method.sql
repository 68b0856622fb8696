-- The method of the catalog; NULL, the default, if nothing is changed.
(SELECT CASE WHEN c.method <> '{}' THEN @extschema@.aijri_method(c.method, false) END FROM @catalog@.catalog c WHERE c.only_row)
