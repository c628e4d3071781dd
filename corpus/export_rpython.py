"""Writes the flow graphs of an RPython program as a graph stream, the input of stacksieve (doc/format.md).

In place of `rpython`, with all of its options:

    python2.7 export_rpython.py -o FILE [--stage STAGE] [--only MODULE-GLOB]... [rpython's options] target.py [...]

    -o, --out FILE     the stream, packed when its name ends in .gz; %s in it is the stage's name
    --stage STAGE      after which step the graphs are written: annotate, rtype, backendopt (the default), or another of
                       the driver's tasks; several, with commas between them, in one translation
    --only GLOB        only the functions of modules that match; all others appear as externals that call these back.
                       May be given again.
    --program NAME     the program's name in reports (default: that of the target)
    --toolchain DIR    the checkout that holds rpython/, or pypy/ up to PyPy 2.0 (default: $RPYTHON, then sys.path)

Exit status: 0; 1, the stream is there, but lacks functions that could not be exported, or parts of types or classes, or all modules that a
GLOB stands for (each is named);
2, there is none, or not that of each stage; 130, the same after an interrupt.

From a program or a test, at any point of a translation:

    import export_rpython
    export_rpython.keep_order()                  # before annotation, if the same program is to give the same bytes
    export_rpython.keep_lines()                  # before the RTyper runs, if lines of the source are wanted
    export_rpython.export(translator, 'out.jsonl.gz')

In the program that is translated, a notation for the tool: `value` can be read back from `frame` under this name, so that
an unwinder need not save it.  It compiles to a call of a function that does nothing.

    from export_rpython import held_by
    held_by(value, frame, 'slot')

Runs on Python 2.7 and PyPy 2, with the toolchains of PyPy 1.5 to 7.3; on Python 3 too, with a toolchain that does, as that of
tests/toolchain.
"""
import dis
import fnmatch
import gzip
import hashlib
import json
import os
import re
import sys
import tempfile
import time
from bisect import bisect_right
from itertools import count
from operator import attrgetter


def _early_option(name, default):
    """The value of an option that must be known before the toolchain can be imported."""
    for i, arg in enumerate(sys.argv):
        if arg == name and i + 1 < len(sys.argv):
            return sys.argv[i + 1]
        if arg.startswith(name + '='):
            return arg[len(name) + 1:]
    return default


if __name__ == '__main__':
    # the program's own `import export_rpython` must not make a second one
    sys.modules['export_rpython'] = sys.modules['__main__']
    _checkout = _early_option('--toolchain', os.environ.get('RPYTHON'))
    if _checkout:
        sys.path.insert(0, os.path.abspath(_checkout))

_absent = None          # why there is no toolchain, where there is none
try:
    try:
        from rpython.flowspace.model import Constant, Variable, c_last_exception
        from rpython.rtyper.lltypesystem import lltype, llmemory
        from rpython.rtyper.extregistry import ExtRegistryEntry
        from rpython.rlib.objectmodel import keepalive_until_here
        ROOT = 'rpython'
    except ImportError as e:
        if 'rpython' in sys.modules:
            raise
        _absent = e
        try:
            from pypy.objspace.flow.model import Constant, Variable, c_last_exception
            from pypy.rpython.lltypesystem import lltype, llmemory
            from pypy.rpython.extregistry import ExtRegistryEntry
            from pypy.rlib.objectmodel import keepalive_until_here
            ROOT = 'pypy'
        except ImportError:
            if 'pypy.objspace.flow' in sys.modules:
                raise
            raise _absent
except KeyboardInterrupt:
    if __name__ != '__main__':
        raise
    sys.stderr.write('export_rpython: interrupted\n')
    sys.exit(130)
except (Exception, SystemExit) as e:
    if __name__ != '__main__':
        raise
    if e is _absent:
        sys.stderr.write('export_rpython: there is no RPython toolchain (%s); see --toolchain\n' % e)
    else:
        sys.stderr.write('export_rpython: the RPython toolchain cannot be loaded by Python %d.%d: %s: %s\n'
                         % (sys.version_info[:2] + (e.__class__.__name__, e)))
    sys.exit(2)


# ____________________________________________________________
# The notation for held values

def held_by(value, frame, slot):
    """From here on, `value` can be read back from `frame` under the name `slot`, a constant string."""


_notations = {}


def ll_held_by(slot):
    """The function that stands for held_by with that slot in low-level graphs; the RTyper passes no strings as constants."""
    if slot not in _notations:
        def ll_held_by(value, frame):
            keepalive_until_here(value)     # an effect, so that no optimisation drops the call
        ll_held_by._dont_inline_ = True
        ll_held_by._stacksieve_held_ = slot
        _notations[slot] = ll_held_by
    return _notations[slot]


class HeldByEntry(ExtRegistryEntry):
    _about_ = held_by

    def compute_result_annotation(self, s_value, s_frame, s_slot):
        assert s_slot.is_constant(), 'the slot of held_by is a constant string'

    def specialize_call(self, hop):
        value, frame = [hop.inputarg(hop.args_r[i], arg=i) for i in range(2)]
        hop.exception_cannot_occur()
        hop.gendirectcall(ll_held_by(hop.args_s[2].const), value, frame)


# ____________________________________________________________
# Lines of the source

class Offset(int):
    """The offset of a low-level operation in the bytecode that it comes from, which may be another function's."""


_line_tables = {}
_offsets = {}


def line_of(code, offset):
    if code not in _line_tables:
        starts = list(dis.findlinestarts(code))
        _line_tables[code] = [s for s, _ in starts], [n for _, n in starts]
    starts, lines = _line_tables[code]
    i = bisect_right(starts, offset)
    return lines[i - 1] if i else None


def _mark(op, graph, offset):
    code = getattr(getattr(graph, 'func', None), '__code__', None)
    if code is None or offset < 0:
        return
    if (code, offset) not in _offsets:
        mark = Offset(offset)
        mark.file = code.co_filename
        mark.line = line_of(code, offset)
        _offsets[code, offset] = mark
    op.offset = _offsets[code, offset]


def keep_lines():
    """Makes the RTyper and the inliner keep where operations come from, which they forget otherwise."""
    if ROOT == 'rpython':
        from rpython.rtyper.rtyper import RPythonTyper
        from rpython.translator.backendopt.inline import BaseInliner
    else:
        from pypy.rpython.rtyper import RPythonTyper
        from pypy.translator.backendopt.inline import BaseInliner
    translate, copy = RPythonTyper.translate_hl_to_ll, BaseInliner.copy_operation
    specialize = RPythonTyper.specialize_block
    in_work = [None]        # the graph whose blocks the RTyper works on
    if getattr(translate, '_keeps_lines', False):
        return

    def translate_hl_to_ll(self, hop, varmapping):
        n = len(hop.llops)
        translate(self, hop, varmapping)
        for op in hop.llops[n:]:
            if not isinstance(op.offset, Offset):
                _mark(op, in_work[0], hop.spaceop.offset)
    translate_hl_to_ll._keeps_lines = True

    def specialize_block(self, block):
        before, in_work[0] = in_work[0], self.annotator.annotated.get(block)
        try:
            return specialize(self, block)
        finally:
            in_work[0] = before

    def copy_operation(self, op):
        result = copy(self, op)
        result.offset = op.offset
        return result

    RPythonTyper.translate_hl_to_ll = translate_hl_to_ll
    RPythonTyper.specialize_block = specialize_block
    BaseInliner.copy_operation = copy_operation


# ____________________________________________________________
# The order of things

