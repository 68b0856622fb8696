/*
 * distribution.c
 *	  aijri_distribution: any number of scores in a small value.
 *
 * The aggregate aijri_distribution makes one from scores, distribution_sum sums them
 * without loss, and the dist_ functions return their statistics
 * (kernel/distribution.h). The serialized state of the aggregates is the stored
 * form, so there is only one form to check.
 */
#include "compat.h"

#include "fmgr.h"
#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "utils/builtins.h"

#include "call_cache.h"
#include "canonical.h"
#include "distribution.h"
#include "method.h"
#include "report.h"

/* ---- values ---- */

pg_noreturn static void
report_great_total(void)
{
	ereport(ERROR, errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			errmsg("total of a distribution is out of range"),
			errdetail("Weights add up to at most 9223372036854775.807, and scores to as "
					  "many as a bigint can count."),
			errhint("Divide all weights by the same number, such as 1000."));
}

pg_noreturn static void
report_corrupt(const char *problem)
{
	ereport(
		ERROR, errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
		errmsg("invalid binary value of type aijri_distribution"),
		errdetail("%s", problem),
		errhint("Binary values must come from the same version of extension aijri; text "
				"can be read by any."));
}

void
report_corrupt_bins(void)
{
	report_corrupt("Its weights are out of range or do not add up to their total.");
}

struct varlena *
make_distribution(const Distribution *d)
{
	uint8_t bytes[DISTRIBUTION_MAX_SIZE];

	return varlena_from_bytes(bytes, distribution_encode(d, bytes));
}

static const char *
problem_of(const struct varlena *value)
{
	return distribution_problem((const uint8_t *) VARDATA(value),
								VARSIZE(value) - VARHDRSZ);
}

/* Reads a distribution, which is detoasted where it has to be. */
void
read_distribution_head(Datum datum, DistributionHead *head)
{
	struct varlena *value = PG_DETOAST_DATUM_PACKED(datum);
	const uint8_t  *bytes = (const uint8_t *) VARDATA_ANY(value);
	size_t			size = VARSIZE_ANY_EXHDR(value);

	if (!read_head(bytes, size, head))
		report_corrupt("It is truncated, or a number in it is out of range.");
	Assert(distribution_problem(bytes, size) == NULL);
}

static void
head_arg(FunctionCallInfo fcinfo, int argno, DistributionHead *head)
{
	read_distribution_head(PG_GETARG_DATUM(argno), head);
}

/* ---- text ---- */

#define WEIGHT_PLACES 3
#define SUM_PLACES 12
#define SQUARES_PLACES 21

static void
append_decimal(StringInfo text, const char *before, Wide value, int places)
{
	char decimal[WIDE_TEXT_SIZE];

	wide_to_text(value, places, decimal);
	appendStringInfo(text, "%s%s", before, decimal);
}

static void
append_weights(StringInfo text, const DistributionHead *head)
{
	BinReader	reader;
	const char *separator = ", weights: {";

	start_bins(&reader, head);
	while (next_bin(&reader))
	{
		append_decimal(text, separator, wide_from(reader.bin), 1);
		append_decimal(text, ": ", wide_product(head->unit, reader.weight),
					   WEIGHT_PLACES);
		separator = ", ";
	}
	if (reader.corrupt)
		report_corrupt_bins();
	appendStringInfoChar(text, '}');
}

SQL_FUNCTION(aijri_distribution_out);

/* {count: 2, min: 7.9, max: 8, sum: 15.9, squares: 126.41, weights: {7.9: 1, 8: 1}} */
Datum
aijri_distribution_out(PG_FUNCTION_ARGS)
{
	DistributionHead head;
	StringInfoData	 text;

	head_arg(fcinfo, 0, &head);
	initStringInfo(&text);
	append_decimal(&text, "{count: ", wide_from(head.count), 0);
	if (head.unit != 0)
	{
		appendStringInfo(&text, ", min: %s, max: %s", double_text(head.min),
						 double_text(head.max));
		append_decimal(&text, ", sum: ", wide_product(head.unit, head.sum), SUM_PLACES);
		append_decimal(&text, ", squares: ", wide_scaled(&head.squares, head.unit),
					   SQUARES_PLACES);
		append_weights(&text, &head);
	}
	appendStringInfoChar(&text, '}');
	PG_RETURN_CSTRING(text.data);
}

