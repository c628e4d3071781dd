"""A generator machine in RPython: generators that call generators, on a chain of frames that a driver steps through.

Translated by the toolchains of PyPy 1.5 (where a step may unwind the stack with the stackless transform) to 7.3 (where it
switches to another stacklet).  What the tool finds of it: a step of a generator machine has nothing on the C stack but the
driver's frame, so its records are frames; those of the walk over a tree, which recurs, are not.
"""
import os

from export_rpython import held_by
from profiler import compile_profiler
from toolchain import StackletThread, new_thread, stack_unwind, use_stacklets


# Pausing: what the scheduler does between two values.

class Pause(object):
    thread = None

pause = Pause()


def back_at_once(handle, arg):
    """What runs on a new stack: switches back to where it was made."""
    return handle


def pause_thread():
    """Lets others run.  Every activation that called this must be kept meanwhile."""
    if StackletThread is None:
        stack_unwind()
    else:
        pause.thread.new(back_at_once)


class Done(Exception):
    pass


class Frame(object):
    """A generator: where it is, and who gets its values."""
    _immutable_fields_ = ['limit']

    def __init__(self, limit):
        self.limit = limit
        self.position = 0
        self.back = None

    def step(self, driver):
        """Goes on to the next value; Done: there is none."""
        raise NotImplementedError


class CountFrame(Frame):
    def step(self, driver):
        if self.position >= self.limit:
            raise Done
        self.position += 1
        if self.position % 3 == 0:
            pause_thread()
        return self.position


class FilterFrame(Frame):
    """Those of the values of another generator that can be divided."""

    def __init__(self, inner, divisor):
        Frame.__init__(self, divisor)
        self.inner = inner

    def step(self, driver):
        while True:
            value = driver.advance(self.inner)
            if value % self.limit == 0:
                return value


class SumFrame(Frame):
    """The sums of the values so far."""

    def __init__(self, inner):
        Frame.__init__(self, 0)
        self.inner = inner
        self.total = 0

    def step(self, driver):
        total = self.total
        held_by(total, self, 'total')
        total += driver.advance(self.inner)
        self.total = total
        return total


class Driver(object):
    def __init__(self):
        self.top = None
        self.steps = 0

    def advance(self, frame):
        """One step of a generator, which is the top frame meanwhile."""
        frame.back = self.top
        self.top = frame
        self.steps += 1
        try:
            return frame.step(self)
        finally:
            self.top = frame.back

    def exhaust(self, frame):
        """All values of a generator, added."""
        total = 0
        while True:
            try:
                total += self.advance(frame)
            except Done:
                return total


# A walk over a tree, the same by recursion: all of its state is on the C stack.

class Node(object):
    _immutable_fields_ = ['left', 'right', 'value']

    def __init__(self, left, value, right):
        self.left = left
        self.value = value
        self.right = right


def make_tree(low, high):
    if low >= high:
        return None
    middle = (low + high) // 2
    return Node(make_tree(low, middle), middle, make_tree(middle + 1, high))


def walk(node):
    if node is None:
        return 0
    total = walk(node.left)
    if node.value % 4 == 0:
        pause_thread()
    return total + node.value + walk(node.right)


def last(node):
    """A walk in tail position, which needs no records."""
    if node.right is None:
        pause_thread()
        return node.value
    return last(node.right)


def entry_point(argv):
    n = 20
    if len(argv) > 1:
        n = int(argv[1])
    compile_profiler()
    if StackletThread is not None:
        pause.thread = new_thread()
    driver = Driver()
    total = driver.exhaust(SumFrame(FilterFrame(CountFrame(n), 2)))
    tree = make_tree(0, n)
    os.write(1, 'generators: %d in %d steps; tree: %d, last %d\n' % (total, driver.steps, walk(tree), last(tree)))
    return 0


def target(driver, args):
    driver.exe_name = 'generators'
    if StackletThread is None:
        driver.config.translation.stackless = True
    else:
        use_stacklets(driver)
    return entry_point, None
