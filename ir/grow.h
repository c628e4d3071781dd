/* Arrays that grow: `n` elements used of `cap`. */
#ifndef SS_IR_GROW_H
#define SS_IR_GROW_H

#include <glib.h>

/* Makes room for `more` elements behind the n used ones. */
#define SS_GROW(array, n, cap, more)                                                                                   \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    gsize ss_need = (gsize) (n) + (gsize) (more);                                                                      \
    if (G_UNLIKELY (ss_need > (cap)))                                                                                  \
      {                                                                                                                \
        (cap) = MAX (ss_need, (gsize) (cap) + (cap) / 2 + 64);                                                         \
        (array) = g_realloc_n ((array), (cap), sizeof *(array));                                                       \
      }                                                                                                                \
  }                                                                                                                    \
  G_STMT_END

#endif