void
init_flat_distribution(FlatDistribution *flat)
{
	memset(flat, 0, sizeof(*flat));
	for (int page = 0; page < PAGES; page++)
		flat->d.page[page] = &flat->bins[page * PAGE_BINS];
}

/*
 * Whether this comes next, with space around punctuation or without; if so,
 * goes behind it.
 */
static bool
skip_word(const char **at, const char *word)
{
	const char *next = *at;
	bool		in_name = false;

	for (; *word != '\0'; word++, next++)
	{
		bool of_name = *word >= 'a' && *word <= 'z';

		if (!(in_name && of_name))
			next = skip_space(next);
		if (*next != *word)
			return false;
		in_name = of_name;
	}
	*at = skip_space(next);
	return true;
}

static bool
require_word(const char **at, const char *word, TextProblem *problem)
{
	return skip_word(at, word) ||
		   refuse(problem, "Its parts are count, min, max, sum, squares, and weights, "
						   "in this order, with a colon after each name and a comma "
						   "between them.");
}

/* A decimal below 2^bits units. */
static bool
read_decimal(const char **at, int places, int bits, Wide *value, TextProblem *problem)
{
	WideText outcome =
		wide_from_text(at, *at + strnlen(*at, WIDE_TEXT_SIZE * 2), places, value);

	if (outcome == WIDE_TEXT_GOOD && wide_bits(value) > bits)
		outcome = WIDE_TEXT_OUT_OF_RANGE;
	switch (outcome)
	{
		case WIDE_TEXT_GOOD:
			break;
		case WIDE_TEXT_OUT_OF_RANGE:
			return refuse_as(problem, ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
							 "A number in it is out of range; weights add up to at most "
							 "9223372036854775.807.");
		case WIDE_TEXT_TOO_LONG:
			return refuse(problem, "A number in it has too many decimal places.");
		case WIDE_TEXT_NO_NUMBER:
			return refuse(problem, "A number is missing.");
	}
	*at = skip_space(*at);
	return true;
}

static bool
read_score(const char **at, double *score, TextProblem *problem)
{
	char *end;

	if (!(**at >= '0' && **at <= '9'))
		return refuse(problem, "A number is missing.");
	*score = strtod(*at, &end);
	if ((*at)[1] == 'x' || (*at)[1] == 'X')
		return refuse(problem, "Numbers are decimal.");
	if (legality(&DISTRIBUTED_SCORE, *score) != LEGAL)
		return refuse_as(problem, ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
						 "Scores run from 0 to 100.");
	*at = skip_space(end);
	return true;
}

static bool
read_weights(const char **at, FlatDistribution *flat, TextProblem *problem)
{
	int last = -1;

	do
	{
		Wide bin;
		Wide weight;

		if (!read_decimal(at, 1, 63, &bin, problem))
			return false;
		if (bin.limb[0] >= BINS || (int) bin.limb[0] <= last)
			return refuse(problem, "Bins are in ascending order, from 0 to 100.");
		last = (int) bin.limb[0];
		if (!require_word(at, ":", problem) ||
			!read_decimal(at, WEIGHT_PLACES, 63, &weight, problem))
			return false;
		if (weight.limb[0] > (uint64) WEIGHT_TOTAL_MAX - flat->d.total)
			return refuse_as(problem, ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE,
							 "Weights add up to at most 9223372036854775.807.");
		if (weight.limb[0] == 0)
			return refuse(problem, "Every bin has a weight above 0.");
		flat->bins[last] = weight.limb[0];
		flat->d.total += weight.limb[0];
	} while (skip_word(at, ","));
	return true;
}

/* Everything behind the count, where there is weight. */
static bool
read_weighted(const char **at, FlatDistribution *flat, TextProblem *problem)
{
	Wide sum;

	if (!require_word(at, "min:", problem) || !read_score(at, &flat->d.min, problem) ||
		!require_word(at, ",max:", problem) || !read_score(at, &flat->d.max, problem) ||
		!require_word(at, ",sum:", problem) ||
		!read_decimal(at, SUM_PLACES, 127, &sum, problem) ||
		!require_word(at, ",squares:", problem) ||
		!read_decimal(at, SQUARES_PLACES, 191, &flat->d.squares, problem) ||
		!require_word(at, ",weights:{", problem) || !read_weights(at, flat, problem))
		return false;
	flat->d.sum = sum.limb[0] | (uint128_t) sum.limb[1] << 64;
	return require_word(at, "}", problem);
}

