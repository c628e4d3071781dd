"""A stack machine in RPython: bytecode in frames, coroutines on stacklets, builtins that call back into bytecode.

Translated by the toolchains of PyPy 1.7 to 7.3 (`PYTHONPATH=.. rpython stackmachine.py`), or run on them untranslated.
What the tool finds of it: calls of bytecode functions pass through records that save a frame or nothing; the builtins `map`
and `sort` keep state across the calls that they make, and so stand in the way of a coroutine that is to be pickled.
"""
import os

from export_rpython import held_by
from profiler import compile_profiler
from toolchain import new_thread, use_stacklets


OPS = ['CONST', 'LOAD', 'STORE', 'ADD', 'SUB', 'LESS', 'JUMP', 'JUMP_IF_NOT', 'CALL', 'RETURN', 'POP']
for number, name in enumerate(OPS):
    globals()[name] = number


class MachineError(Exception):
    def __init__(self, text):
        self.text = text


class W_Object(object):
    def as_int(self):
        raise MachineError('not a number')

    def call(self, machine, args):
        raise MachineError('not a function')


class W_Int(W_Object):
    _immutable_fields_ = ['value']

    def __init__(self, value):
        self.value = value

    def as_int(self):
        return self.value


class W_List(W_Object):
    def __init__(self, items):
        self.items = items


class Code(object):
    _immutable_fields_ = ['ops[*]', 'consts[*]', 'nlocals', 'name']

    def __init__(self, name, nlocals, ops, consts):
        self.name = name
        self.nlocals = nlocals
        self.ops = ops          # opcode, operand, opcode, operand, ...
        self.consts = consts


class W_Function(W_Object):
    _immutable_fields_ = ['code']

    def __init__(self, code):
        self.code = code

    def call(self, machine, args):
        frame = Frame(machine, self.code)
        frame.set_arguments(args)
        return machine.execute(frame)


class Frame(object):
    _immutable_fields_ = ['machine', 'code', 'locals', 'stack']

    def __init__(self, machine, code):
        self.machine = machine
        self.code = code
        self.back = None
        self.pc = 0
        self.depth = 0
        self.locals = [None] * code.nlocals
        self.stack = [None] * 8

    def set_arguments(self, args):
        if len(args) > len(self.locals):
            raise MachineError('too many arguments')
        for i in range(len(args)):
            self.locals[i] = args[i]

    def push(self, w_value):
        self.stack[self.depth] = w_value
        self.depth += 1

    def pop(self):
        self.depth -= 1
        w_value = self.stack[self.depth]
        self.stack[self.depth] = None
        return w_value

    def pop_arguments(self, n):
        args = [None] * n
        while n > 0:
            n -= 1
            args[n] = self.pop()
        return args

    def run(self):
        """The bytecode loop."""
        while True:
            op = self.code.ops[self.pc]
            operand = self.code.ops[self.pc + 1]
            self.pc += 2
            if op == CONST:
                self.push(self.code.consts[operand])
            elif op == LOAD:
                self.push(self.locals[operand])
            elif op == STORE:
                self.locals[operand] = self.pop()
            elif op == ADD:
                right = self.pop().as_int()
                self.push(W_Int(self.pop().as_int() + right))
            elif op == SUB:
                right = self.pop().as_int()
                self.push(W_Int(self.pop().as_int() - right))
            elif op == LESS:
                right = self.pop().as_int()
                self.push(W_Int(int(self.pop().as_int() < right)))
            elif op == JUMP:
                self.pc = operand
            elif op == JUMP_IF_NOT:
                if self.pop().as_int() == 0:
                    self.pc = operand
            elif op == CALL:
                self.call_function(operand)
            elif op == RETURN:
                return self.pop()
            elif op == POP:
                self.pop()

    def call_function(self, nargs):
        args = self.pop_arguments(nargs)
        w_function = self.pop()
        self.push(w_function.call(self.machine, args))


class Machine(object):
    """The state of a running program: the frame on top, the coroutine that runs."""

    def __init__(self):
        self.top = None
        self.current = None
        self.starting = None
        self.stacklets = new_thread()

    def execute(self, frame):
        """Runs a frame, which is the top one meanwhile."""
        frame.back = self.top
        self.top = frame
        held_by(self, frame, 'machine')
        try:
            return frame.run()
        finally:
            self.top = frame.back
            frame.back = None


# Coroutines

class W_Coroutine(W_Object):
    def __init__(self, w_function):
        self.w_function = w_function
        self.started = False
        self.finished = False
        self.w_passed = None        # what was given to the one that goes on

    def call(self, machine, args):
        """Switches to the coroutine; comes back with what it suspends with, or returns."""
        if self.finished:
            raise MachineError('the coroutine is finished')
        previous = machine.current
        top = machine.top
        machine.current = self
        machine.top = None
        if self.started:
            handle = machine.stacklets.switch(self.handle)
        else:
            self.started = True
            machine.starting = self
            state.machine = machine
            handle = machine.stacklets.new(start_coroutine)
        machine.current = previous
        machine.top = top
        if machine.stacklets.is_empty_handle(handle):
            self.finished = True
        else:
            self.handle = handle
        return self.w_passed

    def suspend(self, machine, w_value):
        self.w_passed = w_value
        top = machine.top
        self.caller = machine.stacklets.switch(self.caller)
        machine.top = top
        return self.w_passed