def keep_order():
    """Makes the toolchain follow the order in which blocks, graphs, functions and classes were met, where it goes through sets
    of them, which otherwise is that of their addresses: it decides what is annotated first, what is inlined first, and by
    which numbers the functions that choose one of a few methods know these.  It changes their hashes: call it before the first
    annotation begins, as dicts and sets would not find again what they hold by then."""
    if ROOT == 'rpython':
        from rpython.annotator.description import Desc
        from rpython.flowspace.model import Block, FunctionGraph
        try:
            from rpython.annotator.classdesc import ClassDef
        except ImportError:
            from rpython.annotator.classdef import ClassDef
    else:
        from pypy.annotation.classdef import ClassDef
        from pypy.annotation.description import Desc
        from pypy.objspace.flow.model import Block, FunctionGraph
    numbers = count(1)

    def keep_order_of(cls, place):
        def number(self):
            n = getattr(self, place, None)
            if n is None:
                n = next(numbers)
                setattr(self, place, n)
            return n
        cls.__hash__ = number
        cls.__lt__ = lambda self, other: number(self) < number(other)

    keep_order_of(Block, 'blockcolor')      # a block has no room for more, and this is for drawings alone
    for cls in (ClassDef, Desc, FunctionGraph):
        keep_order_of(cls, '_stacksieve_number')


# ____________________________________________________________
# Texts that are the same in every build

PRIMITIVES = (bool, int, float, str, type(u''), type(2 ** 64))
INTEGERS = (int, type(2 ** 64))
# "at" and a number, or one that is as long as an address
_ADDRESS = re.compile(r'[ _]*(?:(?:(?<![A-Za-z0-9])object[ _])?(?<![A-Za-z0-9])at[ _]-?0x[0-9a-fA-F]+|-?0x[0-9a-fA-F]{6,})')
_PART = r'[^/\s\'"<>|:;,()\[\]{}\\]'        # a character of a name in a path
_folders = []


def take_below(*folders):
    """Paths below these folders are written as they are from there on; of others, the last name alone."""
    global _PATH
    _folders.extend([f for folder in folders for f in (os.path.abspath(folder), os.path.realpath(folder)) if f != os.sep])
    known = '|'.join([re.escape(f) for f in sorted(_folders, key=len, reverse=True)])
    # not what follows a name, as in "and/or", or an address of the web; but an option of a compiler, as "-I"
    folder = '(?:%s)(?:/+|(?!%s))|/(?!/)(?:%s+/+)*(?=%s)' % (known, _PART, _PART, _PART)
    _PATH = re.compile(r'(?:(?<![\w.~%*$)\]}>/-])|(?<=-[A-Z]))(?:' + folder + ')')

take_below(os.path.dirname(os.path.dirname(os.path.abspath(sys.modules[ROOT].__file__))))


def clean(text):
    """The text without what another build, or a checkout elsewhere, has otherwise: addresses, and the folders of absolute paths."""
    if '0x' in text:
        text = _ADDRESS.sub('', text)
    return _PATH.sub('', text) if '/' in text else text


def json_text(s):
    if isinstance(s, bytes):
        try:
            s = s.decode('utf-8')
        except UnicodeDecodeError:
            s = s.decode('latin-1')
    return json.dumps(s)


def json_object(items):
    return '{%s}' % ','.join(['"%s":%s' % item for item in items])


def sha1(text):
    return hashlib.sha1(text if isinstance(text, bytes) else text.encode('utf-8', 'backslashreplace')).hexdigest()


def digest(text):
    return sha1(text)[:6]


def cut(text, size):
    """The text, or its beginning and a digest of all of it."""
    return text if len(text) <= size else '%s~%s' % (text[:size - 7], digest(text))


_classes = {}


def learn_classes(translator, failed):
    """Notes whose the program's vtables and class numbers are, which do not tell it themselves; `failed` is told of each class
    of which that cannot be found out."""
    _classes.clear()
    if translator.rtyper is None:
        return

    def number(classdef):
        if hasattr(classdef, '_unique_cdef_id'):
            _classes[classdef._unique_cdef_id] = classdef.name

    def vtable(pair):
        T, vtable = pair
        _classes[lltype.top_container(vtable._obj)] = T._name

    errors = []
    for classdef in translator.annotator.bookkeeper.classdefs:
        tried(number, classdef, lambda e: errors.append((name_of(classdef, 'name'), e)))
    for pair in translator.rtyper.lltype2vtable.items():
        tried(vtable, pair, lambda e: errors.append((name_of(pair[0], '_name'), e)))
    for name, e in sorted(errors, key=lambda error: (error[0], message_of(error[1]))):
        failed('class %s' % name, e)


def tried(work, subject, failed):
    """What `work` makes of a graph, a class or a type; None, and `failed` is called with the exception, where it fails."""
    try:
        return work(subject)
    except Exception as e:
        failed(e)
        return None


def name_of(subject, attribute):
    """The name of what may not let itself be read."""
    try:
        return clean(attrgetter(attribute)(subject))
    except Exception:
        return '?'


def message_of(e):
    """An exception's class and text, in one line, even if it cannot be printed."""
    try:
        text = ' '.join(str(e).split())
    except Exception:
        text = '?'
    return '%s: %s' % (e.__class__.__name__, text)


def stable(v, depth=3):
    """What a Python object is, without addresses and absolute paths: what a function is specialised on, what a closure holds.  Of
    one that does not let itself be looked at, only its class."""
    try:
        return clean(_stable(v, depth))
    except Exception:
        return '%s(?)' % type(v).__name__


def _stable(v, depth):
    if isinstance(v, (str, type(u''))):
        return repr(clean(v))
    if v is None or isinstance(v, PRIMITIVES):
        return repr(v)
    if isinstance(v, lltype.LowLevelType):
        return shape(v)
    if isinstance(v, (tuple, list)):
        return '(%s)' % ', '.join([stable(x, depth - 1) for x in v]) if depth else '(...)'
    if isinstance(v, dict):
        items = sorted(['%s: %s' % (stable(k, depth - 1), stable(x, depth - 1)) for k, x in v.items()]) if depth else ['...']
        return '{%s}' % ', '.join(items)
    if isinstance(v, type) or hasattr(v, '__bases__'):
        return '%s.%s' % (v.__module__, clean(v.__name__))
    if hasattr(v, '__code__'):
        return '%s:%s' % (v.__module__, v.__name__)
    if hasattr(v, '__func__'):
        return stable(v.__func__)
    if v.__class__.__name__ == 'KeyComp':
        return stable(v.val, depth)
    if isinstance(v, type(sys)):
        return v.__name__
    if isinstance(v, lltype._ptr) and v._obj0 is not None:
        return stable_pointer(v)
    if hasattr(v, 'orderwitness'):      # a class as a number, or the end of the numbers of those below it
        known = [_classes[w] for w in v.orderwitness if w in _classes]
        return '%s%s' % (known[-1] if known else '?', '' if len(known) == len(v.orderwitness) else ' and below')
    name = getattr(v, 'name', None)
    text = name if isinstance(name, str) else ''
    if depth and not text and hasattr(v, '__dict__'):
        text = ', '.join(['%s=%s' % (k, stable(x, depth - 1)) for k, x in sorted(v.__dict__.items())
                          if isinstance(x, INTEGERS + (str,)) or hasattr(x, '__code__')])
    return '%s(%s)' % (v.__class__.__name__, text)