static bool
read_distribution(const char *at, FlatDistribution *flat, TextProblem *problem)
{
	Wide count;

	at = skip_space(at);
	if (!require_word(&at, "{count:", problem) ||
		!read_decimal(&at, 0, 63, &count, problem))
		return false;
	flat->d.count = (int64) count.limb[0];
	if (skip_word(&at, ",") && !read_weighted(&at, flat, problem))
		return false;
	if (!require_word(&at, "}", problem))
		return false;
	if (*at != '\0')
		return refuse(problem, "Extra text follows the closing brace.");
	return true;
}

SQL_FUNCTION(aijri_distribution_in);

Datum
aijri_distribution_in(PG_FUNCTION_ARGS)
{
	char			*text = PG_GETARG_CSTRING(0);
	FlatDistribution flat;
	TextProblem		 problem = {ERRCODE_INVALID_TEXT_REPRESENTATION, NULL};

	init_flat_distribution(&flat);
	if (read_distribution(text, &flat, &problem))
	{
		struct varlena *value = make_distribution(&flat.d);

		problem.detail = problem_of(value);
		if (!problem.detail)
			PG_RETURN_POINTER(value);
	}
	ereturn(fcinfo->context, (Datum) 0, errcode(problem.sqlstate),
			errmsg("invalid input for type aijri_distribution: \"%s\"",
				   clipped(text, strlen(text))),
			errdetail("%s", problem.detail),
			errhint("The text must look like the output of a distribution; make one "
					"of scores with the aggregate aijri_distribution()."));
}

/* ---- binary ---- */

SQL_FUNCTION(aijri_distribution_recv);

Datum
aijri_distribution_recv(PG_FUNCTION_ARGS)
{
	StringInfo	   message = (StringInfo) PG_GETARG_POINTER(0);
	int			   size = message->len - message->cursor;
	const uint8_t *bytes = (const uint8_t *) pq_getmsgbytes(message, size);
	const char	  *problem = distribution_problem(bytes, size);

	if (problem)
		report_corrupt(problem);
	PG_RETURN_POINTER(varlena_from_bytes(bytes, size));
}

/* ---- what a distribution says ---- */

SQL_FUNCTION(dist_count);

Datum
dist_count(PG_FUNCTION_ARGS)
{
	DistributionHead head;

	head_arg(fcinfo, 0, &head);
	PG_RETURN_INT64(head.count);
}

SQL_FUNCTION(dist_weight);

Datum
dist_weight(PG_FUNCTION_ARGS)
{
	DistributionHead head;

	head_arg(fcinfo, 0, &head);
	PG_RETURN_FLOAT8(nearest_ratio(head.total * head.unit, WEIGHT_ONE));
}

SQL_FUNCTION(dist_mean);

