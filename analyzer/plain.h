/* Names without what carries no meaning from one build to the next.
 *
 *   number      "#2" at the end, which tells apart functions or types of one name
 *   variable    the digits in "__v2812_", which a name got from a variable of its caller
 *   address     the digits of "0x7f622f027350": six or more hexadecimal ones
 *   digits      where asked for: digits after '_', up to another '_' or the end, in what follows the module's name:
 *               "…_3118", "memo_x_5", "__2"
 */
#ifndef SS_ANALYZER_PLAIN_H
#define SS_ANALYZER_PLAIN_H

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SS_PLAIN_NAME, /* number, variable, address */
  SS_PLAIN_BASE, /* digits too */
  SS_PLAIN_TEXT  /* address alone: texts that are no names */
} SsPlain;

/* Puts the plain form of a name into `to`. */
void ss_plain (const char *name, SsPlain how, GString *to);

/* A hash of the plain form, the same on every machine. */
guint64 ss_plain_hash (const char *name, SsPlain how, GString *scratch);

/* A hash of a hash and a number: order matters. */
static inline guint64
ss_mix (guint64 h, guint64 n)
{
  h ^= n + G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) + (h << 6) + (h >> 2);
  h *= G_GUINT64_CONSTANT (0xff51afd7ed558ccd);
  return h ^ (h >> 32);
}

G_END_DECLS

#endif
