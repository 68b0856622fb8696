/*
 * rank_outlook_test.c
 *	  kernel/poisson_binomial and kernel/rank_outlook: against exact fractions,
 *	  against all combinations of who is above whom, and against convolution one by
 *	  one where roles are many.
 */
#include <math.h>
#include <string.h>

#include "exact.h"
#include "kernel/rank_outlook.h"
#include "tap.h"

static int	 looks;
static void *taken[200000];
static int	 taken_count;

static void *
allocate(void *context, size_t size)
{
	(void) context;
	return taken[taken_count++] = malloc(size);
}

static void
give_back(void)
{
	while (taken_count > 0)
		free(taken[--taken_count]);
}

static void
look(void)
{
	looks++;
}

static Host host = {allocate, look, NULL};

/* ---- numbers of events ---- */

#define EVENTS_MAX 12
#define PARTS 64 /* probabilities are multiples of 1 / PARTS */

/* PARTS^count x the probability of each number of events, leaving one out. */
static void
exact_number(const int *part, int count, int left_out, wide_t *number)
{
	memset(number, 0, (EVENTS_MAX + 1) * sizeof(wide_t));
	number[0] = 1;
	for (int i = 0; i < count; i++)
	{
		if (i == left_out)
			continue;
		for (int k = count; k >= 0; k--)
			number[k] = number[k] * (wide_t) (PARTS - part[i]) +
						(k > 0 ? number[k - 1] * (wide_t) part[i] : 0);
	}
}

static double
fraction(wide_t number, int power)
{
	return ldexp((double) number, -6 * power);
}

static void
test_fractions(void)
{
	Tally with = {0, 0};
	Tally without = {0, 0};

	for (int trial = 0; trial < 5000; trial++)
	{
		int			count = 1 + (int) random_below(EVENTS_MAX);
		int			part[EVENTS_MAX];
		double		p[EVENTS_MAX];
		int			half = (int) random_below((uint64_t) count + 1);
		EventBuffer buffer = {{NULL}, 0};
		EventCount	events;
		wide_t		exact[EVENTS_MAX + 1];

		for (int i = 0; i < count; i++)
		{
			part[i] = (int) random_below(PARTS + 1);
			p[i] = (double) part[i] / PARTS;
		}
		no_events(&host, &events);
		add_events(&host, &buffer, &events, p, (size_t) half);
		add_events(&host, &buffer, &events, p + half, (size_t) (count - half));
		exact_number(part, count, -1, exact);
		for (int k = 0; k <= count; k++)
		{
			int64_t at = k - events.low;
			double	found =
				 at >= 0 && at < (int64_t) events.count ? events.probability[at] : 0;

			check(&with, fabs(found - fraction(exact[k], count)) < 1e-15,
				  "%d of %d events: %.17g", k, count, found);
		}
		for (int i = 0; i < count; i++)
		{
			Removals removals = {.up = 0};
			double	 sum[EVENTS_MAX] = {0};

			remove_event(&removals, &events, p[i], 1, sum, (size_t) count);
			finish_removals(&removals);
			exact_number(part, count, i, exact);
			for (int k = 0; k < count; k++)
				check(&without, fabs(sum[k] - fraction(exact[k], count - 1)) < 1e-14,
					  "%d of %d events without one of %d / %d: %.17g", k, count, part[i],
					  PARTS, sum[k]);
		}
		give_back();
	}
	all_ok(&with, "events added, against exact fractions");
	all_ok(&without, "events taken out, against exact fractions");
}

#define MANY 5000

/* Whatever is taken out of thousands, what is left adds up to 1. */
static void
test_sums(void)
{
	static double p[MANY];
	static double sum[MANY];
	EventBuffer	  buffer = {{NULL}, 0};
	EventCount	  events;
	Tally		  sums = {0, 0};

	no_events(&host, &events);
	for (int i = 0; i < MANY; i++)
	{
		double u = (double) random_below(1000001) / 1e6;

		p[i] = i % 4 == 0 ? u : i % 4 == 1 ? 0.5 : i % 4 == 2 ? u * 1e-12 : 1 - u * 1e-12;
		add_events(&host, &buffer, &events, &p[i], i % 7 == 0);
		if (i % 7 != 0)
			add_events(&host, &buffer, &events, &p[i], 1);
	}
	ok(events.count < 1000, "%d events are held in %zu numbers", MANY, events.count);
	for (int i = 0; i < MANY; i++)
	{
		Removals removals = {.up = 0};
		double	 total = 0;
		double	 least = 0;

		memset(sum, 0, sizeof(sum));
		remove_event(&removals, &events, p[i], 1, sum, MANY);
		finish_removals(&removals);
		for (int k = 0; k < MANY; k++)
		{
			total += sum[k];
			least = fmin(least, sum[k]);
		}
		check(&sums, fabs(total - 1) < 1e-12 && least > -1e-15,
			  "without %.17g: sum 1 + %g, least %g", p[i], total - 1, least);
	}
	give_back();
	all_ok(&sums, "probabilities without any one of 5,000 events sum to 1");
}