class State(object):
    machine = None

state = State()


def start_coroutine(handle, arg):
    """What runs on a new stack, until its function returns."""
    machine = state.machine
    coroutine = machine.starting
    machine.starting = None
    coroutine.caller = handle
    try:
        coroutine.w_passed = coroutine.w_function.call(machine, [])
    except MachineError:
        coroutine.w_passed = None
    return coroutine.caller


# Builtins

class W_Builtin(W_Object):
    pass


class W_NewCoroutine(W_Builtin):
    def call(self, machine, args):
        return W_Coroutine(args[0])


class W_Suspend(W_Builtin):
    def call(self, machine, args):
        coroutine = machine.current
        if coroutine is None:
            raise MachineError('no coroutine runs')
        return coroutine.suspend(machine, args[0])


class W_MakeList(W_Builtin):
    def call(self, machine, args):
        return W_List(args)


class W_Apply(W_Builtin):
    """apply(f, x): a call in tail position."""

    def call(self, machine, args):
        return args[0].call(machine, [args[1]])


class W_Map(W_Builtin):
    """map(f, list): the list, the place in it and the results are held across every call."""

    def call(self, machine, args):
        w_function = args[0]
        w_list = args[1]
        assert isinstance(w_list, W_List)
        results = []
        for w_item in w_list.items:
            results.append(w_function.call(machine, [w_item]))
        return W_List(results)


class SortFrame(object):
    """What map does not have: a frame for the state of a builtin, in which its loop keeps all that it needs."""
    _immutable_fields_ = ['machine', 'w_less', 'w_list']

    def __init__(self, machine, w_less, w_list):
        self.machine = machine
        self.w_less = w_less
        self.w_list = w_list
        self.i = 1
        self.j = 1

    def run(self):
        items = self.w_list.items
        while self.i < len(items):
            if self.j > 0:
                held_by(items, self, 'w_list.items')
                if self.less(items[self.j], items[self.j - 1]):
                    j = self.j
                    items[j], items[j - 1] = items[j - 1], items[j]
                    self.j = j - 1
                    continue
            self.i += 1
            self.j = self.i

    def less(self, w_left, w_right):
        return self.w_less.call(self.machine, [w_left, w_right]).as_int() != 0


class W_Sort(W_Builtin):
    """sort(less, list): in place, by insertion."""

    def call(self, machine, args):
        w_list = args[1]
        assert isinstance(w_list, W_List)
        SortFrame(machine, args[0], w_list).run()
        return w_list


class W_Sum(W_Builtin):
    def call(self, machine, args):
        w_list = args[0]
        assert isinstance(w_list, W_List)
        total = 0
        for w_item in w_list.items:
            total += w_item.as_int()
        return W_Int(total)


# A program for the machine

def number(n):
    return W_Int(n)


def generator_code():
    """while n: suspend(n); n = n - 1"""
    return Code('count', 1, [
        CONST, 0, STORE, 0,
        LOAD, 0, JUMP_IF_NOT, 26,
        CONST, 1, LOAD, 0, CALL, 1, POP, 0,
        LOAD, 0, CONST, 2, SUB, 0, STORE, 0, JUMP, 4,
        CONST, 3, RETURN, 0],
        [number(3), W_Suspend(), number(1), number(0)])


def next_code(w_coroutine):
    """next(x): x + what the coroutine gives"""
    return Code('next', 1, [
        LOAD, 0, CONST, 0, CALL, 0, ADD, 0, RETURN, 0], [w_coroutine])


def less_code():
    return Code('less', 2, [LOAD, 1, LOAD, 0, LESS, 0, RETURN, 0], [])


def main_code(n):
    w_coroutine = W_Coroutine(W_Function(generator_code()))
    w_next = W_Function(next_code(w_coroutine))
    return Code('main', 0, [
        CONST, 0, CONST, 1, CONST, 2, CONST, 3,         # sum sort less map
        CONST, 4, CONST, 5, CONST, 6, CONST, 7, CALL, 2,    # next, list(n, n)
        CALL, 2,                                        # map(next, list)
        CALL, 2,                                        # sort(less, ...)
        CALL, 1,                                        # sum(...)
        CONST, 8, CONST, 4, CONST, 7, CALL, 2,          # apply(next, n)
        ADD, 0, RETURN, 0],
        [W_Sum(), W_Sort(), W_Function(less_code()), W_Map(), w_next, W_MakeList(), number(n), number(2 * n),
         W_Apply()])


def entry_point(argv):
    n = 5
    if len(argv) > 1:
        n = int(argv[1])
    compile_profiler()
    machine = Machine()
    try:
        w_result = W_Function(main_code(n)).call(machine, [])
        os.write(1, 'result: %d\n' % w_result.as_int())
    except MachineError as e:
        os.write(2, e.text + '\n')
        return 1
    return 0


def target(driver, args):
    driver.exe_name = 'stackmachine'
    use_stacklets(driver)
    return entry_point, None
