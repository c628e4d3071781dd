"""A target of the toolchain beside it: what a function is specialised on, in one order or another, and what graphs are made of.

    reversed        the other way round
    extra           one more specialisation of each function, and before those that are there without it
    located         what holds addresses, and paths of files beside this one and elsewhere: what functions are specialised on, close
                    over, have as defaults and constants; names of functions, classes, types, of a C function
    patched         what the exporter changes in the toolchain: functions that get numbers in the order of a set; one into which another
                    of its file is inlined, and one of another file; one that says what a frame holds
    broken-types, broken-links, broken-key, broken-helper
                    a function in which a value has no type that can be read; one in which a link lacks an argument; two that
                    are specialised on what cannot be read; a helper in another module that calls what cannot be read
    broken-function, broken-choice, broken-specialisations
                    two functions whose names cannot be read, and which are called; one that the toolchain made, which calls
                    what cannot be read; one of which nothing says how it is specialised
    broken-classes  classes of which the name, or the vtable, cannot be read, and one before and one after these
    broken-members, broken-hints, broken-name
                    types, of which one is that of a class with a member that cannot be read; one, among others of its name, has
                    hints that cannot be read; of one the name cannot
"""
import dis
import os
import re

from rpython import (OBJECT, OBJECT_VTABLE, Array, Block, Bool, Char, Constant, Container, FuncType, FunctionGraph, Link, Pointer,
                     Primitive, Ptr, Signed, SpaceOperation, Struct, Variable, Void)
from rpython.flowspace.model import c_last_exception
from export_rpython import held_by, ll_held_by


class Thing(object):
    """Its repr has an address."""

    def __init__(self, size):
        self.size = size


class Nameless(object):
    @property
    def name(self):
        raise KeyError('there is no name for this')


class Lost(Pointer):
    def __init__(self, obj):
        self._T = obj._TYPE

    @property
    def _obj(self):
        raise TypeError('this points nowhere')


class Untyped(Variable):
    def __init__(self):
        self._name = 'u_'

    @property
    def concretetype(self):
        raise TypeError('there is no type for this')


class Closed(Struct):
    """Its hints cannot be read."""

    def __init__(self):
        Struct.__init__(self, 'twin', [('first', Signed)])
        del self._hints

    def __getattr__(self, name):
        raise TypeError('there is no %s of this type' % name)


class Unprintable(Exception):
    def __str__(self):
        raise KeyError('there is no text of this')


class Anonymous(FunctionGraph):
    """Its name cannot be read."""

    def __init__(self, func):
        FunctionGraph.__init__(self, None, func, [Variable('x', Signed)], Signed)

    @property
    def name(self):
        raise TypeError('there is no name for this function')

    @name.setter
    def name(self, name):
        pass


class Unspecialised(object):
    """Nothing says what its function is specialised on."""
    name = 'step'

    @property
    def _cache(self):
        raise Unprintable()


class Unnamed(Primitive):
    def __init__(self):
        pass

    @property
    def _name(self):
        raise TypeError('there is no name for this type')


FRAME = Struct('program.Frame', [('super', OBJECT), ('stack', Signed), ('code', Signed)], hints={'immutable_fields': ['code']})
STRING = Struct('rpy_string', [('chars', Array(Char))])
TWINS = [Struct('twin', [('first', Signed)]) for _ in range(3)]
TEXT_ITEMS, NUMBER_ITEMS = [Struct('items', [('first', T)]) for T in (Ptr(STRING), Signed)]


def called(x):
    return x


def forward(x):
    return called(x)

forward.__module__ = 'elsewhere'


def parse(text):
    x = called(text)
    y = forward(x)
    return y


def poll(x):
    return x


def twice(x):
    return x


def apply(x):
    return x


def made(target):
    def wrapper(x):
        return target(x)
    return wrapper


def step(x):
    return x


def step_elsewhere(x):
    return x

step_elsewhere.__name__ = 'step'
step_elsewhere.__module__ = 'elsewhere'


def step_in_between(x):
    return x

step_in_between.__name__ = 'step'
step_in_between.__module__ = 'between'