/* ---- distributions ---- */

#define ROLES_MAX 3000

typedef struct Scores
{
	uint8_t			 bytes[DISTRIBUTION_MAX_SIZE];
	DistributionHead head;
	int				 bins;
	int				 bin[64];
	uint64_t		 weight[64];
	uint64_t		 total;
} Scores;

static Scores scores[ROLES_MAX];

/* Makes the distribution of bins and weights that are there, in order. */
static void
make_scores(Scores *s)
{
	static uint64_t bins[PAGES * PAGE_BINS];
	Distribution	d = {.count = 0};

	memset(bins, 0, sizeof(bins));
	for (int page = 0; page < PAGES; page++)
		d.page[page] = &bins[page * PAGE_BINS];
	s->total = 0;
	for (int i = 0; i < s->bins; i++)
	{
		add_score(&d, bin_edge(s->bin[i]), s->bin[i], s->weight[i]);
		s->total += s->weight[i];
	}
	(void) read_head(s->bytes, distribution_encode(&d, s->bytes), &s->head);
}

static void
random_scores(Scores *s, int bins, int step, uint64_t most)
{
	int bin = (int) random_below((uint64_t) step);

	for (s->bins = 0; s->bins < bins && bin < BINS; s->bins++)
	{
		s->bin[s->bins] = bin;
		s->weight[s->bins] = 1 + random_below(most);
		bin += 1 + (int) random_below((uint64_t) step);
	}
	make_scores(s);
}

/* How likely a role is above a tenth, by the words of the model. */
static double
above(const Scores *s, int bin)
{
	double weight = 0;

	for (int i = 0; i < s->bins; i++)
		weight += s->bin[i] > bin  ? (double) s->weight[i] :
				  s->bin[i] == bin ? (double) s->weight[i] / 2 :
									 0;
	return weight / (double) s->total;
}

static void
rank_all(int roles, int64_t top, RankOutlook *outlook)
{
	RankModel *model = rank_model(&host);

	for (int i = 0; i < roles; i++)
		(void) take_role(model, &scores[i].head);
	begin_ranking(model);
	for (int i = 0; i < roles; i++)
		(void) rank_role(model, &scores[i].head, top, &outlook[i]);
	give_back();
}

/* What follows from the probabilities of ranks 1, 2, ... */
static void
outlook_of(const double *rank, int roles, int64_t top, RankOutlook *outlook)
{
	static const double share[RANK_QUANTILES] = {0.05, 0.5, 0.95};
	double				reached = 0;

	memset(outlook, 0, sizeof(*outlook));
	for (int i = 0; i < roles; i++)
	{
		reached += rank[i];
		outlook->expected += (i + 1) * rank[i];
		for (int q = 0; q < RANK_QUANTILES; q++)
		{
			if (outlook->quantile[q] == 0 && reached >= share[q] - 1e-12)
				outlook->quantile[q] = i + 1;
		}
		if (i < top)
			outlook->top = reached;
	}
}

static bool
agree(const RankOutlook *a, const RankOutlook *b, double tolerance)
{
	return fabs(a->expected - b->expected) <= tolerance * fmax(1, b->expected) &&
		   fabs(a->top - b->top) <= 1e-12 &&
		   memcmp(a->quantile, b->quantile, sizeof(a->quantile)) == 0;
}

/* Every set of roles that may be above one. */
static void
enumerate(int roles, int of, int64_t top, RankOutlook *outlook)
{
	double rank[8] = {0};

	for (int i = 0; i < scores[of].bins; i++)
	{
		for (unsigned set = 0; set < 1U << roles; set++)
		{
			double p = (double) scores[of].weight[i] / (double) scores[of].total;

			if (set >> of & 1)
				continue;
			for (int j = 0; j < roles; j++)
			{
				double q = above(&scores[j], scores[of].bin[i]);

				if (j != of)
					p *= set >> j & 1 ? q : 1 - q;
			}
			rank[__builtin_popcount(set)] += p;
		}
	}
	outlook_of(rank, roles, top, outlook);
}

