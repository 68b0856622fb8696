/*
 * poisson_binomial.c
 *	  The number of events that happen: adding events, taking one out.
 */
#include <string.h>

#include "kernel/poisson_binomial.h"

/* Room for so many probabilities in every array of the buffer. */
static void
provide_buffer(Host *host, EventBuffer *buffer, size_t count)
{
	if (count <= buffer->capacity)
		return;
	while (buffer->capacity < count)
		buffer->capacity = buffer->capacity == 0 ? 256 : 2 * buffer->capacity;
	for (int i = 0; i < 3; i++)
		buffer->array[i] =
			host->allocate(host->context, buffer->capacity * sizeof(double));
}

/* Drops both tails; returns by how many numbers the low end has risen. */
static size_t
drop_tails(double **probability, size_t *count)
{
	size_t dropped = 0;

	while (*count > 1 && (*probability)[*count - 1] < TAIL)
		(*count)--;
	while (*count > 1 && **probability < TAIL)
	{
		(*probability)++;
		(*count)--;
		dropped++;
	}
	return dropped;
}

/* Room for so many probabilities, of which none has to be kept. */
static void
provide_room(Host *host, EventCount *events, size_t count)
{
	if (count <= events->capacity)
		return;
	while (events->capacity < count)
		events->capacity = events->capacity == 0 ? 8 : 2 * events->capacity;
	events->probability =
		host->allocate(host->context, events->capacity * sizeof(double));
}

void
no_events(Host *host, EventCount *events)
{
	*events = (EventCount){0, 0, NULL, 0};
	provide_room(host, events, 1);
	events->probability[0] = 1;
	events->count = 1;
}

/* One event more: to[k] = from[k] (1 - p) + from[k - 1] p. */
static void
add_event(const double *restrict from, size_t count, double p, double *restrict to)
{
	double q = 1 - p;

	to[0] = from[0] * q;
	for (size_t k = 1; k < count; k++)
		to[k] = from[k] * q + from[k - 1] * p;
	to[count] = from[count - 1] * p;
}

/*
 * Adds events up, from none, in two arrays with room for one more than they are.
 * Returns where the probabilities end up; "low" is the number that the first is of.
 */
static double *
multiply(const double *probability, size_t events, double *from, double *to,
		 size_t *count, size_t *low)
{
	double *first = from; /* of the array that "from" points into */
	double *swap;

	*from = 1;
	*count = 1;
	*low = 0;
	for (size_t i = 0; i < events; i++)
	{
		add_event(from, *count, probability[i], to);
		(*count)++;
		swap = first;
		first = from = to;
		to = swap;
		*low += drop_tails(&from, count);
	}
	return from;
}

/* product[i + k] = sum of a[i] x b[k] */
static void
convolve(const double *restrict a, size_t a_count, const double *restrict b,
		 size_t b_count, double *restrict product)
{
	memset(product, 0, (a_count + b_count - 1) * sizeof(double));
	for (size_t i = 0; i < a_count; i++)
	{
		double	factor = a[i];
		double *sum = product + i;

		for (size_t k = 0; k < b_count; k++)
			sum[k] += factor * b[k];
	}
}

/*
 * Adds events with these probabilities.  They are added up among themselves first:
 * their number is spread over few values, and so the many values of all the others
 * are gone through a few times rather than once for each event.
 */
void
add_events(Host *host, EventBuffer *buffer, EventCount *events, const double *probability,
		   size_t count)
{
	double *some;
	double *all;
	size_t	some_count;
	size_t	all_count;
	size_t	low;

	if (count == 0)
		return;
	host->check_interrupts();
	provide_buffer(host, buffer, count + 1 + events->count);
	some = multiply(probability, count, buffer->array[0], buffer->array[1], &some_count,
					&low);
	events->low += (int64_t) low;

	all = buffer->array[2];
	all_count = some_count + events->count - 1;
	convolve(some, some_count, events->probability, events->count, all);
	events->low += (int64_t) drop_tails(&all, &all_count);
	provide_room(host, events, all_count);
	memcpy(events->probability, all, all_count * sizeof(double));
	events->count = all_count;
}

