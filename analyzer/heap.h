/* A binary heap of nodes by key, for searches.  A node may be in it several times; who takes it out knows which one counts. */
#ifndef SS_ANALYZER_HEAP_H
#define SS_ANALYZER_HEAP_H

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint64 key;
  guint32 node;
} SsHeapItem;

typedef struct
{
  GArray *items; /* owned: SsHeapItem */
} SsHeap;

static inline void
ss_heap_init (SsHeap *h)
{
  h->items = g_array_new (FALSE, FALSE, sizeof (SsHeapItem));
}

static inline void
ss_heap_clear (SsHeap *h)
{
  g_array_unref (h->items);
}

static inline void
ss_heap_push (SsHeap *h, guint64 key, guint32 node)
{
  SsHeapItem new = { key, node };

  g_array_append_val (h->items, new);
  SsHeapItem *a = (SsHeapItem *) (gpointer) h->items->data;
  guint i = h->items->len - 1;
  for (; i > 0 && a[(i - 1) / 2].key > key; i = (i - 1) / 2)
    a[i] = a[(i - 1) / 2];
  a[i] = new;
}

/* Takes out an item with the least key; FALSE: the heap is empty. */
static inline gboolean
ss_heap_pop (SsHeap *h, SsHeapItem *least)
{
  SsHeapItem *a = (SsHeapItem *) (gpointer) h->items->data;

  if (h->items->len == 0)
    return FALSE;
  *least = a[0];
  guint n = h->items->len - 1, i = 0;
  SsHeapItem last = a[n];
  for (guint child = 1; child < n; i = child, child = 2 * i + 1)
    {
      if (child + 1 < n && a[child + 1].key < a[child].key)
        child++;
      if (a[child].key >= last.key)
        break;
      a[i] = a[child];
    }
  if (n)
    a[i] = last;
  g_array_set_size (h->items, n);
  return TRUE;
}

G_END_DECLS

#endif
