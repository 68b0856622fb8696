/*
 * task_mix.h
 *	  How the state of task_mix() travels, for aggregates that keep the same.
 */
#ifndef TASK_MIX_H
#define TASK_MIX_H

#include "compat.h"

#include "kernel/mix_state.h"

extern bytea	*send_mix_state(const MixState *state);
extern MixState *receive_mix_state(bytea *serialized);

#endif /* TASK_MIX_H */
