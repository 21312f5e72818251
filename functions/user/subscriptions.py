"""Subscribing and unsubscribing: rows first, then the feed (``functions.feeds``)."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from neufit.clock import Clock
from neufit.domain.errors import Conflict, FieldError, Invalid
from neufit.domain.subscription import Source
from neufit.domain.user import MAX_SUBSCRIPTIONS, Role, User, user_key
from neufit.stores.subscriptions import SubscriptionStore
from neufit.stores.topics import TopicStore
from neufit.stores.users import UserStore

Sources = Mapping[str, Source]
"""Sources by key."""
Plan = tuple[Sequence[Source], Sequence[Source]]
"""What to join, what to leave."""

_TRIES = 8


def resolve(
    names: Sequence[str], field: str, *, me: User | None, users: UserStore, topics: TopicStore, clock: Clock
) -> list[Source]:
    """The sources that these names stand for: a topic's slug, else the id of a living instructor.

    Raise Invalid naming each place of ``field`` (``subscriptions.2``) where there is neither. Who is suspended, or
    kept apart from ``me`` by a block, is as nobody.
    """
    if not names:
        return []
    slugs = {topic.slug for topic in topics.all()}
    people = users.get_many(name for name in names if name not in slugs and name.isascii())
    instructors = {
        user.key: user
        for user in people.values()
        if user.role is Role.INSTRUCTOR and not user.suspended(clock()) and (me is None or not me.apart_from(user))
    }
    sources: dict[str, Source] = {}
    wrong: list[FieldError] = []
    for position, name in enumerate(names):
        if name in slugs:
            source = Source.topic(name)
        elif user_key(name) in instructors:
            source = Source.instructor(instructors[user_key(name)].user_id)
        else:
            place = f"{field}.{position}" if field == "subscriptions" else field
            wrong.append(FieldError(place, "is neither an instructor nor a topic"))
            continue
        sources[source.key] = source
    if wrong:
        raise Invalid("There is no instructor or topic of this name.", code="unknown-source", fields=wrong)
    return list(sources.values())


def replace(user: User, wanted: Iterable[Source], *, users: UserStore, subscriptions: SubscriptionStore) -> None:
    """Make ``wanted`` the set of what a person is subscribed to. Of two that do this at once, one comes last whole."""
    goal = {source.key: source for source in wanted}

    def plan(there: Sources) -> Plan:
        join = [source for key, source in goal.items() if key not in there]
        leave = [source for key, source in there.items() if key not in goal]
        return join, leave

    _change(user, plan, users=users, subscriptions=subscriptions)


def add(user: User, source: Source, *, users: UserStore, subscriptions: SubscriptionStore) -> None:
    """Subscribe to one source more. Raise Invalid when there are too many."""

    def plan(there: Sources) -> Plan:
        if source.key in there:
            return [], []
        if len(there) >= MAX_SUBSCRIPTIONS:
            raise Invalid(
                f"You can subscribe to {MAX_SUBSCRIPTIONS} instructors and topics at most.",
                code="too-many-subscriptions",
                fields=[FieldError("source", "one too many")],
            )
        return [source], []

    _change(user, plan, users=users, subscriptions=subscriptions)


def remove(user: User, name: str, *, users: UserStore, subscriptions: SubscriptionStore) -> None:
    """Unsubscribe from the source of this name, also one that no longer exists."""

    def plan(there: Sources) -> Plan:
        return [], [source for source in there.values() if user_key(name) == user_key(source.name)]

    _change(user, plan, users=users, subscriptions=subscriptions)


def _change(user: User, plan: Callable[[Sources], Plan], *, users: UserStore, subscriptions: SubscriptionStore) -> None:
    """Join and leave what ``plan`` says about the sources that there are; anew when another changed them meanwhile."""
    for tries_left in reversed(range(_TRIES)):
        there = {each.source.key: each.source for each in subscriptions.of(user.user_id) if each.counts}
        join, leave = plan(there)
        try:
            subscriptions.change(user, join=join, leave=leave)
        except Conflict:
            if not tries_left:
                raise
            user = users.get(user.user_id)
        else:
            return
