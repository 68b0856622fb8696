-- ---------------------------------------------------------------------------
-- The catalog: how views show zones and sub-labels
--
-- They are text, so that tools can sort and color them without knowing the types.
-- ---------------------------------------------------------------------------

CREATE FUNCTION _zone_order(zone text) RETURNS integer
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE zone WHEN 'Red' THEN 1 WHEN 'Yellow' THEN 2 WHEN 'Green' THEN 3 END;
COMMENT ON FUNCTION _zone_order(text) IS
	'order of a zone: 1 Red to 3 Green; called by views of a catalog';

CREATE FUNCTION _zone_colour(zone text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE zone WHEN 'Red' THEN '#B3261E' WHEN 'Yellow' THEN '#F2B134' WHEN 'Green' THEN '#1B7F79' END;
COMMENT ON FUNCTION _zone_colour(text) IS
	'color of a zone, #RRGGBB; called by views of a catalog';

-- Not immutable, although it might be: where the encoding lacks these characters,
-- folding chr() into a constant is an error.
CREATE FUNCTION _zone_symbol(zone text) RETURNS text
	LANGUAGE sql STABLE PARALLEL SAFE
	RETURN CASE WHEN pg_catalog.getdatabaseencoding() = 'UTF8'
		THEN pg_catalog.convert_from(CASE zone WHEN 'Red' THEN '\xe296bc'::bytea WHEN 'Yellow' THEN '\xe29786'::bytea WHEN 'Green' THEN '\xe296b2'::bytea END, 'UTF8')
		ELSE CASE zone WHEN 'Red' THEN 'v' WHEN 'Yellow' THEN 'o' WHEN 'Green' THEN '^' END END;
COMMENT ON FUNCTION _zone_symbol(text) IS
	'symbol of a zone: down triangle, diamond, up triangle; v, o, ^ in a database that is not UTF8; called by views of a catalog';

CREATE FUNCTION _sublabel_order(sublabel text) RETURNS integer
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE sublabel WHEN 'Red (Imminent)' THEN 1 WHEN 'Red' THEN 2 WHEN 'Yellow (Urgent)' THEN 3 WHEN 'Yellow (Moderate)' THEN 4
		WHEN 'Green (Transforming)' THEN 5 WHEN 'Green (Stable)' THEN 6 WHEN 'Green (Accelerated)' THEN 7 END;
COMMENT ON FUNCTION _sublabel_order(text) IS
	'order of a sub-label: 1 Red (Imminent) to 7 Green (Accelerated); called by views of a catalog';