def stable_pointer(p):
    try:
        obj = p._obj
    except lltype.DelayedPointer:
        return shape(p._T)
    if isinstance(p._T, lltype.FuncType):
        graph = getattr(obj, 'graph', None)
        return base_symbol(graph, graph.name) if graph is not None else c_symbol(obj)
    top = lltype.top_container(obj) if hasattr(obj, '_parentstructure') else obj
    return _classes[top] if top in _classes else shape(lltype.typeOf(top))


def stable_function(func):
    """What tells a function from others of its name: what it closes over, its defaults, its code."""
    cells = []
    for cell in func.__closure__ or ():
        try:
            cells.append(stable(cell.cell_contents))
        except ValueError:
            cells.append('empty')
    code = func.__code__
    return ' '.join(cells + [stable(func.__defaults__), repr(code.co_code), stable(code.co_names, 1),
                             stable([c for c in code.co_consts if not hasattr(c, 'co_code')])])


def shape(T, depth=3):
    """A low-level type as text, down to some depth, without addresses and absolute paths."""
    return clean(_shape(T, depth))


def _shape(T, depth):
    if isinstance(T, lltype.Ptr):
        return shape(T.TO, depth)
    if isinstance(T, lltype.ForwardReference):
        return 'forward'
    if not isinstance(T, lltype.ContainerType):
        name = getattr(T, '_name', None)
        return name if isinstance(name, str) else str(T)
    if depth == 0:
        return getattr(T, '_name', None) or getattr(T, 'tag', None) or T.__class__.__name__
    if isinstance(T, lltype.FuncType):
        return '(%s) -> %s' % (', '.join([shape(A, depth - 1) for A in T.ARGS]), shape(T.RESULT, depth - 1))
    if isinstance(T, lltype.Struct):
        fields = T._flds
        if T._name == 'list' and 'items' in fields:
            return 'list of %s' % shape(fields['items'].TO.OF, depth - 1)
        if T._name.startswith('tuple') and 'item0' in fields:
            return '%s(%s)' % (T._name, ', '.join([shape(fields[f], depth - 1) for f in T._names]))
        return T._name
    if isinstance(T, lltype.Array):
        return 'array of %s' % shape(T.OF, depth - 1)
    return getattr(T, 'tag', None) or T.__class__.__name__


def unique(items):
    seen, found = set(), []
    for item in items:
        if item not in seen:
            seen.add(item)
            found.append(item)
    return found


class Types(object):
    """Names of low-level types.  Two types of one name are told apart by a digest of what they are made of."""
    ROUNDS = 8

    def __init__(self, translator=None):
        self.t = translator
        self.classdefs = None
        self.names = {}
        self.made_of = {}
        self.known = {}         # types to the beginning of their names and the types that they extend
        self.records = {}       # the records of types that extend one or have fields that do not change
        self.errors = []        # (name, exception) of types that are written without what tells them apart, or without a record

    def base(self, T):
        if isinstance(T, lltype.Ptr):
            kind = 'gc' if T.TO._gckind == 'gc' else 'raw'
            if isinstance(T.TO, lltype.FuncType):
                kind = 'func'
            return '%s:%s' % (kind, cut(shape(T), 120))
        return clean(str(getattr(T, '_name', None) or T)).replace(':', ' ')

    def contents(self, T, rounds):
        """A digest of T, its parts, their parts, and so on; types that refer to themselves need a limit of rounds.  What the
        instances of a class are made of does not count in types that refer to them."""
        if (T, rounds) not in self.made_of:
            parts = []
            if isinstance(T, lltype.Ptr):
                parts = [('to', T.TO)]
            elif isinstance(T, lltype.FuncType):
                parts = [('arg', A) for A in T.ARGS] + [('result', T.RESULT)]
            elif isinstance(T, lltype.Struct) and (rounds >= self.ROUNDS - 1 or '.' not in T._name):
                parts = [(f, T._flds[f]) for f in T._names]
            elif isinstance(T, lltype.Array):
                parts = [('of', T.OF)]
            text = self.base(T) if isinstance(T, lltype.Ptr) else shape(T, 1)
            hints = getattr(T, '_hints', {})
            methods = getattr(T, '_adtmeths', {})
            text += ' '.join(['%s=%s' % (k, stable(found[k])) for found in (hints, methods) for k in sorted(found)])
            if rounds:
                text += ''.join([' %s %s' % (f, self.contents(P, rounds - 1)) for f, P in parts])
            self.made_of[T, rounds] = sha1(text)
        return self.made_of[T, rounds]

    def mark(self, T):
        """A digest that tells T from the other types of its name."""
        text = self.contents(T, self.ROUNDS)
        if self.classdefs is None:
            rtyper = self.t.rtyper if self.t is not None else None
            self.classdefs = rtyper.lltype_to_classdef_mapping() if rtyper is not None else {}
        classdef = self.classdefs.get(T)
        if classdef is not None:        # classes that one piece of code made
            members = getattr(getattr(classdef.classdesc, 'pyobj', None), '__dict__', {})
            text += ' '.join(['%s=%s' % (k, stable_function(x) if hasattr(x, '__code__') else stable(x, 1))
                              for k, x in sorted(members.items()) if k != '__module__'])
        return digest(text)

    def look_at(self, T):
        """Notes what `add` needs to know of a type and of those that it extends."""
        if T not in self.known:
            P = self.parent(T)
            if P is not None:
                self.look_at(P)
            self.known[T] = self.base(T), P

    def tried(self, work, T, name):
        """What `work` makes of a type; None, and the type is named, where it fails."""
        return tried(work, T, lambda e: self.errors.append((name, e)))

    def add(self, found):
        """Gives names to types that have been looked at, and to those that they extend."""
        todo, groups = unique(found), {}
        seen = set(todo)
        for T in todo:
            base, P = self.known[T]
            if P is not None and P not in seen:
                seen.add(P)
                todo.append(P)
            groups.setdefault(base, []).append(T)
        for base, group in groups.items():
            taken = {}
            for T in group:
                name = base if len(group) == 1 else '%s#%s' % (base, self.tried(self.mark, T, base) or '?')
                taken[name] = taken.get(name, 0) + 1
                # alike in all that was looked at: numbered in the order of the functions in which they are
                self.names[T] = name if taken[name] == 1 else '%s.%d' % (name, taken[name])
        for T in todo:
            self.tried(self.describe, T, self.names[T])

    def parent(self, T):
        """The type whose fields T's begin with, or None."""
        if isinstance(T, lltype.Ptr) and isinstance(T.TO, lltype.Struct) and T.TO._names:
            F = T.TO._flds[T.TO._names[0]]
            if isinstance(F, lltype.Struct) and T.TO._gckind == 'gc' and F._gckind == 'gc':
                return lltype.Ptr(F)
        return None

    def describe(self, T):
        items = [('type', json_text(self.names[T]))]
        _, P = self.known[T]
        if P is not None:
            items.append(('super', json_text(self.names[P])))
        if isinstance(T, lltype.Ptr) and isinstance(T.TO, lltype.Struct):
            fixed = [f for f in T.TO._names if never_changes(T.TO, f)]
            if fixed:
                items.append(('immutable', '[%s]' % ','.join(map(json_text, fixed))))
        if len(items) > 1:
            self.records[self.names[T]] = json_object(items)

    def instance(self, classdef):
        """The name of an annotated program's class, which has no low-level type so far."""
        name = 'gc:%s' % clean(classdef.name)
        if name not in self.records:
            items = [('type', json_text(name))]
            self.records[name] = None
            if classdef.basedef is not None:
                items.append(('super', json_text(self.instance(classdef.basedef))))
            self.records[name] = json_object(items) if len(items) > 1 else None
        return name

    def annotated(self, s):
        """A type's name for what the annotator knows of a variable."""
        kind = s.__class__.__name__
        if s is None or kind in ('SomeImpossibleValue', 'SomeNone'):
            return 'Void'
        if kind == 'SomeInstance':
            return self.instance(s.classdef) if s.classdef is not None else 'gc:object'
        if kind in ('SomePBC', 'SomeBuiltin', 'SomeBuiltinMethod', 'SomeProperty'):
            return 'Void' if s.is_constant() else 'func:pbc'
        if kind in ('SomePtr', 'SomeLLADTMeth', 'SomeInteriorPtr'):
            return self.base(getattr(s, 'll_ptrtype', lltype.Void))
        if kind == 'SomeInteger':
            known = getattr(s.knowntype, '__name__', 'int')
            return {'int': 'Signed', 'r_uint': 'Unsigned', 'r_longlong': 'SignedLongLong',
                    'r_ulonglong': 'UnsignedLongLong'}.get(known, 'Signed')
        return {'SomeBool': 'Bool', 'SomeChar': 'Char', 'SomeUnicodeCodePoint': 'UniChar', 'SomeFloat': 'Float',
                'SomeSingleFloat': 'SingleFloat', 'SomeLongFloat': 'LongFloat', 'SomeAddress': 'Address',
                'SomeString': 'gc:rpy_string', 'SomeUnicodeString': 'gc:rpy_unicode'}.get(kind, 'gc:%s' % kind[4:].lower())


