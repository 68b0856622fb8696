/*
 * mix.h
 *	  A mix: the task times of TaskTimes in a few bytes, and operations on it.
 *
 * The bytes are
 *
 *	  1			version (upper four bits), width of a cell as a power of two
 *	  3			which of the 20 cells have time (lower 20 bits), and the power of
 *				ten that all times are multiples of (upper four bits)
 *	  n x width	the times of those cells over that power of ten
 *
 * with all integers least byte first, so that they are the same on disk, in
 * memory and on the wire.  The power of ten is the greatest possible and the
 * width the least: equal mixes have equal bytes.  Seven tasks with shares in
 * whole percent take 11 bytes, with shares of six places 32.
 */
#ifndef KERNEL_MIX_H
#define KERNEL_MIX_H

#include "kernel/tasks.h"

#define MIX_VERSION 1
#define MIX_HEADER_SIZE 4
#define MIX_MAX_SIZE (MIX_HEADER_SIZE + TASK_CELLS * 16)
#define MIX_MAX_WIDTH_LOG 4
#define MIX_MAX_EXPONENT 15

/* The greatest total time, 1e28; 2^63 rows of the longest time are less. */
#define MIX_TOTAL_MAX ((uint128_t) 10000000000000000 * 1000000000000000000)

/* A mix read as far as where its cells are. */
typedef struct MixCells
{
	uint32_t	   present;
	int			   width_log;
	int			   exponent;
	const uint8_t *bytes;
} MixCells;

/*
 * Finds the cells.  False when the bytes are not as many as they have to be,
 * which is all that memory safety asks; mix_problem() looks at the rest.
 */
static inline bool
mix_find_cells(const uint8_t *bytes, size_t size, MixCells *cells)
{
	uint32_t word;

	if (size < MIX_HEADER_SIZE)
		return false;
	word = bytes[1] | (uint32_t) bytes[2] << 8 | (uint32_t) bytes[3] << 16;
	cells->present = word & 0xFFFFF;
	cells->exponent = (int) (word >> 20);
	cells->width_log = bytes[0] & 0xF;
	cells->bytes = bytes + MIX_HEADER_SIZE;
	return bytes[0] >> 4 == MIX_VERSION && cells->width_log <= MIX_MAX_WIDTH_LOG &&
		   size == MIX_HEADER_SIZE +
					   ((size_t) __builtin_popcount(cells->present) << cells->width_log);
}

extern const char *mix_problem(const uint8_t *bytes, size_t size);
extern size_t	   mix_encode(const TaskTimes *times, uint8_t *bytes);
extern bool		   mix_decode(const MixCells *cells, TaskTimes *times);
extern bool		   mix_task_resistance(const MixCells *cells, double *resistance);
extern uint128_t   total_time(const TaskTimes *times);

extern bool normalize_times(TaskTimes *times);
extern void
shift_times(TaskTimes *times, int from_score, int to_score, double share, int to_mode);

/* ---- sums of weighted mixes ---- */

/* Weights are whole thousandths, so sums are in units of 1e-9. */
#define WEIGHT_UNITS 1000
#define MIX_SUM_MAX (MIX_TOTAL_MAX * WEIGHT_UNITS)

typedef struct MixSum
{
	int64_t	  mixes;
	uint128_t total;
	uint128_t cell[TASK_CELLS];
} MixSum;

extern bool mix_sum_add(MixSum *sum, const TaskTimes *times, int64_t weight);
extern bool mix_sum_subtract(MixSum *sum, const TaskTimes *times, int64_t weight);
extern bool mix_sum_merge(MixSum *sum, const MixSum *other);
extern void mix_sum_round(const MixSum *sum, TaskTimes *times);

extern const char *mix_sum_problem(const MixSum *sum);

#endif /* KERNEL_MIX_H */
