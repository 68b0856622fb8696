# Objects planted by a user without privileges to be called by mistake: a function
# floor(), operators such as >= and =, types and casts with the names that the
# install script and the functions use.
#
# Every trap counts its calls in a sequence, which no rollback undoes, and raises an
# error. None may be called, neither when a superuser installs the extension beside
# them, nor when anyone uses it with them first on the search_path.

use strict;
use warnings;

use AijriTest;
use Test::More;

my $node = start_node('hostile_objects');

$node->safe_psql('postgres', 'CREATE ROLE mallory LOGIN');

# Overloads for all types that a literal or a column might have.
my $traps = q{
	CREATE SEQUENCE sprung;
	CREATE FUNCTION trap() RETURNS float8 LANGUAGE plpgsql AS $$
	BEGIN
		PERFORM pg_catalog.nextval('public.sprung');
		RAISE EXCEPTION 'a trap went off, called by %', CURRENT_USER;
	END $$;
	DO $$
	DECLARE
		type text;
		other text;
		operator text;
		name text;
	BEGIN
		FOREACH type IN ARRAY '{float8,float4,numeric,int2,int4,int8,text,jsonb,bytea,anyelement}'::text[] LOOP
			FOREACH name IN ARRAY '{floor,aijri_task_score,coalesce,unnest,float8,sum,"evidence total",published,format,lower,upper,btrim,left,round,count,max,min,concat_ws,string_agg,array_agg,jsonb_each_text,jsonb_build_object,to_jsonb,now,length,cardinality,sha256,normalize}'::text[] LOOP
				EXECUTE format('CREATE FUNCTION %I(%s) RETURNS float8
					LANGUAGE sql AS ''SELECT public.trap()''', name, type);
			END LOOP;
			FOREACH other IN ARRAY '{float8,numeric,int4,int8,text}'::text[] LOOP
				CONTINUE WHEN type = 'anyelement';
				EXECUTE format('CREATE FUNCTION compare(%s, %s) RETURNS bool
					LANGUAGE sql RETURN public.trap() IS NULL', type, other);
				FOREACH operator IN ARRAY '{>=,<=,=,<>,<,>,+,-,*,/,%,||,->,->>,~,!~,~~,@>,?}'::text[] LOOP
					EXECUTE format('CREATE OPERATOR %s
						(LEFTARG = %s, RIGHTARG = %s, FUNCTION = compare)',
						operator, type, other);
				END LOOP;
			END LOOP;
		END LOOP;
	END $$;
	-- nearer to what scripts write than PostgreSQL's own
	CREATE FUNCTION unnest(text[]) RETURNS SETOF text LANGUAGE sql AS 'SELECT public.trap()::pg_catalog.text';
	CREATE FUNCTION compare(oid, regnamespace) RETURNS bool LANGUAGE sql RETURN public.trap() IS NULL;
	CREATE OPERATOR = (LEFTARG = oid, RIGHTARG = regnamespace, FUNCTION = compare);
	CREATE FUNCTION compare(oid, regclass) RETURNS bool LANGUAGE sql RETURN public.trap() IS NULL;
	CREATE OPERATOR = (LEFTARG = oid, RIGHTARG = regclass, FUNCTION = compare);
	CREATE FUNCTION compare(oid, regtype) RETURNS bool LANGUAGE sql RETURN public.trap() IS NULL;
	CREATE OPERATOR = (LEFTARG = oid, RIGHTARG = regtype, FUNCTION = compare);
	CREATE FUNCTION compare(text[], text[]) RETURNS bool LANGUAGE sql RETURN public.trap() IS NULL;
	CREATE OPERATOR = (LEFTARG = text[], RIGHTARG = text[], FUNCTION = compare);
	CREATE FUNCTION compare("char", text) RETURNS bool LANGUAGE sql RETURN public.trap() IS NULL;
	CREATE OPERATOR = (LEFTARG = "char", RIGHTARG = text, FUNCTION = compare);
	CREATE FUNCTION array_to_string(text[], text) RETURNS text LANGUAGE sql AS 'SELECT public.trap()::pg_catalog.text';
	-- where PostgreSQL's own take any number of arguments, or of any type
	DO $$
	DECLARE
		name text;
		type text;
	BEGIN
		FOREACH name IN ARRAY '{format,concat_ws,jsonb_build_object}'::text[] LOOP
			FOR n IN 2 .. 12 LOOP
				EXECUTE pg_catalog.format('CREATE FUNCTION %I(%s) RETURNS pg_catalog.text LANGUAGE sql AS ''SELECT public.trap()::pg_catalog.text''',
					VARIADIC ARRAY[name, pg_catalog.rtrim(pg_catalog.repeat('text, ', n), ', ')]);
			END LOOP;
		END LOOP;
		FOREACH name IN ARRAY '{array_agg,jsonb_agg}'::text[] LOOP
			FOREACH type IN ARRAY '{bigint,jsonb,name,text}'::text[] LOOP
				EXECUTE pg_catalog.concat('DROP FUNCTION IF EXISTS public.', name, '(', type, ')');
				EXECUTE pg_catalog.concat('CREATE FUNCTION ', name, '_step(bigint, ', type, ') RETURNS bigint LANGUAGE sql AS ''SELECT public.trap()::bigint''');
				EXECUTE pg_catalog.concat('CREATE AGGREGATE ', name, '(', type, ') (SFUNC = ', name, '_step, STYPE = bigint)');
			END LOOP;
		END LOOP;
	END $$;
	CREATE FUNCTION _task_sums_accum(anyelement, float8, float8) RETURNS anyelement
		LANGUAGE plpgsql AS 'BEGIN PERFORM public.trap(); END';
	CREATE FUNCTION _task_sums_combine(anyelement, anyelement) RETURNS anyelement
		LANGUAGE plpgsql AS 'BEGIN PERFORM public.trap(); END';
	CREATE FUNCTION _task_sums_serial(anyelement) RETURNS bytea
		LANGUAGE plpgsql AS 'BEGIN PERFORM public.trap(); END';
	CREATE FUNCTION _task_resistance_final(anyelement) RETURNS float8
		LANGUAGE sql AS 'SELECT public.trap()';
	CREATE FUNCTION _task_profile_final(anyelement) RETURNS float8
		LANGUAGE sql AS 'SELECT public.trap()';
	CREATE FUNCTION _exposed_pct_final(anyelement) RETURNS float8
		LANGUAGE sql AS 'SELECT public.trap()';
	CREATE FUNCTION forbid() RETURNS bool LANGUAGE sql RETURN public.trap() IS NULL;
	CREATE DOMAIN float8 AS pg_catalog.text CHECK (public.forbid());
	CREATE DOMAIN "text" AS pg_catalog.int4 CHECK (public.forbid());
	CREATE DOMAIN "numeric" AS pg_catalog.text CHECK (public.forbid());
	CREATE DOMAIN jsonb AS pg_catalog.text CHECK (public.forbid());
	CREATE DOMAIN bytea AS pg_catalog.text CHECK (public.forbid());
	CREATE DOMAIN internal AS pg_catalog.text CHECK (public.forbid());
	CREATE TYPE "integer" AS (a pg_catalog.int4);
	CREATE TYPE mine AS (a pg_catalog.int4);
	CREATE FUNCTION from_mine(mine) RETURNS pg_catalog.float8
		LANGUAGE sql RETURN public.trap();
	CREATE FUNCTION to_mine(pg_catalog.float8) RETURNS mine
		LANGUAGE plpgsql AS 'BEGIN PERFORM public.trap(); END';
	CREATE CAST (mine AS pg_catalog.float8) WITH FUNCTION from_mine(mine) AS IMPLICIT;
	CREATE CAST (pg_catalog.float8 AS mine)
		WITH FUNCTION to_mine(pg_catalog.float8) AS IMPLICIT};