/* ---- taking one out ---- */

/*
 * The numbers of events without one are found by rising number, f[k] = (p[k] -
 * f[k - 1] x one) / (1 - one); where the one is likelier than not, by falling number,
 * with its probability and that of its absence having changed places.
 */
static inline void
remove_alone(Removal *removal, ptrdiff_t step, size_t done)
{
	double f = removal->last;

	for (size_t k = done; k < removal->count; k++)
	{
		ptrdiff_t at = (ptrdiff_t) k * step;

		f = removal->with[at] * removal->inverse - removal->ratio * f;
		removal->sum[at] += removal->weight * f;
	}
}

/*
 * Every f waits for the one before, for longer than it takes to compute: four
 * removals take hardly more time than one.
 */
static inline void
remove_together(const Removal *removals, ptrdiff_t step)
{
	Removal a = removals[0];
	Removal b = removals[1];
	Removal c = removals[2];
	Removal d = removals[3];
	size_t	count = a.count < b.count ? a.count : b.count;

	count = count < c.count ? count : c.count;
	count = count < d.count ? count : d.count;
	for (size_t k = 0; k < count; k++)
	{
		ptrdiff_t at = (ptrdiff_t) k * step;

		a.last = a.with[at] * a.inverse - a.ratio * a.last;
		b.last = b.with[at] * b.inverse - b.ratio * b.last;
		c.last = c.with[at] * c.inverse - c.ratio * c.last;
		d.last = d.with[at] * d.inverse - d.ratio * d.last;
		a.sum[at] += a.weight * a.last;
		b.sum[at] += b.weight * b.last;
		c.sum[at] += c.weight * c.last;
		d.sum[at] += d.weight * d.last;
	}
	remove_alone(&a, step, count);
	remove_alone(&b, step, count);
	remove_alone(&c, step, count);
	remove_alone(&d, step, count);
}

static void
remove_upwards(Removals *removals, const EventCount *events, double one, double weight,
			   double *sum, size_t size)
{
	Removal *removal = &removals->upwards[removals->up++];
	size_t	 room = size - (size_t) events->low;

	removal->with = events->probability;
	removal->sum = sum + events->low;
	removal->count = events->count < room ? events->count : room;
	removal->inverse = 1 / (1 - one);
	removal->ratio = one / (1 - one);
	removal->weight = weight;
	removal->last = 0;
	if (removals->up < REMOVED_TOGETHER)
		return;
	remove_together(removals->upwards, 1);
	removals->up = 0;
}

static void
remove_downwards(Removals *removals, const EventCount *events, double one, double weight,
				 double *sum)
{
	Removal	 *removal = &removals->downwards[removals->down++];
	ptrdiff_t last = (ptrdiff_t) events->count - 1;

	/* without it, there are less by one; and not less than none */
	removal->with = events->probability + last;
	removal->sum = sum + events->low + last - 1;
	removal->count = events->low > 0 ? events->count : events->count - 1;
	removal->inverse = 1 / one;
	removal->ratio = (1 - one) / one;
	removal->weight = weight;
	removal->last = 0;
	if (removals->down < REMOVED_TOGETHER)
		return;
	remove_together(removals->downwards, -1);
	removals->down = 0;
}

/*
 * Adds to sum[k] weight x the probability that k events happen, without one of those
 * that were added, which has this probability; now or in finish_removals().  There
 * are sums for 0 .. size - 1, the most that the others can be: what rounding leaves
 * beyond is dropped.
 */
void
remove_event(Removals *removals, const EventCount *events, double one, double weight,
			 double *sum, size_t size)
{
	if (one <= 0.5)
		remove_upwards(removals, events, one, weight, sum, size);
	else
		remove_downwards(removals, events, one, weight, sum);
}

void
finish_removals(Removals *removals)
{
	for (int i = 0; i < removals->up; i++)
		remove_alone(&removals->upwards[i], 1, 0);
	for (int i = 0; i < removals->down; i++)
		remove_alone(&removals->downwards[i], -1, 0);
	removals->up = removals->down = 0;
}
