"""``/media/stream``: watching a stored video."""

from urllib.parse import quote

from functions.http import Access, Answer, Call, Callback, operation
from functions.media.blueprint import blueprint
from functions.media.library.schemas import Instructor
from functions.media.library.views import poster_url
from functions.media.parameters import MediaQuery
from functions.media.streaming import usecases
from functions.media.streaming.schemas import (
    Metadata,
    PlaylistQuery,
    StoryboardLink,
    StoryboardQuery,
    StreamInformation,
    StreamRendition,
    StreamRequest,
    StreamTicket,
)
from functions.media.streaming.usecases import Stream
from functions.parameters import SessionHeaders
from neufit.contracts.callbacks import CallbackBody

HLS_TYPE = "application/vnd.apple.mpegurl"
VTT_TYPE = "text/vtt"


@operation(
    blueprint,
    "GET",
    "/media/stream",
    id="describeStream",
    summary="Get data about streaming media",
    tag="Stream",
    access=Access.OPTIONAL,
    headers=SessionHeaders,
    query=MediaQuery,
    answer=StreamInformation,
)
def describe_stream(call: Call) -> StreamInformation:
    """Runtime, renditions and the URLs that a player needs."""
    services = call.services
    stream = usecases.describe(
        call.user_id,
        call.query.media_id,
        media=services.media,
        objects=services.objects,
        cards=services.cards,
        grants=services.grants,
        clock=services.clock,
    )
    return _information(call, stream)


def _information(call: Call, stream: Stream) -> StreamInformation:
    media, made, manifest = stream.media, stream.made, stream.manifest
    base = f"{call.services.settings.public_origin}/api/media"
    grant = quote(stream.grant)
    return StreamInformation(
        media_id=media.media_id,
        runtime=manifest.runtime_ms,
        metadata=Metadata(
            title=media.title,
            description=media.description,
            topics=list(media.topics),
            instructor=Instructor(user_id=media.owner_id, display_name=stream.name),
            published_at=media.published_at,
            views=media.views,
            width=made.width,
            height=made.height,
            frame_rate=round(manifest.frame_rate[0] / manifest.frame_rate[1], 3),
        ),
        complete=manifest.complete,
        renditions=[
            StreamRendition(name=track.name, width=track.width, height=track.height, bandwidth=track.bandwidth)
            for track in manifest.video
        ],
        poster=poster_url(media, call.services.objects),
        storyboard=(
            StoryboardLink(vtt=f"{base}/stream/storyboard?grant={grant}")
            if manifest.complete and manifest.storyboard is not None
            else None
        ),
        hls=f"{base}/stream/playlist?grant={grant}",
        download=f"{base}?mediaId={quote(media.media_id)}" if media.published is not None else None,
    )


@operation(
    blueprint,
    "POST",
    "/media/stream",
    id="beginStream",
    summary="Start a data stream with the server to access a piece of media",
    tag="Stream",
    access=Access.OPTIONAL,
    headers=SessionHeaders,
    query=MediaQuery,
    body=StreamRequest,
    body_required=False,
    answer=StreamTicket,
    callback=Callback("streamVideo", "{$request.body#/callbackUrl}", CallbackBody),
)
def begin_stream(call: Call) -> StreamTicket:
    """A ticket for the relay, where the WebSocket waits."""
    services = call.services
    viewing = usecases.begin(
        call.user_id,
        call.address,
        call.query.media_id,
        callback_url=call.body.callback_url,
        family=call.body.family,
        media=services.media,
        cards=services.cards,
        views=services.views,
        catalogue=services.catalogue,
        viewings=services.viewings,
        callbacks=services.callbacks,
        signer=services.signer,
        clock=services.clock,
    )
    return StreamTicket(
        message="Connect to websocketUrl and send the ticket in the first message.",
        websocket_url=services.settings.relay_url,
        ticket=viewing.ticket,
        family=viewing.family,
        expires_at=viewing.expires_at,
    )


@operation(
    blueprint,
    "GET",
    "/media/stream/playlist",
    id="readPlaylist",
    summary="HLS playlist of a video, multivariant or of one track",
    tag="Stream",
    access=Access.PUBLIC,
    query=PlaylistQuery,
    content_types=(HLS_TYPE,),
)
def read_playlist(call: Call) -> Answer:
    """For players that load HLS themselves."""
    services = call.services
    text = usecases.playlist(
        call.query.grant,
        call.query.track,
        media=services.media,
        cards=services.cards,
        objects=services.objects,
        publications=services.publications,
        grants=services.grants,
        clock=services.clock,
    )
    return Answer(body=text.encode(), content_type=HLS_TYPE)


@operation(
    blueprint,
    "GET",
    "/media/stream/storyboard",
    id="readStoryboard",
    summary="Tiles for the seek bar of a video",
    tag="Stream",
    access=Access.PUBLIC,
    query=StoryboardQuery,
    content_types=(VTT_TYPE,),
)
def read_storyboard(call: Call) -> Answer:
    """WebVTT whose cues point into sheets of tiles."""
    services = call.services
    text = usecases.storyboard(
        call.query.grant,
        media=services.media,
        cards=services.cards,
        objects=services.objects,
        grants=services.grants,
        clock=services.clock,
    )
    return Answer(body=text.encode(), content_type=VTT_TYPE)
