/*
 * value_check.c
 *	  What must hold of any bytes that claim to be a value of one of the types.
 *
 * Bytes that are refused are read all the same: a damaged page gives such bytes
 * to functions that do not check them all (docs/internals.md).  What is promised
 * then is no more than that nothing outside of them is touched.
 */
#include <stdlib.h>
#include <string.h>

#include "kernel/distribution.h"
#include "kernel/mix.h"
#include "kernel/soc.h"
#include "value_check.h"

/* ---- mixes ---- */

static bool
same_times(const TaskTimes *a, const TaskTimes *b)
{
	return memcmp(a, b, sizeof(*a)) == 0;
}

static const char *
check_mix_functions(const TaskTimes *times)
{
	uint128_t total = total_time(times);
	TaskTimes changed = *times;
	MixSum	  sum = {0};

	if (normalize_times(&changed) != (total > 0))
		return "a mix is brought to 100 where it has no time, or not where it has";
	if (total > 0 && total_time(&changed) != (uint128_t) 100 * MICRO)
		return "a mix brought to 100 has another total";
	for (int share = 0; share <= 4; share++)
	{
		changed = *times;
		shift_times(&changed, 4, 2, share / 4.0, share - 1);
		if (total_time(&changed) != total)
			return "time moved is time lost";
	}
	if (!mix_sum_add(&sum, times, WEIGHT_UNITS))
		return "a legal mix does not go into a sum";
	mix_sum_round(&sum, &changed);
	if (!same_times(times, &changed))
		return "a sum of one mix is another mix";
	mix_sum_subtract(&sum, times, WEIGHT_UNITS);
	return sum.total == 0 && sum.mixes == 0 ? NULL : "a mix taken back leaves something";
}

static const char *
check_mix(const uint8_t *bytes, size_t size)
{
	bool	  legal = mix_problem(bytes, size) == NULL;
	uint8_t	  again[MIX_MAX_SIZE];
	MixCells  cells;
	TaskTimes times;
	double	  resistance;
	bool	  decoded;

	if (!mix_find_cells(bytes, size, &cells))
		return legal ? "the cells of a legal mix are not found" : NULL;
	decoded = mix_decode(&cells, &times);
	if (mix_task_resistance(&cells, &resistance) && decoded && !isnan(resistance) &&
		!(resistance >= 1 && resistance <= 5))
		return "task resistance of a mix is out of range";
	if (!legal)
		return NULL;
	if (!decoded)
		return "a legal mix is not decoded";
	if (mix_encode(&times, again) != size || memcmp(again, bytes, size) != 0)
		return "a mix is written in other bytes";
	return check_mix_functions(&times);
}

/* ---- distributions ---- */

/* Reads all of it, whether legal or not. */
static bool
read_damaged(const DistributionHead *head, double *quantile)
{
	BinReader reader;
	uint64_t  weight;
	double	  rank;
	double	  sum = 0;

	start_bins(&reader, head);
	while (next_bin(&reader))
		sum += (double) reader.weight;
	if (head->unit == 0)
		return true;
	sum += mean_of(head) + deviation_of(head);
	(void) sum;
	return quantile_of(head, 0.5, quantile) && quantile_of(head, 0.999, quantile) &&
		   rank_of(head, 33.33, &rank) && rank_of(head, 100, &rank) &&
		   weight_between(head, 250, 479, &weight);
}

/* The distribution as an aggregate would have it, and its bytes. */
static size_t
encode_again(const DistributionHead *head, uint8_t *bytes)
{
	static uint64_t bins[PAGES * PAGE_BINS];
	Distribution	d = {0};
	BinReader		reader;

	memset(bins, 0, sizeof(bins));
	for (int page = 0; page < PAGES; page++)
		d.page[page] = &bins[page * PAGE_BINS];
	if (!merge_head(&d, head))
		return 0;
	start_bins(&reader, head);
	while (next_bin(&reader))
		bins[reader.bin] += reader.weight * head->unit;
	return distribution_encode(&d, bytes);
}