Datum
dist_mean(PG_FUNCTION_ARGS)
{
	DistributionHead head;

	head_arg(fcinfo, 0, &head);
	if (head.total == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(mean_of(&head));
}

SQL_FUNCTION(dist_stddev);

Datum
dist_stddev(PG_FUNCTION_ARGS)
{
	DistributionHead head;

	head_arg(fcinfo, 0, &head);
	if (head.total == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(deviation_of(&head));
}

SQL_FUNCTION(dist_min);

Datum
dist_min(PG_FUNCTION_ARGS)
{
	DistributionHead head;

	head_arg(fcinfo, 0, &head);
	if (head.total == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(head.min);
}

SQL_FUNCTION(dist_max);

Datum
dist_max(PG_FUNCTION_ARGS)
{
	DistributionHead head;

	head_arg(fcinfo, 0, &head);
	if (head.total == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(head.max);
}

SQL_FUNCTION(dist_quantile);

/* dist_quantile(d, q) */
Datum
dist_quantile(PG_FUNCTION_ARGS)
{
	double			 q = PG_GETARG_FLOAT8(1);
	DistributionHead head;
	double			 value;

	require_legal(&QUANTILE, q);
	head_arg(fcinfo, 0, &head);
	if (head.total == 0)
		PG_RETURN_NULL();
	if (!quantile_of(&head, q, &value))
		report_corrupt_bins();
	PG_RETURN_FLOAT8(value);
}

SQL_FUNCTION(dist_rank);

/* dist_rank(d, score) */
Datum
dist_rank(PG_FUNCTION_ARGS)
{
	double			 score = PG_GETARG_FLOAT8(1);
	DistributionHead head;
	double			 rank;

	require_legal(&DISTRIBUTED_SCORE, score);
	head_arg(fcinfo, 0, &head);
	if (head.total == 0)
		PG_RETURN_NULL();
	if (!rank_of(&head, score, &rank))
		report_corrupt_bins();
	PG_RETURN_FLOAT8(rank);
}

/* The first bin of a zone that begins at this score; BINS behind the last. */
static int
bin_of_threshold(double threshold, const char *field)
{
	if (threshold > 100)
		return BINS;
	if (!is_bin_edge(threshold))
		ereport(
			ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			errmsg("method field %s %s is not a multiple of 0.1", field,
				   double_text(threshold)),
			errdetail("A distribution records the number of scores in each tenth of a "
					  "point, and not where in it."),
			errhint("Use a threshold of one decimal place, or count the scores "
					"themselves."));
	return bin_of(threshold);
}

SQL_FUNCTION(dist_zone_share);

/* dist_zone_share(d, zone, method) */
Datum
dist_zone_share(PG_FUNCTION_ARGS)
{
	const Method	*method = method_arg(fcinfo, 2);
	int				 floors[ZONES + 1] = {0, 0, 0, BINS};
	DistributionHead head;
	Zone			 zone;
	uint64_t		 weight;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	zone = zone_of_value(fcinfo->flinfo, PG_GETARG_OID(1));
	floors[ZONE_YELLOW] = bin_of_threshold(method->yellow_min, "yellow_min");
	floors[ZONE_GREEN] = bin_of_threshold(method->green_min, "green_min");
	head_arg(fcinfo, 0, &head);
	if (head.total == 0)
		PG_RETURN_NULL();
	if (!weight_between(&head, floors[zone], floors[zone + 1] - 1, &weight))
		report_corrupt_bins();
	PG_RETURN_FLOAT8(nearest_ratio(weight, head.total));
}

/* ---- histogram ---- */

/* Fields of aijri_histogram_bar */
enum
{
	BAR_FROM_SCORE,
	BAR_TO_SCORE,
	BAR_WEIGHT,
	BAR_SHARE
};

/* A width in bins. */
static int
width_in_bins(double width)
{
	require_legal(&BIN_WIDTH, width);
	if (!is_bin_edge(width))
		ereport(
			ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			errmsg("width %s is not a multiple of 0.1", double_text(width)),
			errdetail("A distribution records the number of scores in each tenth of a "
					  "point, and not where in it."),
			errhint("%s", BIN_WIDTH.hint));
	return bin_of(width);
}

static void
put_bar(ReturnSetInfo *rows, const DistributionHead *head, int from, int to,
		uint64_t weight)
{
	Row row;

	set_double(&row, BAR_FROM_SCORE, bin_edge(from));
	set_double(&row, BAR_TO_SCORE, bin_edge(to));
	set_double(&row, BAR_WEIGHT,
			   nearest_ratio((uint128_t) weight * head->unit, WEIGHT_ONE));
	set_double(&row, BAR_SHARE,
			   head->total == 0 ? NOT_RATED : nearest_ratio(weight, head->total));
	put_row(rows, ROW_HISTOGRAM_BAR, &row);
}

SQL_FUNCTION(dist_histogram);

/* dist_histogram(d, width): a bar for every "width" points; the last has 100, too. */
Datum
dist_histogram(PG_FUNCTION_ARGS)
{
	int				 width = width_in_bins(PG_GETARG_FLOAT8(1));
	ReturnSetInfo	*rows;
	DistributionHead head;
	BinReader		 reader;
	bool			 more;

	head_arg(fcinfo, 0, &head);
	rows = start_rows(fcinfo, ROW_HISTOGRAM_BAR);
	start_bins(&reader, &head);
	more = next_bin(&reader);
	for (int from = 0; from < BINS - 1; from += width)
	{
		int		 to = Min(from + width, BINS - 1);
		uint64_t weight = 0;

		for (; more && (reader.bin < to || to == BINS - 1); more = next_bin(&reader))
			weight += reader.weight;
		put_bar(rows, &head, from, to, weight);
	}
	if (reader.corrupt)
		report_corrupt_bins();
	return (Datum) 0;
}

/* ---- aggregates ---- */

#define OVER_SCORES "an aggregate over scores"

static MemoryContext
distribution_context(FunctionCallInfo fcinfo)
{
	return require_aggregate(
		fcinfo, "It is part of the aggregates aijri_distribution and distribution_sum.",
		"Call aijri_distribution() or distribution_sum().");
}

/* The state argument; a new state if there is none yet. */
static inline Distribution *
state_arg(FunctionCallInfo fcinfo)
{
	if (unlikely(PG_ARGISNULL(0)))
		return MemoryContextAllocZero(distribution_context(fcinfo), sizeof(Distribution));
	return (Distribution *) PG_GETARG_POINTER(0);
}

/* Makes sure that a bin can be added to. */
static inline void
provide_bin(FunctionCallInfo fcinfo, Distribution *d, int bin)
{
	uint64_t **page = &d->page[bin / PAGE_BINS];

	if (unlikely(!*page))
		*page = MemoryContextAllocZero(distribution_context(fcinfo),
									   PAGE_BINS * sizeof(uint64_t));
}

/* Whether a row counts: neither its score nor its weight is NULL. */
static inline bool
weighted_score_args(FunctionCallInfo fcinfo, double *score, uint64_t *weight)
{
	bool weighted = PG_NARGS() > 2;

	if (PG_ARGISNULL(1) || (weighted && PG_ARGISNULL(2)))
		return false;
	*score = PG_GETARG_FLOAT8(1) + 0.0; /* no minus zero */
	require_legal(&DISTRIBUTED_SCORE, *score);
	*weight =
		weighted ? (uint64_t) thousandths_of_weight(PG_GETARG_FLOAT8(2)) : WEIGHT_ONE;
	return true;
}

SQL_FUNCTION(distribution_accum);

/* distribution_accum(state, score [, weight]) */
Datum
distribution_accum(PG_FUNCTION_ARGS)
{
	Distribution *d = state_arg(fcinfo);
	double		  score;
	uint64_t	  weight;

	if (!weighted_score_args(fcinfo, &score, &weight))
		PG_RETURN_POINTER(d);
	if (unlikely(!has_room_for(d, weight)))
		report_great_total();
	if (weight == 0)
		d->count++;
	else
	{
		int bin = bin_of(score);

		provide_bin(fcinfo, d, bin);
		add_score(d, score, bin, weight);
	}
	PG_RETURN_POINTER(d);
}

SQL_FUNCTION(distribution_accum_inv);

/*
 * distribution_accum_inv(state, score [, weight]): gives a row back; NULL, upon
 * which the server starts over, when it was at an end or has not been taken: the
 * server evaluates the arguments a second time, and they need not be what they
 * were.  Others are found by distribution_final().
 */
Datum
distribution_accum_inv(PG_FUNCTION_ARGS)
{
	Distribution *d;
	double		  score;
	uint64_t	  weight;

	(void) distribution_context(fcinfo);
	d = (Distribution *) PG_GETARG_POINTER(0);
	if (weighted_score_args(fcinfo, &score, &weight) && !remove_score(d, score, weight))
		PG_RETURN_NULL();
	PG_RETURN_POINTER(d);
}

/* Adds the bins of a distribution whose head has been added. */
static void
merge_bins(FunctionCallInfo fcinfo, Distribution *d, const DistributionHead *head)
{
	BinReader reader;

	start_bins(&reader, head);
	while (next_bin(&reader))
	{
		provide_bin(fcinfo, d, reader.bin);
		d->page[reader.bin / PAGE_BINS][reader.bin % PAGE_BINS] +=
			reader.weight * head->unit;
	}
	if (reader.corrupt)
		report_corrupt_bins();
}

SQL_FUNCTION(distribution_sum_accum);

/* distribution_sum_accum(state, distribution) */
Datum
distribution_sum_accum(PG_FUNCTION_ARGS)
{
	Distribution	*d = state_arg(fcinfo);
	DistributionHead head;

	if (PG_ARGISNULL(1))
		PG_RETURN_POINTER(d);
	head_arg(fcinfo, 1, &head);
	if (!merge_head(d, &head))
		report_great_total();
	merge_bins(fcinfo, d, &head);
	PG_RETURN_POINTER(d);
}

SQL_FUNCTION(distribution_sum_accum_inv);

/* distribution_sum_accum_inv(state, distribution): as distribution_accum_inv() */
Datum
distribution_sum_accum_inv(PG_FUNCTION_ARGS)
{
	Distribution	*d;
	DistributionHead head;
	BinReader		 reader;

	(void) distribution_context(fcinfo);
	d = (Distribution *) PG_GETARG_POINTER(0);
	if (PG_ARGISNULL(1))
		PG_RETURN_POINTER(d);
	head_arg(fcinfo, 1, &head);
	if (!unmerge_head(d, &head))
		PG_RETURN_NULL();
	start_bins(&reader, &head);
	while (next_bin(&reader))
		d->page[reader.bin / PAGE_BINS][reader.bin % PAGE_BINS] -=
			reader.weight * head.unit;
	PG_RETURN_POINTER(d);
}

SQL_FUNCTION(distribution_combine);

/* distribution_combine(state, state): adds the second to the first. */
Datum
distribution_combine(PG_FUNCTION_ARGS)
{
	Distribution	   *d;
	const Distribution *other;
	DistributionHead	head = {0};

	(void) distribution_context(fcinfo);
	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_POINTER(PG_GETARG_POINTER(0));
	}
	d = state_arg(fcinfo);
	other = (const Distribution *) PG_GETARG_POINTER(1);
	head.count = other->count;
	head.unit = other->total > 0 ? 1 : 0;
	head.total = other->total;
	head.min = other->min;
	head.max = other->max;
	head.sum = other->sum;
	head.squares = other->squares;
	if (!merge_head(d, &head))
		report_great_total();
	for (int bin = 0; bin < BINS; bin++)
	{
		uint64_t weight = bin_weight(other, bin);

		if (weight == 0)
			continue;
		provide_bin(fcinfo, d, bin);
		d->page[bin / PAGE_BINS][bin % PAGE_BINS] += weight;
	}
	PG_RETURN_POINTER(d);
}

/* The value of a state. */
static struct varlena *
legal_value(const Distribution *d)
{
	struct varlena *value = make_distribution(d);

	if (d->reduced && problem_of(value))
		report_changed_argument(OVER_SCORES);
	Assert(problem_of(value) == NULL);
	return value;
}

SQL_FUNCTION(distribution_serial);

/* distribution_serial(state): the form that is stored */
Datum
distribution_serial(PG_FUNCTION_ARGS)
{
	(void) distribution_context(fcinfo);
	PG_RETURN_POINTER(legal_value((const Distribution *) PG_GETARG_POINTER(0)));
}

SQL_FUNCTION(distribution_deserial);

/*
 * distribution_deserial(bytea, internal): the reverse, trusting nothing.  The
 * state lives as long as the call's memory: distribution_combine() copies it.
 */
Datum
distribution_deserial(PG_FUNCTION_ARGS)
{
	bytea			 *serialized = PG_GETARG_BYTEA_PP(0);
	const uint8_t	 *bytes = (const uint8_t *) VARDATA_ANY(serialized);
	size_t			  size = VARSIZE_ANY_EXHDR(serialized);
	const char		 *problem = distribution_problem(bytes, size);
	FlatDistribution *flat = palloc(sizeof(FlatDistribution));
	DistributionHead  head;

	(void) distribution_context(fcinfo);
	if (problem)
		report_corrupt_state(OVER_SCORES, problem);
	init_flat_distribution(flat);
	(void) read_head(bytes, size, &head);
	(void) merge_head(&flat->d, &head);
	merge_bins(fcinfo, &flat->d, &head);
	PG_RETURN_POINTER(&flat->d);
}

SQL_FUNCTION(distribution_final);

Datum
distribution_final(PG_FUNCTION_ARGS)
{
	const Distribution *d;

	(void) distribution_context(fcinfo);
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	d = (const Distribution *) PG_GETARG_POINTER(0);
	if (d->count == 0 && d->total == 0)
		PG_RETURN_NULL();
	PG_RETURN_POINTER(legal_value(d));
}
