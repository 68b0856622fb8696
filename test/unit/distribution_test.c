/*
 * distribution_test.c
 *	  kernel/distribution: edges of bins, bytes, and statistics, compared with a
 *	  list of the same scores.
 */
#include <string.h>

#include "exact.h"
#include "kernel/distribution.h"
#include "tap.h"

#define MOST_SCORES 400

typedef struct Item
{
	double	 score;
	uint64_t weight;
} Item;

/* A distribution, the list it is of, and its bytes at the end of their memory. */
typedef struct Sample
{
	int				 count;
	Item			 item[MOST_SCORES];
	Distribution	 d;
	uint64_t		 bins[PAGES * PAGE_BINS];
	uint8_t			*bytes;
	size_t			 size;
	DistributionHead head;
} Sample;

static void
add(Sample *sample, double score, uint64_t weight)
{
	sample->item[sample->count++] = (Item){score, weight};
	if (weight == 0)
		sample->d.count++;
	else
		add_score(&sample->d, score, bin_of(score), weight);
}

static Sample *
new_sample(void)
{
	Sample *sample = calloc(1, sizeof(Sample));

	for (int page = 0; page < PAGES; page++)
		sample->d.page[page] = &sample->bins[page * PAGE_BINS];
	return sample;
}

static void
write_sample(Sample *sample)
{
	uint8_t bytes[DISTRIBUTION_MAX_SIZE];

	sample->size = distribution_encode(&sample->d, bytes);
	sample->bytes = malloc(sample->size);
	memcpy(sample->bytes, bytes, sample->size);
}

static void
free_sample(Sample *sample)
{
	free(sample->bytes);
	free(sample);
}

static double
random_score(void)
{
	double score = (double) random_below(1000001) / 10000.0;

	switch (random_below(6))
	{
		case 0:
			return (double) random_below(1001) / 10;
		case 1:
			score = (double) random_below(1000) / 10;
			return score > 0 ? nextafter(score, 0) : score;
		case 2:
			return random_below(2) == 0 ? 0 : 100;
		case 3:
			return ldexp((double) (random_u64() >> 11), -53) * 100;
		default:
			return score;
	}
}

static Sample *
random_sample(void)
{
	Sample	*sample = new_sample();
	int		 count = 1 + (int) random_below(random_below(4) == 0 ? MOST_SCORES : 20);
	int		 bits = 1 + (int) random_below(53);
	uint64_t unit = random_below(2) == 0 ? 1 : 1000;

	for (int i = 0; i < count; i++)
		add(sample, random_score(),
			random_below(10) == 0 ? 0 : (uint64_t) random_bits(bits) / unit * unit);
	write_sample(sample);
	return sample;
}

/* ---- edges ---- */

static void
test_edges(void)
{
	Tally tally = {0};

	for (int bin = 0; bin < BINS; bin++)
	{
		double edge = (double) bin / 10;

		check(&tally, bin_of(edge) == bin && is_bin_edge(edge), "edge %.17g", edge);
		check(&tally, bin_of(nextafter(edge, 101)) == bin || bin == BINS - 1,
			  "just above %.17g", edge);
		if (bin > 0)
			check(&tally,
				  bin_of(nextafter(edge, 0)) == bin - 1 &&
					  !is_bin_edge(nextafter(edge, 0)),
				  "just below %.17g", edge);
	}
	for (int i = 0; i < 1000000; i++)
	{
		double score = random_score();
		int	   bin = bin_of(score);

		check(&tally, score >= bin_edge(bin) && score < bin_edge(bin + 1),
			  "%.17g in bin %d", score, bin);
	}
	all_ok(&tally, "a score is in the bin whose edge it reaches");
}

/* ---- against the list ---- */

static int
by_score(const void *a, const void *b)
{
	double x = ((const Item *) a)->score;
	double y = ((const Item *) b)->score;

	return x < y ? -1 : x > y;
}

/* Sorted by score, those without weight left out. */
static int
sorted(const Sample *sample, Item *item, wide_t *total)
{
	int count = 0;

	*total = 0;
	for (int i = 0; i < sample->count; i++)
	{
		if (sample->item[i].weight > 0)
			item[count++] = sample->item[i];
		*total += sample->item[i].weight;
	}
	qsort(item, count, sizeof(Item), by_score);
	return count;
}

/* The least score up to which there is q (in 1e-9) of the weight. */
static double
exact_quantile(const Item *item, wide_t total, wide_t q)
{
	wide_t below = 0;

	for (;; item++)
	{
		below += item->weight;
		if (below * 1000000000 >= q * total && below > 0)
			return item->score;
	}
}

