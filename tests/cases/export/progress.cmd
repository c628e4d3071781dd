# On a terminal it says how far it is, in one line, which makes way for others; elsewhere it does not.
PYTHONPATH=corpus:tests/toolchain python3 -B - <<'PYTHON'
import itertools
import os
import pty
import sys
import export_rpython
from rpython.translator.translator import TranslationContext
sys.path.append('tests/toolchain')
import program
terminal, end = pty.openpty()
os.dup2(end, 2)
export_rpython.time.time = itertools.count().__next__       # a second passes between any two looks at the clock
t = TranslationContext()
program.target(t, ['broken-types', 'broken-links'])
t.rtype()
export_rpython.export(t, 'out.jsonl', 'program')
sys.stderr.write('\rend')
sys.stderr.flush()
shown = b''
while not shown.endswith(b'\rend'):
    shown += os.read(terminal, 4096)
for text in shown.decode().replace('\r\n', '\n').split('\r'):
    print('|%s|' % text.partition(', in ')[0])
PYTHON
python3 -B corpus/export_rpython.py --toolchain tests/toolchain -o out.jsonl tests/toolchain/program.py 2>&1 | sed 's/, in .*//' | cat -v
