/* Threads that share work (pool.h).  GLib starts the threads of a pool when something is pushed; where none can be started, what was
 * pushed waits for ever.  So they are started at once, and counted. */
#include "config.h"

#include "ir/pool.h"

GThreadPool *
ss_pool_new (GFunc run, gpointer data, guint threads)
{
  if (threads <= 1)
    return NULL;
  GThreadPool *pool = g_thread_pool_new (run, data, (gint) threads, TRUE, NULL);
  if (g_thread_pool_get_num_threads (pool) > 0)
    return pool;
  g_thread_pool_free (pool, TRUE, FALSE);
  return NULL;
}
