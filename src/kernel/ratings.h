/*
 * ratings.h
 *	  Derived from the list of ratings (ratings.def): the place of each rating
 *	  in its group, the size of each group, and the range of its total.
 */
#ifndef KERNEL_RATINGS_H
#define KERNEL_RATINGS_H

/* clang-format off */

enum
{
#define EACH_EVIDENCE(name, least, greatest, label, meaning) EVIDENCE_##name,
#include "kernel/ratings.def"
	EVIDENCE_DIMENSIONS
};

enum
{
#define EACH_BARRIER(name, least, greatest, label, meaning) BARRIER_##name,
#include "kernel/ratings.def"
	BARRIERS
};

enum
{
#define EACH_PRINCIPLE(name, least, greatest, label, meaning) PRINCIPLE_##name,
#include "kernel/ratings.def"
	PRINCIPLES
};

/* The least and the greatest total of each group. */
enum
{
	EVIDENCE_LEAST = 0
#define EACH_EVIDENCE(name, least, greatest, label, meaning) + (least)
#include "kernel/ratings.def"
	,
	EVIDENCE_GREATEST = 0
#define EACH_EVIDENCE(name, least, greatest, label, meaning) + (greatest)
#include "kernel/ratings.def"
	,
	BARRIERS_LEAST = 0
#define EACH_BARRIER(name, least, greatest, label, meaning) + (least)
#include "kernel/ratings.def"
	,
	BARRIERS_GREATEST = 0
#define EACH_BARRIER(name, least, greatest, label, meaning) + (greatest)
#include "kernel/ratings.def"
	,
	GROWTH_LEAST = 0
#define EACH_GROWTH(name, least, greatest, label, meaning) + (least)
#include "kernel/ratings.def"
	,
	GROWTH_GREATEST = 0
#define EACH_GROWTH(name, least, greatest, label, meaning) + (greatest)
#include "kernel/ratings.def"
	,
	PROTECTIVE_LEAST = 0
#define EACH_PRINCIPLE(name, least, greatest, label, meaning) + (least)
#include "kernel/ratings.def"
	,
	PROTECTIVE_GREATEST = 0
#define EACH_PRINCIPLE(name, least, greatest, label, meaning) + (greatest)
#include "kernel/ratings.def"
};

/* clang-format on */

#endif /* KERNEL_RATINGS_H */