def alike():
    def alike(x):
        return x
    return alike


def offset_of(func, line):
    """The offset of the first bytecode of a line of the function."""
    return [offset for offset, n in dis.findlinestarts(func.__code__) if n == func.__code__.co_firstlineno + line][0]


def function_pointer(graph):
    T = FuncType([v.concretetype for v in graph.getargs()], graph.getreturnvar().concretetype)
    return Constant(Pointer(Container(T, graph=graph)), Ptr(T))


def string(text):
    return Constant(Pointer(Container(STRING, chars=Container(None, items=list(text)))), Ptr(STRING))


def identity(t, func, name=None, key=None, T=Signed):
    """A graph that returns its argument."""
    x = Variable('x', T)
    graph = FunctionGraph(name or func.__name__, func, [x], T)
    graph.startblock.exits = [Link([x], graph.returnblock)]
    t.add(graph, key)
    return graph


def specialised(t, options):
    """Functions of which each has several graphs, in the order in which they turn up."""
    todo = [
        (twice, 'twice__int', int), (twice, 'twice__str', str),
        (apply, 'apply__step', step), (apply, 'apply__step', step_elsewhere),
        (poll, 'poll__Thing_object_at_0x7f0000000000', Thing(1)), (poll, 'poll__Thing_object_at_0x7f0000000010', Thing(2)),
        (made(step), None, None), (made(step_elsewhere), None, None),
        (alike(), None, None), (alike(), None, None),
    ]
    if 'extra' in options:
        todo[:0] = [(twice, 'twice__float', float), (apply, 'apply__step', step_in_between),
                    (poll, 'poll__Thing_object_at_0x7f0000000020', Thing(3)), (made(step_in_between), None, None)]
    if 'reversed' in options:
        todo.reverse()
    return [identity(t, func, name, key) for func, name, key in todo]


def place(x):
    return x


def located(t):
    """A user of each function among those that are specialised on what holds an address or a path."""
    here = os.path.dirname(os.path.abspath(place.__code__.co_filename))
    address = ' at 0x%x' % id(t)

    def named(name):
        func = made(name)
        func.__name__ = name
        return func

    def compiled(source, path):
        return eval(source % path)

    for key in (repr(Thing(5)), Container(None, name=here + '/object.c'), Container(None, name='thing' + address), here + '/key.c',
                '/opt/x/other.c', '-I' + here + '/include', 'path=%s:%s' % (here, '/opt/lib/'), '\n' + here + '/line.c',
                u'/opt/x/unicode', named('a_' + address[1:].replace(' ', '_')), type(here + '/Class', (), {}), 'mask_0xff', 'format_0xff', '1/2',
                'http://example.org/x/y', '~/x/y', '../x/y'):
        identity(t, place, key=key)
    identity(t, place, 'place__' + re.sub(r'\W', '_', here + '/name.c'), here + '/name.c')
    for path in (here + '/', '/opt/x/other-'):
        identity(t, made(path + 'cell.c'))
        identity(t, compiled('lambda x=%r: x', path + 'default.c'))
        identity(t, compiled('lambda x: (x, %r)', path + 'constant.c'))
    graph = identity(t, called, 'called_in_place')
    T = FuncType([Signed], Signed)
    outside = Container(T, _name='outside_at_0x%x' % id(t), external='C')
    graph.startblock.operations = [
        SpaceOperation('direct_call', [Constant(Pointer(outside), Ptr(T)), graph.getargs()[0]], Variable('y', Signed)),
        SpaceOperation('look', [Constant(here + '/void.c'), Constant('void' + address), Constant({'file': here + '/void.c'})], Variable('v', Void)),
        SpaceOperation('same', [], Variable('t', Ptr(Struct('type' + address, [])))),
    ]


def hold(n, frame):
    held_by(n, frame, 'n')
    return n