def never_changes(S, field):
    if S._hints.get('immutable'):
        return True
    try:
        rank = S._immutable_field(field)
    except Exception:
        return False
    # a quasi-immutable field is ranked too, but can change
    return bool(rank) and getattr(rank, 'is_immutable', True) and '?' not in str(rank)


# ____________________________________________________________
# Symbols

def slot_of(graph):
    """The slot that a graph of the notation held_by stands for, or None."""
    return getattr(getattr(graph, 'func', None), '_stacksieve_held_', None)


def module_of(graph):
    return getattr(getattr(graph, 'func', None), '__module__', None) or '?'


def c_symbol(obj):
    """The symbol of a C function."""
    return 'C:%s' % clean(getattr(obj, '_name', None) or '?')


def base_symbol(graph, name):
    cls = getattr(getattr(graph, 'func', None), 'class_', None)
    name = clean(name)
    if cls is not None and not name.startswith(clean(cls.__name__) + '.'):
        name = '%s.%s' % (clean(cls.__name__), name)
    return clean('%s:%s' % (module_of(graph), name))


def identifier(text):
    """What the toolchain makes of a text, to be part of a name."""
    return re.sub(r'\W', '_', text)[:120]


class Symbols(object):
    """A name for each graph.  Where module, class and name are those of several graphs, they are told apart by what they are
    specialised on; or else by what the function closes over, its defaults, what generated code was given, its signature,
    its code, its place in the source, what its parameters' types are made of, the functions around it among the calls.  What
    is numbered after all that could be exchanged for each other."""

    def __init__(self, translator, types, failed):
        self.t = translator
        self.keys = {}
        self.calls = None
        self.colours = {}
        self.types = types
        learn_classes(translator, failed)
        bookkeeper = getattr(translator.annotator, 'bookkeeper', None)
        for desc in (bookkeeper.descs.values() if bookkeeper is not None else []):
            tried(self.learn_keys, desc, lambda e: failed('specialisations of %s' % name_of(desc, 'name'), e))
        # kept, so that a graph has one symbol at all stages of a translation
        self.names = translator.__dict__.setdefault('_stacksieve_symbols', {})
        self.taken = set(self.names.values())

    LEVELS = [
        lambda self, graph, func: self.key_text(graph),
        lambda self, graph, func: self.callee_text(graph) if func is None else '',
        lambda self, graph, func: self.caller_text(graph) if self.is_by_call(graph) else '',
        lambda self, graph, func: ', '.join([stable(c.cell_contents) for c in func.__closure__ or ()]),
        lambda self, graph, func: stable(func.__defaults__) if func.__defaults__ else '',
        lambda self, graph, func: self.made_with(func) if module_of(graph) == '?' else '',
        lambda self, graph, func: ', '.join([self.argument_text(v) for v in graph.getargs()]),
        lambda self, graph, func: digest(repr(func.__code__.co_code) + stable(func.__code__.co_names, 1)),
        lambda self, graph, func: digest(stable([c for c in func.__code__.co_consts if not hasattr(c, 'co_code')])),
        lambda self, graph, func: 'line %d' % func.__code__.co_firstlineno,
        lambda self, graph, func: digest(self.contents_text(graph)),
        lambda self, graph, func: digest(self.colour(graph, 3)),
    ]
    OWN = len(LEVELS) - 1       # those before that do not look at other graphs, save at the names of the next ones

    def learn_keys(self, desc):
        for key, graph in getattr(desc, '_cache', {}).items():
            if hasattr(graph, 'startblock'):
                self.keys[graph] = key

    def key_text(self, graph):
        key = self.keys.get(graph)
        while isinstance(key, tuple) and len(key) == 1:
            key = key[0]
        return '' if key is None or key == () or self.is_by_call(graph) else stable(key)

    def is_by_call(self, graph):
        """Whether there is a graph for each call; the toolchain names it after the text of the operation."""
        todo = [self.keys.get(graph)]
        for key in todo:
            if hasattr(key, 'opname'):
                return True
            if isinstance(key, tuple):
                todo.extend(key)
        return False

    def own(self, graph):
        """The module, class and name that a graph has by itself."""
        if self.is_by_call(graph):
            return base_symbol(graph, graph.func.__name__)
        name, todo = graph.name, [self.keys.get(graph)]
        for key in todo:        # the toolchain makes identifiers of them, and puts these into the name
            if isinstance(key, tuple):
                todo.extend(key)
                continue
            try:
                text = key if isinstance(key, str) else key.name
            except Exception:
                continue
            if isinstance(text, str) and text != clean(text):
                name = name.replace(identifier(text), identifier(clean(text)))
        return base_symbol(graph, name)

    def base(self, graph):
        """The same; of a graph that does not tell them, as much of the name as it does."""
        try:
            return self.own(graph)
        except Exception:       # `Exporter.chosen` says so
            return '%s:?' % name_of(graph, 'func.__module__')

    def made_with(self, func):
        """What generated code finds in the globals that it was given."""
        found = func.__globals__
        return ', '.join(['%s=%s' % (name, stable(found[name])) for name in func.__code__.co_names if name in found])

    def argument_text(self, v):
        """A parameter's type, by one name before and after the RTyper."""
        T = getattr(v, 'concretetype', None)
        if T is not None:
            return shape(T)
        s = v.annotation if hasattr(v, 'annotation') else getattr(self.t.annotator, 'bindings', {}).get(v)
        return Types().annotated(s).replace('gc:', '')

    def callee_text(self, graph):
        return 'to ' + ', '.join(sorted(set([self.base(callee) for callee in callees_of(graph)])))

    def neighbours(self, graph):
        """Those that called it, and those that it called, when the program was annotated."""
        if self.calls is None:
            self.calls = {}
            for caller, callee in getattr(self.t, 'callgraph', {}).values():
                self.calls.setdefault(callee, (set(), set()))[0].add(caller)
                self.calls.setdefault(caller, (set(), set()))[1].add(callee)
        return self.calls.get(graph, ((), ()))

    def caller_text(self, graph):
        return 'in ' + ', '.join(sorted([self.base(caller) for caller in self.neighbours(graph)[0]]))

    def contents_text(self, graph):
        types = [getattr(v, 'concretetype', None) for v in graph.getargs() + [graph.getreturnvar()]]
        return ' '.join([self.types.contents(T, Types.ROUNDS) for T in types if T is not None])

    def colour(self, graph, rounds):
        """A digest of what is known of a graph alone; then with that of those that it calls and is called by, and so on."""
        if (graph, rounds) not in self.colours:
            if rounds == 0:
                text = ' '.join([self.base(graph)] + [self.level_text(level, graph) for level in self.LEVELS[:self.OWN]])
            else:
                text = ' '.join([self.colour(graph, rounds - 1)]
                                + [','.join(sorted(set([self.colour(g, rounds - 1) for g in found])))
                                   for found in self.neighbours(graph)])
            self.colours[graph, rounds] = sha1(text)
        return self.colours[graph, rounds]

    def level_text(self, level, graph):
        try:
            return level(self, graph, getattr(graph, 'func', None))
        except Exception:       # no function; an empty cell; an object that does not let itself be looked at
            return ''

    def add(self, graphs):
        groups = {}
        for graph in graphs:
            if graph not in self.names:
                groups.setdefault(self.base(graph), []).append(graph)
        for name in sorted(groups):
            self.tell_apart(name, groups[name], 0)

    def tell_apart(self, name, graphs, level):
        while len(graphs) > 1 and level < len(self.LEVELS):
            parts = {}
            for graph in graphs:
                parts.setdefault(self.level_text(self.LEVELS[level], graph), []).append(graph)
            level += 1
            if len(parts) > 1:
                for text in sorted(parts):
                    self.tell_apart('%s[%s]' % (name, cut(text, 60)) if text else name, parts[text], level)
                return
        for graph in graphs:
            symbol, k = name, 2
            while symbol in self.taken:
                symbol, k = '%s#%d' % (name, k), k + 1
            self.taken.add(symbol)
            self.names[graph] = symbol