# How often a trap went off.
sub sprung
{
	my ($database) = @_;
	return $node->safe_psql($database,
		'SELECT last_value, is_called FROM public.sprung');
}

sub new_database
{
	my ($name) = @_;
	$node->safe_psql('postgres', "CREATE DATABASE $name");

	# as it was up to 14, and still is in databases that come from there
	$node->safe_psql($name, 'GRANT CREATE ON SCHEMA public TO mallory');
}

new_database('control');
is(outcome($node, 'control', 'mallory', $traps), '', 'traps planted');
is( outcomes(
		$node, 'control',
		q{SELECT public.floor(1::pg_catalog.float8);
		SET search_path = public, pg_catalog;
		SELECT 1::pg_catalog.float8 >= 2::pg_catalog.float8}),
	"ERROR P0001\nERROR P0001", 'the traps work');
is(sprung('control'), '2|t', 'and are counted');

# Calls of everything, without an operator or a function of somebody else's.
my $use = q{
	SELECT HERE.aijri_score(1.90, -8, 0, -2), HERE.aijri_raw(1.90, -8, 0, -2),
		HERE.zone_of(7.9), HERE.sublabel_of(7.9, 1.9, 90, -2),
		HERE.evidence_modifier(-8), HERE.barrier_modifier(0), HERE.growth_modifier(-2),
		HERE.quick_screen(1, -2), HERE.published_score(7.85), HERE.mode_of('Augmentation'),
		HERE.score_problem(6, 0, 0, 0);
	SELECT e, HERE.evidence_total(e), b, HERE.barrier_total(b), p, HERE.protective_total(p)
	FROM HERE.aijri_evidence(-2, -2, -1, -1, -2) AS e, HERE.aijri_barriers(0, 0, 0, 0, 0) AS b,
		HERE.aijri_principles(0, 0, 1) AS p;
	SELECT c OPERATOR(HERE.<<=) '15-0000', c OPERATOR(HERE.>>) '15-1252.01', HERE.soc_level(c),
		HERE.soc_parent(c), HERE.soc_parent(c, 'major'), HERE.soc_within(c, HERE.soc_last(c)), HERE.soc_try('x')
	FROM HERE.soc_code('15-1252') AS c;
	SELECT '5'::HERE.aijri_task_score, '(t,30,5,displacement)'::HERE.aijri_task,
		'(1,1,1,1,2)'::HERE.aijri_evidence, '-2'::HERE.aijri_growth_rating,
		'3'::HERE.aijri_growth_threshold, '10'::HERE.aijri_protective_threshold,
		'7.93'::HERE.aijri_raw_span, '("{""(t,30,5,)""}","(1,1,1,1,2)",,2,)'::HERE.aijri_assessment;
	SELECT '5.5'::HERE.aijri_task_score;
	SELECT '(1,1,1,1,3)'::HERE.aijri_evidence;
	SELECT HERE.aijri_method('{"green_min": 50, "exposed_from": 4}');
	SELECT HERE.aijri_method(pg_catalog.to_jsonb(HERE.aijri_method()));
	WITH role AS (
		SELECT HERE.aijri_assessment(
			ARRAY[HERE.aijri_task('a', 30, 5, 'displacement'), HERE.aijri_task('b', 10, 2)],
			HERE.aijri_evidence(-2, -2, -1, -1, -2), HERE.aijri_barriers(0, 0, 0, 0, 0),
			-2, HERE.aijri_principles(0, 0, 1)) AS a)
	SELECT r, HERE.aijri_score(a), HERE.aijri_score(a, m), x
	FROM role, HERE.aijri_method('{"raw_floor": 0}') AS m, HERE.aijri_result(a) AS r,
		HERE.aijri_result(2.5, 40, 0, 0, 0, 3, m) AS x;
	SELECT e.* FROM HERE.aijri_explain(
		HERE.aijri_assessment(
			ARRAY[HERE.aijri_task('a', 30, 5, 'displacement'), HERE.aijri_task('b', 10, 2)],
			HERE.aijri_evidence(-2, -2, -1, -1, -2), HERE.aijri_barriers(0, 0, 0, 0, 0),
			-2, HERE.aijri_principles(0, 0, 1))) AS e;
	SELECT z, HERE.zone_firmness(z.same_zone), s, t
	FROM (SELECT HERE.aijri_assessment(
			ARRAY[HERE.aijri_task('a', 30, 5, 'displacement'), HERE.aijri_task('b', 10, 2)],
			HERE.aijri_evidence(-2, -2, -1, -1, -2), HERE.aijri_barriers(0, 0, 0, 0, 0), -2) AS a) AS role,
		HERE.zone_probability(a, 0.2) AS z, HERE.score_sensitivity(a) AS s,
		HERE.score_targets(2.5, 0, 0, 0, 'Green') AS t;
	SELECT HERE.task_resistance(score, "time"), HERE.exposed_pct(score, "time"),
		HERE.task_profile(score, "time"),
		HERE.task_profile(score, "time", HERE.mode_of(mode))
	FROM (VALUES (5, 30, 'displacement'), (2, 10.5, 'augmentation')) AS t (score, "time", mode);
	SELECT HERE.task_profile(score, "time") OVER (ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)
	FROM (VALUES (5, 30), (2, 10), (NULL, 3)) AS t (score, "time");
	CREATE TABLE rated (
		score pg_catalog.float8,
		tr HERE.aijri_task_resistance,
		computed pg_catalog.float8 GENERATED ALWAYS AS (HERE.aijri_score(tr, 0, 0, 0)) STORED
	);
	CREATE INDEX ON rated (HERE.zone_of(score));
	INSERT INTO rated (score, tr) VALUES ('48', '5'), ('25', '1'), ('0', NULL);
	INSERT INTO rated (tr) VALUES ('6');
	SELECT HERE.zone_of(score), computed FROM rated ORDER BY rated.score USING OPERATOR(pg_catalog.<);
	DROP TABLE rated
};