def patched(t, parse):
    """Graphs that the toolchain leaves otherwise, where nobody makes it follow an order, keep lines, know the notation."""
    t.numbered = [identity(t, called, 'called__%d' % i) for i in range(20)]
    n, frame = Variable('n', Signed), Variable('frame', Ptr(FRAME))
    graph = FunctionGraph('hold', hold, [n, frame], Signed)
    graph.startblock.operations = [SpaceOperation('simple_call', [Constant(held_by), n, frame, Constant('n')], Variable('v', Void),
                                                  offset_of(hold, 1))]
    graph.startblock.exits = [Link([n], graph.returnblock)]
    t.add(graph)
    t.inlined = [(identity(t, forward, 'forward_inlined'), parse), (identity(t, re.escape), parse)]


def main(frame, function, letter):
    return parse(letter)


def main_graph(t, family):
    """Calls of every kind, handlers, constants, a switch; a held value."""
    frame, f, letter = Variable('frame', Ptr(FRAME)), Variable('function', family[0].concretetype), Variable('letter', Char)
    graph = FunctionGraph('main', main, [frame, f, letter], Signed)
    n, m, c, flag = [Variable(name, T) for name, T in (('n', Signed), ('m', Signed), ('c', Signed), ('flag', Bool))]
    start, other = graph.startblock, Block([Variable('frame', Ptr(FRAME)), Variable('n', Signed)])
    holder = FunctionGraph('ll_held_by', ll_held_by('stack'), [n, frame], Void)
    outside = Container(FuncType([Signed], Signed), _name='outside', external='C', random_effects_on_gcobjs=True,
                        _callbacks=Container(None, callbacks=[twice]))
    start.operations = [
        SpaceOperation('getfield', [frame, Constant('stack')], n),
        SpaceOperation('direct_call', [function_pointer(holder), n, frame], Variable('v', Void)),
        SpaceOperation('direct_call', [Constant(Pointer(outside), Ptr(outside._TYPE)), n], c),
        SpaceOperation('indirect_call', [f, n, Constant([p.value._obj.graph for p in family])], m),
    ]
    start.exitswitch = c_last_exception
    start.exits = [Link([frame, m], other)]
    for case in (ValueError, KeyError, Exception):
        link = Link([Variable('etype', Ptr(OBJECT_VTABLE)), Variable('evalue', Ptr(OBJECT))], graph.exceptblock, case)
        link.last_exception, link.last_exc_value = link.args
        start.exits.append(link)
    result = Variable('w', Signed)
    alike_objects = [Constant(Pointer(Container(FRAME)), Ptr(FRAME)) for _ in range(2)]
    other.operations = [SpaceOperation('same', [], Variable('t', Ptr(T))) for T in TWINS] + [
        SpaceOperation('setfield', [other.inputargs[0], Constant('code'), Constant(2 ** 63, Primitive('Unsigned'))], Variable('v', Void)),
        SpaceOperation('put', [string('text')] + alike_objects + alike_objects[:1] + [Constant(None, Ptr(FRAME))], result),
        SpaceOperation('look', [Constant(Thing(4)), Constant({'flavor': 'gc'}), Constant(float('inf'), Primitive('Float'))], flag),
    ]
    other.exitswitch = Variable('letter', Char)
    other.inputargs.append(other.exitswitch)
    start.exits[0].args.append(letter)
    other.exits = [Link([Constant(1, Signed)], graph.returnblock, 'a'), Link([Constant(-1, Signed)], graph.returnblock, '\n'),
                   Link([result], graph.returnblock, 'default')]
    t.add(graph)
    return graph


def forward_graph(t, callee, options):
    """A helper in another module, which writes to its argument and calls back."""
    x, y = Variable('x', Signed), Variable('y', Signed)
    graph = FunctionGraph('forward', forward, [x], Signed)
    graph.startblock.operations = [
        SpaceOperation('direct_call', [function_pointer(callee), x], y),
        SpaceOperation('setfield', [Constant(Pointer(Container(FRAME)), Ptr(FRAME)), Constant('stack'), y], Variable('v', Void)),
    ]
    if 'broken-helper' in options:
        T = FuncType([Signed], Signed)
        graph.startblock.operations.append(SpaceOperation('direct_call', [Constant(Lost(Container(T)), Ptr(T)), y], Variable('z', Signed)))
    graph.startblock.exits = [Link([y], graph.returnblock)]
    t.add(graph)
    return graph