# ____________________________________________________________
# Graphs

CALLS = ('direct_call', 'indirect_call', 'simple_call', 'call_args')


def blocks_of(graph):
    """The blocks, depth first from the start block."""
    blocks, seen, todo = [], set(), [graph.startblock]
    while todo:
        block = todo.pop()
        if block in seen:
            continue
        seen.add(block)
        blocks.append(block)
        todo.extend([link.target for link in reversed(block.exits) if link.target not in seen])
    return blocks


def callees_of(graph):
    """The graphs that a low-level graph calls directly."""
    found = []
    for block in blocks_of(graph):
        for op in block.operations:
            if op.opname == 'direct_call' and isinstance(op.args[0], Constant):
                found.append(getattr(getattr(op.args[0].value, '_obj', None), 'graph', None))
    return [g for g in found if g is not None]


def catches(block):
    return block.exitswitch is not None and block.exitswitch == c_last_exception


class Exporter(object):
    def __init__(self, translator, only=()):
        self.t = translator
        self.only = list(only)
        self.errors = []
        self.told = set()       # what has been said of these
        self.types = Types(translator)
        self.symbols = Symbols(translator, self.types, self.failed)
        self.externals = {}     # C functions: name to (callbacks, effects)
        self.helpers = set()    # graphs that are called, but not exported
        self.choices = {}       # graphs to whether they are exported

    def exported(self, graph):
        if graph not in self.choices:
            self.choices[graph] = bool(self.guarded(self.chosen, graph))
        return self.choices[graph]

    def chosen(self, graph):
        self.symbols.own(graph)     # what has no name is not exported
        if slot_of(graph) is not None:
            return False
        if not self.only:
            return True
        if not hasattr(graph, 'func'):      # made by the RTyper: it goes with what it calls, as do those that choose a method
            return any([self.matches(callee) for callee in callees_of(graph) if hasattr(callee, 'func')])
        return self.matches(graph)

    def matches(self, graph):
        return any([fnmatch.fnmatchcase(module_of(graph), glob) for glob in self.only])

    def look_for_modules(self):
        """Names the globs of which the program has no module."""
        modules = set([module_of(graph) for graph in self.t.graphs])
        for glob in self.only:
            if not fnmatch.filter(modules, glob):
                self.failed('--only %s' % glob, LookupError('no function is of a module that matches'))

    def symbol(self, graph):
        if graph not in self.symbols.names:
            self.symbols.add([graph])
        return self.symbols.names[graph]

    # ---- types

    def annotation(self, v):
        if hasattr(v, 'annotation'):
            return v.annotation
        return getattr(self.t.annotator, 'bindings', {}).get(v)

    def type_name(self, v):
        T = getattr(v, 'concretetype', None)
        return self.types.annotated(self.annotation(v)) if T is None else self.types.names[T]

    def is_void(self, v):
        T = getattr(v, 'concretetype', None)
        if T is None:
            return isinstance(v, Variable) and self.types.annotated(self.annotation(v)) == 'Void'
        return T is lltype.Void

    def types_in(self, graph):
        """The types of a graph's values, in the order in which they are met."""
        found = []
        for block in blocks_of(graph):
            values = list(block.inputargs) + [block.exitswitch]
            for op in block.operations:
                values.append(op.result)
                values.extend(op.args)
            for link in block.exits:
                values.extend(link.args)
                values.extend([link.last_exception, link.last_exc_value])
            found.extend([getattr(v, 'concretetype', None) for v in values])
        types = unique([T for T in found if T is not None])
        for T in types:
            self.types.look_at(T)
        return types

    # ---- constants

    def const(self, c, known):
        """A constant operand; `known` numbers the objects of the function that look alike."""
        v, T = c.value, getattr(c, 'concretetype', None)
        if v is None:
            return 'null'
        if isinstance(v, bool):
            return 'true' if v else 'false'
        if isinstance(v, INTEGERS) and -2 ** 63 <= v < 2 ** 63:
            return '%d' % v
        if T is None or T is lltype.Void:
            text = v if isinstance(v, str) and '\0' not in v else self.text(v)
            # before the RTyper these are the program's constants too, later only what the toolchain was told
            return json_object([('const', json_text(cut(text if T is None else clean(text), 200)))])
        text = self.text(v)
        if isinstance(v, lltype._ptr) and text != 'null':
            obj = v._obj
            alike = known.setdefault(text, [])
            if not [o for o in alike if o is obj]:
                alike.append(obj)
            k = [o is obj for o in alike].index(True)
            text = text if k == 0 else '%s (%d)' % (text, k + 1)
        return json_object([('const', json_text(text)), ('type', json_text(self.types.names[T]))])

    def text(self, v):
        try:
            if isinstance(v, lltype._ptr):
                return cut(self.pointee(v), 120)
            if isinstance(v, llmemory.fakeaddress):
                return 'address of %s' % self.pointee(v.ptr) if v.ptr else 'null'
            if isinstance(v, dict):
                return ','.join(['%s=%s' % (k, x if isinstance(x, str) else stable(x)) for k, x in sorted(v.items())])
            if isinstance(v, PRIMITIVES):
                return cut(repr(v) if not isinstance(v, INTEGERS) else '%d' % v, 120)
            if hasattr(v, 'expr') and isinstance(v.expr, str):
                return v.expr           # a number that the C compiler knows
            return cut(stable(v), 120)
        except Exception:
            return v.__class__.__name__

    def pointee(self, v):
        obj = v._obj
        if obj is None:
            return 'null'
        T = v._T
        if isinstance(T, lltype.FuncType):
            graph = getattr(obj, 'graph', None)
            return self.symbol(graph) if graph is not None else c_symbol(obj)
        T = lltype.typeOf(lltype.top_container(obj)) if hasattr(obj, '_parentstructure') else T
        name = shape(T)
        if name in ('rpy_string', 'rpy_unicode'):
            return repr((u'' if name == 'rpy_unicode' else '').join(obj.chars.items))
        if name.endswith('_vtable') or name == 'object_vtable':
            return 'class %s' % clean(self.class_name(obj))
        if isinstance(T, lltype.Array):
            return '%s, %d of them' % (name, obj.getlength())
        return 'a %s' % name

    def class_name(self, vtable):
        """What the vtable says of itself: the bare name of its class."""
        vtable = lltype.top_container(vtable)
        while not hasattr(vtable, 'name'):
            vtable = vtable.super
        name = vtable.name._obj
        return ''.join(getattr(name, 'chars', name).items).rstrip('\0')

    # ---- calls

    def targets(self, op):
        """What an operation calls: symbols (None: unknown) and the graphs among them; the slot, if it is the notation held_by."""
        if op.opname == 'indirect_call':
            graphs = op.args[-1].value
            return (None, [], None) if graphs is None else self.named(graphs)
        if op.opname == 'direct_call':
            if not isinstance(op.args[0], Constant):
                return None, [], None
            obj = op.args[0].value._obj
            if obj is None:
                return [], [], None
            graph = getattr(obj, 'graph', None)
            if graph is not None and getattr(obj, 'external', None) is None:
                return self.named([graph]) if slot_of(graph) is None else ([], [], slot_of(graph))
            return [self.external(obj)], [], None
        return self.annotated_targets(op)

    def named(self, graphs):
        return sorted([self.symbol(g) for g in graphs]), list(graphs), None

    def annotated_targets(self, op):
        """A call before the RTyper: of what the annotator knows that its function may be."""
        f = op.args[0]
        if isinstance(f, Constant):
            if f.value is held_by or getattr(f.value, '__name__', '') == 'held_by' and hasattr(f.value, '__code__') \
                    and f.value.__module__.endswith('export_rpython'):
                return [], [], op.args[3].value
            try:
                s = self.t.annotator.bookkeeper.immutablevalue(f.value)
            except Exception:
                return None, [], None
        else:
            s = self.annotation(f)
        if s.__class__.__name__.startswith('SomeBuiltin'):      # the annotator knows it, and it calls nothing back
            method = getattr(s, 'methodname', None) or getattr(getattr(f, 'value', None), '__name__', None)
            return ['builtin:%s' % clean(method or '?')], [], None
        descs = list(getattr(s, 'descriptions', ()))
        graphs = []
        for desc in descs:
            if hasattr(desc, 'classdef') or hasattr(desc, 'getuniqueclassdef'):     # a class: its __init__
                try:
                    init = desc.s_read_attribute('__init__')
                    subs = [getattr(d, 'funcdesc', d) for d in getattr(init, 'descriptions', ())]
                except Exception:
                    subs = []
            else:
                subs = [getattr(desc, 'funcdesc', desc)]
            for sub in subs:
                if not hasattr(sub, 'getgraphs'):
                    return None, [], None
                graphs.extend([g for g in sub.getgraphs() if hasattr(g, 'startblock')])
        if descs and not graphs:        # classes that have no __init__
            return ['builtin:%s' % clean(getattr(descs[0], 'name', '?'))], [], None
        return self.named(graphs) if descs else (None, [], None)

    def external(self, obj):
        """The symbol of a C function, whose record is noted."""
        symbol = c_symbol(obj)
        if symbol not in self.externals:
            graphs = []
            for f in getattr(getattr(obj, '_callbacks', None), 'callbacks', ()):
                graphs.extend(self.t.annotator.bookkeeper.getdesc(f).getgraphs())
            self.externals[symbol] = graphs, bool(getattr(obj, 'random_effects_on_gcobjs', False))
        return symbol

    def called(self, graphs):
        self.helpers.update([g for g in graphs if not self.exported(g)])

    # ---- records

    def guarded(self, work, graph):
        """What `work` makes of the graph; None, and the graph is named, where it fails."""
        return tried(work, graph, lambda e: self.failed(self.symbol(graph), e))

    def failed(self, name, e):
        text = '%s: %s' % (name, message_of(e))
        if text in self.told:       # a function that is looked at again, as one that others call
            return
        self.told.add(text)
        self.errors.append((name, e))
        progress('')
        sys.stderr.write('export_rpython: %s\n' % text)

    def input_orders(self, graph, blocks):
        """For each block, its inputs' places in the order in which they are written.  The toolchain orders them by addresses;
        here they follow the variables of the block that leads there first, and their uses."""
        orders, first, place = {}, {}, {}
        fixed = (graph.startblock, graph.returnblock, graph.exceptblock)
        for block in blocks:
            places = range(len(block.inputargs))
            if block not in fixed:
                uses = {}
                for op in block.operations:
                    for a in op.args:
                        uses.setdefault(a, len(uses))
                args = first[block].args

                def key(i):
                    a = args[i]
                    if isinstance(a, Variable) and a in place:
                        known = 0, place[a], ''
                    else:
                        known = 1, 0, self.text(getattr(a, 'value', None))
                    return known, uses.get(block.inputargs[i], len(uses)), block.inputargs[i]._name
                places = sorted(places, key=key)
            orders[block] = places
            variables = [block.inputargs[i] for i in places] + [op.result for op in block.operations]
            for link in block.exits:
                first.setdefault(link.target, link)
                variables += [link.last_exception, link.last_exc_value]
            for v in variables:
                place[v] = len(place)
        return orders

    def function(self, graph):
        """The text of a function's record."""
        blocks = blocks_of(graph)
        index = dict([(block, i) for i, block in enumerate(blocks)])
        orders = self.input_orders(graph, blocks)
        names, counts, listed, known = {}, {}, {}, {}

        def var(v):
            if v not in names:
                prefix = v._name.rstrip('_') or 'v'
                counts[prefix] = counts.get(prefix, 0) + 1
                names[v] = json_text('%s_%d' % (prefix, counts[prefix]))
                listed.setdefault(self.type_name(v), []).append(names[v])
            return names[v]

        def operand(a):
            if isinstance(a, Constant):
                return self.const(a, known)
            # the result of a Void operation has no value
            return 'null' if a not in names and self.is_void(a) else var(a)

        def operation(op):
            result = 'null' if self.is_void(op.result) else var(op.result)
            if op.opname not in CALLS:
                return [json_text(op.opname), result] + [operand(a) for a in op.args]
            symbols, graphs, slot = self.targets(op)
            if slot is not None:
                return ['"held_by"', 'null'] + [operand(a) for a in op.args[1:3]] + [json_object([('const', json_text(slot))])]
            self.called(graphs)
            args = op.args[:-1] if op.opname == 'indirect_call' else op.args
            if symbols is not None and op.opname != 'indirect_call' and len(symbols) < 2:
                return ['"direct_call"', result, json_text(symbols[0]) if symbols else 'null'] \
                    + [operand(a) for a in args[isinstance(args[0], Constant) or op.opname == 'direct_call':]]
            return ['"indirect_call"', result, 'null' if symbols is None else json.dumps(symbols)] \
                + [operand(a) for a in args]

        def block_text(block):
            items = [('in', '[%s]' % ','.join([var(block.inputargs[i]) for i in orders[block]]))]
            if block.operations:
                items.append(('ops', '[%s]' % ','.join(['[%s]' % ','.join(operation(op)) for op in block.operations])))
                lines = [self.line(op, graph) for op in block.operations]
                if lines.count(None) < len(lines):
                    items.append(('lines', json.dumps(lines, separators=(',', ':'))))
            exits, handlers = [], []
            switch = None if catches(block) else block.exitswitch
            if switch is not None:
                items.append(('switch', operand(switch)))
            for link in block.exits:
                to, handler = [('to', '%d' % index[link.target])], catches(block) and link.exitcase is not None
                if handler:
                    binds = [var(v) if isinstance(v, Variable) else 'null'
                             for v in (link.last_exception, link.last_exc_value)]
                    to[:0] = [('catch', json_text(clean(getattr(link.exitcase, '__name__', str(link.exitcase))))),
                              ('bind', '[%s]' % ','.join(binds))]
                to.append(('args', '[%s]' % ','.join([operand(link.args[i]) for i in orders[link.target]])))
                if switch is not None:
                    to.append(('case', self.case(link.exitcase)))
                (handlers if handler else exits).append(json_object(to))
            if exits:
                items.append(('exits', '[%s]' % ','.join(exits)))
            if handlers:
                items.append(('handlers', '[%s]' % ','.join(handlers)))
            return json_object(items)

        texts = [block_text(block) for block in blocks]
        items = [('function', json_text(self.symbol(graph)))]
        code = getattr(getattr(graph, 'func', None), '__code__', None)
        if code is not None:
            name = self.file_name(code.co_filename, module_of(graph))
            if name is not None:
                items += [('file', json_text(name)), ('line', '%d' % code.co_firstlineno)]
        items.append(('vars', '{%s}' % ','.join(['%s:[%s]' % (json_text(T), ','.join(vs))
                                                 for T, vs in sorted(listed.items())])))
        if graph.returnblock in index:
            items.append(('return', '%d' % index[graph.returnblock]))
        if graph.exceptblock in index:
            items.append(('raise', '%d' % index[graph.exceptblock]))
        items.append(('blocks', '[%s]' % ','.join(texts)))
        return json_object(items)

    def case(self, v):
        if isinstance(v, bool):
            return 'true' if v else 'false'
        if isinstance(v, INTEGERS):
            return '%d' % v if -2 ** 63 <= v < 2 ** 63 else '"%d"' % v
        if isinstance(v, str):
            return json_text(v if v == 'default' else repr(v)[1:-1])
        return json_text(repr(v)[2:-1] if isinstance(v, type(u'')) else self.text(v))

    def line(self, op, graph):
        """The line of an operation in its function's file; None: not known, or inlined from another file."""
        code = getattr(getattr(graph, 'func', None), '__code__', None)
        if code is None or op.offset < 0:
            return None
        if isinstance(op.offset, Offset):
            return op.offset.line if op.offset.file == code.co_filename else None
        return None if hasattr(op.result, 'concretetype') and op.result.concretetype else line_of(code, op.offset)

    def file_name(self, path, module):
        """A source file below the folder of its package; None: the code was generated."""
        if not path or path.startswith('<'):
            return None
        parts = os.path.splitext(path)[0].replace(os.sep, '/').split('/')
        dotted = module.split('.')
        package = dotted[0]
        if package in parts:
            last = len(parts) - 1 - parts[::-1].index(package)
            return '/'.join(parts[last if len(dotted) == 1 else self.start(parts, dotted):]) + '.py'
        return os.path.basename(path)

    def start(self, parts, dotted):
        """Where the path of a module begins among the parts of its file's path."""
        for i in range(len(parts)):
            if parts[i:i + len(dotted)] == dotted or parts[i:i + len(dotted)] == dotted[:len(parts) - i]:
                return i
        return parts.index(dotted[0])

    def helper_records(self):
        """Externals that stand for graphs that are not exported: what they, and all that they call, get back to."""
        bits, symbols = {}, []
        reach = {}

        def bit(symbol):
            if symbol not in bits:
                bits[symbol] = 1 << len(symbols)
                symbols.append(symbol)
            return bits[symbol]

        EFFECTS = bit(None)
        todo, callers = list(self.helpers), {}
        seen = set(todo)

        def reached(graph):
            mask = 0
            for block in blocks_of(graph):
                fresh = set()       # made here: what is written to these, nobody else sees
                for op in block.operations:
                    if op.opname.startswith('malloc'):
                        fresh.add(op.result)
                    elif op.opname in CALLS:
                        names, graphs, _ = self.targets(op)
                        if names is None:
                            mask |= EFFECTS
                        elif not graphs:
                            for name in names:
                                mask |= bit(name) | (EFFECTS if self.externals.get(name, ((), False))[1] else 0)
                        for g in graphs:
                            if self.exported(g):
                                mask |= bit(self.symbol(g))
                                continue
                            callers.setdefault(g, set()).add(graph)
                            if g not in seen:
                                seen.add(g)
                                todo.append(g)
                    elif op.opname.startswith(('setfield', 'setarrayitem', 'setinteriorfield')):
                        T = getattr(op.args[0], 'concretetype', None)
                        if isinstance(T, lltype.Ptr) and T.TO._gckind == 'gc' and op.args[0] not in fresh:
                            mask |= EFFECTS
            return mask

        for graph in todo:
            mask = self.guarded(reached, graph)
            reach[graph] = EFFECTS if mask is None else mask
        work = list(todo)
        while work:
            graph = work.pop()
            for caller in callers.get(graph, ()):
                if reach[caller] | reach[graph] != reach[caller]:
                    reach[caller] |= reach[graph]
                    work.append(caller)
        for graph in self.helpers:
            mask = reach[graph]
            names = sorted([s for s in symbols if s is not None and mask & bits[s]])
            yield self.symbol(graph), names, bool(mask & EFFECTS)

    def write(self, out, header):
        def put(text):
            out.write((text + '\n').encode('ascii'))

        put(json_object([('format', '"stacksieve-graphs"'), ('version', '1'), ('end', 'true')]
                        + [(k, json.dumps(v)) for k, v in header]))
        self.symbols.add(self.t.graphs)
        self.look_for_modules()
        graphs = sorted([g for g in self.t.graphs if self.exported(g)], key=self.symbol)
        found = [(graph, self.guarded(self.types_in, graph)) for graph in graphs]
        graphs = [graph for graph, types in found if types is not None]
        self.types.add([T for _, types in found for T in types or ()])
        for name, e in self.types.errors:
            self.failed('type %s' % name, e)
        written, shown = 0, time.time()
        for i, graph in enumerate(graphs):
            text = self.guarded(self.function, graph)
            if text is None:
                continue
            put(text)
            written += 1
            if time.time() - shown > 0.2:
                shown = time.time()
                progress('%d of %d functions' % (i + 1, len(graphs)))
        progress('')
        records = [(symbol, names, effects) for symbol, names, effects in self.helper_records()]
        for symbol, (callbacks, effects) in self.externals.items():
            records.append((symbol, sorted(set(map(self.symbol, callbacks))), effects))
        for symbol, names, effects in sorted(records):
            put(json_object([('external', json_text(symbol)), ('callbacks', json.dumps(names)),
                             ('effects', json.dumps(effects))]))
        types = [self.types.records[name] for name in sorted(self.types.records) if self.types.records[name] is not None]
        for text in types:
            put(text)
        put('{"end":%d}' % (written + len(records) + len(types)))
        return written


