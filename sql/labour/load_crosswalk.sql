-- ---------------------------------------------------------------------------
-- Labor data: loading crosswalks
-- ---------------------------------------------------------------------------

CREATE FUNCTION _labour_known_column(fields jsonb, kind text, field text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
	RETURN (
		SELECT n.name
		FROM @extschema@._labour_synonyms() s, pg_catalog.unnest(pg_catalog.array_prepend(s.field, s.synonyms)) WITH ORDINALITY AS n (name, n)
		WHERE s.kind = _labour_known_column.kind AND s.field = _labour_known_column.field AND fields ? n.name
		ORDER BY n.n LIMIT 1);
COMMENT ON FUNCTION _labour_known_column(jsonb, text, text) IS
	'simple name under which a staging table has a column of a kind of file, NULL if it has none; called by loaders';

-- Of the columns whose fields are codes of the classification, the one whose name says
-- most: "from_code", the year, the family of the classification, "code".
CREATE FUNCTION _crosswalk_column(staging regclass, fields jsonb, side text, classification text) RETURNS text
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	key constant text := @extschema@._classification_key(classification);
	family constant text := substring(key, '^[^0-9]*');
	year constant text := right(substring(key, '[0-9]*$'), 2);
	known constant text[] := CASE side WHEN 'from_code' THEN '{from_code,from,source_code,source}'::text[] ELSE '{to_code,to,target_code,target}' END;
	tried text[];
	best text[];
BEGIN
	WITH candidate AS (
		SELECT c.name, r.filled, r.readable, 2 * r.readable >= r.filled AND (r.readable > 0 OR r.filled = 0) AS is_code,
			CASE WHEN c.name = ANY (known) THEN 16 ELSE 0 END
			+ CASE WHEN year <> '' AND strpos(k.key, year) > 0 THEN 4 ELSE 0 END
			+ CASE WHEN family <> '' AND strpos(replace(k.key, 'onetsoc', 'onet'), replace(family, 'onetsoc', 'onet')) > 0 THEN 4 ELSE 0 END AS named,
			CASE WHEN k.key ~ 'code' THEN 1 WHEN k.key ~ 'title|name|label' THEN -1 ELSE 0 END AS coded
		FROM jsonb_each_text(fields) AS c (name, attname),
			LATERAL @extschema@._classification_key(c.name) AS k (key),
			LATERAL @extschema@._labour_readable(staging, c.attname, @extschema@._classification_reader(classification)) AS r
	)
	SELECT array_agg(format('%s (%s of %s fields are codes)', c.name, c.readable, c.filled) ORDER BY c.name COLLATE "C"),
		array_agg(c.name ORDER BY c.name COLLATE "C") FILTER (WHERE c.is_code AND c.named > 0 AND c.named + c.coded = (SELECT max(b.named + b.coded) FROM candidate b WHERE b.is_code))
	INTO tried, best
	FROM candidate c;
	IF cardinality(best) = 1 THEN
		RETURN best[1];
	END IF;
	RAISE invalid_parameter_value USING
		MESSAGE = format(CASE WHEN best IS NULL THEN 'staging table %s has no column of codes of "%s"' ELSE 'the column of table %s that has the codes of "%s" is ambiguous' END, staging, classification),
		DETAIL = format('Columns: %s.', left(coalesce(array_to_string(coalesce(best, tried), ', '), 'none'), 1000)),
		HINT = format('Name the column that has them "%s".', side);
END $$;
COMMENT ON FUNCTION _crosswalk_column(regclass, jsonb, text, text) IS
	'simple name of the column of a crosswalk that has the codes of a classification; called by load_crosswalk()';

CREATE FUNCTION _labour_load_crosswalk(labour regnamespace, staging regclass, from_classification text, to_classification text)
	RETURNS aijri_load_report
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
	SET jit = off -- compiling the query takes longer than running it
AS $_$
DECLARE
	old constant text := @extschema@._classification_name(labour, from_classification);
	new constant text := @extschema@._classification_name(labour, to_classification);
	source record;
	from_name text;
	to_name text;
	weight_name text;
	weight_column jsonb;
	report @extschema@.aijri_load_report;
	notes text[];
BEGIN
	IF old = new THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('crosswalk leads from "%s" to itself', old),
			DETAIL = 'Names of classifications compare without case, blanks, and hyphens.',
			HINT = 'Specify two classifications, such as ''ISCO-08'' and ''O*NET-SOC 2010''.';
	END IF;
	SELECT s.fields INTO source FROM @extschema@._labour_source(staging, NULL::text) AS s;
	weight_name := @extschema@._labour_known_column(source.fields, 'crosswalk'::text, 'weight'::text);
	weight_column := source.fields->weight_name;
	source.fields := source.fields - coalesce(weight_name, '');
	from_name := @extschema@._crosswalk_column(staging, source.fields, 'from_code'::text, old);
	to_name := @extschema@._crosswalk_column(staging, source.fields, 'to_code'::text, new);
	IF from_name = to_name THEN
		RAISE invalid_parameter_value USING
			MESSAGE = format('column "%s" of table %s would have the codes of both "%s" and "%s"', from_name, staging, old, new),
			DETAIL = format('Codes of "%s" are to be in one column, those of "%s" in another.', old, new),
			HINT = 'Name the columns "from_code" and "to_code".';
	END IF;
	EXECUTE format('DELETE FROM %s.crosswalk WHERE from_classification = $1 AND to_classification = $2', labour) USING old, new;
	EXECUTE format($f$
		WITH record AS (
			SELECT row_number() OVER () AS line, %3$s FROM %4$s AS s
		), listed AS (
			-- a cell may list several codes
			SELECT r.line, r.weight AS weight_field, f.field AS from_field, t.field AS to_field,
				%1$s._classification_code($1, f.field) AS from_code, %1$s._classification_code($2, t.field) AS to_code,
				%1$s.labour_number(r.weight) AS weight
			FROM record r
				LEFT JOIN LATERAL regexp_split_to_table(btrim(r.from_code, '[]{}''" '), '[''" ]*[,;|]+[''" ]*') AS f (field) ON true
				LEFT JOIN LATERAL regexp_split_to_table(btrim(r.to_code, '[]{}''" '), '[''" ]*[,;|]+[''" ]*') AS t (field) ON true
		), checked AS (
			SELECT l.*, concat_ws(' ', coalesce(l.from_field, 'no code'), 'to ' || l.to_field) AS name,
				CASE WHEN coalesce(l.from_field, '') = '' THEN '{the code is missing}'::text[]
				WHEN coalesce(l.to_field, '') = '' THEN '{the code that it leads to is missing}'
				WHEN l.from_code IS NULL THEN ARRAY[format('it is no code of "%%s"', $1), l.from_field]
				WHEN l.to_code IS NULL THEN ARRAY[format('it is no code of "%%s"', $2), l.to_field]
				WHEN $3 AND l.weight_field IS NULL THEN '{the weight is empty}'
				WHEN $3 AND (l.weight IS NULL OR strpos(l.weight_field, ',') > 0) THEN ARRAY['the weight is no number', l.weight_field]
				WHEN l.weight NOT BETWEEN 0 AND 1e12 THEN ARRAY['the weight is out of range', l.weight_field]
				END AS refusal
			FROM listed l
		), summed AS (
			SELECT c.*, CASE WHEN c.refusal IS NOT NULL THEN c.refusal
				WHEN $3 AND sum(c.weight) FILTER (WHERE c.refusal IS NULL) OVER (PARTITION BY c.from_code) = 0 THEN '{all weights of the code are 0}' END AS final
			FROM checked c
		), pair AS (
			SELECT p.from_code, p.to_code, sum(p.weight) AS weight
			FROM (SELECT DISTINCT from_code, to_code, weight FROM summed WHERE final IS NULL) AS p
			GROUP BY p.from_code, p.to_code
			HAVING sum(p.weight) > 0 OR NOT $3
		), judged AS (
			SELECT line, name, final AS refusal, '{}'::jsonb AS flags, NULL::text AS edition, NULL::text AS code, NULL::numeric AS workers
			FROM summed
		), weighted AS (
			SELECT w.from_code, w.to_code, w.weight, w.weighted_by
			FROM (SELECT array_agg(from_code) AS old, array_agg(to_code) AS new, array_agg(weight) AS stated FROM pair) AS every,
				LATERAL %1$s._crosswalk_weights(%5$L::regnamespace, $2, every.old, every.new, every.stated) w
		), inserted AS (
			INSERT INTO %2$s.crosswalk (from_classification, from_code, to_classification, to_code, weight, weighted_by)
			SELECT $1, from_code, $2, to_code, weight, weighted_by FROM weighted
			RETURNING 1
		), written AS (
			-- rows, each of which may have several pairs, and pairs several rows
			SELECT DISTINCT line FROM judged WHERE refusal IS NULL AND EXISTS (SELECT FROM inserted)
		)$f$,
		'@extschema@', labour,
		@extschema@._labour_select(jsonb_strip_nulls(jsonb_build_object('from_code', source.fields->from_name, 'to_code', source.fields->to_name, 'weight', weight_column)),
			'{from_code,to_code,weight}'::text[]),
		staging, labour)
		|| @extschema@._labour_report_query()
	INTO report USING old, new, weight_name IS NOT NULL;
	EXECUTE format($f$
		SELECT ARRAY[format('pairs: %%s, codes of %%s: %%s, codes of %%s: %%s', count(*), $1, count(DISTINCT from_code), $2, count(DISTINCT to_code))]
			|| (SELECT array_agg(%2$s._weighted_by_text(w.codes, w.weighted_by) ORDER BY w.weighted_by)
				FROM (SELECT weighted_by, count(DISTINCT from_code) AS codes FROM %1$s.crosswalk WHERE from_classification = $1 AND to_classification = $2 GROUP BY weighted_by) AS w)
		FROM %1$s.crosswalk WHERE from_classification = $1 AND to_classification = $2 $f$, labour, '@extschema@')
	INTO notes USING old, new;
	report.reasons := ARRAY[format('codes are in columns "%s" and "%s"', btrim(source.fields->>from_name), btrim(source.fields->>to_name))
		|| CASE WHEN weight_name IS NULL THEN '' ELSE format(', weights in "%s"', weight_name) END] || notes || report.reasons;
	RETURN report;
END $_$;
COMMENT ON FUNCTION _labour_load_crosswalk(regnamespace, regclass, text, text) IS
	'loads a crosswalk; called by load_crosswalk() of a labor schema';