def anonymous(t, func):
    graph = Anonymous(func)
    graph.startblock.exits = [Link(graph.getargs(), graph.returnblock)]
    t.add(graph)
    return graph


def chooser(t):
    """What chooses one of a few methods, of which one cannot be read."""
    x, T = Variable('x', Signed), FuncType([Signed], Signed)
    graph = FunctionGraph('choose', None, [x], Signed)
    del graph.func
    y = Variable('y', Signed)
    graph.startblock.operations = [SpaceOperation('direct_call', [Constant(Lost(Container(T)), Ptr(T)), x], y)]
    graph.startblock.exits = [Link([y], graph.returnblock)]
    t.graphs.append(graph)
    return graph


def classes(t):
    """Classes with numbers and with vtables: one is not in order, between two that are."""
    for name in ('First', None, 'Last'):
        number = object()
        definition = Nameless() if name is None else Container(None, name=name)
        definition._unique_cdef_id = number
        t.annotator.bookkeeper.classdefs.append(definition)
        T = Struct('%s_vtable' % (name or 'lost'), [], 'raw')
        t.annotator.vtables[T] = Lost(Container(T)) if name is None else Pointer(Container(T))
        if name is not None:
            known = Constant((Container(None, orderwitness=[number]), t.annotator.vtables[T]))
            graph = identity(t, called, 'called__%s' % name)
            graph.startblock.operations = [SpaceOperation('look', [known], Variable('v', Void))]


def parse_graph(t, callee, helper):
    """Operations with lines, in two blocks; types of one name."""
    text = Variable('text', Ptr(TEXT_ITEMS))
    graph = FunctionGraph('parse', parse, [text], Ptr(NUMBER_ITEMS))
    x, y, z = Variable('x', Signed), Variable('y', Signed), Variable('z', Ptr(NUMBER_ITEMS))
    second = Block([Variable('x', Signed)])
    graph.startblock.operations = [SpaceOperation('direct_call', [function_pointer(callee), Constant(7, Signed)], x, offset_of(parse, 1))]
    graph.startblock.exits = [Link([x], second)]
    second.operations = [SpaceOperation('direct_call', [function_pointer(helper), second.inputargs[0]], y, offset_of(parse, 2)),
                         SpaceOperation('malloc', [Constant('items'), Constant({'flavor': 'gc'})], z)]
    second.exits = [Link([z], graph.returnblock)]
    t.add(graph)
    return graph
    return graph


def target(t, options):
    found = specialised(t, options)
    callee = identity(t, called)
    family = [function_pointer(g) for g in found if g.func is twice or g.func is apply]
    broken = []
    if 'broken-types' in options:
        graph = identity(t, step)
        graph.startblock.operations = [SpaceOperation('look', [Untyped()], Variable('v', Void))]
        broken.append(graph)
    if 'broken-key' in options:
        broken += [identity(t, called, 'called__key', Nameless()) for _ in range(2)]
    if 'broken-links' in options:
        graph = identity(t, step_elsewhere)
        graph.startblock.exits[0].args = []
        broken.append(graph)
    if 'broken-members' in options:
        members = type('Members', (), {'member': Nameless()})
        t.annotator.instances[Ptr(TWINS[0])] = Container(None, classdesc=Container(None, pyobj=members))
    if 'broken-hints' in options:
        broken.append(identity(t, step, T=Ptr(Closed())))
    if 'broken-name' in options:
        broken.append(identity(t, step_elsewhere, T=Unnamed()))
    if 'broken-function' in options:
        broken += [anonymous(t, step) for _ in range(2)]
    if 'broken-choice' in options:
        broken.append(chooser(t))
    if 'broken-specialisations' in options:
        t.annotator.bookkeeper.descs[step] = Unspecialised()
    if 'broken-classes' in options:
        classes(t)
    if 'located' in options:
        located(t)
    main_graph(t, family + [function_pointer(g) for g in broken])
    parsing = parse_graph(t, callee, forward_graph(t, callee, options))
    if 'patched' in options:
        patched(t, parsing)
    if 'reversed' in options:
        t.graphs.reverse()
