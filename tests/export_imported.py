"""Translates a program of corpus/programs as a test of one's own would, and exports it by the imported function at three points.

    export_imported.py TOOLCHAIN PROGRAM FOLDER     writes FOLDER/annotate.jsonl, rtype.jsonl.gz and backendopt.jsonl

The last one once more, with a graph that cannot be exported: the function is named, its file is whole but for that.
"""
import os
import sys

toolchain, program, folder = sys.argv[1:4]
del sys.argv[1:]
corpus = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), 'corpus')
sys.path[:0] = [toolchain, corpus, os.path.join(corpus, 'programs')]

import export_rpython

if export_rpython.ROOT == 'rpython':
    from rpython.annotator.listdef import s_list_of_strings
    from rpython.config.translationoption import set_opt_level
    from rpython.translator.interactive import Translation
else:
    from pypy.annotation.listdef import s_list_of_strings
    from pypy.config.translationoption import set_opt_level
    from pypy.translator.interactive import Translation


def export(name, stage):
    return export_rpython.export(t.context, os.path.join(folder, name), program=program, stage=stage, only=[program])

export_rpython.keep_order()
export_rpython.keep_lines()
module = __import__(program)
t = Translation(module.entry_point, [s_list_of_strings])
set_opt_level(t.driver.config, '2')      # as the toolchain's own command does
module.target(t.driver, [])
t.annotate()
errors = export('annotate.jsonl', 'annotate')
t.rtype()
errors += export('rtype.jsonl.gz', 'rtype')
t.backendopt()
errors += export('backendopt.jsonl', 'backendopt')
if errors:
    sys.exit('these could not be exported: %r' % errors)

# a graph that has lost a block's inputs
broken = [g for g in t.context.graphs if export_rpython.module_of(g) == program][0]
broken.startblock.inputargs = None
errors = export('broken.jsonl', 'backendopt')
if [symbol.split(':')[0] for symbol, e in errors] != [program]:
    sys.exit('a broken graph is not told: %r' % errors)
