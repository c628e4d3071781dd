/* Threads that share work. */
#ifndef SS_IR_POOL_H
#define SS_IR_POOL_H

#include <glib.h>

G_BEGIN_DECLS

/* A pool of up to `threads` threads, which run `run` with each thing pushed and `data`.  NULL: work in place, because one thread
 * was asked for, or none could be started.  What is pushed is always run, once: do not look at what g_thread_pool_push() returns.
 * Free with g_thread_pool_free(). */
GThreadPool *ss_pool_new (GFunc run, gpointer data, guint threads);

G_END_DECLS

#endif
