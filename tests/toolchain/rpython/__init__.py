"""As much of an RPython toolchain as the exporter looks at, for tests where there is none, on Python 2 and 3.

A target is a file with a function `target(t, options)`, which puts graphs into the TranslationContext `t` as the annotator
leaves them, but with their low-level types; this RTyper gives each block new operations, of which it does not know where they
come from.  The RTyper numbers the graphs in `t.numbered`, in the order of a set; the inliner copies the operations of one graph of a pair in
`t.inlined` into the other.  Classes and attributes have the names of the real ones; types of one shape are not equal, save pointers and functions.
"""
import os
import sys
import types

sys.dont_write_bytecode = True


# ____________________________________________________________
# Types

class LowLevelType(object):
    pass


class Primitive(LowLevelType):
    def __init__(self, name):
        self._name = name


class ContainerType(LowLevelType):
    _gckind = 'raw'


class Struct(ContainerType):
    def __init__(self, name, fields, gckind='gc', hints=()):
        self._name = name
        self._names = [field for field, _ in fields]
        self._flds = dict(fields)
        self._gckind = gckind
        self._hints = dict(hints)

    def _immutable_field(self, field):
        return field in self._hints.get('immutable_fields', ())


class Array(ContainerType):
    def __init__(self, of, gckind='gc'):
        self.OF = of
        self._gckind = gckind


class FuncType(ContainerType):
    def __init__(self, args, result):
        self.ARGS = args
        self.RESULT = result

    def __eq__(self, other):
        return isinstance(other, FuncType) and (self.ARGS, self.RESULT) == (other.ARGS, other.RESULT)

    def __ne__(self, other):
        return not self == other

    def __hash__(self):
        return hash(tuple(self.ARGS))


class ForwardReference(LowLevelType):
    pass


class Ptr(LowLevelType):
    def __init__(self, to):
        self.TO = to

    def __eq__(self, other):
        return isinstance(other, Ptr) and self.TO == other.TO

    def __ne__(self, other):
        return not self == other

    def __hash__(self):
        return hash(self.TO)


class DelayedPointer(Exception):
    pass


class Container(object):
    """What a pointer points to: a structure, an array, a function."""

    def __init__(self, T, **attributes):
        self._TYPE = T
        self.__dict__.update(attributes)


class Pointer(object):
    def __init__(self, obj):
        self._T = obj._TYPE
        self._obj = self._obj0 = obj


Void, Signed, Bool, Char = [Primitive(name) for name in ('Void', 'Signed', 'Bool', 'Char')]


# ____________________________________________________________
# Graphs

class Variable(object):
    def __init__(self, name, T):
        self._name = name + '_'
        self.concretetype = T


class Constant(object):
    def __init__(self, value, T=Void):
        self.value = value
        self.concretetype = T


class SpaceOperation(object):
    def __init__(self, opname, args, result, offset=-1):
        self.opname = opname
        self.args = args
        self.result = result
        self.offset = offset


class Link(object):
    last_exception = last_exc_value = None

    def __init__(self, args, target, exitcase=None):
        self.args = args
        self.target = target
        self.exitcase = exitcase


class Block(object):
    def __init__(self, inputargs):
        self.inputargs = inputargs
        self.operations = []
        self.exits = []
        self.exitswitch = None


OBJECT_VTABLE = Struct('object_vtable', [], 'raw')
OBJECT = Struct('object', [('typeptr', Ptr(OBJECT_VTABLE))])


class FunctionGraph(object):
    def __init__(self, name, func, args, result):
        self.name = name
        self.func = func
        self.startblock = Block(args)
        self.returnblock = Block([Variable('result', result)])
        self.exceptblock = Block([Variable('etype', Ptr(OBJECT_VTABLE)), Variable('evalue', Ptr(OBJECT))])

    def getargs(self):
        return self.startblock.inputargs

    def getreturnvar(self):
        return self.returnblock.inputargs[0]


# ____________________________________________________________
# Translation

class Bookkeeper(object):
    def __init__(self):
        self.classdefs = []
        self.descs = {}

    def getdesc(self, func):
        return self.descs[func]


class Desc(object):
    pass


class ClassDef(object):
    pass


class FunctionDesc(Desc):
    """The graphs of a function, by what they are specialised on."""

    def __init__(self):
        self._cache = {}

    def getgraphs(self):
        return self._cache.values()


class Annotator(object):
    def __init__(self):
        self.bookkeeper = Bookkeeper()
        self.annotated = {}     # blocks to graphs
        self.instances = {}     # types to classes
        self.vtables = {}       # types of vtables to these


class ExtRegistryEntry(object):
    """How the annotator and the RTyper treat a function that is called, `_about_`."""

    @classmethod
    def of(cls, func):
        return [entry for entry in cls.__subclasses__() if entry._about_ is func][0]()


class Annotation(object):
    """What is known of an argument."""

    def __init__(self, v):
        self.known = isinstance(v, Constant)
        self.const = getattr(v, 'value', None)

    def is_constant(self):
        return self.known


class HighLevelOp(object):
    def __init__(self, spaceop, llops):
        self.spaceop = spaceop
        self.llops = llops
        self.args_r = [v.concretetype for v in spaceop.args[1:]]
        self.args_s = [Annotation(v) for v in spaceop.args[1:]]
        self.raises = True

    def inputarg(self, r, arg):
        assert r is self.args_r[arg]
        return self.spaceop.args[1 + arg]

    def exception_cannot_occur(self):
        self.raises = False

    def gendirectcall(self, func, *args):
        assert not self.raises
        graph = FunctionGraph(func.__name__, func, list(args), Void)
        T = FuncType([v.concretetype for v in args], Void)
        function = Constant(Pointer(Container(T, graph=graph)), Ptr(T))
        self.llops.append(SpaceOperation('direct_call', [function] + list(args), self.spaceop.result))


