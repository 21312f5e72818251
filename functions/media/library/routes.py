"""``/media/library``, ``/media/feed``, ``/media/studio``: listings."""

from functions.http import Access, Call, operation
from functions.media.blueprint import blueprint
from functions.media.library import usecases
from functions.media.library.schemas import CardPage, FeedPage, LibraryQuery, StudioPage
from functions.media.library.usecases import Search
from functions.media.library.views import card_view, feed_view, studio_view
from functions.media.parameters import PageQuery
from functions.parameters import SessionHeaders


@operation(
    blueprint,
    "GET",
    "/media/library",
    id="searchLibrary",
    summary="Browse and search published videos",
    tag="Media",
    access=Access.OPTIONAL,
    headers=SessionHeaders,
    query=LibraryQuery,
    answer=CardPage,
)
def library(call: Call) -> CardPage:
    """Videos that fit all conditions, by order. Somebody who is signed in finds none of those whom a block hides."""
    query, services = call.query, call.services
    page = usecases.library(
        call.user_id,
        Search(query.q, query.topic, query.instructor, query.length, query.order),
        limit=query.limit,
        cursor=query.cursor,
        catalogue=services.catalogue,
        cards=services.cards,
        cursors=services.cursors,
    )
    return CardPage(items=[card_view(shown, services.objects) for shown in page.items], cursor=page.cursor)


@operation(
    blueprint,
    "GET",
    "/media/feed",
    id="readFeed",
    summary="What one's instructors and topics published",
    tag="Media",
    access=Access.SESSION,
    headers=SessionHeaders,
    query=PageQuery,
    answer=FeedPage,
)
def feed(call: Call) -> FeedPage:
    """Newest first."""
    services = call.services
    page = usecases.feed(
        call.me,
        limit=call.query.limit,
        cursor=call.query.cursor,
        feeds=services.feed,
        cards=services.cards,
        cursors=services.cursors,
    )
    return FeedPage(items=[feed_view(shown, services.objects) for shown in page.items], cursor=page.cursor)


@operation(
    blueprint,
    "GET",
    "/media/studio",
    id="listStudio",
    summary="One's own items in every state",
    tag="Media",
    access=Access.SESSION,
    headers=SessionHeaders,
    query=PageQuery,
    answer=StudioPage,
)
def studio(call: Call) -> StudioPage:
    """Newest first, with the progress of those that are being published."""
    services = call.services
    page = usecases.studio(
        call.me,
        limit=call.query.limit,
        cursor=call.query.cursor,
        media=services.media,
        uploads=services.uploads,
        publications=services.publications,
        cards=services.cards,
        cursors=services.cursors,
        clock=services.clock,
    )
    items = [studio_view(shown, page.progress.get(shown.media.media_id), services.objects) for shown in page.items]
    return StudioPage(items=items, cursor=page.cursor)
