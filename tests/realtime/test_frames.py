"""Rubbish on the socket is refused: no fault, no traceback, and not for ever."""

import json
import logging
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime.frames import Frame, Hello, Malformed, Say, read_frame

ACT = str(uuid4())
RUBBISH = {
    "nothing": "",
    "no JSON": "bonjour",
    "half of a JSON": '{"type":',
    "a list": "[]",
    "a number": "12",
    "null": "null",
    "no type": "{}",
    "a type that is a list": '{"type": ["hello"]}',
    "a type that nobody knows": '{"type": "sudo"}',
    "a private name": '{"type": "__class__"}',
    "very deep": "[" * 30_000,
    "not a number": '{"type": "seen", "case": "A", "number": NaN}',
    "a negative number": '{"type": "seen", "case": "A", "number": -1}',
    "a huge number": '{"type": "seen", "case": "A", "number": 99999999999999999999}',
    "a number that is true": '{"type": "seen", "case": "A", "number": true}',
    "a hello of another version": '{"v": 2, "type": "hello"}',
    "a hello without version": '{"type": "hello"}',
    "cases that are a list": '{"v": 1, "type": "hello", "cases": ["A"]}',
    "a cursor that is text": '{"v": 1, "type": "hello", "cases": {"A": "1"}}',
    "too many cases": json.dumps(
        {"v": 1, "type": "hello", "cases": {str(n): 0 for n in range(51)}}
    ),
    "a reference with a NUL": '{"type": "typing", "case": "A\\u0000"}',
    "a very long reference": json.dumps({"type": "typing", "case": "A" * 21}),
    "a message without act": '{"type": "say", "case": "A", "body": "x"}',
    "an act that is no UUID": '{"type": "say", "case": "A", "act": "1", "body": "x"}',
    "a message of spaces": json.dumps({"type": "say", "case": "A", "act": ACT, "body": "  \n"}),
    "a message too long": json.dumps({"type": "say", "case": "A", "act": ACT, "body": "x" * 5001}),
    "a body with a NUL": json.dumps({"type": "say", "case": "A", "act": ACT, "body": "a\x00b"}),
    "half of a character": json.dumps({"type": "say", "case": "A", "act": ACT, "body": "\ud800"}),
    "a body that is a number": json.dumps({"type": "say", "case": "A", "act": ACT, "body": 1}),
    "too large": json.dumps({"type": "ping", "more": "x" * 70_000}),
}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=12,
)


@pytest.mark.parametrize("text", RUBBISH.values(), ids=RUBBISH)
def test_a_frame_that_is_not_one_is_malformed(text):
    with pytest.raises(Malformed):
        read_frame(text)


async def test_rubbish_is_answered_and_the_page_goes_on(around, visit, caplog):
    page = await visit(around.mother)
    for name in ("no JSON", "very deep", "half of a character", "a huge number", "too large"):
        await page.raw(RUBBISH[name])
        assert (await page.receive())["type"] == "refused"
    await page.say(type="ping")
    assert await page.receive() == {"type": "pong"}
    assert not [line for line in caplog.records if line.levelno >= logging.WARNING]


async def test_a_binary_frame_is_refused(around, visit):
    page = await visit(around.mother)
    await page.raw(None, b"\x00\xff")
    assert (await page.receive())["why"] == "malformed"


async def test_a_refused_message_is_named_by_its_act(around, visit):
    page = await visit(around.mother)
    await page.post(around.case.reference, "x" * 5001, ACT)
    assert await page.receive() == {"type": "refused", "why": "too_long", "act": ACT}


async def test_a_page_that_says_nothing_but_rubbish_is_closed(around, visit):
    page = await visit(around.mother)
    for _ in range(10):
        await page.raw("rubbish")
    assert await page.closed_with() == 4400


async def test_a_flood_is_refused_and_closed(around, visit):
    page = await visit(around.mother)
    for _ in range(150):
        await page.say(type="ping")
    assert await page.closed_with() == 4400


@given(ANYTHING, st.sampled_from(["hello", "say", "typing", "seen", "ping", "x"]), ANYTHING)
def test_any_json_is_read_or_refused(value, kind, other):
    for frame in (
        value,
        {"type": kind, "v": 1, "case": value, "cases": other, "act": value, "body": other},
        {"type": kind, "v": 1, "cases": {"A": value}, "case": "A", "act": ACT, "body": value}
        | {"number": other, "inbox": other, "since": value},
    ):
        try:
            assert isinstance(read_frame(json.dumps(frame)), Frame)
        except Malformed as fault:
            assert fault.why


def test_a_frame_is_read_as_it_was_meant():
    hello = '{"v":1,"type":"hello","cases":{"7F3K-9QZP":12},"inbox":true,"since":5}'
    assert read_frame(hello) == Hello({"7F3K-9QZP": 12}, inbox=True, since=5)
    say = json.dumps({"type": "say", "case": "7F3K-9QZP", "act": ACT, "body": " é "})
    assert read_frame(say) == Say("7F3K-9QZP", UUID(ACT), "é")
