"""`$filter`, parsed into a test of a row: spec §6.1. Property names and operators in any case, values exactly.

Every operand has a type and both sides must fit: a quoted date, an unquoted enum or an unknown property is refused.
A comparison with null is true only for `eq null` and `ne`: every other comparison with an absent value is false.
"""

import math
import operator
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from msgspec import Struct

from orders_pipeline.sandbox.channeladvisor.codes import ENUMS, NEW_WORDS
from orders_pipeline.sandbox.channeladvisor.entities import ENTITIES
from orders_pipeline.sandbox.channeladvisor.errors import Refused, malformed
from orders_pipeline.sandbox.channeladvisor.rows import Row
from orders_pipeline.sandbox.channeladvisor.schema import Collection, Entity
from orders_pipeline.sandbox.channeladvisor.tokens import Token, tokens_of
from orders_pipeline.sandbox.channeladvisor.values import EPOCH

Scope = tuple[Row, ...]  # the order, then the variables of the lambdas around
Test = Callable[[Scope], bool]

OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq, "ne": operator.ne, "gt": operator.gt, "ge": operator.ge, "lt": operator.lt, "le": operator.le,
}  # fmt: skip
FITS = {"I": "number", "Y": "number", "D": "number", "T": "date", "S": "text", "B": "truth", "E": "enum"}