static void
test_statistics(void)
{
	Tally ends = {0};
	Tally means = {0};
	Tally quantiles = {0};
	Tally ranks = {0};
	Tally weights = {0};

	for (int n = 0; n < 4000; n++)
	{
		Sample	   *sample = random_sample();
		Item		item[MOST_SCORES];
		wide_t		total;
		int			count = sorted(sample, item, &total);
		wide_t		sum = 0;
		long double mean = 0;
		long double spread = 0;
		double		value;

		check(&ends, read_head(sample->bytes, sample->size, &sample->head), "no head");
		check(&ends, sample->head.count == sample->count, "count");
		check(&ends, (wide_t) sample->head.total * sample->head.unit == total, "total");
		if (total == 0)
		{
			free_sample(sample);
			continue;
		}
		check(&ends,
			  sample->head.min == item[0].score &&
				  sample->head.max == item[count - 1].score,
			  "least %.17g, greatest %.17g", sample->head.min, sample->head.max);

		for (int i = 0; i < count; i++)
		{
			sum +=
				item[i].weight * (wide_t) nearbyintl((long double) item[i].score * 1e9L);
			mean += (long double) item[i].weight * item[i].score / total;
		}
		for (int i = 0; i < count; i++)
			spread += (long double) item[i].weight / total * (item[i].score - mean) *
					  (item[i].score - mean);
		value = mean_of(&sample->head);
		check(&means, is_nearest(sum, total * 1000000000, value), "mean %.17g", value);
		check(&means, fabsl(value - mean) < 1e-8L, "mean %.17g, not %.17Lg", value, mean);
		value = deviation_of(&sample->head);
		check(&means, fabsl(value - sqrtl(spread)) < 1e-6L, "deviation %.17g, not %.17Lg",
			  value, sqrtl(spread));

		for (int i = 0; i < 20; i++)
		{
			wide_t q = i < 2 ? (wide_t) i * 1000000000 : random_below(1000000001);
			double exact = exact_quantile(item, total, q);

			check(&quantiles, quantile_of(&sample->head, (double) q / 1e9, &value),
				  "corrupt");
			check(&quantiles,
				  fabs(value - exact) <= 0.1 + 1e-13 && (q != 0 || value == exact) &&
					  (q != 1000000000 || value == exact),
				  "quantile %.9f is %.17g, not %.17g", (double) q / 1e9, value, exact);
		}
		for (int i = 0; i < 20; i++)
		{
			double score = i < 10 ? (double) random_below(1001) / 10 : random_score();
			wide_t below = 0;
			wide_t with = 0; /* up to the end of the bin */
			wide_t without = 0;

			for (int j = 0; j < count; j++)
			{
				below += item[j].score < score ? item[j].weight : 0;
				without += bin_of(item[j].score) < bin_of(score) ? item[j].weight : 0;
				with += bin_of(item[j].score) <= bin_of(score) ? item[j].weight : 0;
			}
			check(&ranks, rank_of(&sample->head, score, &value), "corrupt");
			if (is_bin_edge(score) || score <= item[0].score ||
				score > item[count - 1].score)
				check(&ranks, is_nearest(below, total, value), "rank of %.17g is %.17g",
					  score, value);
			else
				check(&ranks,
					  value >= (double) without / (double) total * (1 - 1e-15) &&
						  value <= (double) with / (double) total * (1 + 1e-15),
					  "rank of %.17g is %.17g", score, value);
		}
		for (int i = 0; i < 10; i++)
		{
			int		 from = (int) random_below(BINS);
			int		 to = (int) random_below(BINS);
			wide_t	 exact = 0;
			uint64_t found;

			for (int j = 0; j < count; j++)
				exact +=
					item[j].score >= bin_edge(from) && item[j].score < bin_edge(to + 1) ?
						item[j].weight :
						0;
			check(&weights,
				  weight_between(&sample->head, from, to, &found) &&
					  (wide_t) found * sample->head.unit == exact,
				  "bins %d to %d", from, to);
		}
		free_sample(sample);
	}
	all_ok(&ends, "count, weight, least and greatest score");
	all_ok(&means, "mean and deviation");
	all_ok(&quantiles, "quantiles within 0.1");
	all_ok(&ranks, "ranks, exact at tenths");
	all_ok(&weights, "weights between tenths");
}

/* ---- bytes ---- */

/* What the bytes say, added to nothing, is written as the same bytes. */
static void
check_bytes(Tally *tally, const uint8_t *bytes, size_t size)
{
	Sample			*again = new_sample();
	DistributionHead head;
	BinReader		 reader;

	check(tally, read_head(bytes, size, &head) && merge_head(&again->d, &head),
		  "no head");
	start_bins(&reader, &head);
	while (next_bin(&reader))
		again->bins[reader.bin] = reader.weight * head.unit;
	write_sample(again);
	check(tally,
		  !reader.corrupt && again->size == size &&
			  memcmp(again->bytes, bytes, size) == 0,
		  "other bytes come back");
	free_sample(again);
}