def progress(text):
    if sys.stderr.isatty():
        sys.stderr.write('\r%-60s%s' % (text, '' if text else '\r'))
        sys.stderr.flush()


def toolchain_version():
    """The version of the PyPy whose toolchain this is, by its checkout."""
    root = sys.modules[ROOT].__file__
    path = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(root))), 'pypy', 'module', 'sys', 'version.py')
    if os.path.isfile(path):
        with open(path) as f:
            found = re.search(r'^PYPY_VERSION\s*=\s*\((\d+), (\d+), (\d+)', f.read(), re.MULTILINE)
        if found:
            return 'PyPy %s.%s.%s' % found.groups()
    return 'of %s' % ROOT


def refused(filename):
    """Why no stream can be written to that file, or None."""
    if os.path.isdir(filename):
        return '%s: this is a folder' % filename
    if is_device(filename):
        return None if os.access(filename, os.W_OK) else '%s: this cannot be written to' % filename
    folder = os.path.dirname(os.path.realpath(filename))
    if not os.path.isdir(folder):
        return '%s: there is no such folder' % filename
    try:
        tempfile.TemporaryFile(dir=folder).close()
    except EnvironmentError as e:
        return '%s: %s' % (filename, e.strerror)
    return None


def is_device(filename):
    """Whether something is there that takes what is written to it, and must not be replaced: a pipe, a terminal, /dev/null."""
    return os.path.exists(filename) and not os.path.isfile(filename)


