/* What a policy holds before it is bound to a program; for policy.c and policy_bind.c alone. */
#ifndef SS_ANALYZER_POLICY_DATA_H
#define SS_ANALYZER_POLICY_DATA_H

#include "policy.h"

/* What the names of a list are names of. */
typedef enum
{
  SS_NAMES_OP,
  SS_NAMES_SYM,
  SS_NAMES_TYPE
} SsNames;

/* A list of names: its key in the file, what it names, the flag that it gives them, whether a type's subtypes get it too. */
typedef struct
{
  const char *key;
  SsNames names;
  guint8 flag;
  gboolean subtypes;
} SsPolicyList;

extern const SsPolicyList ss_policy_lists[];
extern const guint ss_policy_nlists;

/* One name of a list. */
typedef struct
{
  guint list;       /* in ss_policy_lists */
  char *name;       /* owned: a name or a glob, without a leading '-' */
  gboolean out;     /* takes the flag away: the name had a leading '-' */
  const char *file; /* lent by SsPolicy.files: the user's file that it stands in; NULL: a built-in policy */
} SsPolicyName;

/* An entry about a call site. */
typedef struct
{
  char *where; /* owned: file and path of the entry, for messages */
  char *site;  /* owned */
  SsSiteSays says;
  GPtrArray *only; /* owned: symbols (char *, owned); NULL unless says is SS_SITE_ONLY */
} SsPolicyCall;

/* A bytecode's name for functions that a glob matches. */
typedef struct
{
  GPatternSpec *glob; /* owned */
  char *name;         /* owned */
} SsPolicyBytecode;

struct SsPolicy
{
  char *name; /* owned */
  gboolean unknown_unwinds, callbacks;
  GArray *names;    /* owned: SsPolicyName, in the order in which they apply: what is extended first */
  GArray *calls;    /* owned: SsPolicyCall */
  GArray *bytecodes; /* owned: SsPolicyBytecode, in the order in which they apply: the last one that matches speaks */
  char *registry;    /* owned: a file; NULL: none */
  GPtrArray *files;  /* owned: names of the files read (char *) */
};

#endif