static const char *
check_distribution(const uint8_t *bytes, size_t size)
{
	bool			 legal = distribution_problem(bytes, size) == NULL;
	uint8_t			 again[DISTRIBUTION_MAX_SIZE];
	double			 quantile = 0;
	DistributionHead head;
	bool			 read;

	if (!read_head(bytes, size, &head))
		return legal ? "the head of a legal distribution is not read" : NULL;
	read = read_damaged(&head, &quantile);
	if (!legal)
		return NULL;
	if (!read)
		return "a legal distribution is not read";
	if (encode_again(&head, again) != size || memcmp(again, bytes, size) != 0)
		return "a distribution is written in other bytes";
	if (head.unit == 0)
		return NULL;
	if (!(mean_of(&head) >= head.min - 1e-9 && mean_of(&head) <= head.max + 1e-9))
		return "a mean is not between least and greatest score";
	if (!(deviation_of(&head) >= 0 && deviation_of(&head) <= 50 + 1e-6))
		return "a deviation is out of range";
	if (!(quantile >= head.min && quantile <= head.max))
		return "a quantile is not between least and greatest score";
	return NULL;
}

/* ---- codes ---- */

static const char *
check_code(SocCode code)
{
	char	 text[SOC_TEXT_SIZE];
	SocCode	 again = -1;
	SocLevel level = soc_level_of(code);

	if (soc_parse(text, soc_format(code, text), &again) != SOC_RIGHT || again != code)
		return "a code is not read as it was written";
	if (soc_last_of(code) < code || !soc_holds(code, code))
		return "a code is not in itself";
	for (SocLevel above = SOC_TOTAL; above <= level; above++)
	{
		SocCode group = soc_ancestor(code, above);

		if (!soc_is_code(group) || soc_level_of(group) > above || !soc_holds(group, code))
			return "a code is not in its group";
	}
	return NULL;
}

static const char *
check_soc_text(const uint8_t *bytes, size_t size)
{
	SocCode	 code = -1;
	SocLevel level;

	(void) soc_level_from_name((const char *) bytes, size, &level);
	if (soc_parse((const char *) bytes, size, &code) != SOC_RIGHT)
		return NULL;
	return soc_is_code(code) ? check_code(code) : "a text that is read is no code";
}

static const char *
check_soc_number(const uint8_t *bytes, size_t size)
{
	int64_t number = 0;

	memcpy(&number, bytes, size < sizeof(number) ? size : sizeof(number));
	return soc_is_code(number) ? check_code((SocCode) number) : NULL;
}

/* ---- numbers and names ---- */

static const char *
check_decimal(const uint8_t *bytes, size_t size)
{
	static const int places[] = {0, 1, 3, 6, 12, 21};

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
	{
		const char *at = (const char *) bytes;
		char		text[WIDE_TEXT_SIZE];
		const char *written = text;
		Wide		value;
		Wide		again;

		if (wide_from_text(&at, at + size, places[i], &value) != WIDE_TEXT_GOOD)
			continue;
		if (at <= (const char *) bytes || at > (const char *) bytes + size)
			return "a number ends where it does not";
		wide_to_text(value, places[i], text);
		if (wide_from_text(&written, text + strlen(text), places[i], &again) !=
				WIDE_TEXT_GOOD ||
			*written != '\0' || wide_compare(&value, &again) != 0)
			return "a number is not read as it was written";
	}
	return NULL;
}

static const char *
check_mode(const uint8_t *bytes, size_t size)
{
	TaskMode mode = (TaskMode) -1;

	if (mode_from_name((const char *) bytes, size, &mode) && (int) mode >= MODES)
		return "a name is that of no mode";
	return NULL;
}

/* ---- all of them ---- */

static const char *(*const check[])(const uint8_t *bytes, size_t size) = {
	check_mix,		  check_distribution, check_soc_text,
	check_soc_number, check_decimal,	  check_mode};

const int VALUE_KINDS = sizeof(check) / sizeof(check[0]);

const char *
check_value(const uint8_t *bytes, size_t size)
{
	const char *found;
	uint8_t	   *exact;

	if (size == 0)
		return NULL;
	/* of its very size, so that no byte beyond is read */
	exact = malloc(size);
	memcpy(exact, bytes + 1, size - 1);
	found = check[bytes[0] % VALUE_KINDS](exact, size - 1);
	free(exact);
	return found;
}