def export(translator, filename, program=None, stage=None, only=(), options=()):
    """Writes the graphs of a TranslationContext as they are now; returns the list of (symbol, exception) of those that could
    not be written, of types and classes that lack a part, and of globs in `only` that match nothing.  The file appears whole or not at all; one that a symbolic link leads to is replaced, not the link, and what is no regular
    file is written to.  `options` are noted in the header."""
    if program is None:
        graphs = [getattr(translator, 'entry_point_graph', None)] + list(translator.graphs)
        program = ([name for name in [name_of(g, 'func.__module__') for g in graphs] if name != '?'] or ['?'])[0]
    if stage is None:
        stage = 'annotate' if translator.rtyper is None else 'rtype'
    header = [('program', program), ('stage', stage), ('toolchain', toolchain_version())]
    header += [(key, list(values)) for key, values in (('options', options), ('only', only)) if values]
    exporter = Exporter(translator, only)
    start = time.time()
    path, name = os.path.realpath(filename), None
    if is_device(filename):
        f = open(filename, 'wb')
    else:
        handle, name = tempfile.mkstemp(prefix='.export', dir=os.path.dirname(path))
        f = os.fdopen(handle, 'wb')
    try:
        out = gzip.GzipFile('', 'wb', 6, f, 0) if filename.endswith('.gz') else f
        n = exporter.write(out, header)
        out.close()
        f.close()
        if name is not None:
            mask = os.umask(0)
            os.umask(mask)
            os.chmod(name, 0o666 & ~mask)
            os.rename(name, path)
    except:
        if name is not None:
            os.unlink(name)
        raise
    sys.stderr.write('export_rpython: %s: %d functions after %s, in %.1f s\n' % (filename, n, stage, time.time() - start))
    return exporter.errors