static void
test_bytes(void)
{
	Tally tally = {0};
	Tally merges = {0};

	for (int n = 0; n < 20000; n++)
	{
		Sample *sample = random_sample();

		check(&tally, distribution_problem(sample->bytes, sample->size) == NULL, "%s",
			  distribution_problem(sample->bytes, sample->size));
		check_bytes(&tally, sample->bytes, sample->size);
		free_sample(sample);
	}
	all_ok(&tally, "what is written is read again");

	for (int n = 0; n < 5000; n++)
	{
		Sample			*a = random_sample();
		Sample			*b = random_sample();
		Sample			*both = new_sample();
		DistributionHead head;
		BinReader		 reader;

		for (int i = b->count - 1; i >= 0 && both->count < MOST_SCORES; i--)
			add(both, b->item[i].score, b->item[i].weight);
		for (int i = 0; i < a->count && both->count < MOST_SCORES; i++)
			add(both, a->item[i].score, a->item[i].weight);
		write_sample(both);
		if (both->count == a->count + b->count)
		{
			check(&merges,
				  read_head(b->bytes, b->size, &head) && merge_head(&a->d, &head),
				  "no head");
			start_bins(&reader, &head);
			while (next_bin(&reader))
				a->bins[reader.bin] += reader.weight * head.unit;
			free(a->bytes);
			write_sample(a);
			check(&merges,
				  a->size == both->size && memcmp(a->bytes, both->bytes, a->size) == 0,
				  "merged is not counted together");
		}
		free_sample(a);
		free_sample(b);
		free_sample(both);
	}
	all_ok(&merges, "merged ones are those of all scores");
}

/* Damaged bytes are refused or make sense; nothing is read behind their end. */
static void
test_damage(void)
{
	Tally tally = {0};
	long  refused = 0;

	for (int n = 0; n < 200000; n++)
	{
		Sample			*sample = random_sample();
		DistributionHead head;
		double			 value;
		uint64_t		 weight;

		for (int i = (int) random_below(3); i >= 0; i--)
			sample->bytes[random_below(
				random_below(2) == 0 && sample->size > 40 ? 40 : sample->size)] =
				(uint8_t) random_u64();
		if (random_below(8) == 0)
			sample->size = random_below(sample->size + 1);
		if (distribution_problem(sample->bytes, sample->size) != NULL)
			refused++;
		else
			check_bytes(&tally, sample->bytes, sample->size);

		/* what is only safe, and not right */
		if (read_head(sample->bytes, sample->size, &head) && head.total != 0)
		{
			(void) mean_of(&head);
			(void) deviation_of(&head);
			(void) quantile_of(&head, 0.5, &value);
			(void) rank_of(&head, 31.4, &value);
			(void) weight_between(&head, 10, 900, &weight);
		}
		free_sample(sample);
	}
	all_ok(&tally, "damaged bytes that pass are distributions");
	ok(refused > 50000, "and many are refused (%ld)", refused);
}

static void
test_limits(void)
{
	Sample *full = new_sample();
	Sample *twice = new_sample();

	for (int bin = 0; bin < BINS; bin++)
	{
		if (has_room_for(&full->d, (uint64_t) 1 << 53))
			add_score(&full->d, bin_edge(bin), bin,
					  ((uint64_t) 1 << 53) - 1 - (uint64_t) bin);
		add_score(&twice->d, bin_edge(bin), bin, 268435455000);
	}
	write_sample(full);
	ok(full->size < 8400 && full->size > 8000,
	   "every bin with a weight of 53 bits takes %zu bytes", full->size);
	ok(distribution_problem(full->bytes, full->size) == NULL, "which are legal");
	write_sample(twice);
	ok(twice->size < 4096, "every bin with 2^28 scores takes %zu bytes", twice->size);
	free_sample(twice);

	twice = new_sample();
	add(twice, 100, INT64_MAX);
	ok(!has_room_for(&twice->d, 1) && has_room_for(&twice->d, 0), "2^63 - 1 thousandths");
	write_sample(twice);
	(void) read_head(twice->bytes, twice->size, &twice->head);
	ok(mean_of(&twice->head) == 100 && deviation_of(&twice->head) == 0 &&
		   distribution_problem(twice->bytes, twice->size) == NULL,
	   "all of them at 100");
	free_sample(twice);
	free_sample(full);
}

int
main(int argc, char **argv)
{
	seed_random(argc, argv);
	test_edges();
	test_statistics();
	test_bytes();
	test_damage();
	test_limits();
	return done_testing();
}
