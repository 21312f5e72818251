"""What sample people write in class."""

import itertools
import random
from collections.abc import Iterator

CHEERS = (
    "Heels down, chest up. You are doing fine.",
    "If the knees complain, go half as deep.",
    "Count with me: the button is beside the timer.",
    "Drink something in the break.",
    "Slow on the way down, quick on the way up.",
    "Breathe out when it gets hard.",
)
_GREETINGS = ("Hi all!", "Hello from the kitchen floor", "Made it, just in time", "Good to see you again")
_REMARKS = (
    "My legs will remember this tomorrow",
    "Is it fine to hold on to a chair?",
    "The rests get shorter, don't they?",
    "That lunge felt better than last week",
    "One more round!",
    "The cat has joined in",
    "How deep should the back knee go?",
    "This music helps",
    "Counting along, nearly at thirty",
    "I can feel that one",
    "Going half as deep today",
    "Who else is on a carpet?",
)


def chatter(place: int) -> Iterator[str]:
    """What the customer at a place writes: a greeting first, then remarks in an order of his or her own, for ever."""
    yield _GREETINGS[place % len(_GREETINGS)]
    order = random.Random(place)  # noqa: S311 -- nothing depends on what is said
    yield from itertools.cycle(order.sample(_REMARKS, len(_REMARKS)))