static void
test_enumeration(void)
{
	Tally tally = {0, 0};

	for (int trial = 0; trial < 4000; trial++)
	{
		int			roles = 1 + (int) random_below(7);
		int64_t		top = 1 + (int64_t) random_below(8);
		RankOutlook found[8];
		RankOutlook expected;
		/* few tenths, so that many are equal; weights alike, or of any size */
		int		 step = 1 + (int) random_below(3) * 100;
		uint64_t most = random_below(2) ? 4 : UINT64_C(100000000000);

		for (int i = 0; i < roles; i++)
			random_scores(&scores[i], 1 + (int) random_below(4), step, most);
		rank_all(roles, top, found);
		for (int i = 0; i < roles; i++)
		{
			enumerate(roles, i, top, &expected);
			check(&tally, agree(&found[i], &expected, 1e-14),
				  "role %d of %d: %.17g %lld %lld %lld %.17g", i, roles,
				  found[i].expected, (long long) found[i].quantile[0],
				  (long long) found[i].quantile[1], (long long) found[i].quantile[2],
				  found[i].top);
		}
	}
	all_ok(&tally, "up to 7 roles, against all sets of roles above one");
}

/* ---- many roles ---- */

/* One after the other, without dropping anything. */
static void
convolve_others(int roles, int of, int64_t top, RankOutlook *outlook)
{
	static double rank[ROLES_MAX];

	memset(rank, 0, sizeof(rank));
	for (int i = 0; i < scores[of].bins; i++)
	{
		static double number[ROLES_MAX];
		int			  others = 0;

		memset(number, 0, sizeof(number));
		number[0] = 1;
		for (int j = 0; j < roles; j++)
		{
			double q = above(&scores[j], scores[of].bin[i]);

			if (j == of)
				continue;
			others++;
			for (int k = others; k > 0; k--)
				number[k] = number[k] * (1 - q) + number[k - 1] * q;
			number[0] *= 1 - q;
		}
		for (int k = 0; k < roles; k++)
			rank[k] +=
				number[k] * (double) scores[of].weight[i] / (double) scores[of].total;
	}
	outlook_of(rank, roles, top, outlook);
}

static void
test_many(void)
{
	static RankOutlook found[ROLES_MAX];
	Tally			   tally = {0, 0};
	double			   sum = 0;
	int				   before = looks;
	int64_t			   top = 700;

	for (int i = 0; i < ROLES_MAX; i++)
		random_scores(&scores[i], 1 + (int) random_below(60), 1 + i % 60,
					  UINT64_C(1000000000000));
	rank_all(ROLES_MAX, top, found);
	for (int i = 0; i < ROLES_MAX; i++)
		sum += found[i].expected;
	ok(fabs(sum / (ROLES_MAX * (ROLES_MAX + 1.0) / 2) - 1) < 1e-13,
	   "expected ranks of 3,000 roles sum to %.9f", sum);
	ok(looks - before > ROLES_MAX, "interrupts were looked for %d times", looks - before);
	for (int i = 0; i < ROLES_MAX; i += 300)
	{
		RankOutlook expected;

		convolve_others(ROLES_MAX, i, top, &expected);
		check(&tally, agree(&found[i], &expected, 1e-12),
			  "role %d: %.17g, not %.17g; %.17g, not %.17g", i, found[i].expected,
			  expected.expected, found[i].top, expected.top);
	}
	all_ok(&tally, "3,000 roles, against convolution one by one");
}

/* Equal roles, whose ranks are 1 plus the number of heads. */
static void
test_clump(void)
{
	static RankOutlook found[ROLES_MAX];
	RankOutlook		   expected;
	static double	   rank[ROLES_MAX];
	int				   roles = 1001;

	for (int i = 0; i < roles; i++)
		rank[i] =
			exp(lgamma(roles) - lgamma(i + 1) - lgamma(roles - i) - (roles - 1) * log(2));
	outlook_of(rank, roles, 480, &expected);
	for (int i = 0; i < roles; i++)
	{
		scores[i].bins = 1;
		scores[i].bin[0] = 480;
		scores[i].weight[0] = 1000;
		make_scores(&scores[i]);
	}
	rank_all(roles, 480, found);
	ok(found[0].expected == 501 && fabs(found[0].top - expected.top) < 1e-10 &&
		   memcmp(found[0].quantile, expected.quantile, sizeof(expected.quantile)) == 0,
	   "1,001 equal roles spread about their middle: %lld to %lld",
	   (long long) found[0].quantile[0], (long long) found[0].quantile[2]);
	rank_all(1, 1, found);
	ok(found[0].expected == 1 && found[0].top == 1 && found[0].quantile[0] == 1 &&
		   found[0].quantile[2] == 1,
	   "a role alone is the first");
}

int
main(int argc, char **argv)
{
	seed_random(argc, argv);
	test_fractions();
	test_sums();
	test_enumeration();
	test_many();
	test_clump();
	return done_testing();
}
