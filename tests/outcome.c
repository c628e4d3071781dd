#include "config.h"

#include "tests/outcome.h"

#include <string.h>

#include "ir/write.h"
#include "tests/memory.h"

Outcome *
outcome_with (const char *file, const SsLoadOptions *options)
{
  Outcome *o = g_new0 (Outcome, 1);

  o->faults = g_ptr_array_new_with_free_func ((GDestroyNotify) ss_fault_free);
  o->program = ss_load (file, options, o->faults, &o->nfaults, &o->error);
  g_assert ((o->program == NULL) == (o->error != NULL));
  return o;
}

Outcome *
outcome_of (const char *file, SsReader reader)
{
  SsLoadOptions options = SS_LOAD_DEFAULTS;

  options.reader = reader;
  return outcome_with (file, &options);
}

void
outcome_free (Outcome *o)
{
  if (o == NULL)
    return;
  g_clear_pointer (&o->program, ss_program_free);
  g_ptr_array_unref (o->faults);
  g_clear_error (&o->error);
  g_free (o);
}

Outcome *
outcome_of_bytes (gconstpointer bytes, gsize n, SsReader reader)
{
  return outcome_of (memory_file (bytes, n), reader);
}

/* Error and faults, one a line. */
static void
append_text (const Outcome *o, GString *text)
{
  if (o->error != NULL)
    g_string_append_printf (text, "error %d: %s\n%" G_GUINT64_FORMAT " faults\n", o->error->code, o->error->message,
                            o->nfaults);
  for (guint i = 0; i < o->faults->len; i++)
    {
      g_autofree char *line = ss_fault_text (o->faults->pdata[i]);

      g_string_append_printf (text, "%s\n", line);
    }
}

char *
outcome_difference (const Outcome *a, const Outcome *b)
{
  g_autoptr (GString) x = g_string_new (NULL), y = g_string_new (NULL);
  char *difference = NULL;

  append_text (a, x);
  append_text (b, y);
  if (!g_string_equal (x, y))
    return g_strdup_printf ("%s--- but:\n%s", x->len > 0 ? x->str : "a program\n", y->len > 0 ? y->str : "a program\n");
  if (a->program != NULL && !ss_program_equal (a->program, b->program, &difference))
    return difference;
  return NULL;
}

char *
outcome_readers_differ (const char *file, Outcome **first)
{
  g_autoptr (Outcome) a = outcome_of (file, SS_READER_AUTO), b = outcome_of (file, SS_READER_JANSSON);
  char *difference = outcome_difference (a, b);

  if (first != NULL)
    *first = g_steal_pointer (&a);
  return difference;
}

static int
by_name (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

GPtrArray *
outcome_files (const char *folder, const char *prefix, const char *suffix)
{
  const char *srcdir = g_getenv ("srcdir");
  g_autofree char *path = g_build_filename (srcdir == NULL ? "." : srcdir, folder, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  GPtrArray *files = g_ptr_array_new_with_free_func (g_free);

  for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL;)
    if (name[0] != '.' && g_str_has_prefix (name, prefix) && g_str_has_suffix (name, suffix))
      g_ptr_array_add (files, g_build_filename (path, name, NULL));
  g_ptr_array_sort (files, by_name);
  return files;
}
