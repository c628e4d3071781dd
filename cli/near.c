/* Names as users give them: as they are shown; and names like one that is not there, by what they contain, then by edit distance. */
#include "config.h"

#include "cli/near.h"

#include "cli/cli.h"
#include "viz/text.h"

#include <string.h>

/* The symbol whose name is shown as the first `len` bytes of `name`, or SS_NONE. */
static guint32
find_shown (const SsProgram *p, const char *name, gsize len)
{
  for (guint32 s = 0; s < p->nsyms; s++)
    {
      g_autofree char *shown = ss_show (ss_sym_name (p, s));
      if (strlen (shown) == len && memcmp (shown, name, len) == 0)
        return s;
    }
  return SS_NONE;
}

char *
ss_near_exact (const SsProgram *p, const char *name)
{
  if (ss_find_sym (p, name) != SS_NONE || ss_find_record (p, name) != SS_NONE)
    return g_strdup (name);
  const char *place = name + strlen (name);
  guint32 sym = find_shown (p, name, (gsize) (place - name));
  if (sym == SS_NONE && (place = strrchr (name, '@')) != NULL)
    sym = find_shown (p, name, (gsize) (place - name));
  return sym == SS_NONE ? g_strdup (name) : g_strconcat (ss_sym_name (p, sym), place, NULL);
}

#define MAX_NEAR 5
#define MAX_NEAR_BYTES 256

/* A function and how far its name is from what was asked for. */
typedef struct
{
  guint distance;
  guint32 func;
} Near;

/* Edit distance of the beginnings of two names: insertions, deletions and replacements of bytes. */
static guint
distance (const char *a, const char *b)
{
  guint row[MAX_NEAR_BYTES + 1];
  gsize na = strnlen (a, MAX_NEAR_BYTES), nb = strnlen (b, MAX_NEAR_BYTES);
  for (guint j = 0; j <= nb; j++)
    row[j] = j;
  for (guint i = 1; i <= na; i++)
    {
      guint corner = row[0];
      row[0] = i;
      for (guint j = 1; j <= nb; j++)
        {
          guint up = row[j];
          row[j] = MIN (MIN (up, row[j - 1]) + 1, corner + (a[i - 1] != b[j - 1]));
          corner = up;
        }
    }
  return row[nb];
}

static int
compare_near (gconstpointer x, gconstpointer y)
{
  const Near *a = x, *b = y;
  if (a->distance != b->distance)
    return a->distance < b->distance ? -1 : 1;
  return a->func < b->func ? -1 : a->func > b->func;
}

void
ss_near_error (const SsProgram *p, const char *what, const char *name, GError **error)
{
  /* Of a record's name the part before its place is compared. */
  const char *at = strrchr (name, '@');
  g_autofree char *wanted = at && at > name ? g_strndup (name, (gsize) (at - name)) : g_strdup (name);
  gsize len = strnlen (wanted, MAX_NEAR_BYTES);
  GArray *near = g_array_new (FALSE, FALSE, sizeof (Near));
  for (guint32 f = 0; f < p->nfuncs; f++)
    {
      const char *other = ss_func_name (p, f);
      Near n = { G_MAXUINT, f };
      if (len > 0 && strstr (other, wanted))
        n.distance = (guint) strnlen (other, MAX_NEAR_BYTES);
      else
        {
          gsize other_len = strnlen (other, MAX_NEAR_BYTES);
          gsize least = len > other_len ? len - other_len : other_len - len;
          guint d = least * 3 <= len ? distance (wanted, other) : G_MAXUINT;
          if (d <= len / 3)
            n.distance = MAX_NEAR_BYTES + d;
        }
      if (n.distance != G_MAXUINT)
        g_array_append_val (near, n);
    }
  g_array_sort (near, compare_near);
  GString *text = g_string_new (NULL);
  g_string_append_printf (text, "there is no %s \"%s\"", what, name);
  for (guint i = 0; i < near->len && i < MAX_NEAR; i++)
    g_string_append_printf (text, "%s\"%s\"", i == 0 ? "; near: " : ", ",
                            ss_func_name (p, g_array_index (near, Near, i).func));
  g_set_error_literal (error, SS_CLI_ERROR, SS_CLI_ERROR_INPUT, text->str);
  g_string_free (text, TRUE);
  g_array_unref (near);
}