# What $use gives when the extension is in $schema and $path is searched.
sub answers
{
	my ($database, $schema, $path) = @_;
	(my $sql = $use) =~ s/\bHERE\b/$schema/g;
	return outcomes($node, $database, "SET search_path = $path; $sql");
}

# A database without traps shows what is right.
$node->safe_psql('postgres', 'CREATE DATABASE clean');
$node->safe_psql('clean', 'CREATE EXTENSION aijri');
my $right = answers('clean', 'public', 'public');
like($right, qr/7\.853720050441362.*(ERROR 23514\n.*){3}/s, 'there is something to compare');
unlike($right, qr/ERROR (?!23514)/, 'without an error that is not meant');

# --- Installed among the traps, and in a schema of its own ---------------------

foreach my $schema ('public', 'safe')
{
	my $database = "traps_$schema";

	new_database($database);
	outcome($node, $database, 'mallory', $traps);
	$node->safe_psql($database, 'CREATE SCHEMA IF NOT EXISTS safe');

	is( outcomes(
			$node, $database,
			"SET search_path = public, pg_catalog; CREATE EXTENSION aijri SCHEMA $schema"),
		'', "installed in schema $schema");
	is(sprung($database), '1|f', 'no trap went off');
	is( $node->safe_psql(
			$database, q{
			SET search_path = pg_catalog;
			SELECT pg_describe_object(d.classid, d.objid, d.objsubid) || ' uses '
				|| pg_describe_object(d.refclassid, d.refobjid, d.refobjsubid)
			FROM pg_depend d,
				pg_identify_object_as_address(d.refclassid, d.refobjid, d.refobjsubid) AS o
			WHERE (d.refclassid, d.refobjid) IN (
					SELECT 'pg_proc'::regclass, oid FROM pg_proc WHERE proowner = 'mallory'::regrole
					UNION ALL
					SELECT 'pg_operator'::regclass, oid FROM pg_operator WHERE oprowner = 'mallory'::regrole
					UNION ALL
					SELECT 'pg_type'::regclass, oid FROM pg_type WHERE typowner = 'mallory'::regrole)
				AND EXISTS (
					SELECT FROM pg_depend e
					WHERE (e.classid, e.objid) = (d.classid, d.objid) AND e.deptype = 'e')}),
		'', 'nothing of the extension refers to a planted object');
	is( $node->safe_psql(
			$database, q{
			SET search_path = pg_catalog;
			SELECT t.typname, c.conname, o.oprnamespace::regnamespace
			FROM pg_type t JOIN pg_constraint c ON c.contypid = t.oid,
				LATERAL regexp_matches(c.conbin::text, ':opno (\d+)', 'g') AS m
				JOIN pg_operator o ON o.oid = m[1]::oid
			WHERE t.typname LIKE 'aijri%' AND o.oprnamespace <> 'pg_catalog'::regnamespace}),
		'', 'domains compare with operators of pg_catalog');

	foreach my $path ('public', 'public, pg_catalog', "public, pg_catalog, $schema")
	{
		is(answers($database, $schema, $path), $right,
			"extension in $schema, search_path $path");
	}
	is(sprung($database), '1|f', 'no trap went off in use');
	is( outcomes($node, $database,
			'SET search_path = public, pg_catalog; DROP EXTENSION aijri'),
		'', 'dropped');
	is(sprung($database), '1|f', 'no trap went off at the end');
}