def _part_of_date(part: str) -> Callable[[int], int]:
    return lambda ticks: getattr(EPOCH + timedelta(microseconds=ticks // 10), part)


FUNCTIONS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    **{part: ("date", _part_of_date(part)) for part in ("year", "month", "day", "hour", "minute", "second")},
    "floor": ("number", math.floor),
    "ceiling": ("number", math.ceil),
}


class Operand(Struct, frozen=True):
    kind: str  # number, date, text, truth, enum, null
    get: Callable[[Scope], Any]
    literal: Any = None
    enum: str | None = None
    is_literal: bool = False


def parse_filter(expression: str, entity: Entity) -> Callable[[Row], bool]:
    try:
        test = _Parser(expression, entity).whole()
    except RecursionError:
        raise malformed("The node count limit has been exceeded.") from None
    return lambda row: test((row,))


class _Parser:
    def __init__(self, expression: str, entity: Entity) -> None:
        self.expression, self.tokens, self.at = expression, tokens_of(expression), 0
        self.variables: list[tuple[str, Entity]] = [("$it", entity)]

    def whole(self) -> Test:
        test = self._or()
        if self._now.kind != "end":
            raise self._error(self._now)
        return test

    @property
    def _now(self) -> Token:
        return self.tokens[self.at]

    def _take(self, value: str) -> bool:
        if self._now.kind in ("word", "mark") and self._now.value == value:
            self.at += 1
            return True
        return False

    def _need(self, value: str) -> None:
        if not self._take(value):
            raise self._error(self._now)

    def _next(self) -> Token:
        token = self._now
        if token.kind == "end":
            raise self._error(token)
        self.at += 1
        return token

    def _error(self, token: Token) -> Refused:
        return malformed(f"Syntax error at position {token.place} in '{self.expression}'.")

    def _or(self) -> Test:
        test = self._and()
        while self._take("or"):
            test = _either(test, self._and())
        return test

    def _and(self) -> Test:
        test = self._one()
        while self._take("and"):
            test = _both(test, self._one())
        return test

    def _one(self) -> Test:
        if self._take("not"):
            inner = self._one()
            return lambda scope: not inner(scope)
        if self._take("("):
            inner = self._or()
            self._need(")")
            return inner
        token = self._now
        if token.kind == "word" and token.value.rpartition("/")[2] in ("any", "all") and "/" in token.value:
            return self._lambda(self._next())
        left = self._operand()
        if self._now.value in OPERATORS:
            name = self._next().value
            return _compare(name, left, self._operand())
        if left.kind != "truth":
            raise self._error(self._now)
        return lambda scope: left.get(scope) is True

    def _lambda(self, token: Token) -> Test:
        path, _, quantifier = token.value.rpartition("/")
        place, collection = self._collection(path)
        self._need("(")
        if quantifier == "any" and self._take(")"):
            return lambda scope: bool(scope[place].children(collection))
        variable = self._next()
        self._need(":")
        self.variables.append((variable.value, ENTITIES[collection.entity]))
        inner = self._or()
        self.variables.pop()
        self._need(")")
        fold = any if quantifier == "any" else all
        return lambda scope: fold(inner((*scope, child)) for child in scope[place].children(collection))

    def _collection(self, path: str) -> tuple[int, Collection]:
        place, name = self._resolve(path)
        collection = self.variables[place][1].collection_named.get(name)
        if collection is None:
            raise malformed(f"Could not find a property named '{path}' on type '{self.variables[place][1].name}'.")
        return place, collection

    def _resolve(self, path: str) -> tuple[int, str]:
        """The variable that a path begins with, as its place in the scope, and the rest."""
        head, _, rest = path.partition("/")
        for place, (name, _) in reversed(list(enumerate(self.variables))):
            if rest and name == head:
                return place, rest
        return 0, path

    def _operand(self) -> Operand:
        token = self._next()
        if token.kind != "word":
            if token.kind not in ("number", "date", "text"):
                raise self._error(token)
            return _literal(token.kind, token.value)
        if token.value in ("true", "false"):
            return _literal("truth", token.value == "true")
        if token.value == "null":
            return _literal("null", None)
        if self._now.value == "(" and self._now.kind == "mark":
            return self._function(token)
        place, name = self._resolve(token.value)
        entity = self.variables[place][1]
        each = entity.property_named.get(name)
        if each is None:
            raise malformed(f"Could not find a property named '{token.text}' on type '{entity.name}'.")
        if not each.is_filterable:
            raise malformed(f"The property '{each.name}' cannot be used in the $filter query option.")
        return Operand(FITS[each.type], lambda scope: scope[place].value(name), enum=each.enum)

    def _function(self, token: Token) -> Operand:
        if token.value not in FUNCTIONS:
            raise malformed(f"An unknown function with name '{token.text}' was found.")
        kind, function = FUNCTIONS[token.value]
        self._need("(")
        inner = self._operand()
        self._need(")")
        if inner.kind != kind:
            raise malformed(f"No function signature for the function with name '{token.text}' matches the arguments.")

        def get(scope: Scope) -> Any:
            value = inner.get(scope)
            return None if value is None else function(value)

        return Operand("number", get)


def _literal(kind: str, value: Any) -> Operand:
    return Operand(kind, lambda scope: value, literal=value, is_literal=True)


def _either(left: Test, right: Test) -> Test:
    return lambda scope: left(scope) or right(scope)


def _both(left: Test, right: Test) -> Test:
    return lambda scope: left(scope) and right(scope)


def _compare(name: str, left: Operand, right: Operand) -> Test:
    if "null" in (left.kind, right.kind):
        if name == "eq":
            return lambda scope: left.get(scope) is None and right.get(scope) is None
        if name == "ne":
            return lambda scope: (left.get(scope) is None) != (right.get(scope) is None)
        return lambda scope: False
    if "enum" in (left.kind, right.kind):
        left, right = (right, left) if right.kind == "enum" else (left, right)
        return _compare_enum(name, left, right)
    if left.kind != right.kind:
        raise malformed(f"A binary operator with incompatible types was detected: '{left.kind}' {name} '{right.kind}'.")
    function, get, is_ne = OPERATORS[name], left.get, name == "ne"
    if right.is_literal:
        value = right.literal

        def test_literal(scope: Scope) -> bool:
            found = get(scope)
            return is_ne if found is None else function(found, value)

        return test_literal

    def test(scope: Scope) -> bool:
        one, other = get(scope), right.get(scope)
        if one is None or other is None:
            return is_ne and one is not other
        return function(one, other)

    return test


def _compare_enum(name: str, left: Operand, right: Operand) -> Test:
    """An enum and a quoted name or number of it; only equality."""
    numbers = ENUMS[left.enum or ""]
    word = right.literal
    is_number = right.kind == "text" and word.lstrip("-").isdigit()
    if right.kind != "text" or not right.is_literal or name not in ("eq", "ne"):
        raise malformed(f"A binary operator with incompatible types was detected: '{left.enum}' {name} '{right.kind}'.")
    if not is_number and word not in numbers and word not in NEW_WORDS:
        raise malformed(f"The string '{word}' is not a valid enumeration type constant.")
    wanted = {word} | ({each for each, n in numbers.items() if str(n) == word} if is_number else set())
    if name == "eq":
        return lambda scope: left.get(scope) in wanted
    return lambda scope: left.get(scope) not in wanted