# ____________________________________________________________
# In place of rpython

HELP = '-h', '--help'       # the toolchain's own, unless they come first


def take_options(argv):
    """Takes our own options out of the command line, up to the target."""
    options = {'out': None, 'stage': 'backendopt', 'only': [], 'program': None, 'toolchain': None}
    names = {'-o': 'out', '--out': 'out', '--stage': 'stage', '--only': 'only', '--program': 'program',
             '--toolchain': 'toolchain'}
    rest, i = argv[:1], 1
    while i < len(argv):
        name, equals, value = argv[i].partition('=')
        if target_file(argv[i]) or name not in names:
            rest.append(argv[i])
            if target_file(argv[i]):
                rest += argv[i + 1:]
                break
            i += 1
            continue
        if not equals:
            i += 1
            if i == len(argv):
                usage('%s wants a value' % name)
            value = argv[i]
        if names[name] == 'only':
            options['only'].append(value)
        else:
            options[names[name]] = value
        i += 1
    return options, rest


def target_file(arg):
    """Whether an argument names the target, as rpython has it: with or without its .py.  Another file is an option's value."""
    return arg.endswith('.py') and os.path.isfile(arg) or os.path.isfile(arg + '.py')


def options_told(argv):
    """The options on the command line and their values, for the header; none with a path."""
    told = []
    for before, arg in zip([''] + argv, argv):
        value = before.startswith('-') and '=' not in before and os.sep not in before and not target_file(arg)
        if os.sep not in arg and (value or arg.startswith('-')):
            told.append(arg)
    return told


def usage(text):
    sys.stderr.write('export_rpython: %s\n' % text)
    sys.exit(2)


def main():
    if set(sys.argv[1:2]).intersection(HELP):
        sys.stdout.write(__doc__)
        return 0
    options, sys.argv = take_options(sys.argv)
    stages = options['stage'].split(',')
    if not options['out']:
        usage('-o FILE is missing')
    if len(stages) > 1 and '%s' not in options['out']:
        usage('-o FILE needs %s in it, the place for the name of the stage')
    paths = [options['out'].replace('%s', stage) for stage in stages]
    for path in paths:
        reason = refused(path)
        if reason is not None:
            usage(reason)
    if ROOT == 'rpython':
        from rpython.translator.goal import translate
        from rpython.translator import driver, translator
    else:
        import pypy
        goal = os.path.join(os.path.dirname(os.path.abspath(pypy.__file__)), 'translator', 'goal')
        sys.path.insert(0, goal)            # translate imports autopath from there
        from pypy.translator.goal import translate
        from pypy.translator import driver, translator
    sys.setrecursionlimit(6000)             # PyPy itself does not translate within Python's own limit
    keep_order()
    keep_lines()
    toolchain_options = options_told(sys.argv[1:])
    take_below(*[os.path.dirname(os.path.abspath(arg)) for arg in sys.argv[1:] if target_file(arg)][:1])
    targetspec, translateconfig, config, args = translate.parse_options_and_load_target()
    t = translator.TranslationContext(config=config)
    d = driver.TranslationDriver.from_targetspec(targetspec, config, args, empty_translator=t,
                                                 disable=translateconfig.skipped_goals, default_goal='annotate')
    program = options['program'] or os.path.basename(translateconfig.targetspec)
    errors = 0
    for stage, path in zip(stages, paths):
        tasks = [task for task in (stage, stage + '_lltype', stage + '_c') if task in d.tasks]
        if not tasks:
            usage('the toolchain has no step called "%s"' % stage)
        d.proceed([tasks[0]])
        errors += len(export(t, path, program, stage, options['only'], toolchain_options))
    return 1 if errors else 0


def run():
    try:
        status = main()
    except SystemExit as e:     # of ours, of the toolchain, or of the program: there is no stream
        if e.code is not None and not isinstance(e.code, int):
            sys.stderr.write('%s\n' % (e.code,))
        status = 0 if not e.code and set(sys.argv).intersection(HELP) else 2
        if status and not e.code:
            sys.stderr.write('export_rpython: the program ended the translation\n')
    except KeyboardInterrupt:
        sys.stderr.write('export_rpython: interrupted\n')
        status = 130
    except Exception:
        import traceback
        traceback.print_exc()
        status = 2
    sys.exit(status)


if __name__ == '__main__':
    run()