# --- Better matches of our own names -------------------------------------------

# Where others may create objects beside the extension, they can plant functions
# of the same name that take fewer arguments, or text in place of one of them:
# PostgreSQL prefers these to ours for a call that leaves out an argument or has
# a literal without a type in it.  No function of ours may make such a call.
my $overloads = q{
	DO $$
	DECLARE
		ours record;
		arguments oidvector;
		text_at int;
		declared text;
	BEGIN
		FOR ours IN
			SELECT proname, proargtypes::oid[] AS types, pronargs, pronargdefaults
			FROM pg_catalog.pg_proc WHERE oid IN (SELECT objid FROM pg_catalog.pg_depend JOIN pg_catalog.pg_extension e
				ON refobjid OPERATOR(pg_catalog.=) e.oid AND extname OPERATOR(pg_catalog.=) 'aijri' AND deptype OPERATOR(pg_catalog.=) 'e'
				WHERE classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_proc'::regclass)
				AND prokind OPERATOR(pg_catalog.=) 'f'
				AND prorettype OPERATOR(pg_catalog.<>) 'pg_catalog.internal'::regtype
		LOOP
			FOR given IN pg_catalog.int4mi(ours.pronargs, ours.pronargdefaults) .. ours.pronargs LOOP
				FOR text_at IN 0 .. given LOOP
					SELECT pg_catalog.string_agg(CASE WHEN n OPERATOR(pg_catalog.=) text_at THEN 'pg_catalog.text'
						ELSE pg_catalog.format_type(type, NULL) END, ', ' ORDER BY n) INTO declared
					FROM pg_catalog.unnest(ours.types) WITH ORDINALITY AS t (type, n)
					WHERE n OPERATOR(pg_catalog.<=) given;
					BEGIN
						EXECUTE pg_catalog.format('CREATE FUNCTION public.%I(%s) RETURNS pg_catalog.text LANGUAGE sql AS %L',
							ours.proname, declared, 'SELECT public.trap()::pg_catalog.text');
					EXCEPTION WHEN duplicate_function OR insufficient_privilege OR wrong_object_type OR invalid_function_definition THEN
						NULL; -- one of ours
					END;
				END LOOP;
			END LOOP;
		END LOOP;
	END $$};

# Calls of what makes and fills tables, itself without anything to be mistaken.
my $labour = q{
	SELECT HERE.aijri_create_labour('lab'::name, NULL::name);
	CREATE TABLE lab_files (occ_code pg_catalog.text, o_group pg_catalog.text, tot_emp pg_catalog.text, a_mean pg_catalog.text);
	INSERT INTO lab_files VALUES ('00-0000', 'total', '1,100', '50000'), ('15-1252', 'detailed', '700', '#'),
		('13-1020', 'detailed', '401', '*'), ('x', 'detailed', '1', '1'), ('11-1011', 'none', '', NULL);
	SELECT lab.load_oews('lab_files'::pg_catalog.regclass, '2024-05-01'::pg_catalog.date);
	CREATE TABLE lab_onet ("O*NET-SOC Code" pg_catalog.text, "Task ID" pg_catalog.text, "Task" pg_catalog.text);
	INSERT INTO lab_onet VALUES ('15-1252.00', '1', 'Program'), ('15', '2', 'y');
	SELECT lab.load_onet_tasks('lab_onet'::pg_catalog.regclass, '2025-05-01'::pg_catalog.date);
	CREATE TABLE lab_rating ("O*NET-SOC Code" pg_catalog.text, "Task ID" pg_catalog.text, "Scale ID" pg_catalog.text, "Category" pg_catalog.text, "Data Value" pg_catalog.text);
	INSERT INTO lab_rating VALUES ('15-1252.00', '1', 'IM', 'n/a', '4'), ('15-1252.00', '1', 'RT', 'n/a', '80'), ('15-1252.00', '1', 'FT', '2', '8'), ('15', '1', 'IM', 'n/a', 'x');
	SELECT lab.load_onet_ratings('lab_rating'::pg_catalog.regclass, '2025-05-01'::pg_catalog.date);
	CREATE TABLE lab_related ("O*NET-SOC Code" pg_catalog.text, "Related O*NET-SOC Code" pg_catalog.text, "Relatedness Tier" pg_catalog.text, "Index" pg_catalog.text);
	INSERT INTO lab_related VALUES ('15-1252.00', '13-1021.00', 'Primary-Short', '1'), ('15', '1', 'x', 'x');
	SELECT lab.load_onet_related('lab_related'::pg_catalog.regclass, '2025-05-01'::pg_catalog.date);
	CREATE TABLE lab_job_zone ("O*NET-SOC Code" pg_catalog.text, "Job Zone" pg_catalog.text);
	INSERT INTO lab_job_zone VALUES ('15-1252.00', '4'), ('15', 'x');
	SELECT lab.load_onet_job_zones('lab_job_zone'::pg_catalog.regclass, '2025-05-01'::pg_catalog.date);
	SELECT lab.draft_document('15-1252'::pg_catalog.text, NULL::pg_catalog.date);
	SELECT * FROM lab.onet_task_weight_latest;
	CREATE TABLE lab_exposure (occ_code pg_catalog.text, value pg_catalog.text);
	INSERT INTO lab_exposure VALUES ('15-1252', '0.5'), ('13-1020', '0.25'), ('y', 'z');
	SELECT lab.load_exposure('lab_exposure'::pg_catalog.regclass, 'exposed'::pg_catalog.text, '2026-03-01'::pg_catalog.date, NULL::pg_catalog.text, NULL::pg_catalog.text);
	SELECT lab.load_exposure('lab_exposure'::pg_catalog.regclass, 'recoded'::pg_catalog.text, '2026-03-01'::pg_catalog.date, NULL::pg_catalog.text, 'SOC 2010'::pg_catalog.text);
	CREATE TABLE lab_crosswalk (isco_code pg_catalog.text, soc_2018 pg_catalog.text);
	INSERT INTO lab_crosswalk VALUES ('2512', '15-1252'), ('2512', '15-1251'), ('y', 'z');
	SELECT lab.load_crosswalk('lab_crosswalk'::pg_catalog.regclass, 'ISCO-08'::pg_catalog.text, 'SOC 2018'::pg_catalog.text);
	SELECT * FROM lab.recode('{2512,251}'::pg_catalog.text[], 'ISCO-08'::pg_catalog.text, 'SOC 2018'::pg_catalog.text);
	CREATE TABLE lab_employment (isco_code pg_catalog.text, workers pg_catalog.text);
	INSERT INTO lab_employment VALUES ('2512', '1,001'), ('9999', '7'), ('y', 'z');
	SELECT lab.load_employment('lab_employment'::pg_catalog.regclass, '2024-05-01'::pg_catalog.date, 'AT'::pg_catalog.text, 'ISCO-08'::pg_catalog.text);
	SELECT * FROM lab.soc_employment ORDER BY soc USING OPERATOR(pg_catalog.<);
	SELECT * FROM lab.soc_exposure_latest ORDER BY soc USING OPERATOR(pg_catalog.<);
	SELECT * FROM lab.oews_latest ORDER BY occupation USING OPERATOR(pg_catalog.<);
	SELECT HERE.aijri_create_labour('lab'::name, NULL::name);
};

my $catalog = q{
	SELECT HERE.aijri_create_catalog('cat'::name);
	CREATE TABLE document AS
	SELECT HERE.aijri_document(title, HERE.aijri_assessment(ARRAY[HERE.aijri_task('Plant'::pg_catalog.text, 60::pg_catalog.float8, score::pg_catalog.float8, 'augmentation'::HERE.aijri_mode)],
			HERE.aijri_evidence(1::pg_catalog.float8, 0::pg_catalog.float8, 0::pg_catalog.float8, 0::pg_catalog.float8, 0::pg_catalog.float8),
			HERE.aijri_barriers(1::pg_catalog.float8, 0::pg_catalog.float8, 0::pg_catalog.float8, 0::pg_catalog.float8, 0::pg_catalog.float8),
			1::pg_catalog.float8, NULL::HERE.aijri_principles),
		'Lead'::pg_catalog.text, NULL::pg_catalog.text, NULL::pg_catalog.text, NULL::pg_catalog.text, NULL::pg_catalog.text,
		55::pg_catalog.float8, 'soil'::pg_catalog.text, 6::pg_catalog.int4, 12::pg_catalog.int4,
		ARRAY[HERE.aijri_next_role('Guide'::pg_catalog.text, 50::pg_catalog.float8, 'knows'::pg_catalog.text)], '{}'::pg_catalog.jsonb) AS document
	FROM (VALUES ('Gardener'::pg_catalog.text, 2), ('Guide', 4), ('Gardener', 3)) AS v (title, score);
	SELECT cat.import_document(HERE.aijri_render(document), '2026-01-01'::pg_catalog.date, 'me'::pg_catalog.text, ''::pg_catalog.text) FROM document;
	SELECT cat.import_json(pg_catalog.to_jsonb(document), '2026-01-02'::pg_catalog.date, 'you'::pg_catalog.text, ''::pg_catalog.text) FROM document;
	SELECT cat.import_json('{"title": "x", "assessment": {"tasks": [{"score": 9}]}}'::pg_catalog.jsonb, '2026-01-02'::pg_catalog.date, 'you'::pg_catalog.text, ''::pg_catalog.text);
	CREATE TABLE staged AS
	SELECT 'Staged '::pg_catalog.text AS title, 1 AS growth, 2 AS job_postings, '2026-02-02'::pg_catalog.text AS assessed_on, '7'::pg_catalog.text AS regulatory;
	CREATE TABLE staged_task AS SELECT 'Staged '::pg_catalog.text AS title, 'T'::pg_catalog.text AS name, 10 AS time_pct, 'x'::pg_catalog.text AS score, 'augmentation' AS mode;
	SELECT cat.import_tables('staged'::pg_catalog.regclass, 'staged_task'::pg_catalog.regclass, NULL::pg_catalog.regclass);
	UPDATE staged SET regulatory = NULL;
	UPDATE staged_task SET score = '4';
	SELECT cat.import_tables('staged'::pg_catalog.regclass, 'staged_task'::pg_catalog.regclass, NULL::pg_catalog.regclass);
	UPDATE cat.task SET score = 5 WHERE position OPERATOR(pg_catalog.=) 1 AND assessment_id OPERATOR(pg_catalog.=) 1;
	UPDATE cat.assessment SET growth = 0;
	INSERT INTO cat.role_soc VALUES (1, '15-1252', 0.5), (2, '15-1252', 0.25);
	INSERT INTO cat.role_soc VALUES (3, '15-1252', 0.5);
	SELECT cat.set_method('{"green_min": 50, "exposed_from": 4}'::pg_catalog.jsonb);
	SELECT cat.set_assessors('{Ada}'::pg_catalog.text[]);
	SELECT v.* FROM cat.check_scores() AS v;
	SELECT v.* FROM pg_catalog.unnest('{1,2,3}'::pg_catalog.int8[]) AS role, cat.role_rank(role) AS v;
	SELECT cat.export_document(1::pg_catalog.int8), cat.export_json(2::pg_catalog.int8), HERE.aijri_score(cat.rated_assessment(1::pg_catalog.int8), NULL::HERE.aijri_method);
	UPDATE cat.role_score SET score = 1;
	SELECT cat.refresh_scores();
	DELETE FROM cat.role WHERE role_id OPERATOR(pg_catalog.=) 2;
	SELECT title, score, zone, zone_symbol, sublabel, missing FROM cat.scored_role ORDER BY role_id USING OPERATOR(pg_catalog.<);
	SELECT role_id, score, score_change, zone_changed FROM cat.score_history ORDER BY assessment_id USING OPERATOR(pg_catalog.<);
	SELECT v.zone, v.roles FROM cat.zone_history('2026-01-01'::pg_catalog.timestamptz, '2026-03-01'::pg_catalog.timestamptz, '1 month'::pg_catalog.interval) AS v;
	SELECT v.* FROM cat.zone_overview AS v;
	SELECT role_id, rank FROM cat.ranked_role ORDER BY role_id USING OPERATOR(pg_catalog.<);
	SELECT v.role_id FROM cat.role_standing AS v ORDER BY role_id USING OPERATOR(pg_catalog.<);
	TABLE cat.career_move; TABLE cat.score_audit; TABLE cat.role_panel; TABLE cat.assessor_pair; TABLE cat.unscored_role; TABLE cat.task_exposure; TABLE cat.role_outlook; TABLE cat.role_derivation; TABLE cat.role_sensitivity;
	SELECT cat.set_doubt('0.1'::pg_catalog.float8);
	SELECT v.* FROM cat.role_rank_outlook AS v; TABLE cat.rating_agreement; TABLE cat.catalog_setting; SELECT cat.estimated_doubt();
	SELECT v.* FROM cat.compare_method('{"exposed_from": 3}'::pg_catalog.jsonb) AS v;
	SELECT v.* FROM cat.method_sensitivity('0.1'::pg_catalog.float8, 4, 1::pg_catalog.int8) AS v;
	SELECT v.* FROM cat.role_robustness('0.1'::pg_catalog.float8, 4, 1::pg_catalog.int8) AS v;
	SELECT HERE.aijri_create_labour('joined'::name, 'cat'::name);
	SELECT joined.load_oews('lab_files'::pg_catalog.regclass, '2024-05-01'::pg_catalog.date);
	SELECT joined.load_onet_related('lab_related'::pg_catalog.regclass, '2025-05-01'::pg_catalog.date);
	TABLE joined.role_labour; TABLE joined.labour_gap; TABLE joined.labour_coverage; TABLE joined.career_option;
	SELECT v.* FROM joined.zone_labour('99'::pg_catalog.text, '000000'::pg_catalog.text) AS v;
	DROP FUNCTION cat.role_rank(pg_catalog.int8);
	SELECT object, change FROM HERE.aijri_upgrade_catalog('cat'::name);
	SELECT HERE.aijri_grant_reader('cat'::name, 'mallory'::name) OPERATOR(pg_catalog.<>) '';
	TRUNCATE cat.assessment CASCADE;
	SELECT v.* FROM cat.check_scores() AS v;
};

# Without what differs from run to run, or says where the extension is.
sub labour_answers
{
	my ($database, $schema, $path, $use) = @_;
	(my $sql = $labour . ($use // $catalog)) =~ s/\bHERE\b/$schema/g;
	my $answers = outcomes($node, $database, "SET search_path = $path; $sql");
	$answers =~ s/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.[\d+]+/NOW/g;
	return $answers;
}
my $labour_right = labour_answers('clean', 'public', 'public');
note($labour_right);
like($labour_right, qr/\(3,2,2,.*\(1,1,1,.*\(2,0,1,.*13-1021/s, 'labor data: there is something to compare');
unlike($labour_right, qr/ERROR (?!22003|23514)/, 'without an error that is not meant');

foreach my $schema ('public', 'safe')
{
	foreach my $path ('public', 'public, pg_catalog')
	{
		my $database = "labour_${schema}_" . ($path =~ tr/,//);

		new_database($database);
		$node->safe_psql($database, "CREATE SCHEMA IF NOT EXISTS safe; CREATE EXTENSION aijri SCHEMA $schema");
		is(outcome($node, $database, 'mallory', "$traps; $overloads"), '', "$database: planted after CREATE EXTENSION");
		cmp_ok($node->safe_psql($database, q{SET search_path = pg_catalog; SELECT count(*) FROM pg_proc
			WHERE proowner = 'mallory'::regrole AND proname ~ '^(_labour|_catalog|aijri|soc|zone)_'}), '>', 50,
			'among them better matches of our names');
		is(labour_answers($database, $schema, $path), $labour_right, "labour data, extension in $schema, search_path $path");
		is(sprung($database), '1|f', 'no trap went off');
	}
}

# --- In the schemas of a catalog and of labor data -------------------------------

# Whose owner lets others create there.  What maintains them, and every call of theirs,
# runs with the rights of the owner, and finds none of it.
new_database('shared');
$node->safe_psql('shared', q{
	CREATE EXTENSION aijri;
	SELECT aijri_create_catalog('cat'), aijri_create_labour('lab'), aijri_create_labour('joined', 'cat');
	GRANT CREATE, USAGE ON SCHEMA cat, lab, joined TO mallory});
foreach my $schema ('public', 'cat', 'lab', 'joined')
{
	(my $planted = $traps) =~ s/(DROP FUNCTION IF EXISTS) public/$1 $schema/;
	is(outcome($node, 'shared', 'mallory', "SET search_path = $schema; $planted"), '', "planted in schema $schema");
}
(my $created = $catalog) =~ s/SELECT HERE[.]aijri_create_catalog.*//;
is( lines_that_differ(labour_answers('shared', 'public', 'public', $created) =~ s/^\n//mgr, $labour_right =~ s/^\n//mgr),
	'', 'labor data and a catalog in schemas where others create');
is(sprung('shared'), '1|f', 'no trap went off');

# --- Names of ours that are taken ---------------------------------------------

# Then there is an error, nothing half done, and another schema will do.
my %taken = (
	'a type' => [ 'CREATE TYPE aijri_task AS (name text)', '42710' ],
	'a domain' =>
	  [ 'CREATE DOMAIN aijri_task_score AS float8 CHECK (false)', '42710' ],
	'a table, which has a type too' => [ 'CREATE TABLE aijri_method (a int)', '42710' ],
	'a function' => [
		q{CREATE FUNCTION zone_of(float8, text DEFAULT '') RETURNS int LANGUAGE sql RETURN 1;
		CREATE FUNCTION published_score(float8) RETURNS numeric LANGUAGE sql RETURN 1},
		'42723'
	],
	'an aggregate' => [
		q{CREATE AGGREGATE task_resistance(float8, float8) (SFUNC = float8_regr_accum, STYPE = float8[], INITCOND = '{0,0,0,0,0,0}')},
		'42723'
	]);
foreach my $kind (sort keys %taken)
{
	my ($sql, $sqlstate) = @{ $taken{$kind} };
	(my $database = "taken $kind") =~ s/\W+/_/g;

	new_database($database);
	is(outcome($node, $database, 'mallory', $sql), '', "$kind planted");
	is( outcomes(
			$node, $database, q{
			CREATE EXTENSION aijri;
			SELECT count(*) FROM pg_type WHERE typname LIKE 'aijri%' AND typowner <> 'mallory'::regrole;
			CREATE SCHEMA safe;
			CREATE EXTENSION aijri SCHEMA safe;
			SELECT safe.zone_of(50)}),
		"ERROR $sqlstate\n0\nGreen",
		"$kind of the same name: refused there, works elsewhere");
}

$node->stop;
done_testing();