class RPythonTyper(object):
    def __init__(self, annotator):
        self.annotator = annotator
        self.lltype2vtable = annotator.vtables

    def lltype_to_classdef_mapping(self):
        return self.annotator.instances

    def translate_hl_to_ll(self, hop, varmapping):
        if hop.spaceop.opname == 'simple_call':
            entry = ExtRegistryEntry.of(hop.spaceop.args[0].value)
            entry.compute_result_annotation(*hop.args_s)
            entry.specialize_call(hop)
            return
        hop.llops.append(SpaceOperation(hop.spaceop.opname, hop.spaceop.args, hop.spaceop.result))

    def specialize_block(self, block):
        llops = []
        for op in block.operations:
            self.translate_hl_to_ll(HighLevelOp(op, llops), {})
        block.operations = llops


class BaseInliner(object):
    def copy_operation(self, op):
        return SpaceOperation(op.opname, op.args, op.result)


class TranslationContext(object):
    def __init__(self, config=None):
        self.graphs = []
        self.callgraph = {}
        self.numbered = []
        self.inlined = []
        self.annotator = Annotator()
        self.rtyper = None

    def add(self, graph, key=None):
        """A graph of a function, which is specialised on `key`."""
        self.graphs.append(graph)
        self.annotator.bookkeeper.descs.setdefault(graph.func, FunctionDesc())._cache[key] = graph

    def rtype(self):
        for number, graph in enumerate(set(self.numbered)):
            graph.startblock.operations.append(SpaceOperation('number', [Constant(number, Signed)], Variable('v', Void)))
        self.rtyper = RPythonTyper(self.annotator)
        for graph in self.graphs:
            todo = [graph.startblock]
            for block in todo:
                if block not in self.annotator.annotated:
                    self.annotator.annotated[block] = graph
                    self.rtyper.specialize_block(block)
                    todo.extend([link.target for link in block.exits])


class TranslationDriver(object):
    tasks = {'rtype_lltype': None, 'backendopt_lltype': None}

    @classmethod
    def from_targetspec(cls, targetspec, config, args, empty_translator, disable, default_goal):
        driver = cls()
        driver.translator = empty_translator
        targetspec['target'](empty_translator, args)
        return driver

    def proceed(self, tasks):
        if self.translator.rtyper is None:
            self.translator.rtype()
        if tasks == ['backendopt_lltype']:
            for caller, callee in self.translator.inlined:
                copies = [BaseInliner().copy_operation(op) for op in callee.startblock.operations]
                caller.startblock.operations.extend(copies)


WITH_VALUE = '--inline-threshold', '--platform', '--cc'      # options with a value of their own


def parse_options_and_load_target():
    argv = [arg for before, arg in zip(sys.argv, sys.argv[1:]) if not arg.startswith('-') and before not in WITH_VALUE]
    if '--help' in sys.argv:
        sys.stdout.write('Help of the toolchain\n')
        sys.exit(0)
    if os.path.isfile(argv[0] + '.py'):
        argv[0] += '.py'
    if not os.path.isfile(argv[0]):
        sys.stderr.write('Could not find target %r\n' % argv[0])
        sys.exit(1)
    targetspec = {'__name__': os.path.splitext(os.path.basename(argv[0]))[0]}
    with open(argv[0]) as f:
        exec(compile(f.read(), argv[0], 'exec'), targetspec)
    config = Container(None, skipped_goals=[], targetspec=targetspec['__name__'])
    return targetspec, config, None, argv[1:]


# ____________________________________________________________
# The modules, by the names that the real ones have

def _module(name, **contents):
    module = types.ModuleType('rpython.' + name)
    module.__dict__.update(contents)
    sys.modules[module.__name__] = module
    parent, _, last = module.__name__.rpartition('.')
    setattr(sys.modules[parent], last, module)


_module('flowspace')
_module('flowspace.model', Constant=Constant, Variable=Variable, Block=Block,
        FunctionGraph=FunctionGraph, c_last_exception=Constant('last_exception'))
_module('annotator')
_module('annotator.classdesc', ClassDef=ClassDef)
_module('annotator.description', Desc=Desc)
_module('rtyper')
_module('rtyper.lltypesystem')
_module('rtyper.lltypesystem.lltype', LowLevelType=LowLevelType, ContainerType=ContainerType, Struct=Struct, Array=Array,
        FuncType=FuncType, ForwardReference=ForwardReference, Ptr=Ptr, DelayedPointer=DelayedPointer, _ptr=Pointer,
        Void=Void, Signed=Signed, Bool=Bool, Char=Char,
        typeOf=lambda obj: obj._TYPE, top_container=lambda obj: obj)
_module('rtyper.lltypesystem.llmemory', fakeaddress=type('fakeaddress', (), {}))
_module('rtyper.extregistry', ExtRegistryEntry=ExtRegistryEntry)
_module('rtyper.rtyper', RPythonTyper=RPythonTyper)
_module('rlib')
_module('rlib.objectmodel', keepalive_until_here=lambda value: None)
_module('translator')
_module('translator.translator', TranslationContext=TranslationContext)
_module('translator.driver', TranslationDriver=TranslationDriver)
_module('translator.goal')
_module('translator.goal.translate', parse_options_and_load_target=parse_options_and_load_target)
_module('translator.backendopt')
_module('translator.backendopt.inline', BaseInliner=BaseInliner)
