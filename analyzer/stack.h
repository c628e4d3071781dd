/* A stack of numbers, for worklists: what GArray does, without a call for each number. */
#ifndef SS_ANALYZER_STACK_H
#define SS_ANALYZER_STACK_H

#include "ir/grow.h"

typedef struct
{
  guint32 *at; /* owned */
  gsize n, cap;
} SsStack;

static inline void
ss_push (SsStack *s, guint32 number)
{
  SS_GROW (s->at, s->n, s->cap, 1);
  s->at[s->n++] = number;
}

static inline gboolean
ss_pop (SsStack *s, guint32 *number)
{
  if (!s->n)
    return FALSE;
  *number = s->at[--s->n];
  return TRUE;
}

#endif
