/*
 * task_mix.h
 *	  The serialized state of task_mix(), for aggregates with the same state.
 */
#ifndef TASK_MIX_H
#define TASK_MIX_H

#include "compat.h"

#include "kernel/mix_state.h"

extern bytea	*send_mix_state(const MixState *state);
extern MixState *receive_mix_state(bytea *serialized);

#endif /* TASK_MIX_H */
