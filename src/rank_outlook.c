/*
 * rank_outlook.c
 *	  rank_outlook: the rank of every role of a partition whose scores are
 *	  uncertain, a window function.
 *
 * The first row of a partition reads the distributions of all rows; each row is then
 * ranked. Its distribution is read again rather than kept, so that memory does not
 * grow with the size of distributions. Only a hash of each is kept: an argument that
 * differs the second time is an error.
 */
#include "compat.h"

#include "common/hashfn.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/memutils.h"
#include "windowapi.h"

#include "call_cache.h"
#include "distribution.h"
#include "kernel/rank_outlook.h"
#include "report.h"
#include "server_host.h"

/* Fields of aijri_rank_outlook */
enum
{
	RANK_EXPECTED,
	RANK_P05,
	RANK_P50,
	RANK_P95,
	RANK_TOP_PROBABILITY
};

/* What is kept for a partition, from its first row on. */
typedef struct Partition
{
	RankModel	 *model;	 /* NULL: not begun */
	MemoryContext row_space; /* what reading a row leaves behind */
	Host		  host;
	uint64		 *hash; /* of each row's distribution; 0: takes no part */
} Partition;

static uint64
hash_of_distribution(Datum datum)
{
	struct varlena *value = PG_DETOAST_DATUM_PACKED(datum);

	return DatumGetUInt64(hash_any_extended((const unsigned char *) VARDATA_ANY(value),
											VARSIZE_ANY_EXHDR(value), 0)) |
		   1;
}

/*
 * Reads the distribution of a row; its hash, or 0 where the row takes no part.  Called
 * in the partition's row_space, so that evaluated and detoasted values go there.
 */
static uint64
read_row_scores(WindowObject window, int64 row, DistributionHead *head)
{
	bool  isnull;
	bool  isout;
	Datum datum = WinGetFuncArgInPartition(window, 0, row, WINDOW_SEEK_HEAD, false,
										   &isnull, &isout);

	if (isnull || isout)
		return 0;
	datum = PointerGetDatum(PG_DETOAST_DATUM_PACKED(datum));
	read_distribution_head(datum, head);
	return head->total == 0 ? 0 : hash_of_distribution(datum);
}

static void
take_all_roles(WindowObject window, Partition *partition)
{
	int64		  rows = WinGetPartitionRowCount(window);
	MemoryContext caller = MemoryContextSwitchTo(partition->row_space);
	RankModel	 *model = rank_model(&partition->host);

	partition->hash = MemoryContextAllocHuge(partition->host.context,
											 (Size) (rows + 1) * sizeof(uint64));
	for (int64 row = 0; row < rows; row++)
	{
		DistributionHead head;

		CHECK_FOR_INTERRUPTS();
		partition->hash[row] = read_row_scores(window, row, &head);
		if (partition->hash[row] != 0 && !take_role(model, &head))
			report_corrupt_bins();
		MemoryContextReset(partition->row_space);
	}
	begin_ranking(model);
	partition->model = model;
	MemoryContextSwitchTo(caller);
}

/* The partition's part of memory lasts as long as the partition. */
static Partition *
partition_of(WindowObject window)
{
	Partition *partition = WinGetPartitionLocalMemory(window, sizeof(Partition));

	if (!partition->model)
	{
		MemoryContext context = GetMemoryChunkContext(partition);

		partition->host = server_host(context);
		partition->row_space =
			AllocSetContextCreate(context, "rank_outlook row", ALLOCSET_DEFAULT_SIZES);
		take_all_roles(window, partition);
	}
	return partition;
}

pg_noreturn static void
report_changed_distribution(int64 row)
{
	ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			errmsg("distribution of row %lld changed while ranks were computed",
				   (long long) row + 1),
			errdetail("The argument of rank_outlook() is evaluated twice for each row, "
					  "and must be the same both times."),
			errhint("Compute it in a subquery or a materialized common table "
					"expression, and without random numbers."));
}

/* The rank at the current row; false when it takes no part. */
static bool
rank_row(WindowObject window, Partition *partition, double top, RankOutlook *outlook)
{
	int64			 row = WinGetCurrentPosition(window);
	MemoryContext	 caller = MemoryContextSwitchTo(partition->row_space);
	DistributionHead head;
	uint64			 hash = read_row_scores(window, row, &head);

	if (hash != partition->hash[row])
		report_changed_distribution(row);
	if (hash != 0 && !rank_role(partition->model, &head, (int64) top, outlook))
		report_corrupt_bins();
	MemoryContextReset(partition->row_space);
	MemoryContextSwitchTo(caller);
	return hash != 0;
}

/* The second argument: NOT_RATED when NULL. */
static double
top_arg(WindowObject window)
{
	bool   isnull;
	Datum  datum = WinGetFuncArgCurrent(window, 1, &isnull);
	double top;

	if (isnull)
		return NOT_RATED;
	top = DatumGetInt32(datum);
	require_legal(&RANK_TOP, top);
	return top;
}

SQL_FUNCTION(rank_outlook);

/* rank_outlook(distribution, top) */
Datum
rank_outlook(PG_FUNCTION_ARGS)
{
	WindowObject window = PG_WINDOW_OBJECT();
	double		 top = top_arg(window);
	RankOutlook	 outlook;
	Row			 row;

	if (!rank_row(window, partition_of(window), isnan(top) ? 1 : top, &outlook))
		PG_RETURN_NULL();
	set_double(&row, RANK_EXPECTED, outlook.expected);
	set_datum(&row, RANK_P05, Int64GetDatum(outlook.quantile[0]));
	set_datum(&row, RANK_P50, Int64GetDatum(outlook.quantile[1]));
	set_datum(&row, RANK_P95, Int64GetDatum(outlook.quantile[2]));
	set_double(&row, RANK_TOP_PROBABILITY, isnan(top) ? NOT_RATED : outlook.top);
	PG_RETURN_DATUM(make_row(fcinfo->flinfo, ROW_RANK_OUTLOOK, &row));
}
